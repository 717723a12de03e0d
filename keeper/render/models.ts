import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Hex } from "viem";
import { hexToBytes, keccak256 } from "viem";
import { modelsAbi } from "../../contracts/abi.ts";
import { ModelError, parseModel } from "../../renderer/sky/model.ts";
import type { Contracts } from "../chain/deployment.ts";
import type { Rpc } from "../chain/rpc.ts";
import { FatalError } from "../errors.ts";

/** A sky model as registered on chain. */
export interface ModelBytes {
  readonly id: number;
  readonly hash: Hex;
  readonly bytes: Uint8Array;
}

export interface ModelShelf {
  /** The model with this id in the register; read from the chain once, then from disk, then from memory. */
  get(id: number): Promise<ModelBytes>;
}

export interface ShelfOptions {
  readonly rpc: Rpc;
  readonly contracts: Contracts;
  /** The keeper's data folder. */
  readonly folder: string;
  /** A file to take instead of the chain's bytes where it is the same model. */
  readonly modelFile: string | undefined;
  readonly warn: (message: string) => void;
}

/** Reads models by id; whatever their source, bytes count only when they hash to what the chain registered. */
export function openShelf(options: ShelfOptions): ModelShelf {
  const { rpc, contracts, folder, modelFile, warn } = options;
  const supplied = modelFile === undefined ? null : readSupplied(modelFile);
  const models = { address: contracts.Models, abi: modelsAbi } as const;
  const known = new Map<number, Promise<ModelBytes>>();

  async function fetchModel(id: number): Promise<ModelBytes> {
    const [, hash] = await rpc.client.readContract({
      ...models,
      functionName: "modelOf",
      args: [BigInt(id)],
    });
    if (supplied !== null && keccak256(supplied) === hash) return { id, hash, bytes: supplied };
    const file = join(folder, "models", `${hash}.bin`);
    const cached = readCached(file, hash, warn);
    if (cached !== null) return { id, hash, bytes: cached };
    const hex = await rpc.client.readContract({
      ...models,
      functionName: "modelBytes",
      args: [BigInt(id)],
    });
    const bytes = hexToBytes(hex);
    if (keccak256(bytes) !== hash) {
      throw new FatalError(
        `The node's bytes of sky model ${id} do not hash to ${hash}, which the chain registered. Point RPC_URL at a node that can be trusted.`,
      );
    }
    mkdirSync(join(folder, "models"), { recursive: true });
    writeFileSync(`${file}.part`, bytes);
    renameSync(`${file}.part`, file);
    return { id, hash, bytes };
  }

  return {
    get: (id) => {
      const found = known.get(id) ?? fetchModel(id);
      known.set(id, found);
      // A failed read is not remembered: the next one asks again.
      found.catch(() => known.delete(id));
      return found;
    },
  };
}

/** MODEL_FILE is the operator's word, so a fault in it ends the start rather than being worked around. */
function readSupplied(file: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new FatalError(
      `The sky model ${file} cannot be read (${(error as NodeJS.ErrnoException).code}). Correct MODEL_FILE, or leave it out: the model is also on chain.`,
    );
  }
  try {
    parseModel(bytes);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw new FatalError(
      `The sky model ${file} is corrupted (${error.message}) Restore the file, or leave MODEL_FILE out: the model is also on chain.`,
    );
  }
  return bytes;
}

function readCached(file: string, hash: Hex, warn: (message: string) => void): Uint8Array | null {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch {
    return null;
  }
  if (keccak256(bytes) === hash) return bytes;
  warn(`The stored sky model ${file} is corrupted; reading it from the chain again.`);
  return null;
}
