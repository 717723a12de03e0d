// A picture's file as somebody got it: what it is, and its pixels. It is decoded by the browser and never shown as
// anything but a picture; nothing that it says is fetched.
import type { Hex } from "../../renderer/hex.ts";
import { toHex } from "../../renderer/hex.ts";
import { RASTER_SIDE } from "../../renderer/merkle.ts";
import type { Told } from "../export/told.ts";
import { toldInFilm, toldInPng } from "./told.ts";

export interface Picture {
  kind: "picture";
  bytes: Uint8Array;
  /** As people call it: PNG, JPEG, SVG. */
  format: string;
  width: number;
  height: number;
  /** RGB, 240 x 240: the file's own where it has that size, else scaled to it. Of an SVG, its sky's. */
  pixels: Uint8Array;
  isOriginalSize: boolean;
  /** What it says of itself. */
  told: Told;
}

/** A film, which is not compared, and what it says of itself. */
export interface FilmFile {
  kind: "film";
  told: Told;
}

/** A living page: it says itself what its sky is painted from. */
export interface LivingFile {
  kind: "living";
  bytes: Uint8Array;
  latent: Hex;
  condition: Hex;
  epoch: number;
}

/** What a file is said to be: by its name, by itself, or by whoever asks. */
export interface Claim {
  tokenId?: number | undefined;
  epoch?: number | undefined;
}

const MOST_BYTES = 64 * 2 ** 20;
const SKY_IN_SVG = /<image[^>]*href=['"]data:image\/png;base64,([A-Za-z0-9+/=]+)['"]/;
/** Program and moment, as the living page hands them over. */
const MOMENT = /go\('[A-Za-z0-9+/=]*','([A-Za-z0-9+/=]+)'\)/;

/** @throws Error with a sentence for the viewer. */
export async function readPicture(
  file: Blob & { name: string },
): Promise<Picture | LivingFile | FilmFile> {
  if (isFilm(new Uint8Array(await file.slice(0, 12).arrayBuffer()))) {
    return { kind: "film", told: await toldInFilm(file).catch(() => ({})) };
  }
  if (file.size > MOST_BYTES) {
    throw new Error(`${file.name} has more than 64 MB, which no picture of a plant has.`);
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const head = new TextDecoder().decode(bytes.subarray(0, 256)).trimStart().toLowerCase();
  if (head.startsWith("<!doctype html") || head.startsWith("<html")) {
    const living = livingIn(bytes);
    if (living) return living;
    throw new Error(`${file.name} is a page, and not one that this contract wrote.`);
  }
  if (head.startsWith("<svg") || head.startsWith("<?xml")) {
    const sky = SKY_IN_SVG.exec(new TextDecoder().decode(bytes))?.[1];
    if (sky === undefined) {
      throw new Error(
        `${file.name} is a drawing without a painted sky in it. A composed file has one; take that, or a PNG.`,
      );
    }
    const inner = Uint8Array.from(atob(sky), (letter) => letter.charCodeAt(0));
    return { ...(await decode(file.name, new Blob([inner]))), bytes, format: "SVG", told: {} };
  }
  const format = formatOf(bytes);
  const told = format === "PNG" ? toldInPng(bytes) : {};
  return { ...(await decode(file.name, file)), bytes, format, told };
}

/** For example of "heliotrope-4-epoch-55371-bellspire-1920px.png", and of "781.png" out of an epoch's folder. */
export function claimOf(name: string): Claim {
  const number = (pattern: RegExp) => {
    const match = pattern.exec(name);
    return match ? Number(match[1]) : undefined;
  };
  return {
    tokenId:
      number(/(?:heliotrope|token|plant)[-_ #]*(\d{1,5})(?!\d)/i) ?? number(/^(\d{1,5})\.png$/),
    epoch: number(/epoch[-_ ]*(\d{1,9})(?!\d)/i),
  };
}

/** What a living page of ours says of its moment; undefined for any other page. */
export function livingIn(bytes: Uint8Array): LivingFile | undefined {
  const said = MOMENT.exec(new TextDecoder().decode(bytes))?.[1];
  if (said === undefined) return undefined;
  const data = Uint8Array.from(atob(said), (letter) => letter.charCodeAt(0));
  if (data.length < 84) return undefined;
  const epoch = new DataView(data.buffer).getUint32(72);
  const [latent, condition] = [toHex(data.subarray(0, 32)), toHex(data.subarray(32, 64))];
  return { kind: "living", bytes, latent, condition, epoch };
}

async function decode(
  name: string,
  file: Blob,
): Promise<Omit<Picture, "bytes" | "format" | "told">> {
  let image: ImageBitmap;
  try {
    // As they lie in the file: no profile may change a colour.
    image = await createImageBitmap(file, {
      colorSpaceConversion: "none",
      premultiplyAlpha: "none",
    });
  } catch {
    throw new Error(
      `${name} is no picture that this browser can read. It may be cut short; fetch it again.`,
    );
  }
  const { width, height } = image;
  const isOriginalSize = width === RASTER_SIDE && height === RASTER_SIDE;
  const pixels = rgbOf(image);
  image.close();
  return { kind: "picture", width, height, pixels, isOriginalSize };
}

/** Scaled to a raster's size, in halves: one long step would skip most of a large picture's pixels. */
export function rgbOf(image: ImageBitmap | HTMLImageElement): Uint8Array {
  let source: CanvasImageSource = image;
  let side = Math.max(image.width, image.height);
  while (side > 2 * RASTER_SIDE) {
    side = Math.max(RASTER_SIDE, Math.ceil(side / 2));
    source = drawn(source, side);
  }
  const canvas = drawn(source, RASTER_SIDE);
  const context = canvas.getContext("2d")!;
  const { data } = context.getImageData(0, 0, RASTER_SIDE, RASTER_SIDE);
  const rgb = new Uint8Array(3 * RASTER_SIDE ** 2);
  for (let i = 0; i < RASTER_SIDE ** 2; i++) {
    rgb.set(data.subarray(4 * i, 4 * i + 3), 3 * i);
  }
  return rgb;
}

function drawn(source: CanvasImageSource, side: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, side, side);
  return canvas;
}

/** WebM, or MP4 that is no AVIF or HEIC, which begin alike. */
function isFilm(head: Uint8Array): boolean {
  const text = new TextDecoder("latin1").decode(head);
  if (text.startsWith("\u001aE\u00df\u00a3")) return true;
  return text.slice(4, 8) === "ftyp" && !/^(avi|hei|mif|msf)/.test(text.slice(8, 12));
}

function formatOf(bytes: Uint8Array): string {
  const text = new TextDecoder("latin1").decode(bytes.subarray(0, 16));
  // What is called latin1 is windows-1252, which reads the byte before it as a per mille sign.
  if (text.slice(1, 4) === "PNG") return "PNG";
  if (text.startsWith("\u00ff\u00d8")) return "JPEG";
  if (text.startsWith("RIFF")) return "WebP";
  if (text.startsWith("GIF")) return "GIF";
  return text.slice(4, 8) === "ftyp" ? "AVIF" : "picture";
}
