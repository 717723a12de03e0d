// Finds in a plant's recorded life the moment that shows what a sheet wants to show.
import { type Phenotype, phenotypeOf } from "../../renderer/phenotype.ts";
import type { Scene } from "../../renderer/scene.ts";
import { hundredths, weatherName } from "../../renderer/words.ts";
import { type Climate, replay } from "../replay/climate.ts";
import { type Life, sceneAt } from "../replay/life.ts";
import { epochOf, taste } from "./plants.ts";

/** The recordings, and a little more: a plant may be looked at after they have begun again. */
export const RECORDED_EPOCHS = 5009;

let kept: Climate | undefined;

/** The recorded weather of both stations, replayed once. */
export function recordedClimate(): Climate {
  kept ??= replay(RECORDED_EPOCHS);
  return kept;
}

export interface Wish {
  /** Days, the second one excluded. */
  readonly from: string;
  readonly to: string;
  /** How much a moment is liked; the most is taken. */
  readonly like: (p: Phenotype, scene: Scene) => number;
}

/**
 * The moment of a life that is liked best. `variety` tells sheets and species apart, so that not all of them
 * are looked at on the one best day.
 */
export function moment(life: Life, { from, to, like }: Wish, variety: string | number = ""): Scene {
  const climate = recordedClimate();
  let best: { scene: Scene; liked: number } | undefined;
  for (let epoch = epochOf(from); epoch < epochOf(to); epoch++) {
    const scene = sceneAt(climate, life, epoch);
    const liked = like(phenotypeOf(scene), scene) + 24 * taste(variety, epoch);
    if (!best || liked > best.liked) best = { scene, liked };
  }
  if (!best) throw new Error(`No epoch lies between ${from} and ${to}.`);
  return best.scene;
}

/** Dry, clear enough, and light: what shows a plant. */
export function fair(p: Phenotype): number {
  return p.light - p.rain - p.fog - p.storm - p.snow - p.mist;
}

/** A fair hour in which the flowers are open, whichever hour that is for the species. */
export function inFlower(p: Phenotype): number {
  return p.openness * 3 - p.rain * 2 - p.fog - p.storm - p.snow - p.droop + moonlight(p);
}

/** A night is dark enough; a clear one with a moon, or the last light, shows what stands in it. */
function moonlight(p: Phenotype): number {
  if (p.sunY >= 64) return 40;
  return Math.max(0, Math.min(p.moonY - 64, 20)) * 3 + Math.max(0, p.sunY - 44) * 3 - p.cloud;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** The day of a scene by the calendar of its place, as 12 Mar. */
export function dayOf(scene: Scene): string {
  const zone = Math.round(scene.lonMicroDeg / 15e6) * 3600;
  const date = new Date((scene.time + zone) * 1000);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

/** The hour at its place, as 14 h. */
export function hourOf(scene: Scene): string {
  const zone = Math.round(scene.lonMicroDeg / 15e6);
  return `${new Date((scene.time + zone * 3600) * 1000).getUTCHours()} h`;
}

/** Weather and temperature, as Rain, 4 °C. */
export function weatherOf(scene: Scene): string {
  const p = phenotypeOf(scene);
  const whole = Math.round(Number(hundredths(p.tempCentiC)));
  return `${weatherName(p)}, ${whole < 0 ? "−" : ""}${Math.abs(whole)} °C`;
}
