/** What lies in the folder of an epoch, in bytes; renderer/folder.ts says where. */
import type { Hex } from "viem";
import { FOLDER_TOKENS, pngPath } from "../../renderer/folder.ts";
import { RASTER_SIDE } from "../../renderer/merkle.ts";
import { encodePng } from "../../renderer/png.ts";
import { cidOf } from "../render/cid.ts";

/** Bytes of a canonical picture: all have the same. */
export const PNG_BYTES = encodePng(
  new Uint8Array(3 * RASTER_SIDE ** 2),
  RASTER_SIDE,
  RASTER_SIDE,
).length;

/** What the log says of one token. */
export interface LogLine {
  readonly tokenId: number;
  readonly model: bigint;
  /** What the picture is grown from: the latent, which follows from the genome alone. */
  readonly latent: Hex;
  /** Weather and hour, as the network is told. */
  readonly condition: Hex;
  readonly node: Hex;
  /** CID of the canonical picture. */
  readonly png: string;
}

/** What an epoch's folder says of itself. */
export interface EpochFacts {
  readonly chainId: number;
  readonly almanac: Hex;
  readonly epoch: bigint;
  readonly job: Hex;
  readonly root: Hex;
  readonly tokens: number;
  /** Hashes of the sky models that painted it, by their numbers in the register. */
  readonly models: ReadonlyMap<bigint, Hex>;
}

/** The canonical picture of a raster. */
export function pngOf(pixels: Uint8Array): Uint8Array {
  return encodePng(pixels, RASTER_SIDE, RASTER_SIDE);
}

export function pngCid(pixels: Uint8Array): string {
  return cidOf(pngOf(pixels)).text;
}

/** The token whose picture lies at a path, or null where none can. */
export function tokenAt(path: string): number | null {
  const tokenId = Number(/\/(\d{1,5})\.png$/.exec(path)?.[1] ?? Number.NaN);
  return Number.isInteger(tokenId) && pngPath(tokenId) === path ? tokenId : null;
}

/** The tokens whose pictures lie in a folder, in the order of their names; none where there is no such folder. */
export function tokensIn(folder: string, tokens: number): readonly number[] {
  const place = Number.parseInt(/^rasters\/([0-9a-f]{2})$/.exec(folder)?.[1] ?? "", 16);
  if (Number.isNaN(place)) return [];
  const first = place * FOLDER_TOKENS;
  const count = Math.max(0, Math.min(FOLDER_TOKENS, tokens - first));
  const names = Array.from({ length: count }, (_, i) => `${first + i}.png`);
  // Folders name their entries in this order, and a CAR's blocks follow it.
  return names.sort().map((name) => Number.parseInt(name, 10));
}

/** @returns UTF-8, the same bytes from every honest keeper: keys in this order, and nothing of who wrote it. */
export function epochJson(facts: EpochFacts): Uint8Array {
  const models = [...facts.models].sort(([a], [b]) => Number(a - b));
  const text = JSON.stringify(
    {
      format: "heliotrope-epoch-1",
      chainId: facts.chainId,
      almanac: facts.almanac.toLowerCase(),
      epoch: Number(facts.epoch),
      job: facts.job,
      root: facts.root,
      tokens: facts.tokens,
      side: RASTER_SIDE,
      models: Object.fromEntries(models.map(([id, hash]) => [id.toString(), hash])),
    },
    null,
    2,
  );
  return new TextEncoder().encode(`${text}\n`);
}

/** One line of JSON for each token, in the order of their ids. */
export function logText(facts: EpochFacts, lines: readonly LogLine[]): Uint8Array {
  const epoch = Number(facts.epoch);
  const text = lines.map(({ tokenId, model, latent, condition, node, png }) => {
    const modelHash = facts.models.get(model);
    const id = Number(model);
    const line = {
      token: tokenId,
      epoch,
      seed: latent,
      condition,
      model: id,
      modelHash,
      node,
      png,
    };
    return `${JSON.stringify(line)}\n`;
  });
  return new TextEncoder().encode(text.join(""));
}
