// Canonical PNG files: RGB, 8 bits, no filter, stored blocks. Twin of contracts/art/Png.sol: same
// functions, same order, same bytes. Stored blocks cost size but need no compressor, so the bytes are
// the same in every language and version.

const BLOCK_MAX = 65_535;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Encodes RGB pixels, row by row. Throws a RangeError when there are not 3 * width * height bytes. */
export function encodePng(rgb: Uint8Array, width: number, height: number): Uint8Array {
  if (rgb.length !== 3 * width * height) {
    throw new RangeError(
      `a picture of ${width} x ${height} has ${3 * width * height} bytes, got ${rgb.length}`,
    );
  }
  const head = new Uint8Array(17);
  head.set(typeOf("IHDR"));
  const view = new DataView(head.buffer);
  view.setUint32(4, width);
  view.setUint32(8, height);
  head.set([8, 2, 0, 0, 0], 12);
  const data = concat([typeOf("IDAT"), zlib(filtered(rgb, width, height))]);
  return concat([Uint8Array.from(SIGNATURE), chunk(head), chunk(data), chunk(typeOf("IEND"))]);
}

/** The pixels of a canonical file of this size; undefined for every other file, whatever it shows. */
export function decodePng(file: Uint8Array, width: number, height: number): Uint8Array | undefined {
  const row = 3 * width;
  const rgb = new Uint8Array(row * height);
  const expected = encodePng(rgb, width, height).length;
  if (file.length !== expected) return undefined;
  // Behind the signature, the header, the data's length and type, and two bytes of zlib.
  let from = SIGNATURE.length + 25 + 8 + 2;
  for (let at = 0; at < (row + 1) * height; at++) {
    if (at % BLOCK_MAX === 0) from += 5;
    const byte = file[from++]!;
    const column = at % (row + 1);
    if (column > 0) rgb[Math.floor(at / (row + 1)) * row + column - 1] = byte;
  }
  return isSame(encodePng(rgb, width, height), file) ? rgb : undefined;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** The rows, each after the byte that says "no filter". */
function filtered(rgb: Uint8Array, width: number, height: number): Uint8Array {
  const row = 3 * width;
  const out = new Uint8Array((row + 1) * height);
  for (let y = 0; y < height; y++) {
    out.set(rgb.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  }
  return out;
}

/** A zlib stream of stored blocks. */
function zlib(data: Uint8Array): Uint8Array {
  const blocks = Math.ceil(data.length / BLOCK_MAX);
  const out = new Uint8Array(2 + 5 * blocks + data.length + 4);
  out.set([0x78, 0x01]);
  let to = 2;
  for (let from = 0; from < data.length; from += BLOCK_MAX) {
    const size = Math.min(BLOCK_MAX, data.length - from);
    const last = from + size === data.length ? 1 : 0;
    out.set([last, size & 255, size >> 8, ~size & 255, (~size >> 8) & 255], to);
    out.set(data.subarray(from, from + size), to + 5);
    to += size + 5;
  }
  new DataView(out.buffer).setUint32(to, adler32(data));
  return out;
}

/** Length, type and data, checksum. The first four bytes of `body` are the type. */
function chunk(body: Uint8Array): Uint8Array {
  const out = new Uint8Array(body.length + 8);
  const view = new DataView(out.buffer);
  view.setUint32(0, body.length - 4);
  out.set(body, 4);
  view.setUint32(body.length + 4, crc32(body));
  return out;
}

/** As many bytes as both sums hold without an overflow of 32 bits: the remainders are taken once for all of them. */
const ADLER_STRIDE = 5_552;

function adler32(data: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let from = 0; from < data.length; from += ADLER_STRIDE) {
    const to = Math.min(from + ADLER_STRIDE, data.length);
    for (let i = from; i < to; i++) {
      a += data[i]!;
      b += a;
    }
    a = a % 65521;
    b = b % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

/** Eight bits at a time, about twice as fast as the contract's four. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c;
});

/** What a chunk ends with, over its type and data. */
export function crc32(data: Uint8Array): number {
  let check = 0xffffffff;
  for (let i = 0; i < data.length; i++) {
    check = (check >>> 8) ^ CRC_TABLE[(check ^ data[i]!) & 255]!;
  }
  return (check ^ 0xffffffff) >>> 0;
}

function typeOf(name: string): Uint8Array {
  return Uint8Array.from(name, (letter) => letter.charCodeAt(0));
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
