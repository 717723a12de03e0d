// The folders of revealed epochs, block by block. Pictures are derived from the rasters on disk when they are asked
// for, so that an epoch lies there once.
import { CID } from "multiformats/cid";
import { EPOCH_FILE, LOG_FILE, NODES_FILE, pngPath } from "../../renderer/folder.ts";
import { canonicalCid, cidOf } from "../render/cid.ts";
import { blockPaths, findBlock, pictureCid, readBlock } from "../store/blocks.ts";
import type { Store } from "../store/open.ts";
import { readRaster } from "../store/rasters.ts";
import { type Render, renderOf, renderOfCid } from "../store/renders.ts";
import { pngOf, tokenAt, tokensIn } from "./layout.ts";
import type { Block } from "./unixfs.ts";

/** A place in an epoch's folder. */
export interface Place {
  readonly render: Pick<Render, "job" | "epoch" | "tokens" | "block" | "cid">;
  readonly path: string;
}

/** How much of what lies at a place: its block, all blocks of the file or folder itself, or everything below too. */
export const SCOPES = ["block", "entity", "all"] as const;
export type Scope = (typeof SCOPES)[number];

/** A block whose raster, or part, is no longer kept. */
export class BlockGone extends Error {
  override name = "BlockGone";
}

/** The canonical pixels of a token, or null; what they hash to is checked by whoever asks. */
export type Pixels = (render: Place["render"], tokenId: number) => Promise<Uint8Array | null>;

export interface Archive {
  /** Where a CID lies in a revealed epoch, or null. Of pictures that are alike, the newest. */
  find(cid: string): Promise<Place | null>;
  /** The places from one down a path, the first included; null where there is nothing. */
  trail(from: Place, names: readonly string[]): Promise<readonly Place[] | null>;
  /** Throws BlockGone. */
  read(place: Place): Promise<Block>;
  /** Depth first, as a folder names its entries; a block that occurs twice is told twice. Throws BlockGone. */
  walk(place: Place, scope: Scope): AsyncGenerator<Block, void, undefined>;
}

/** @param pixels where rasters come from: by default this machine's disk, and nowhere else. */
export function openArchive(
  store: Store,
  pixels: Pixels = ({ job }, tokenId) => readRaster(store, job, tokenId),
): Archive {
  async function read({ render, path }: Place): Promise<Block> {
    const tokenId = tokenAt(path);
    if (tokenId === null) {
      const block = await readBlock(store.db, render.job, path);
      if (block !== null) return block;
      // A keeper of an earlier version revealed the CID of the nodes alone.
      if (path === NODES_FILE) return { cid: render.cid, bytes: render.block };
      throw new BlockGone(`What lies at ${path} is no longer kept here.`);
    }
    const raster = await pixels(render, tokenId);
    if (raster === null) {
      throw new BlockGone(`The raster of token ${tokenId} is no longer kept here.`);
    }
    const bytes = pngOf(raster);
    const cid = cidOf(bytes).text;
    const named = await pictureCid(store.db, render.job, tokenId);
    if (named !== null && named !== cid) {
      throw new BlockGone(`The raster of token ${tokenId} is damaged here.`);
    }
    return { cid, bytes };
  }

  async function find(cid: string): Promise<Place | null> {
    const found = await findBlock(store.db, cid);
    if (found === null) {
      const render = await renderOfCid(store.db, cid);
      return render?.state === "revealed" ? { render, path: NODES_FILE } : null;
    }
    const render = (await renderOf(store.db, found.job))!;
    return { render, path: found.tokenId === null ? found.path : pngPath(found.tokenId) };
  }

  /** Names within a folder, and parts of a file that is larger than a block. */
  async function below({ render, path }: Place): Promise<readonly string[]> {
    if (path === "") return [EPOCH_FILE, LOG_FILE, NODES_FILE, "rasters"];
    if (path === "rasters") {
      const paths = await blockPaths(store.db, render.job);
      return paths.filter((one) => /^rasters\/[0-9a-f]{2}$/.test(one)).sort();
    }
    if (path === LOG_FILE) {
      const parts = (await blockPaths(store.db, render.job)).flatMap(
        (one) => /^log\.ndjson#(\d+)$/.exec(one)?.[1] ?? [],
      );
      return parts
        .map(Number)
        .sort((a, b) => a - b)
        .map((part) => `${LOG_FILE}#${part}`);
    }
    return tokensIn(path, render.tokens).map(pngPath);
  }

  async function* walk(place: Place, scope: Scope): AsyncGenerator<Block, void, undefined> {
    yield await read(place);
    const isWhole = scope === "all" || (scope === "entity" && place.path === LOG_FILE);
    if (!isWhole) return;
    for (const path of await below(place)) yield* walk({ ...place, path }, "all");
  }

  return {
    find,
    read,
    walk,
    trail: async (from, names) => {
      const trail = [from];
      for (const name of names) {
        const at = trail.at(-1)!;
        const path = at.path === "" ? name : `${at.path}/${name}`;
        if (at.path === LOG_FILE || !(await below(at)).includes(path)) return null;
        trail.push({ ...at, path });
      }
      return trail;
    },
  };
}

/** The canonical text of a CID that somebody typed, or null: of another hash there is nothing here. */
export function parseCid(text: string): string | null {
  const cid = canonicalCid(text);
  return cid !== null && CID.parse(cid).multihash.code === 0x12 ? cid : null;
}
