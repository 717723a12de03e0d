// Animated PNG: one palette for all frames, each frame deflated by itself. For machines without a browser.
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import type { FilmWriter } from "./film.ts";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const FRAMES_PER_SECOND = 12;
/** Ordered dithering, so that skies do not fall into bands; it stands still, so that it does not crawl. */
const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];
const DITHER = 10;

/** 256 colours that suit all samples, RGB one after the other. */
export async function paletteOf(
  samples: readonly Uint8Array[],
  width: number,
  height: number,
): Promise<Uint8Array> {
  const raw = { width, height: height * samples.length, channels: 3 } as const;
  const png = await sharp(Buffer.concat(samples), { raw, limitInputPixels: false })
    .png({ palette: true, colours: 256, dither: 0 })
    .toBuffer();
  for (const { type, data } of chunksOf(png)) if (type === "PLTE") return data;
  throw new Error("sharp wrote a PNG without a palette.");
}

/** Takes RGB frames of one size; `count` of them. */
export function apngWriter(
  width: number,
  height: number,
  palette: Uint8Array,
  count: number,
): FilmWriter {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // Eight bits, with a palette.
  header.set([8, 3, 0, 0, 0], 8);
  const parts: Uint8Array[] = [
    SIGNATURE,
    chunk("IHDR", header),
    chunk("acTL", words(count, 0)),
    chunk("PLTE", palette),
  ];
  const nearest = nearestIn(palette);
  let sequence = 0;
  let added = 0;
  return {
    add: async (frame) => {
      const control = new Uint8Array(26);
      const fields = new DataView(control.buffer);
      fields.setUint32(0, sequence++);
      fields.setUint32(4, width);
      fields.setUint32(8, height);
      fields.setUint16(20, 1);
      fields.setUint16(22, FRAMES_PER_SECOND);
      parts.push(chunk("fcTL", control));
      const data = deflateSync(indexed(frame, width, height, nearest), { level: 9 });
      // The first frame is the picture that those see who know no animation.
      if (added++ === 0) parts.push(chunk("IDAT", data));
      else parts.push(chunk("fdAT", Buffer.concat([words(sequence++), data])));
    },
    finish: async () => {
      if (added !== count) throw new Error(`${count} frames were announced, ${added} were added.`);
      return Buffer.concat([...parts, chunk("IEND", new Uint8Array())]);
    },
    close: async () => {},
  };
}

/** Every chunk of a PNG, in order. Throws where the file breaks off or a checksum is wrong. */
export function chunksOf(png: Uint8Array): { type: string; data: Uint8Array }[] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: { type: string; data: Uint8Array }[] = [];
  for (let at = 8; at < png.length; ) {
    const length = view.getUint32(at);
    const body = png.subarray(at + 4, at + 8 + length);
    if (crc32(body) !== view.getUint32(at + 8 + length)) {
      throw new Error(`The checksum of the chunk at byte ${at} is wrong.`);
    }
    const type = String.fromCharCode(...body.subarray(0, 4));
    chunks.push({ type, data: body.subarray(4) });
    at += 12 + length;
  }
  return chunks;
}

/** Rows of palette indices, each after a zero: no filter helps indices. */
function indexed(
  frame: Uint8Array,
  width: number,
  height: number,
  nearest: (r: number, g: number, b: number) => number,
): Uint8Array {
  const out = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 3 * (y * width + x);
      const push = ((BAYER[(y & 3) * 4 + (x & 3)]! - 7.5) * DITHER) / 16;
      const index = nearest(frame[at]! + push, frame[at + 1]! + push, frame[at + 2]! + push);
      out[y * (width + 1) + 1 + x] = index;
    }
  }
  return out;
}

/** The palette's nearest colour, remembered for colours that agree in five bits. */
function nearestIn(palette: Uint8Array) {
  const known = new Int16Array(32 ** 3).fill(-1);
  const clip = (value: number) => Math.max(0, Math.min(255, value)) >> 3;
  return (r: number, g: number, b: number): number => {
    const [red, green, blue] = [clip(r), clip(g), clip(b)];
    const key = (red << 10) | (green << 5) | blue;
    if (known[key]! >= 0) return known[key]!;
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < palette.length / 3; i++) {
      const [dr, dg, db] = [
        palette[3 * i]! - (8 * red + 4),
        palette[3 * i + 1]! - (8 * green + 4),
        palette[3 * i + 2]! - (8 * blue + 4),
      ];
      const distance = 2 * dr * dr + 4 * dg * dg + 3 * db * db;
      if (distance < least) [best, least] = [i, distance];
    }
    known[key] = best;
    return best;
  };
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  return Buffer.concat([words(data.length), body, words(crc32(body))]);
}

function words(...values: number[]): Uint8Array {
  const out = new Uint8Array(4 * values.length);
  const view = new DataView(out.buffer);
  for (const [i, value] of values.entries()) view.setUint32(4 * i, value);
  return out;
}
