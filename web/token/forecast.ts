// What time alone does to a plant: the sun, the moon, the season and its age. Nobody knows the weather of
// tomorrow, so a forecast holds that of the present, and what the plant remembers of the past.
import type { Gathered } from "../queries/scenes.ts";

const YEAR_SECONDS = 31_556_926;

/** How many epochs a year has: as far ahead as a forecast goes. */
export function yearOf(epochSeconds: number): number {
  return Math.floor(YEAR_SECONDS / epochSeconds);
}

/** A present scene, `epochs` later; undefined where its holder has pinned it, so that time stands still. */
export function ahead(
  present: Gathered,
  epochs: number,
  epochSeconds: number,
): Gathered | undefined {
  const { scene } = present;
  if (scene.pinned || present.own) return undefined;
  const epoch = scene.epoch + epochs;
  return { ...present, scene: { ...scene, epoch, time: epoch * epochSeconds, pending: false } };
}
