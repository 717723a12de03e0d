import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "viem";
import type { Store } from "./open.ts";
import { unwritable } from "./unwritable.ts";

/** A finished raster is a file; the database row that names its root is written only when the file is whole. */
export async function saveRaster(
  store: Store,
  job: Hex,
  tokenId: number,
  pixels: Uint8Array,
  root: Hex,
): Promise<void> {
  const file = rasterFile(store, job, tokenId);
  try {
    await mkdir(join(store.folder, "rasters", job), { recursive: true });
    await writeFile(`${file}.part`, pixels);
    await rename(`${file}.part`, file);
  } catch (error) {
    throw unwritable(file, error);
  }
  await store.db.query("INSERT INTO rasters VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [
    job,
    tokenId,
    root,
  ]);
}

/** Roots of the rasters of a job that are already on disk, by token: what a resumed render need not repeat. */
export async function savedRoots(
  store: Store,
  job: Hex,
  bytes: number,
): Promise<ReadonlyMap<number, Hex>> {
  const { rows } = await store.db.query<{ token_id: number; root: Hex }>(
    "SELECT token_id, root FROM rasters WHERE job = $1",
    [job],
  );
  const roots = new Map<number, Hex>();
  for (const { token_id, root } of rows) {
    const size = await stat(rasterFile(store, job, token_id)).then(
      (found) => found.size,
      () => -1,
    );
    if (size === bytes) roots.set(token_id, root);
  }
  return roots;
}

/** The pixels of a token, or null when they are not (or no longer) kept here. */
export async function readRaster(
  store: Store,
  job: Hex,
  tokenId: number,
): Promise<Uint8Array | null> {
  return readFile(rasterFile(store, job, tokenId)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}

/**
 * Forgets the rasters of all but the newest `keep` renders, and those of renders that were given up. Roots, salts
 * and blocks stay. Not to be called while an epoch is being painted.
 */
export async function pruneRasters(store: Store, keep: number): Promise<void> {
  const { rows } = await store.db.query<{ job: Hex }>(
    `SELECT DISTINCT job FROM rasters
     WHERE job NOT IN (SELECT job FROM renders ORDER BY epoch DESC LIMIT $1)`,
    [keep],
  );
  for (const { job } of rows) {
    await store.db.query("DELETE FROM rasters WHERE job = $1", [job]);
    await rm(join(store.folder, "rasters", job), { recursive: true, force: true });
  }
}

function rasterFile(store: Store, job: Hex, tokenId: number): string {
  return join(store.folder, "rasters", job, `${tokenId}.rgb`);
}
