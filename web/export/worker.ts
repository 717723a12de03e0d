// Paints skies in bands for files of any size, and writes PNG files, away from the page's own thread. One worker
// makes one file: what it holds goes with it. Messages in: Order. Messages out: Delivery.
import type { Hex } from "../../renderer/hex.ts";
import type { Painter } from "../../renderer/sky/infer.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { parseModel, type SkyModel } from "../../renderer/sky/model.ts";
import { doubled, layOver } from "./layers.ts";
import { type PngWriter, startPng } from "./png.ts";

/** The largest sky: 16-bit coordinates tell no more pixels apart. Pictures of twice that have it enlarged. */
const LARGEST_SKY = 4096;
/** How much of a file is gathered before it becomes a blob, which a browser may keep on disk. */
const PIECE_BYTES = 8 * 1024 * 1024;

/** What a sky is painted from. */
export interface SkySource {
  model: Uint8Array;
  latent: Hex;
  condition: Hex;
}

export type Order =
  /** Answers the rows of a sky of `size` pixels square, RGB. */
  | { kind: "sky"; sky: SkySource; size: number; y: number; height: number }
  | { kind: "begin"; size: number; texts: Record<string, string> }
  /** Lays rows of a drawing, RGBA, over the sky, and adds them to the file. */
  | { kind: "rows"; sky: SkySource | undefined; y: number; drawing: Uint8ClampedArray }
  /** Answers the file. */
  | { kind: "end" };

export type Delivery =
  | { pixels: Uint8Array }
  | { blob: Blob }
  | { done: true }
  | { failure: string };

let painter: { model: SkyModel; fast: Promise<Painter | undefined> } | undefined;
let file: { writer: PngWriter; size: number; blob: Blob; pieces: Uint8Array[]; bytes: number };
// One after another, as they come: rows of a file have an order.
let last: Promise<unknown> = Promise.resolve();

self.addEventListener("message", ({ data }: MessageEvent<Order>) => {
  last = last
    .then(() => carryOut(data))
    .then(
      (delivery) =>
        self.postMessage(delivery, {
          transfer: "pixels" in delivery ? [delivery.pixels.buffer] : [],
        }),
      (error: unknown) =>
        self.postMessage({ failure: error instanceof Error ? error.message : String(error) }),
    );
});

async function carryOut(order: Order): Promise<Delivery> {
  switch (order.kind) {
    case "sky":
      return { pixels: await skyRows(order.sky, order.size, order.y, order.height) };
    case "begin": {
      const { size, texts } = order;
      const writer = startPng(size, size, texts);
      file = { writer, size, blob: new Blob([]), pieces: [], bytes: 0 };
      return { done: true };
    }
    case "rows": {
      const { sky, y, drawing } = order;
      const { size, writer } = file;
      const height = drawing.length / 4 / size;
      const rgb = sky
        ? await skyRows(sky, size, y, height)
        : new Uint8Array(3 * size * height).fill(255);
      layOver(rgb, drawing);
      keep(await writer.rows(rgb));
      return { done: true };
    }
    case "end":
      keep(await file.writer.end());
      gather();
      return { blob: file.blob };
  }
}

function keep(pieces: readonly Uint8Array[]): void {
  for (const piece of pieces) {
    file.pieces.push(piece);
    file.bytes += piece.length;
  }
  if (file.bytes > PIECE_BYTES) gather();
}

function gather(): void {
  file.blob = new Blob([file.blob, ...(file.pieces as BlobPart[])], { type: "image/png" });
  file.pieces = [];
  file.bytes = 0;
}

/** Rows of the sky; beyond the largest that the model paints, of that one enlarged. */
async function skyRows(sky: SkySource, size: number, y: number, height: number) {
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
  const model = painter?.model ?? parseModel(sky.model);
  painter ??= { model, fast: start(model) };
  const { latent, condition } = sky;
  const band = { latent, condition, size, x: 0, y, width: size, height };
  const fast = await painter.fast;
  // A device may be lost while it paints, and no other be left: integers are slower, and still right.
  const painted = await fast?.paint(band).catch(() => undefined);
  return painted ?? paintInteger(model, band);
}

async function start(model: SkyModel): Promise<Painter | undefined> {
  const { startPainter } = await import("../workers/backend.ts");
  return startPainter(model, () => {}).catch(() => undefined);
}
