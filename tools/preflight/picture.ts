// How it looks: drawn by librsvg, which many servers of thumbnails use, and laid side by side.
import sharp from "sharp";
import type { Checks, Fault } from "./check.ts";

export const PICTURE_CHECKS = {
  "picture-draws": {
    severity: "failure",
    what: "librsvg (through sharp) draws the picture",
    why: "Thumbnails of marketplaces are made by it, resvg or a browser: what one refuses is blank there.",
    remedy: "Read what it says; keep to plain SVG 1.1 shapes, gradients, masks and images.",
  },
  "picture-blank": {
    severity: "failure",
    what: "the picture is not of one colour",
    why: "People see an empty square, and take the token for broken.",
    remedy: "Check opacity, fills, the viewBox, and whether what is drawn lies inside of it.",
  },
} as const satisfies Checks;

export interface Drawn {
  /** A PNG of the asked size; none where it could not be drawn. */
  readonly png?: Buffer;
  readonly faults: readonly Fault<keyof typeof PICTURE_CHECKS>[];
}

/** What lies under pictures with holes, so that neither black nor white ones vanish. */
export const GROUND = "#808890";
/** Standard deviation of a channel below which an eye sees one colour. */
const EVEN = 1;
const GAP = 8;

export async function draw(bytes: Uint8Array, size: number): Promise<Drawn> {
  try {
    const image = sharp(bytes, { density: 144, limitInputPixels: 100_000_000 })
      .resize(size, size, { fit: "contain", background: GROUND })
      .flatten({ background: GROUND });
    const png = await image.png().toBuffer();
    const { channels } = await sharp(png).stats();
    const isBlank = isEven(channels);
    const colour = channels.map(({ mean }) => Math.round(mean)).join(", ");
    return {
      png,
      faults: isBlank ? [{ check: "picture-blank", found: `all of it is rgb(${colour})` }] : [],
    };
  } catch (error) {
    const found = (error as Error).message.split("\n")[0]!.slice(0, 160);
    return { faults: [{ check: "picture-draws", found, isLast: true }] };
  }
}

export function isEven(channels: readonly { stdev: number }[]): boolean {
  return channels.every(({ stdev }) => stdev < EVEN);
}

/** Pictures from left to right, then down, in one PNG. */
export function contactSheet(pictures: readonly Buffer[], size: number): Promise<Buffer> {
  const columns = Math.min(pictures.length, Math.max(3, Math.ceil(Math.sqrt(pictures.length))));
  const rows = Math.ceil(pictures.length / columns);
  const cell = size + GAP;
  return sharp({
    create: {
      width: columns * cell + GAP,
      height: rows * cell + GAP,
      channels: 3,
      background: "#15171c",
    },
    limitInputPixels: false,
  })
    .composite(
      pictures.map((input, i) => ({
        input,
        left: GAP + (i % columns) * cell,
        top: GAP + Math.floor(i / columns) * cell,
      })),
    )
    .png()
    .toBuffer();
}
