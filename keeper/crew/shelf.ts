/** Sky models in the database: a worker needs no node. Bytes count only when they hash to their name. */
import type { Hex } from "viem";
import { keccak256 } from "viem";
import { FatalError, RetryableError } from "../errors.ts";
import type { ModelBytes } from "../render/models.ts";
import type { Queries } from "../store/database.ts";

export async function putModel(db: Queries, { hash, bytes }: ModelBytes): Promise<void> {
  await db.query("INSERT INTO models (hash, bytes) VALUES ($1, $2) ON CONFLICT DO NOTHING", [
    hash,
    bytes,
  ]);
}

/** Reads models out of the database, each once. */
export function openTableShelf(db: Queries): (id: number, hash: Hex) => Promise<ModelBytes> {
  const known = new Map<Hex, Promise<Uint8Array>>();

  async function read(hash: Hex): Promise<Uint8Array> {
    const { rows } = await db.query<{ bytes: Uint8Array }>(
      "SELECT bytes FROM models WHERE hash = $1",
      [hash],
    );
    const bytes = rows[0]?.bytes;
    if (bytes === undefined) {
      throw new RetryableError(
        `Sky model ${hash} is not in the database; the keeper puts it there.`,
      );
    }
    if (keccak256(bytes) !== hash) {
      throw new FatalError(
        `The database's bytes of sky model ${hash} do not hash to that. Delete the row from its table "models": the keeper writes it again.`,
      );
    }
    return bytes;
  }

  return async (id, hash) => {
    const found = known.get(hash) ?? read(hash);
    known.set(hash, found);
    found.catch(() => known.delete(hash));
    return { id, hash, bytes: await found };
  };
}
