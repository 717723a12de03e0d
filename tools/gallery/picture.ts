// One picture of a scene, RGB: the plant over its sky.
import { readFileSync } from "node:fs";
import sharp, { type Sharp } from "sharp";
import { startPainter } from "../../keeper/render/backends.ts";
import { sceneSvg, skyInputsOf, vectorSvg } from "../../renderer/metadata.ts";
import { phenotypeOf } from "../../renderer/phenotype.ts";
import { plantSvg } from "../../renderer/plant.ts";
import type { Scene } from "../../renderer/scene.ts";
import type { Painter } from "../../renderer/sky/infer.ts";
import { createIntegerPainter } from "../../renderer/sky/integer.ts";
import { parseModel } from "../../renderer/sky/model.ts";

/** What may lie under the plants. */
export const SKIES = ["neural", "onchain", "vector"] as const;
export type Sky = (typeof SKIES)[number];

/** A square of a picture, in parts of its side. */
export interface Detail {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

export interface PictureTask {
  readonly scene: Scene;
  readonly size: number;
  readonly sky: Sky;
  /** What is shown of it, enlarged to `size`; all where it is not said. */
  readonly detail?: Detail | undefined;
}

/** The canonical size. Larger pictures have the sky at twice that. */
const RASTER_SIDE = 240;

const bytes = readFileSync(new URL("../../renderer/sky/model.bin", import.meta.url));
const model = parseModel(new Uint8Array(bytes));
let started: Promise<Painter> | undefined;

/** RGB, `size` pixels square. */
export async function paintPicture({ scene, size, sky, detail }: PictureTask): Promise<Uint8Array> {
  if (!detail) return paintWhole(scene, size, sky);
  const whole = Math.round(size / detail.side);
  const raw = { width: whole, height: whole, channels: 3 } as const;
  const [left, top] = [Math.round(detail.left * whole), Math.round(detail.top * whole)];
  const area = { left, top, width: size, height: size };
  return rgbOf(sharp(await paintWhole(scene, whole, sky), { raw }).extract(area));
}

async function paintWhole(scene: Scene, size: number, sky: Sky): Promise<Uint8Array> {
  // librsvg draws at 72 dots an inch: the density scales the drawing itself, not its pixels.
  const density = (72 * size) / 1920;
  const drawn = (svg: string) => sharp(Buffer.from(svg), { density }).resize(size, size);
  if (sky !== "neural") {
    const svg = sky === "vector" ? vectorSvg(scene) : sceneSvg(scene, model);
    return rgbOf(drawn(svg));
  }
  const plant = plantSvg(scene, phenotypeOf(scene));
  const layer = await drawn(plant).png().toBuffer();
  const side = size <= 2 * RASTER_SIDE ? RASTER_SIDE : 2 * RASTER_SIDE;
  started ??= startPainter("wasm", model).catch(() => createIntegerPainter(model));
  const { latent, condition } = skyInputsOf(scene);
  const request = { latent, condition, size: side, x: 0, y: 0, width: side, height: side };
  const raster = await (await started).paint(request);
  // Twice through sharp: it would lay the plant over the sky before it has scaled it.
  const scaled = await sharp(raster, { raw: { width: side, height: side, channels: 3 } })
    .resize(size, size, { kernel: "cubic" })
    .raw()
    .toBuffer();
  const raw = { width: size, height: size, channels: 3 } as const;
  return rgbOf(sharp(scaled, { raw }).composite([{ input: layer }]));
}

async function rgbOf(image: Sharp): Promise<Uint8Array> {
  return new Uint8Array(await image.removeAlpha().raw().toBuffer());
}
