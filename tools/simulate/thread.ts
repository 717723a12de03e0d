// The lives of some tokens, looked at and counted: what one thread of a simulation does.

import { species } from "../../renderer/genome.ts";
import { phenotypeOf } from "../../renderer/phenotype.ts";
import { plantLayer } from "../../renderer/plant.ts";
import type { Climate } from "../replay/climate.ts";
import { sceneAt } from "../replay/life.ts";
import { tokenOf } from "../replay/population.ts";
import { serveTasks } from "../threads.ts";
import { looksOf, type Settings } from "./settings.ts";
import { BIN_EPOCHS, newTally, note, type Tally } from "./tally.ts";
import { traitsOf } from "./traits.ts";

export interface World {
  readonly climate: Climate;
  readonly settings: Settings;
}

/** Tokens from one id up to another. */
export interface Task {
  readonly from: number;
  readonly to: number;
}

/** A drawing, and where it is found again. */
export interface Drawing {
  readonly species: number;
  readonly token: number;
  readonly epoch: number;
  /** Characters of the plant and its ground, without a sky. */
  readonly characters: number;
}

export interface Outcome {
  readonly tally: Tally;
  readonly looks: number;
  /** Some of the largest of each species, largest first; and all characters and drawings by species. */
  readonly largest: readonly (readonly Drawing[])[];
  readonly drawn: readonly { readonly count: number; readonly characters: number }[];
}

/** In a full run every so many looks a plant is drawn; a prime, so that seasons and hours all have their turn. */
const DRAWN_EVERY = 61;

export function liveThrough({ from, to }: Task, { climate, settings }: World): Outcome {
  const looks = looksOf(settings);
  const tally = newTally(Math.ceil(settings.epochs / BIN_EPOCHS));
  const largest: Drawing[][] = [];
  const drawn: { count: number; characters: number }[] = [];
  let count = 0;
  for (let id = from; id < to; id++) {
    const life = tokenOf(climate, settings.seed, id);
    for (const epoch of looks) {
      if (epoch < life.mintEpoch) continue;
      const scene = sceneAt(climate, life, epoch);
      const p = phenotypeOf(scene);
      note(tally, Math.floor((epoch - climate.first) / BIN_EPOCHS), p, traitsOf(scene, p));
      count += 1;
      if (!settings.isFull || p.stage === 0 || count % DRAWN_EVERY !== 0) continue;
      const layer = plantLayer(p, scene.genome);
      const kind = species(scene.genome);
      const drawing: Drawing = {
        species: kind,
        token: id,
        epoch,
        characters: layer.length,
      };
      largest[kind] = keepLargest([...(largest[kind] ?? []), drawing]);
      drawn[kind] = {
        count: (drawn[kind]?.count ?? 0) + 1,
        characters: (drawn[kind]?.characters ?? 0) + drawing.characters,
      };
    }
  }
  return { tally, looks: count, largest: Array.from(largest), drawn: Array.from(drawn) };
}

/** How many of a species' largest are kept: the dearest to draw is looked for among them. */
const KEPT = 5;

/** Ties are broken by token and epoch, so that threads change nothing. */
export function keepLargest(drawings: readonly Drawing[]): Drawing[] {
  return drawings
    .toSorted((a, b) => b.characters - a.characters || a.token - b.token || a.epoch - b.epoch)
    .slice(0, KEPT);
}

serveTasks(liveThrough);
