// PNG as its specification has it: browsers forgive much of this, image libraries of indexers do not.
import { crc32, inflateSync } from "node:zlib";
import { type Checks, comma, type Fault } from "./check.ts";

export const PNG_CHECKS = {
  "png-signature": {
    severity: "failure",
    what: "the PNG begins with its signature",
    why: "Without the eight bytes 89 50 4E 47 0D 0A 1A 0A nothing takes it for a PNG.",
    remedy: "Write the signature first; a line break that was converted is the usual cause.",
  },
  "png-chunks": {
    severity: "failure",
    what: "the PNG's chunks have their lengths and checksums",
    why: "Browsers and libpng stop at the first wrong CRC: the picture ends there.",
    remedy: "Compute CRC-32 over type and data, and lengths over data alone.",
  },
  "png-header": {
    severity: "failure",
    what: "the PNG's IHDR is first and sane",
    why: "Size, depth, colour type and methods have few legal values; decoders refuse all others.",
    remedy: "Write 13 bytes: width, height (above zero), depth, colour type, 0, 0, interlace.",
  },
  "png-end": {
    severity: "failure",
    what: "the PNG's IEND is last, with nothing behind it",
    why: "Without IEND a file counts as cut; what follows it is refused or taken for an attack.",
    remedy: "End with 00 00 00 00 49 45 4E 44 AE 42 60 82.",
  },
  "png-data": {
    severity: "failure",
    what: "the PNG's pixels inflate to what its header promises",
    why: "Too few leave the lower part blank, and strict decoders refuse the whole picture.",
    remedy: "One filter byte before each row; check deflate block lengths and Adler-32.",
  },
} as const satisfies Checks;

type PngFault = Fault<keyof typeof PNG_CHECKS>;

const SIGNATURE = "89504e470d0a1a0a";
/** Channels and legal depths by colour type. */
const COLOURS: Readonly<Record<number, { channels: number; depths: number[] }>> = {
  0: { channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { channels: 3, depths: [8, 16] },
  3: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8, 16] },
  6: { channels: 4, depths: [8, 16] },
};

export function pngFaults(file: Uint8Array): PngFault[] {
  const bytes = Buffer.from(file);
  const last = (check: PngFault["check"], found: string): PngFault[] => [
    ...faults,
    { check, found, isLast: true },
  ];
  const faults: PngFault[] = [];
  if (bytes.toString("hex", 0, 8) !== SIGNATURE) {
    return last("png-signature", `it begins with ${bytes.toString("hex", 0, 8)}`);
  }
  const data: Buffer[] = [];
  const types: string[] = [];
  let header: Buffer | undefined;
  let at = 8;
  while (at < bytes.length && types.at(-1) !== "IEND") {
    if (at + 12 > bytes.length) return last("png-chunks", `a chunk at ${comma(at)} is cut`);
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    const type = bytes.toString("latin1", at + 4, at + 8);
    if (!/^[A-Za-z]{4}$/.test(type)) return last("png-chunks", `no chunk type at ${comma(at + 4)}`);
    if (end > bytes.length) {
      return last("png-chunks", `${type} of ${comma(length)} bytes at ${comma(at)} is cut`);
    }
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) {
      faults.push({ check: "png-chunks", found: `the CRC of ${type} at ${comma(at)} is wrong` });
    }
    const body = bytes.subarray(at + 8, end - 4);
    if (type === "IHDR") header ??= body;
    if (type === "IDAT") data.push(body);
    types.push(type);
    at = end;
  }
  if (types.at(-1) !== "IEND") faults.push({ check: "png-end", found: "no IEND" });
  else if (at < bytes.length) {
    faults.push({ check: "png-end", found: `${comma(bytes.length - at)} bytes after IEND` });
  }
  if (types[0] !== "IHDR" || header?.length !== 13) {
    return last("png-header", `${types[0] ?? "nothing"} is first`);
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth, colour, compression, filter, interlace] = header.subarray(8);
  const kind = COLOURS[colour!];
  const isSide = (side: number) => side > 0 && side <= 0x7fffffff;
  const isKnown = kind?.depths.includes(depth!) && compression === 0 && filter === 0;
  if (!isSide(width) || !isSide(height) || !isKnown || interlace! > 1) {
    return last("png-header", `${width} x ${height}, ${[...header.subarray(8)].join(" ")}`);
  }
  if (colour === 3 && !types.includes("PLTE")) {
    faults.push({ check: "png-header", found: "a palette picture without PLTE" });
  }
  return [...faults, ...pixelFaults(data, width, height, kind!.channels * depth!, interlace!)];
}

/** @param bits of one pixel */
function pixelFaults(
  data: readonly Buffer[],
  width: number,
  height: number,
  bits: number,
  interlace: number,
): PngFault[] {
  const fault = (found: string): PngFault[] => [{ check: "png-data", found }];
  const stride = 1 + Math.ceil((width * bits) / 8);
  // A bomb must not take all memory: interlaced pictures need a little more than others.
  const maxOutputLength = 2 * stride * height + 64;
  if (maxOutputLength > 1e9)
    return fault(`${comma(width)} x ${comma(height)} is too large to decode`);
  let pixels: Buffer;
  try {
    pixels = inflateSync(Buffer.concat(data), { maxOutputLength });
  } catch (error) {
    return fault((error as Error).message);
  }
  if (interlace === 1) return [];
  if (pixels.length !== stride * height) {
    return fault(`${comma(pixels.length)} bytes of pixels for ${comma(stride * height)}`);
  }
  for (let row = 0; row < height; row++) {
    if (pixels[row * stride]! > 4) return fault(`row ${row} has filter ${pixels[row * stride]}`);
  }
  return [];
}
