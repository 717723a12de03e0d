import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "viem";
import type { KeptToken } from "../../renderer/demands.ts";
import { RASTER_BYTES, type SkyInputs } from "../../renderer/merkle.ts";
import { RetryableError } from "../errors.ts";
import { faultPoint } from "../fault.ts";
import { type LogLine, pngCid } from "../publish/layout.ts";
import { thinBlocks } from "./blocks.ts";
import type { Store } from "./open.ts";
import { unwritable } from "./unwritable.ts";

/** Pictures that are made of the rasters lie beside them, and go with them. */
export const COMPOSED_FOLDER = "composed";

/** What is kept of a token that was painted. */
export interface PaintedToken {
  readonly pixels: Uint8Array;
  /** The token's node in its epoch's tree. */
  readonly root: Hex;
  /** What it was painted from: without it the node cannot be told again. */
  readonly inputs: SkyInputs;
  /** The start of a worker that painted it; null for this process itself. */
  readonly worker?: string | null;
}

/** A finished raster is a file; the database row that names its node is written only when the file is whole. */
export async function saveRaster(
  store: Store,
  job: Hex,
  tokenId: number,
  { pixels, root, inputs, worker = null }: PaintedToken,
): Promise<void> {
  const { model, latent, condition } = inputs;
  const file = rasterFile(store, job, tokenId);
  // The CID now, while the pixels are at hand: an epoch of 10,000 is 1.7 GB to read again.
  const png = pngCid(pixels);
  try {
    await mkdir(join(store.folder, "rasters", job), { recursive: true });
    await writeFile(`${file}.part`, pixels);
    faultPoint("mid-raster");
    await rename(`${file}.part`, file);
  } catch (error) {
    throw unwritable(file, error);
  }
  faultPoint("before-raster-row");
  await store.db.query(
    `INSERT INTO rasters (job, token_id, root, model, latent, condition, worker, png)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (job, token_id)
     DO UPDATE SET root = $3, model = $4, latent = $5, condition = $6, worker = $7, png = $8`,
    [job, tokenId, root, model.toString(), latent, condition, worker, png],
  );
}

/** Forgets what a worker has painted of a job, and names it. */
export async function forgetRasters(
  store: Store,
  job: Hex,
  worker: string,
): Promise<{ readonly tokenId: number; readonly inputs: SkyInputs }[]> {
  const { rows } = await store.db.query<
    { token_id: number; model: string } & Omit<SkyInputs, "model">
  >(
    `DELETE FROM rasters WHERE job = $1 AND worker = $2
     RETURNING token_id, model, latent, condition`,
    [job, worker],
  );
  // A file without a row is as good as none.
  return rows.map(({ token_id, model, latent, condition }) => ({
    tokenId: token_id,
    inputs: { model: BigInt(model), latent, condition },
  }));
}

/** Nodes of the rasters of a job that are already on disk, by token: what a resumed render need not repeat. */
export async function savedRoots(store: Store, job: Hex): Promise<ReadonlyMap<number, Hex>> {
  const { rows } = await store.db.query<{ token_id: number; root: Hex }>(
    "SELECT token_id, root FROM rasters WHERE job = $1 AND png IS NOT NULL",
    [job],
  );
  const roots = new Map<number, Hex>();
  for (const { token_id, root } of rows) {
    const size = await stat(rasterFile(store, job, token_id)).then(
      (found) => found.size,
      () => -1,
    );
    if (size === RASTER_BYTES) roots.set(token_id, root);
  }
  return roots;
}

/** What an epoch's log says of each of its tokens. Throws RetryableError when one is missing. */
export async function logLines(store: Store, job: Hex, tokens: number): Promise<LogLine[]> {
  const { rows } = await store.db.query<{
    token_id: number;
    root: Hex;
    model: string;
    latent: Hex;
    condition: Hex;
    png: string;
  }>(
    `SELECT token_id, root, model, latent, condition, png FROM rasters
     WHERE job = $1 AND png IS NOT NULL AND token_id < $2 ORDER BY token_id`,
    [job, tokens],
  );
  if (rows.length !== tokens) {
    throw new RetryableError(
      `${tokens - rows.length} of ${tokens} rasters of job ${job} are not in the store, though all were painted: their rows were removed meanwhile. They are painted again.`,
    );
  }
  return rows.map(({ token_id, root, model, latent, condition, png }) => ({
    tokenId: token_id,
    model: BigInt(model),
    latent,
    condition,
    node: root,
    png,
  }));
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

/** Whether its pixels are still kept here. */
export function hasRaster(store: Store, job: Hex, tokenId: number): Promise<boolean> {
  return stat(rasterFile(store, job, tokenId)).then(
    () => true,
    () => false,
  );
}

/** All that is kept of a token, or null; its raster is empty where the file is gone. */
export async function readKept(store: Store, job: Hex, tokenId: number): Promise<KeptToken | null> {
  const { rows } = await store.db.query<{ model: string; latent: Hex; condition: Hex }>(
    `SELECT model, latent, condition FROM rasters
     WHERE job = $1 AND token_id = $2 AND model IS NOT NULL`,
    [job, tokenId],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const raster = (await readRaster(store, job, tokenId)) ?? new Uint8Array();
  return { inputs: { ...row, model: BigInt(row.model) }, raster };
}

/**
 * Forgets the rasters of all but the newest `keep` renders. Those of an epoch that is not closed yet stay: somebody
 * may demand to see them. Roots, salts and blocks stay for ever. Not to be called while an epoch is being painted.
 */
export async function pruneRasters(store: Store, keep: number): Promise<void> {
  const { rows } = await store.db.query<{ job: Hex }>(
    `SELECT DISTINCT job FROM rasters
     WHERE job NOT IN (SELECT job FROM renders ORDER BY epoch DESC LIMIT $1)
     AND job NOT IN (SELECT job FROM renders WHERE NOT closed)`,
    [keep],
  );
  for (const { job } of rows) {
    await store.db.query("DELETE FROM rasters WHERE job = $1", [job]);
    await thinBlocks(store.db, job);
  }
  const kept = await store.db.query<{ job: Hex }>("SELECT DISTINCT job FROM rasters");
  const jobs = new Set<string>(kept.rows.map(({ job }) => job));
  // By what is on this disk: where machines take turns, another may have forgotten the rows.
  for (const shelf of ["rasters", COMPOSED_FOLDER]) {
    const folder = join(store.folder, shelf);
    for (const name of await readdir(folder).catch(() => [])) {
      if (!jobs.has(name)) await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}

function rasterFile(store: Store, job: Hex, tokenId: number): string {
  return join(store.folder, "rasters", job, `${tokenId}.rgb`);
}
