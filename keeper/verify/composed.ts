/** Plants over their skies as PNG, AVIF and the like: no bytes to compare, so the composition made here is held against them. */
import sharp, { type Sharp } from "sharp";
import type { Address } from "viem";
import { composedSvg } from "../../renderer/compose.ts";
import { likeness, squares } from "../../renderer/likeness.ts";
import { RASTER_SIDE } from "../../renderer/merkle.ts";
import type { Contracts } from "../chain/deployment.ts";
import type { Rpc } from "../chain/rpc.ts";
import { readDrawn } from "../chain/scene.ts";
import { COMPOSED_SIDE } from "../publish/compose.ts";
import type { PictureFile } from "./file.ts";

/** Higher than for skies alone: under another sky stands the same plant. */
export const COMPOSED_DB = 30;

export interface Composition {
  readonly svg: Uint8Array;
  /** How like a file is to it: at its full size where the file has that, else both scaled to a raster's. */
  likenessOf(file: PictureFile): Promise<number>;
}

/** Null where another art version draws the plant, or the deployment does not tell. */
export async function compositionOf(
  tools: { readonly rpc: Rpc; readonly contracts: Contracts },
  { tokenId, epoch }: { readonly tokenId: number; readonly epoch: bigint },
  raster: Uint8Array,
): Promise<Composition | null> {
  const { Metadata } = tools.contracts;
  if (Metadata === undefined) return null;
  const drawn = await readDrawn(tools, Metadata as Address, tokenId, Number(epoch));
  if (drawn === null) return null;
  const svg = composedSvg(drawn.scene, raster);
  return {
    svg,
    likenessOf: async (file) => {
      const whole = await pixelsOf(sharp(svg).resize(COMPOSED_SIDE, COMPOSED_SIDE), COMPOSED_SIDE);
      if (file.width === COMPOSED_SIDE && file.height === COMPOSED_SIDE) {
        return likenessOf(whole, await pixelsOf(sharp(file.bytes), COMPOSED_SIDE));
      }
      const raw = { width: COMPOSED_SIDE, height: COMPOSED_SIDE, channels: 3 } as const;
      return likenessOf(await pixelsOf(sharp(whole, { raw }), RASTER_SIDE), file.pixels);
    },
  };
}

function likenessOf(a: Uint8Array, b: Uint8Array): number {
  return likeness(squares(a, b), a.length);
}

async function pixelsOf(image: Sharp, side: number): Promise<Uint8Array> {
  const rgb = image.removeAlpha().toColourspace("srgb");
  // A resize of its own: one pipeline has only one, and drawing is at the full size.
  const { data, info } = await rgb.raw().toBuffer({ resolveWithObject: true });
  if (info.width === side) return new Uint8Array(data);
  const raw = { width: info.width, height: info.height, channels: 3 } as const;
  const sized = sharp(data, { raw }).resize(side, side, { fit: "fill" });
  return new Uint8Array(await sized.raw().toBuffer());
}
