/** Painted rasters on their way from a worker to the keeper: a few rows at a time, gone as soon as they are looked at. */
import { promisify } from "node:util";
import { constants, deflate, inflate } from "node:zlib";
import type { Hex } from "viem";
import { RASTER_BYTES } from "../../renderer/merkle.ts";
import type { Queries } from "../store/database.ts";

export interface Delivery {
  readonly id: number | bigint;
  readonly job: Hex;
  readonly tokenId: number;
  /** The start of the worker. */
  readonly worker: string;
  /** Its machine, and what it paints on. */
  readonly name: string;
  readonly backend: string;
  /** What it says the token's node is. */
  readonly node: Hex;
  /** Deflated. */
  readonly pixels: Uint8Array;
}

const pack = promisify(deflate);
const unpack = promisify(inflate);

/** A worker that paints a batch again says nothing new. */
export async function deliver(
  db: Queries,
  { job, tokenId, worker, node }: Pick<Delivery, "job" | "tokenId" | "worker" | "node">,
  pixels: Uint8Array,
): Promise<void> {
  // A picture of the sky shrinks by a third, whatever the effort.
  const packed = await pack(pixels, { level: constants.Z_BEST_SPEED });
  await db.query(
    `INSERT INTO deliveries (job, token_id, worker, node, pixels) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING`,
    [job, tokenId, worker, node, packed],
  );
}

/** The oldest deliveries; each stays until it is dropped. */
export async function readDeliveries(db: Queries, limit: number): Promise<Delivery[]> {
  const { rows } = await db.query<Delivery>(
    `SELECT d.id, d.job, d.token_id AS "tokenId", d.worker, d.node, d.pixels,
       coalesce(w.name, 'unknown') AS name, coalesce(w.backend, 'unknown') AS backend
     FROM deliveries d LEFT JOIN workers w ON w.id = d.worker
     ORDER BY d.id LIMIT $1`,
    [limit],
  );
  return rows;
}

export async function dropDeliveries(db: Queries, rows: readonly Delivery[]): Promise<void> {
  await db.query("DELETE FROM deliveries WHERE id = ANY ($1::bigint[])", [
    rows.map(({ id }) => String(id)),
  ]);
}

/** Nobody waits for any of them. */
export async function clearDeliveries(db: Queries): Promise<void> {
  await db.query("DELETE FROM deliveries");
}

/** Of some tokens of a job, those that are delivered, and how many deliveries there are in all. */
export async function deliveredOf(
  db: Queries,
  job: Hex,
  tokens: readonly number[],
): Promise<{ readonly there: ReadonlySet<number>; readonly waiting: number }> {
  const { rows } = await db.query<{ token_id: number; wanted: boolean }>(
    "SELECT token_id, job = $1 AND token_id = ANY ($2::integer[]) AS wanted FROM deliveries",
    [job, tokens],
  );
  const there = new Set(rows.filter(({ wanted }) => wanted).map(({ token_id }) => token_id));
  return { there, waiting: rows.length };
}

/** The raster of a delivery, or null where it is none. */
export async function unpackRaster({ pixels }: Delivery): Promise<Uint8Array | null> {
  // Whatever was sent, no more of it than a raster is ever held.
  const raster = await unpack(pixels, { maxOutputLength: RASTER_BYTES }).catch(() => null);
  return raster?.length === RASTER_BYTES ? raster : null;
}
