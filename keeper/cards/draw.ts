/** Sharing cards: what a link to a plant, or to an epoch, shows in a feed. 1200 x 630, JPEG. */
import sharp, { type OverlayOptions, type Sharp } from "sharp";
import { RASTER_SIDE } from "../../renderer/merkle.ts";
import { phenotypeOf } from "../../renderer/phenotype.ts";
import { plantSvg } from "../../renderer/plant.ts";
import type { Scene } from "../../renderer/scene.ts";
import { CARD_HEIGHT, CARD_WIDTH, epochWords, tokenWords } from "./words.ts";

/** A plant and the sky that was painted for it. */
export interface Picture {
  readonly scene: Scene;
  /** 240 x 240, RGB. */
  readonly raster: Uint8Array;
}

/** Pictures on an epoch's card, at most: two rows of five. Where there are fewer, three or two large ones. */
export const EPOCH_PICTURES = 10;
const SIDE_OF_TEN = CARD_WIDTH / 5;
const SIDE_OF_THREE = CARD_WIDTH / 3;
const SIDE_OF_TWO = 2 * SIDE_OF_TEN;
/** The side of an SVG document, in its own units, and librsvg's dots in an inch. */
const DRAWING = 1_920;
const DOTS = 72;

export async function drawTokenCard(
  collection: string,
  { scene, raster }: Picture,
  root: string,
): Promise<Buffer> {
  const [ground, square] = await Promise.all([
    groundOf(raster),
    pictureOf({ scene, raster }, CARD_HEIGHT),
  ]);
  return encode(ground, [
    { input: square, left: 0, top: 0 },
    // Where the picture ends it stands a little above the ground.
    { input: Buffer.from(edge()), left: 0, top: 0 },
    { input: Buffer.from(tokenWords(collection, scene, root)), left: 0, top: 0 },
  ]);
}

export interface EpochFacts {
  readonly epoch: number;
  /** Its instant, in Unix seconds. */
  readonly seconds: number;
  readonly tokens: number;
  readonly root: string;
}

/** @param pictures up to EPOCH_PICTURES; one at least. */
export async function drawEpochCard(
  collection: string,
  { epoch, seconds, tokens, root }: EpochFacts,
  pictures: readonly Picture[],
): Promise<Buffer> {
  const count = pictures.length;
  const [columns, side] =
    count >= EPOCH_PICTURES
      ? [5, SIDE_OF_TEN]
      : count >= 3
        ? [3, SIDE_OF_THREE]
        : [count, SIDE_OF_TWO];
  const shown = pictures.slice(0, count >= EPOCH_PICTURES ? EPOCH_PICTURES : columns);
  const rows = Math.ceil(shown.length / columns);
  const [left, top] = [(CARD_WIDTH - columns * side) / 2, (2 * SIDE_OF_TEN - rows * side) / 2];
  const squares = await Promise.all(shown.map((picture) => pictureOf(picture, side)));
  return encode(await groundOf(pictures[0]!.raster), [
    ...squares.map((input, i) => ({
      input,
      left: left + (i % columns) * side,
      top: top + Math.floor(i / columns) * side,
    })),
    { input: Buffer.from(epochWords(collection, epoch, seconds, tokens, root)), left: 0, top: 0 },
  ]);
}

/** The plant over its whole raster, PNG. */
async function pictureOf({ scene, raster }: Picture, side: number): Promise<Buffer> {
  const plant = plantSvg(scene, phenotypeOf(scene));
  const layer = await sharp(Buffer.from(plant), { density: (DOTS * side) / DRAWING })
    .resize(side, side)
    .png()
    .toBuffer();
  // Twice through sharp: it would lay the plant over the sky before it has scaled it.
  const sky = await rasterOf(raster).resize(side, side, { kernel: "cubic" }).raw().toBuffer();
  return sharp(sky, { raw: { width: side, height: side, channels: 3 } })
    .composite([{ input: layer }])
    .png({ compressionLevel: 1 })
    .toBuffer();
}

/** The picture's own sky, out of focus and dimmed: every card has the light of its moment. */
async function groundOf(raster: Uint8Array): Promise<Buffer> {
  const small = await rasterOf(raster).resize(24, 12, { fit: "fill" }).raw().toBuffer();
  return sharp(small, { raw: { width: 24, height: 12, channels: 3 } })
    .resize(CARD_WIDTH, CARD_HEIGHT, { kernel: "cubic", fit: "fill" })
    .blur(30)
    .modulate({ brightness: 0.42, saturation: 0.9 })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

function rasterOf(raster: Uint8Array): Sharp {
  return sharp(raster, { raw: { width: RASTER_SIDE, height: RASTER_SIDE, channels: 3 } });
}

function edge(): string {
  return `<svg xmlns='http://www.w3.org/2000/svg' width='${CARD_WIDTH}' height='${CARD_HEIGHT}'><linearGradient id='s'><stop offset='0' stop-opacity='.34'/><stop offset='1' stop-opacity='0'/></linearGradient><path fill='url(#s)' d='M${CARD_HEIGHT} 0h36v${CARD_HEIGHT}h-36z'/></svg>`;
}

function encode(ground: Buffer, layers: OverlayOptions[]): Promise<Buffer> {
  return sharp(ground)
    .composite(layers)
    .jpeg({ quality: 86, chromaSubsampling: "4:4:4" })
    .toBuffer();
}
