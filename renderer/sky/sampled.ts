// How like a picture is to a sky, by a few runs of it in plain integers: what is tried of many skies before one of
// them is painted whole.
import { likeness, runAt, SPOTS, squares } from "../likeness.ts";
import { RASTER_SIDE, RUN_BYTES, RUN_PIXELS } from "../merkle.ts";
import type { SkyRequest } from "./integer.ts";
import type { SkyModel } from "./model.ts";
import { paintRuns } from "./runs.ts";

export interface Sampled {
  /** Decibels over the sampled runs; where it was hopeless, over the first of them. */
  readonly likeness: number;
  /** Over the likest half of them: something may lie over the rest. */
  readonly likestHalf: number;
}

const ROW_RUNS = RASTER_SIDE / RUN_PIXELS;
const RUNS_TRIED = SPOTS.map(({ x, y }) => y * ROW_RUNS + x / RUN_PIXELS);
/** Painted before anybody asks whether to go on: from all heights, so that no plant hides them all. */
const FIRST = RUNS_TRIED.map((_, i) => i).filter((i) => i % 4 === 1);
/** So far from any likeness that more of it need not be painted. */
const HOPELESS_DB = 18;

/** @param pixels RGB, 240 x 240. */
export function compareSampled(
  model: SkyModel,
  picture: Pick<SkyRequest, "latent" | "condition">,
  pixels: Uint8Array,
): Sampled {
  const of = { ...picture, size: RASTER_SIDE };
  const errors = (places: readonly number[]) =>
    paintRuns(
      model,
      of,
      places.map((i) => RUNS_TRIED[i]!),
    ).map((run, i) => squares(run, runAt(pixels, SPOTS[places[i]!]!)));
  const first = summed(errors(FIRST));
  if (first.likestHalf < HOPELESS_DB) return first;
  return summed(errors(RUNS_TRIED.map((_, i) => i)));
}

function summed(errors: readonly number[]): Sampled {
  const total = (of: readonly number[]) =>
    likeness(
      of.reduce((sum, error) => sum + error, 0),
      of.length * RUN_BYTES,
    );
  const ascending = errors.toSorted((a, b) => a - b);
  return { likeness: total(errors), likestHalf: total(ascending.slice(0, errors.length / 2)) };
}
