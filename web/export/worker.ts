// Paints skies in bands for files of any size, and writes PNG files, away from the page's own thread. One worker
// makes one file: what it holds goes with it. Messages in: Order. Messages out: Delivery.
import { layOver } from "./layers.ts";
import { type PngWriter, startPng } from "./png.ts";
import { type SkySource, skyRows } from "./rows.ts";

/** How much of a file is gathered before it becomes a blob, which a browser may keep on disk. */
const PIECE_BYTES = 8 * 1024 * 1024;

export type { SkySource };

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
