import { accessSync, constants, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { Logger } from "pino";
import { FatalError, oneLine } from "../errors.ts";
import { pause } from "../pause.ts";
import type { Database, Engine } from "./database.ts";
import { type Lock, lockFolder } from "./lock.ts";
import { openPostgres, placeOf } from "./postgres.ts";
import { migrate } from "./schema.ts";

export interface Store {
  readonly db: Database;
  /** Absolute path of the data folder. */
  readonly folder: string;
  /** How to speak of what keeps intents, nonces and salts: the data folder, or the database and its machine. */
  readonly place: string;
  readonly engine: "pglite" | "postgres";
  close(): Promise<void>;
}

export interface StoreOptions {
  /** PostgreSQL's address; without one, PGlite keeps everything in the data folder. */
  readonly databaseUrl?: string | undefined;
}

/** For whoever waits until another process has left the folder. */
export interface Waiting {
  readonly standby: boolean;
  /** Ends the wait. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

const LOOK_MS = 500;

export async function openStore(path: string, options?: StoreOptions): Promise<Store>;
export async function openStore(
  path: string,
  options: StoreOptions & Waiting,
): Promise<Store | null>;
/**
 * Opens (or makes) the data folder, locks it, and brings the database's tables up to date. Null when the signal ended
 * the wait for another process.
 */
export async function openStore(
  path: string,
  options: StoreOptions & Partial<Waiting> = {},
): Promise<Store | null> {
  const { databaseUrl } = options;
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new FatalError(
      `The data folder ${folder} cannot be written (${(error as NodeJS.ErrnoException).code}). Make it writable, or point DATA_DIR elsewhere.`,
    );
  }
  const lock = await lockOrWait(folder, options);
  if (lock === null) return null;
  try {
    const db =
      databaseUrl === undefined ? await openEmbedded(folder) : await openDatabase(databaseUrl);
    return {
      db,
      folder,
      place: databaseUrl === undefined ? `The data folder ${folder}` : placeOf(databaseUrl),
      engine: databaseUrl === undefined ? "pglite" : "postgres",
      close: async () => {
        await db.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function lockOrWait(
  folder: string,
  { standby = false, signal, log }: Partial<Waiting>,
): Promise<Lock | null> {
  let isFirst = true;
  for (;;) {
    const lock = lockFolder(folder);
    if ("release" in lock) return lock;
    if (!standby) {
      throw new FatalError(
        `Another keeper (${lock.heldBy}) works in the data folder ${folder}. Stop it first, start this one with --standby to take over from it, or give this one its own DATA_DIR (and its own keys).`,
      );
    }
    if (isFirst) log?.info({ holder: lock.heldBy, folder }, "standing by");
    isFirst = false;
    await pause(LOOK_MS, signal);
    if (signal?.aborted) return null;
  }
}

/** PostgreSQL with up-to-date tables and no data folder: what a render worker needs. */
export async function openDatabase(url: string): Promise<Engine> {
  const db = await openPostgres(url);
  try {
    await migrate(db);
    return db;
  } catch (error) {
    await db.close();
    throw new FatalError(
      `${placeOf(url)} cannot be given its tables (${oneLine(error)}). Let its user create tables there.`,
    );
  }
}

async function openEmbedded(folder: string): Promise<Engine> {
  try {
    const db = new PGlite(join(folder, "pg"));
    await db.waitReady;
    await migrate(db);
    return db;
  } catch (error) {
    throw new FatalError(
      `The database in ${join(folder, "pg")} cannot be opened (${oneLine(error)}). Check that the disk is not full; to begin anew from the chain, move that folder away (unrevealed salts in it would be lost).`,
    );
  }
}
