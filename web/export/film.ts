// A film of a token's life: one picture for each epoch, painted exactly, encoded as they come.
import { skyInputsOf } from "../../renderer/metadata.ts";
import { phenotypeOf } from "../../renderer/phenotype.ts";
import { plantSvg } from "../../renderer/plant.ts";
import type { Scene } from "../../renderer/scene.ts";
import { openDrawing } from "./drawing.ts";
import { type Encoder, type FilmSettings, startEncoder } from "./encoders.ts";
import { bitrateOf } from "./formats.ts";
import { type SkySource, startPress } from "./press.ts";

export const FILM_SIZES = [480, 720, 1080] as const;

export interface FilmJob extends Omit<FilmSettings, "pictures"> {
  /** What is shown, one after another. */
  scenes: readonly Scene[];
  modelOf: (id: number) => Pick<SkySource, "model" | "modelHash">;
}

export interface FilmProgress {
  pictures: number;
  of: number;
  /** Written so far. */
  bytes: number;
}

/** Every nth epoch of a span, its ends included, so that there are at most `most`. */
export function pick(epochs: readonly number[], most: number): number[] {
  if (epochs.length <= most) return [...epochs];
  const step = (epochs.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => epochs[Math.round(i * step)]!);
}

/** How large a film will be, in bytes, before anything of it is there. */
export function estimate(pictures: number, settings: { size: number; fps: number }): number {
  return ((pictures / settings.fps) * bitrateOf(settings)) / 8;
}

/** @throws Error when it cannot be made, AbortError when `signal` fires first. */
export async function makeFilm(
  job: FilmJob,
  onProgress: (progress: FilmProgress) => void,
  signal: AbortSignal,
): Promise<Blob> {
  const { size, scenes } = job;
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) throw new Error("This browser has no canvas to draw on, so no film can be made.");
  const press = startPress(signal);
  let encoder: Encoder | undefined;
  try {
    encoder = await startEncoder(canvas, { ...job, pictures: scenes.length });
    for (const [pictures, scene] of scenes.entries()) {
      signal.throwIfAborted();
      onProgress({ pictures, of: scenes.length, bytes: encoder.bytes() });
      const { model, latent, condition } = skyInputsOf(scene);
      const sky: SkySource = { ...job.modelOf(model), latent, condition };
      context.putImageData(opaque(await press.sky(sky, size, 0, size), size), 0, 0);
      await openDrawing(plantSvg(scene, phenotypeOf(scene))).lay(context, size);
      await encoder.add(signal);
    }
    onProgress({ pictures: scenes.length, of: scenes.length, bytes: encoder.bytes() });
    return await encoder.finish();
  } catch (error) {
    // Why it failed is what matters, not whether it could be tidied up.
    await encoder?.cancel().catch(() => {});
    throw error;
  } finally {
    press.close();
  }
}

function opaque(rgb: Uint8Array, size: number): ImageData {
  const image = new ImageData(size, size);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    image.data[to] = rgb[from]!;
    image.data[to + 1] = rgb[from + 1]!;
    image.data[to + 2] = rgb[from + 2]!;
    image.data[to + 3] = 255;
  }
  return image;
}
