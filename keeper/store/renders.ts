import type { Hex } from "viem";
import type { Database } from "./database.ts";

/** A finished epoch of rasters: what is committed, and all that a reveal needs. Keyed by its job. */
export interface Render {
  readonly job: Hex;
  readonly epoch: bigint;
  readonly tokens: number;
  readonly root: Hex;
  /** CIDv1 in its base32 text form. */
  readonly cid: string;
  /** The bytes behind the CID: the tokens' nodes, 32 bytes each. */
  readonly block: Uint8Array;
  readonly salt: Hex;
  readonly renderMs: number;
  readonly backend: string;
  readonly state: "rendered" | "committed" | "revealed" | "missed";
}

/** A render without what is large or secret. */
export type ListedRender = Omit<Render, "block" | "salt">;

type ListedRow = Omit<RenderRow, "block" | "salt">;

interface RenderRow {
  job: Hex;
  epoch: number | bigint;
  tokens: number;
  root: Hex;
  cid: string;
  block: Uint8Array;
  salt: Hex;
  render_ms: number;
  backend: string;
  state: Render["state"];
}

/** Stores a render with its salt, once: what a job's first render says stays, whoever asks again. */
export async function saveRender(db: Database, render: Render): Promise<void> {
  await db.query(
    `INSERT INTO renders (job, epoch, tokens, root, cid, block, salt, render_ms, backend, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (job) DO NOTHING`,
    [
      render.job,
      render.epoch.toString(),
      render.tokens,
      render.root,
      render.cid,
      render.block,
      render.salt,
      Math.round(render.renderMs),
      render.backend,
      render.state,
    ],
  );
}

export async function renderOf(db: Database, job: Hex): Promise<Render | null> {
  return first(await db.query<RenderRow>("SELECT * FROM renders WHERE job = $1", [job]));
}

/** The newest render of an epoch; a reorganised chain may have had several jobs for it. */
export async function renderOfEpoch(db: Database, epoch: bigint): Promise<Render | null> {
  return first(
    await db.query<RenderRow>(
      "SELECT * FROM renders WHERE epoch = $1 ORDER BY created_at DESC LIMIT 1",
      [epoch.toString()],
    ),
  );
}

export async function renderOfCid(db: Database, cid: string): Promise<Render | null> {
  return first(await db.query<RenderRow>("SELECT * FROM renders WHERE cid = $1 LIMIT 1", [cid]));
}

/** Renders whose epochs are not closed, as far as we have seen: their rasters may be asked for. */
export async function openRenders(db: Database): Promise<ListedRender[]> {
  const { rows } = await db.query<ListedRow>(
    `SELECT job, epoch, tokens, root, cid, render_ms, backend, state FROM renders
     WHERE NOT closed ORDER BY epoch`,
  );
  return rows.map(listedFrom);
}

/** Epochs that need no second look. */
export async function closedEpochs(db: Database): Promise<ReadonlySet<bigint>> {
  const { rows } = await db.query<{ epoch: number | bigint }>(
    "SELECT epoch FROM renders GROUP BY epoch HAVING bool_and(closed)",
  );
  return new Set(rows.map(({ epoch }) => BigInt(epoch)));
}

/** Demands are over for the epoch, or it is gone from the chain: nobody will ask for its rasters. */
export async function closeRender(db: Database, job: Hex): Promise<void> {
  await db.query("UPDATE renders SET closed = true WHERE job = $1", [job]);
}

/** The newest `limit` renders, newest first. */
export async function latestRenders(db: Database, limit: number): Promise<ListedRender[]> {
  const { rows } = await db.query<ListedRow>(
    `SELECT job, epoch, tokens, root, cid, render_ms, backend, state FROM renders
     ORDER BY epoch DESC, created_at DESC LIMIT $1`,
    [limit],
  );
  return rows.map(listedFrom);
}

/** The newest epoch that the world may see; on a reorganised chain the latest of its jobs. */
export async function newestRevealed(db: Database): Promise<ListedRender | null> {
  const { rows } = await db.query<ListedRow>(
    `SELECT job, epoch, tokens, root, cid, render_ms, backend, state FROM renders
     WHERE state = 'revealed' ORDER BY epoch DESC, created_at DESC LIMIT 1`,
  );
  return rows[0] === undefined ? null : listedFrom(rows[0]);
}

export async function setRenderState(
  db: Database,
  job: Hex,
  state: Render["state"],
): Promise<void> {
  await db.query("UPDATE renders SET state = $2 WHERE job = $1", [job, state]);
}

/** A render that is wrong: made anew where it was not committed to, else never revealed. */
export async function undoRender(
  db: Database,
  job: Hex,
  state: "rendered" | "committed",
): Promise<void> {
  if (state === "committed") await setRenderState(db, job, "missed");
  else await db.query("DELETE FROM renders WHERE job = $1 AND state = 'rendered'", [job]);
}

function first({ rows }: { rows: RenderRow[] }): Render | null {
  return rows[0] === undefined ? null : renderFrom(rows[0]);
}

function renderFrom(row: RenderRow): Render {
  return { ...listedFrom(row), block: row.block, salt: row.salt };
}

function listedFrom(row: ListedRow): ListedRender {
  return {
    job: row.job,
    epoch: BigInt(row.epoch),
    tokens: row.tokens,
    root: row.root,
    cid: row.cid,
    renderMs: row.render_ms,
    backend: row.backend,
    state: row.state,
  };
}
