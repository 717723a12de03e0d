// Rows of a sky of any size, on the best backend that there is.
import type { Hex } from "../../renderer/hex.ts";
import type { Painter } from "../../renderer/sky/infer.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { parseModel, type SkyModel } from "../../renderer/sky/model.ts";
import { doubled } from "./layers.ts";

/** The largest sky: 16-bit coordinates tell no more pixels apart. Pictures of twice that have it enlarged. */
const LARGEST_SKY = 4096;

/** What a sky is painted from. */
export interface SkySource {
  model: Uint8Array;
  /** keccak256 of the model's bytes, by which the parsed model is kept. */
  modelHash: Hex;
  latent: Hex;
  condition: Hex;
}

let loaded: { hash: Hex; model: SkyModel; fast: Promise<Painter | undefined> } | undefined;

/** Rows of the sky; beyond the largest that the model paints, of that one enlarged. */
export async function skyRows(
  sky: SkySource,
  size: number,
  y: number,
  height: number,
): Promise<Uint8Array> {
  if (size <= LARGEST_SKY) return paint(sky, size, y, height);
  const half = size / 2;
  const from = y / 2;
  const to = from + height / 2;
  const rows = await paint(
    sky,
    half,
    Math.max(0, from - 1),
    Math.min(half, to + 1) - Math.max(0, from - 1),
  );
  const row = 3 * half;
  // The picture's first and last rows are their own neighbours.
  const padded = new Uint8Array((height / 2 + 2) * row);
  padded.set(rows, from === 0 ? row : 0);
  if (from === 0) padded.copyWithin(0, row, 2 * row);
  if (to === half)
    padded.copyWithin(padded.length - row, padded.length - 2 * row, padded.length - row);
  return doubled(padded, half);
}

async function paint(sky: SkySource, size: number, y: number, height: number): Promise<Uint8Array> {
  const { latent, condition, modelHash } = sky;
  if (loaded?.hash !== modelHash) {
    // In a film a plant goes from one model to the next, and rarely back.
    void loaded?.fast.then((painter) => painter?.dispose());
    const model = parseModel(sky.model);
    loaded = { hash: modelHash, model, fast: start(model) };
  }
  const { model, fast } = loaded;
  const band = { latent, condition, size, x: 0, y, width: size, height };
  const painter = await fast;
  // A device may be lost while it paints, and no other be left: integers are slower, and still right.
  const painted = await painter?.paint(band).catch(() => undefined);
  return painted ?? paintInteger(model, band);
}

async function start(model: SkyModel): Promise<Painter | undefined> {
  try {
    const { startPainter } = await import("../workers/backend.ts");
    return await startPainter(model, () => {});
  } catch {
    // No backend works here, or none could be loaded.
    return undefined;
  }
}
