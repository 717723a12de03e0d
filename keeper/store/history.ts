/** What a token was in the epochs that were revealed here. */
import { bytesToHex, type Hex } from "viem";
import { WORD } from "../../renderer/merkle.ts";
import type { Database } from "./database.ts";

export interface Moment {
  readonly epoch: number;
  readonly job: Hex;
  readonly root: Hex;
  /** When it was painted here. */
  readonly paintedAt: Date;
  readonly node: Hex;
  /** Null where they are no longer kept here; `model` is decimal. */
  readonly inputs: { readonly model: string; readonly latent: Hex; readonly condition: Hex } | null;
}

interface Row {
  epoch: number | bigint;
  job: Hex;
  root: Hex;
  created_at: Date;
  node: Uint8Array;
  model: string | null;
  latent: Hex;
  condition: Hex;
}

/** The newest `limit` revealed epochs that the token was born by, newest first. */
export async function momentsOf(db: Database, tokenId: number, limit: number): Promise<Moment[]> {
  const { rows } = await db.query<Row>(
    `SELECT epoch, renders.job, renders.root, renders.created_at,
       substring(block FROM $2::integer FOR $3::integer) AS node, model, latent, condition
     FROM renders LEFT JOIN rasters ON rasters.job = renders.job AND token_id = $1
     WHERE state = 'revealed' AND tokens > $1
     ORDER BY epoch DESC, renders.created_at DESC LIMIT $4`,
    [tokenId, tokenId * WORD + 1, WORD, limit],
  );
  return rows.map(({ epoch, job, root, created_at, node, model, latent, condition }) => ({
    epoch: Number(epoch),
    job,
    root,
    paintedAt: created_at,
    node: bytesToHex(node),
    inputs: model === null ? null : { model, latent, condition },
  }));
}

export interface RevealedEpoch {
  readonly epoch: number;
  readonly job: Hex;
  readonly root: Hex;
  readonly cid: string;
  readonly tokens: number;
  readonly paintedAt: Date;
}

/** The newest `limit` revealed epochs, newest first. */
export async function revealedEpochs(db: Database, limit: number): Promise<RevealedEpoch[]> {
  const { rows } = await db.query<Omit<Row, "node"> & { cid: string; tokens: number }>(
    `SELECT epoch, job, root, cid, tokens, created_at FROM renders WHERE state = 'revealed'
     ORDER BY epoch DESC, created_at DESC LIMIT $1`,
    [limit],
  );
  return rows.map(({ epoch, job, root, cid, tokens, created_at }) => ({
    epoch: Number(epoch),
    job,
    root,
    cid,
    tokens,
    paintedAt: created_at,
  }));
}
