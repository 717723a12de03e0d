/** How like two rasters are, and a few places at which that is tried before a whole one is painted. */
import { RASTER_SIDE, RUN_PIXELS } from "./merkle.ts";

/** Of pictures that are alike pixel by pixel. */
export const IDENTICAL = Number.POSITIVE_INFINITY;

/** A JPEG of middling quality is at 30 and more; two different skies are rarely above 20. */
export const ALIKE_DB = 26;
/** By how much the best must be better than the next, so that it is no chance. */
export const CLEAR_DB = 3;

/** Runs that are painted of each candidate: spread over all rows, so that no cloud hides them all. */
const SAMPLES = 24;
const ROW_RUNS = RASTER_SIDE / RUN_PIXELS;

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export const SPOTS: readonly Spot[] = Array.from({ length: SAMPLES }, (_, i) => ({
  x: ((i * 7) % ROW_RUNS) * RUN_PIXELS,
  y: Math.floor(((i + 0.5) * RASTER_SIDE) / SAMPLES),
}));

/** The bytes of a run of a raster. */
export function runAt(raster: Uint8Array, { x, y }: Spot): Uint8Array {
  const from = 3 * (y * RASTER_SIDE + x);
  return raster.subarray(from, from + 3 * RUN_PIXELS);
}

/** Sum of the squares of the differences. */
export function squares(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}

/** Peak signal-to-noise ratio in decibels; infinite where nothing differs. */
export function likeness(squared: number, bytes: number): number {
  return squared === 0 ? IDENTICAL : 10 * Math.log10((255 * 255 * bytes) / squared);
}
