/**
 * One process at a time acts for a key. Whoever has the lease renews it each second; ten seconds without, and another
 * may take it, with a fence one higher. Only the database's clock counts, so machines may disagree about the time.
 * Whatever is written under a fence that is no longer the newest is refused within the same transaction: a process
 * that was frozen, or cut off, and wakes up after another took over can neither take a nonce nor sign.
 */
import type { Logger } from "pino";
import { FatalError, oneLine, RetryableError } from "../errors.ts";
import { pause } from "../pause.ts";
import type { Database, Queries } from "./database.ts";

const LEASE_SECONDS = 10;
const RENEW_MS = 1_000;

export interface Holder {
  /** How to speak of the process: its number and its machine. */
  readonly text: string;
  /** The data folder's own id. Whoever has the folder's lock knows that an earlier holder from there is dead. */
  readonly home: string;
}

export interface Lease {
  readonly fence: bigint;
  /** Aborts when another process has taken over. */
  readonly lost: AbortSignal;
  /** Whether it was renewed in time when last tried; while the database is away it cannot be. */
  isFresh(): boolean;
  /** The database, for writing only as long as the fence is the newest: throws FatalError afterwards. */
  fenced(db: Database): Database;
  /** Lets the next one begin at once. */
  release(): Promise<void>;
}

export interface LeaseOptions {
  readonly db: Database;
  readonly name: string;
  readonly holder: Holder;
  readonly log: Logger;
  /** Wait for as long as another process lives, and take over from it. */
  readonly standby: boolean;
  /** Ends the wait. */
  readonly signal: AbortSignal;
  /** Told of each renewal. */
  readonly onRenewal?: (outcome: "renewed" | "failed" | "lost") => void;
}

/**
 * Takes the lease. A holder that was killed is waited for until its lease runs out; one that renews it is alive:
 * FatalError, unless this process stands by. Null when the signal ended the wait.
 */
export async function takeLease(options: LeaseOptions): Promise<Lease | null> {
  const { db, name, standby, signal, log } = options;
  let first: Held | null = null;
  let isAway = false;
  for (;;) {
    try {
      const fence = await tryTake(options);
      if (fence !== null) {
        if (first !== null) log.warn({ from: first.holder, fence: Number(fence) }, "taking over");
        return hold(options, fence);
      }
      const held = await holderOf(db, name);
      if (held !== null && first === null) {
        log.info({ holder: held.holder }, standby ? "standing by" : "the lease is still held");
        first = held;
      } else if (held !== null && !standby && isAlive(held, first!)) {
        throw new FatalError(
          `Another process of this keeper is at work: ${held.holder}. Stop it first, start this one with --standby to take over from it, or give this one its own key and database.`,
        );
      }
      isAway = false;
    } catch (error) {
      // Whoever stands by for months outlives a restart of the database.
      if (!(error instanceof RetryableError)) throw error;
      if (!isAway) log.warn({ why: oneLine(error) }, "the lease cannot be asked for; trying again");
      isAway = true;
    }
    await pause(RENEW_MS, signal);
    if (signal.aborted) return null;
  }
}

/** Only a living process renews. */
function isAlive(held: Held, before: Held): boolean {
  return held.fence > before.fence || held.expires > before.expires;
}

interface Held {
  readonly holder: string;
  readonly fence: bigint;
  readonly expires: number;
}

async function tryTake({ db, name, holder }: LeaseOptions): Promise<bigint | null> {
  const { rows } = await db.query<{ fence: number | bigint }>(
    `INSERT INTO leases (name, holder, home, fence, expires_at)
     VALUES ($1, $2, $3, 1, clock_timestamp() + make_interval(secs => $4))
     ON CONFLICT (name) DO UPDATE SET
       holder = excluded.holder, home = excluded.home, fence = leases.fence + 1,
       expires_at = clock_timestamp() + make_interval(secs => $4)
     WHERE leases.expires_at <= clock_timestamp() OR leases.home = excluded.home
     RETURNING fence`,
    [name, holder.text, holder.home, LEASE_SECONDS],
  );
  return rows[0] === undefined ? null : BigInt(rows[0].fence);
}

async function holderOf(db: Queries, name: string): Promise<Held | null> {
  const { rows } = await db.query<{ holder: string; fence: number | bigint; expires_at: Date }>(
    "SELECT holder, fence, expires_at FROM leases WHERE name = $1",
    [name],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return { holder: row.holder, fence: BigInt(row.fence), expires: row.expires_at.getTime() };
}

function hold(options: LeaseOptions, fence: bigint): Lease {
  const { db, name, log, onRenewal } = options;
  const lost = new AbortController();
  const ended = new AbortController();
  let isFresh = true;
  const key = [name, fence.toString()];

  async function renew(): Promise<void> {
    const { rows } = await db.query(
      `UPDATE leases SET expires_at = clock_timestamp() + make_interval(secs => $3)
       WHERE name = $1 AND fence = $2 RETURNING fence`,
      [...key, LEASE_SECONDS],
    );
    if (rows.length === 0) lost.abort(await loss(db, name));
    onRenewal?.(rows.length === 0 ? "lost" : "renewed");
  }

  async function keepRenewing(): Promise<void> {
    while (!ended.signal.aborted && !lost.signal.aborted) {
      await pause(RENEW_MS, ended.signal);
      if (ended.signal.aborted) return;
      try {
        await renew();
        if (!isFresh) log.info({ fence: Number(fence) }, "the lease is renewed again");
        isFresh = true;
      } catch (error) {
        // As long as the database is away nobody can take it either, and nothing can be signed.
        if (isFresh) log.warn({ why: oneLine(error) }, "the lease cannot be renewed; trying again");
        isFresh = false;
        onRenewal?.("failed");
      }
    }
  }
  const renewing = keepRenewing();

  async function check(tx: Queries): Promise<void> {
    // Shared with our own writes, and in the way of whoever wants to take over until this transaction has ended.
    const { rows } = await tx.query(
      "SELECT 1 FROM leases WHERE name = $1 AND fence = $2 FOR SHARE",
      key,
    );
    if (rows.length === 0) {
      const error = await loss(tx, name);
      lost.abort(error);
      throw error;
    }
  }

  return {
    fence,
    lost: lost.signal,
    isFresh: () => isFresh && !lost.signal.aborted,
    fenced: (db) => ({
      query: (text, params) =>
        /^\s*SELECT\b/i.test(text)
          ? db.query(text, params)
          : db.transaction(async (tx) => {
              await check(tx);
              return tx.query(text, params);
            }),
      transaction: (work) =>
        db.transaction(async (tx) => {
          await check(tx);
          return work(tx);
        }),
    }),
    release: async () => {
      ended.abort();
      await renewing;
      if (lost.signal.aborted) return;
      await db
        .query(
          "UPDATE leases SET expires_at = clock_timestamp() WHERE name = $1 AND fence = $2",
          key,
        )
        .catch((error: unknown) =>
          log.warn({ why: oneLine(error) }, "the lease runs out by itself"),
        );
    },
  };
}

async function loss(db: Queries, name: string): Promise<FatalError> {
  const held = await holderOf(db, name);
  return new FatalError(
    `Another process of this keeper has taken over: ${held?.holder ?? "it has left again"}. This one did not renew its lease for ${LEASE_SECONDS} seconds (was it frozen, or its machine asleep?) and ends; start it with --standby to take its turn again.`,
  );
}
