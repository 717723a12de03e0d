/** A picture's file as somebody got it, from IPFS, a marketplace or a drawer: what it is, and its pixels. */
import { readFileSync } from "node:fs";
import sharp from "sharp";
import { RASTER_SIDE } from "../../renderer/merkle.ts";
import { FatalError } from "../errors.ts";

export interface PictureFile {
  readonly bytes: Uint8Array;
  /** As decoders call it: png, jpeg, avif; svg for a composed file. */
  readonly format: string;
  readonly width: number;
  readonly height: number;
  /** RGB, 240 x 240: those of the file where it has that size, else scaled to it. Of an SVG, its sky's. */
  readonly pixels: Uint8Array;
  /** Whether these are the file's own pixels, so that they may be equal to others and not only like them. */
  readonly isOriginalSize: boolean;
}

/** Larger than any picture of ours: 4,096 pixels square. */
const MOST_PIXELS = 2 ** 24;
const EMBEDDED = /<image[^>]*href=['"]data:image\/png;base64,([A-Za-z0-9+/=]+)['"]/;

/** @throws FatalError where the file is not there, or no picture. */
export async function readPicture(path: string): Promise<PictureFile> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new FatalError(
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code}). Name the picture that is to be checked.`,
    );
  }
  const head = new TextDecoder().decode(bytes.subarray(0, 200)).trimStart();
  if (head.startsWith("<svg") || head.startsWith("<?xml")) {
    const sky = EMBEDDED.exec(new TextDecoder().decode(bytes))?.[1];
    if (sky === undefined) {
      throw new FatalError(
        `${path} is an SVG without a sky in it. A composed file has one; take that, or the PNG of the raster.`,
      );
    }
    const inner = await decode(path, Buffer.from(sky, "base64"));
    return { ...inner, bytes, format: "svg" };
  }
  return { ...(await decode(path, bytes)), bytes };
}

async function decode(path: string, bytes: Uint8Array): Promise<Omit<PictureFile, "bytes">> {
  try {
    const image = sharp(bytes, { limitInputPixels: MOST_PIXELS });
    const { format, width, height } = await image.metadata();
    const isOriginalSize = width === RASTER_SIDE && height === RASTER_SIDE;
    const rgb = image.removeAlpha().toColourspace("srgb");
    const sized = isOriginalSize ? rgb : rgb.resize(RASTER_SIDE, RASTER_SIDE, { fit: "fill" });
    const pixels = new Uint8Array(await sized.raw().toBuffer());
    return { format, width, height, pixels, isOriginalSize };
  } catch (error) {
    throw new FatalError(
      `${path} is no picture that can be read (${(error as Error).message}). It may be cut short; fetch it again.`,
    );
  }
}
