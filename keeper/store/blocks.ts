import type { Hex } from "viem";
import type { Database } from "./database.ts";

/** A block of an epoch's folder that is no picture: folders, `epoch.json`, the log, the nodes. */
export interface SavedBlock {
  readonly cid: string;
  /** Within the folder; the root's is empty, and part n of a file larger than a block is `<file>#<n>`. */
  readonly path: string;
  /** Null for the nodes: their bytes are the render's own. */
  readonly bytes: Uint8Array | null;
}

/** A block that may be told of: its epoch is revealed. */
export interface FoundBlock {
  readonly job: Hex;
  readonly epoch: bigint;
  readonly tokens: number;
  readonly path: string;
  /** Of the picture that it is, else null. */
  readonly tokenId: number | null;
}

/** Which stay when an epoch's rasters go: what says what the epoch was, and its tree. */
const LASTING = ["", "epoch.json", "nodes.bin"];

/** Of a job painted again, the same blocks: they are stored once. */
export async function saveBlocks(
  db: Database,
  job: Hex,
  blocks: readonly SavedBlock[],
): Promise<void> {
  for (const { cid, path, bytes } of blocks) {
    await db.query(
      `INSERT INTO blocks (job, path, cid, bytes) VALUES ($1, $2, $3, $4)
       ON CONFLICT (job, path) DO UPDATE SET cid = $3, bytes = $4`,
      [job, path, cid, bytes],
    );
  }
}

/** Where a CID lies among the folders of revealed epochs, its pictures included; the newest of several. */
export async function findBlock(db: Database, cid: string): Promise<FoundBlock | null> {
  const { rows } = await db.query<{
    job: Hex;
    epoch: number | bigint;
    tokens: number;
    path: string | null;
    token_id: number | null;
  }>(
    `SELECT job, epoch, tokens, path, token_id FROM (
       SELECT job, path, NULL::integer AS token_id FROM blocks WHERE cid = $1
       UNION ALL SELECT job, NULL, token_id FROM rasters WHERE png = $1
     ) AS found JOIN renders USING (job)
     WHERE state = 'revealed' ORDER BY epoch DESC, token_id LIMIT 1`,
    [cid],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    job: row.job,
    epoch: BigInt(row.epoch),
    tokens: row.tokens,
    path: row.path ?? "",
    tokenId: row.token_id,
  };
}

/** A block of an epoch's folder by its place, or null. */
export async function readBlock(
  db: Database,
  job: Hex,
  path: string,
): Promise<{ readonly cid: string; readonly bytes: Uint8Array } | null> {
  const { rows } = await db.query<{ cid: string; bytes: Uint8Array }>(
    `SELECT blocks.cid, COALESCE(bytes, block) AS bytes FROM blocks JOIN renders USING (job)
     WHERE job = $1 AND path = $2`,
    [job, path],
  );
  return rows[0] ?? null;
}

/** What the epoch's folder names a token's picture by, or null where that is forgotten. */
export async function pictureCid(db: Database, job: Hex, tokenId: number): Promise<string | null> {
  const { rows } = await db.query<{ png: string | null }>(
    "SELECT png FROM rasters WHERE job = $1 AND token_id = $2",
    [job, tokenId],
  );
  return rows[0]?.png ?? null;
}

/** The places of an epoch's blocks, without those of its pictures. */
export async function blockPaths(db: Database, job: Hex): Promise<string[]> {
  const { rows } = await db.query<{ path: string }>("SELECT path FROM blocks WHERE job = $1", [
    job,
  ]);
  return rows.map(({ path }) => path);
}

/** When its rasters go: what remains says what the epoch was, and holds its tree. */
export async function thinBlocks(db: Database, job: Hex): Promise<void> {
  await db.query("DELETE FROM blocks WHERE job = $1 AND NOT path = ANY($2)", [job, LASTING]);
}
