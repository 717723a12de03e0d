/**
 * Composed pictures as people want them: PNG for everything, AVIF at a tenth of that. Their bytes differ between
 * versions of the encoder, so nobody can be held to them; the SVG that they are made of is what a keeper signs.
 */
import sharp from "sharp";
import { RetryableError } from "../errors.ts";

export const COMPOSED_FORMATS = ["png", "avif"] as const;
export type ComposedFormat = (typeof COMPOSED_FORMATS)[number];

/** Pixels of a side: five times the raster's. */
export const COMPOSED_SIDE = 1_200;
/** Pictures that are kept, the latest asked for: about 40 MB. */
const KEPT = 24;
/** An AVIF takes seconds, and anybody may ask: one at a time, and no long queue. */
const MOST_WAITING = 8;

export interface Composer {
  /** @param svg the composed file, asked for where the picture is not kept. Throws RetryableError when too many wait. */
  picture(key: string, format: ComposedFormat, svg: () => Promise<Uint8Array>): Promise<Uint8Array>;
}

export function openComposer(): Composer {
  const kept = new Map<string, Promise<Uint8Array>>();
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    picture: (key, format, svg) => {
      const name = `${key} ${format}`;
      const known = kept.get(name);
      if (known !== undefined) return known;
      if (waiting >= MOST_WAITING) {
        return Promise.reject(
          new RetryableError("Many pictures are being composed; ask again in a minute."),
        );
      }
      waiting++;
      const made = last
        .then(async () => encodeComposed(await svg(), format))
        .finally(() => waiting--);
      // A failure is not remembered: the next one asks again.
      last = made.catch(() => kept.delete(name));
      kept.set(name, made);
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT) break;
        kept.delete(oldest);
      }
      return made;
    },
  };
}

/** Draws an SVG of ours at its full sharpness, and encodes it. */
export async function encodeComposed(svg: Uint8Array, format: ComposedFormat): Promise<Uint8Array> {
  const image = sharp(svg).resize(COMPOSED_SIDE, COMPOSED_SIDE);
  return format === "png"
    ? image.png({ compressionLevel: 9 }).toBuffer()
    : image.avif({ quality: 60, effort: 3 }).toBuffer();
}
