// PNG files written as they are painted: rows go in, compressed bytes come out, so that no picture is ever
// whole in memory. These files are for keeping; the canonical PNG (renderer/png.ts) has no compressor.
import { crc32 } from "../../renderer/png.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const RGB = 3;
/** A row that is told apart by itself (1), by the row above (2), or by both and their corner (4). */
const FILTERS = [1, 2, 4] as const;

export interface PngWriter {
  /** Takes whole rows, RGB; answers what of the file is ready. */
  rows(rgb: Uint8Array): Promise<Uint8Array[]>;
  /** The rest of the file. */
  end(): Promise<Uint8Array[]>;
}

/** Begins a file of `width` x `height`; `texts` are words that travel inside it. */
export function startPng(
  width: number,
  height: number,
  texts: Readonly<Record<string, string>> = {},
): PngWriter {
  const compressor = new CompressionStream("deflate");
  const input = compressor.writable.getWriter();
  const ready: Uint8Array[] = [];
  // Read as it comes: a stream whose answers nobody takes stops taking rows.
  const drained = drain(compressor.readable, ready);
  // Whoever waits for the end hears of a failure; until then it is nobody's.
  drained.catch(() => {});
  const row = RGB * width;
  let above: Uint8Array = new Uint8Array(row);
  let left = height;
  let begun = false;
  const take = (): Uint8Array[] => {
    const head = begun ? [] : headOf(width, height, texts);
    begun = true;
    return [...head, ...ready.splice(0).map((data) => chunk("IDAT", data))];
  };
  return {
    async rows(rgb) {
      const count = rgb.length / row;
      if (!Number.isInteger(count) || count > left) {
        throw new RangeError(
          `${left} rows of ${row} bytes are left of this picture, got ${rgb.length} bytes`,
        );
      }
      left -= count;
      const out = new Uint8Array(count * (row + 1));
      for (let y = 0; y < count; y++) {
        const here = rgb.subarray(y * row, (y + 1) * row);
        filter(here, above, out.subarray(y * (row + 1), (y + 1) * (row + 1)));
        above = here;
      }
      // The rows' memory is the caller's.
      above = above.slice();
      await input.write(out);
      return take();
    },
    async end() {
      if (left > 0) throw new RangeError(`${left} rows of this picture were never given`);
      await input.close();
      await drained;
      return [...take(), chunk("IEND", new Uint8Array(0))];
    },
  };
}

async function drain(stream: ReadableStream<Uint8Array>, into: Uint8Array[]): Promise<void> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    into.push(value);
  }
}

function headOf(width: number, height: number, texts: Readonly<Record<string, string>>) {
  const size = new Uint8Array(13);
  const view = new DataView(size.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  size.set([8, 2, 0, 0, 0], 8);
  const words = Object.entries(texts).map(([name, text]) =>
    // Uncompressed, of no particular language.
    chunk("iTXt", new TextEncoder().encode(`${name}\0\0\0\0\0${text}`)),
  );
  return [Uint8Array.from(SIGNATURE), chunk("IHDR", size), ...words];
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(data.length + 12);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  out.set(new TextEncoder().encode(type), 4);
  out.set(data, 8);
  view.setUint32(data.length + 8, crc32(out.subarray(4, data.length + 8)));
  return out;
}

/** Writes a row after the filter that leaves the least of it: the usual guess at what compresses best. */
function filter(row: Uint8Array, above: Uint8Array, out: Uint8Array): void {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const kind of FILTERS) {
    const sum = differences(kind, row, above, undefined);
    if (sum < least) [best, least] = [kind, sum];
  }
  out[0] = best;
  differences(best, row, above, out);
}

/** The sum of what a filter leaves, signed bytes by size; also written to `out`, after its first byte. */
function differences(
  kind: number,
  row: Uint8Array,
  above: Uint8Array,
  out: Uint8Array | undefined,
): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) {
    const a = i < RGB ? 0 : row[i - RGB]!;
    const b = above[i]!;
    const guess = kind === 1 ? a : kind === 2 ? b : paeth(a, b, i < RGB ? 0 : above[i - RGB]!);
    const rest = (row[i]! - guess) & 255;
    sum += rest < 128 ? rest : 256 - rest;
    if (out) out[i + 1] = rest;
  }
  return sum;
}

/** Whichever of left, above and corner is nearest to left + above - corner. */
function paeth(a: number, b: number, c: number): number {
  const p = a + b - c;
  const da = Math.abs(p - a);
  const db = Math.abs(p - b);
  const dc = Math.abs(p - c);
  return da <= db && da <= dc ? a : db <= dc ? b : c;
}
