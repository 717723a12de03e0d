import type { Hex } from "viem";
import type { Database } from "./database.ts";

/** An epoch's folder at one service. */
export interface Pin {
  readonly service: string;
  readonly job: Hex;
  readonly cid: string;
  readonly epoch: bigint;
  /** `dropped`: need not be kept any longer. `lost`: its rasters went before the service took it. */
  readonly state: "pinning" | "pinned" | "dropped" | "lost";
}

/** A folder that may be told of. */
export interface Revealed {
  readonly job: Hex;
  readonly cid: string;
  readonly epoch: bigint;
  readonly root: Hex;
}

/** Folders of revealed epochs, oldest first. */
export async function revealedFolders(db: Database): Promise<Revealed[]> {
  const { rows } = await db.query<{ job: Hex; cid: string; epoch: number | bigint; root: Hex }>(
    `SELECT job, renders.cid, epoch, root FROM renders JOIN blocks USING (job)
     WHERE state = 'revealed' AND path = '' ORDER BY epoch`,
  );
  return rows.map((row) => ({ ...row, epoch: BigInt(row.epoch) }));
}

export async function pinsOf(db: Database, service: string): Promise<Pin[]> {
  const { rows } = await db.query<Omit<Pin, "epoch"> & { epoch: number | bigint }>(
    "SELECT service, job, cid, epoch, state FROM pins WHERE service = $1 ORDER BY epoch",
    [service],
  );
  return rows.map((row) => ({ ...row, epoch: BigInt(row.epoch) }));
}

export async function savePin(db: Database, pin: Pin): Promise<void> {
  await db.query(
    `INSERT INTO pins (service, job, cid, epoch, state) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (service, job) DO UPDATE SET state = $5, changed_at = now()`,
    [pin.service, pin.job, pin.cid, pin.epoch.toString(), pin.state],
  );
}
