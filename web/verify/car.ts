// An epoch's folder as a CAR file, read as a stream: of gigabytes of pictures only the blocks that one token needs
// are kept. Each of those is hashed, so the file need not be trusted to be what its CID names.
import { CarBlockIterator } from "@ipld/car/iterator";
import { sha256 } from "@noble/hashes/sha2.js";
import {
  EPOCH_FILE,
  LOG_FILE,
  NODES_FILE,
  pngFolder,
  pngPath,
  RASTERS,
} from "../../renderer/folder.ts";
import { type Hex, toHex } from "../../renderer/hex.ts";
import { epochTree, RASTER_SIDE, type SkyInputs, WORD } from "../../renderer/merkle.ts";
import { decodePng } from "../../renderer/png.ts";
import { linksOf } from "./folder.ts";

/** What a folder has of one token. */
export interface Shelved {
  /** Of the folder. */
  cid: string;
  epoch: number | undefined;
  node: Hex;
  path: Hex[];
  inputs: SkyInputs | undefined;
  raster: Uint8Array | undefined;
}

const DAG_PB = 0x70;
const SHA2_256 = 0x12;

/**
 * @param onBytes told how much has been read.
 * @throws Error with the reason, to be put behind the name of the file.
 */
export async function readCar(
  stream: ReadableStream<Uint8Array>,
  tokenId: number,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Shelved> {
  const files = new Files(tokenId);
  const car = await CarBlockIterator.fromIterable(chunksOf(stream, onBytes, signal));
  const [root] = await car.getRoots();
  if (!root) throw new Error("names no folder");
  // Keepers of an earlier version named the list of nodes alone.
  files.want(root.toString(), root.code === DAG_PB ? "" : NODES_FILE);
  for await (const { cid, bytes } of car) {
    if (!files.wants(cid.toString())) continue;
    const { code, digest } = cid.multihash;
    if (code !== SHA2_256 || toHex(sha256(bytes)) !== toHex(digest)) {
      throw new Error(`is damaged: the block ${cid} has another hash`);
    }
    files.take(cid.toString(), bytes, cid.code === DAG_PB);
  }
  return files.shelved(root.toString());
}

/** The blocks of one token's files, as they come by: a folder always before what lies in it. */
class Files {
  readonly #tokenId: number;
  readonly #paths = new Map<string, string>();
  readonly #parts = new Map<string, string[]>();
  readonly #blocks = new Map<string, Uint8Array>();

  constructor(tokenId: number) {
    this.#tokenId = tokenId;
  }

  want(cid: string, path: string): void {
    this.#paths.set(cid, path);
  }

  wants(cid: string): boolean {
    return this.#paths.has(cid) && !this.#blocks.has(cid);
  }

  take(cid: string, bytes: Uint8Array, isNode: boolean): void {
    const path = this.#paths.get(cid)!;
    if (!isNode) {
      this.#blocks.set(cid, bytes);
      this.#parts.set(path, [...(this.#parts.get(path) ?? []), cid]);
      return;
    }
    for (const link of linksOf(bytes)) {
      // A link without a name is to a part of the same file.
      const below = link.name === "" ? path : path === "" ? link.name : `${path}/${link.name}`;
      if (this.#isNeeded(below)) this.want(link.cid, below);
    }
  }

  shelved(cid: string): Shelved {
    const nodes = this.#read(NODES_FILE);
    if (!nodes || nodes.length % WORD !== 0) throw new Error(`has no ${NODES_FILE} in it`);
    const id = this.#tokenId;
    if (nodes.length < (id + 1) * WORD) {
      throw new Error(`has ${nodes.length / WORD} tokens in it, and not token ${id}`);
    }
    const png = this.#read(pngPath(id));
    return {
      cid,
      epoch: numberOf(json(this.#read(EPOCH_FILE)), "epoch"),
      node: toHex(nodes.subarray(id * WORD, (id + 1) * WORD)),
      path: epochTree(nodes).path(id),
      inputs: this.#inputs(),
      raster: png && decodePng(png, RASTER_SIDE, RASTER_SIDE),
    };
  }

  #inputs(): SkyInputs | undefined {
    const log = this.#read(LOG_FILE);
    const lines = log ? new TextDecoder().decode(log).split("\n") : [];
    const line = lines.find((text) => text.startsWith(`{"token":${this.#tokenId},`));
    if (line === undefined) return undefined;
    const { model, seed, condition } = JSON.parse(line) as Record<string, unknown>;
    if (!/^\d{1,78}$/.test(String(model))) return undefined;
    return { model: BigInt(String(model)), latent: seed as Hex, condition: condition as Hex };
  }

  #isNeeded(path: string): boolean {
    const id = this.#tokenId;
    return [EPOCH_FILE, LOG_FILE, NODES_FILE, RASTERS, pngFolder(id), pngPath(id)].includes(path);
  }

  #read(path: string): Uint8Array | undefined {
    const parts = this.#parts.get(path)?.map((cid) => this.#blocks.get(cid)!);
    if (!parts) return undefined;
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}

function json(bytes: Uint8Array | undefined): Record<string, unknown> {
  return bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>) : {};
}

function numberOf(said: Record<string, unknown>, name: string): number | undefined {
  const value = said[name];
  return typeof value === "number" ? value : undefined;
}

/** By a reader, since not every browser walks over a stream itself. */
async function* chunksOf(
  stream: ReadableStream<Uint8Array>,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  let read = 0;
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) return;
      read += value.length;
      onBytes(read);
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
