// Skies on a canvas, step by step: a small picture at once, larger ones over it, and at last one pixel for
// each of the screen's, band by band. What has been small is kept, so that going back in time is quick.
import { paintBands, paintSky, type SkyJob } from "./painting.ts";

/** Most bytes of finished pictures that are kept: some 180 of 240 pixels a side. */
const KEPT_BYTES = 32 * 1024 * 1024;
/** The largest that is kept. */
const KEPT_SIDE = 240;

export type Sky = Omit<SkyJob, "size">;

export interface Steps {
  /** Sides to paint, smallest first; each replaces the one before. */
  sizes: readonly number[];
  /** One more, in bands; undefined where the last of `sizes` is enough. */
  full: number | undefined;
}

/** Pictures by what they are of, the one used longest ago first. */
const kept = new Map<string, Uint8Array>();
let keptBytes = 0;

/**
 * A small sky, from memory where it has been painted already.
 * @throws as `paintSky`.
 */
export async function skyOf(sky: Sky, size: number, signal: AbortSignal): Promise<Uint8Array> {
  const key = `${sky.modelHash}${sky.latent}${sky.condition}${size}`;
  const known = kept.get(key);
  const pixels = known ?? (await paintSky({ ...sky, size }, signal));
  if (size > KEPT_SIDE) return pixels;
  kept.delete(key);
  if (!known) keptBytes += pixels.length;
  kept.set(key, pixels);
  for (const [oldest, { length }] of kept) {
    if (keptBytes <= KEPT_BYTES) break;
    kept.delete(oldest);
    keptBytes -= length;
  }
  return pixels;
}

/**
 * Paints a sky onto a canvas in steps; whatever the canvas shows stays until something better is there.
 * `onStep` hears of each step that is done.
 * @throws as `paintSky`; AbortError leaves on the canvas what was there last.
 */
export async function paintOnto(
  canvas: HTMLCanvasElement,
  sky: Sky,
  { sizes, full }: Steps,
  signal: AbortSignal,
  onStep: (size: number) => void,
): Promise<void> {
  const name = sky.modelHash + sky.latent + sky.condition;
  const done = (size: number) => {
    signal.throwIfAborted();
    canvas.dataset.size = String(size);
    canvas.dataset.sky = name;
    canvas.classList.add("painted");
    onStep(size);
  };
  // A window that changes its size needs other pixels of the same sky: it never goes back to coarse ones.
  const there = canvas.dataset.sky === name ? Number(canvas.dataset.size) : 0;
  if (there > 0) onStep(there);
  for (const size of sizes) {
    if (size <= there) continue;
    const pixels = await skyOf(sky, size, signal);
    signal.throwIfAborted();
    canvas.width = size;
    canvas.height = size;
    canvas.getContext("2d")?.putImageData(imageOf(pixels, size, size), 0, 0);
    done(size);
  }
  if (full === undefined || full === there) return;
  enlarge(canvas, full);
  await paintBands({ ...sky, size: full }, signal, ({ y, height, pixels, backend }) => {
    canvas.dataset.backend = backend;
    canvas.getContext("2d")?.putImageData(imageOf(pixels, full, height), 0, y);
  });
  done(full);
}

/** RGB bytes as a canvas takes them. */
export function imageOf(pixels: Uint8Array, width: number, height: number): ImageData {
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    image.data[4 * i] = pixels[3 * i]!;
    image.data[4 * i + 1] = pixels[3 * i + 1]!;
    image.data[4 * i + 2] = pixels[3 * i + 2]!;
    image.data[4 * i + 3] = 255;
  }
  return image;
}

/** Gives a canvas more pixels, and keeps what is on it. */
function enlarge(canvas: HTMLCanvasElement, side: number): void {
  const before = document.createElement("canvas");
  before.width = canvas.width;
  before.height = canvas.height;
  before.getContext("2d")?.drawImage(canvas, 0, 0);
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext("2d");
  if (!context) return;
  context.imageSmoothingQuality = "high";
  context.drawImage(before, 0, 0, side, side);
}
