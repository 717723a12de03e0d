import { accessSync, constants, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { FatalError, oneLine } from "../errors.ts";
import { lockFolder } from "./lock.ts";

export type Database = Pick<PGlite, "query" | "transaction">;

export interface Store {
  readonly db: Database;
  /** Absolute path of the data folder. */
  readonly folder: string;
  close(): Promise<void>;
}

/**
 * Amounts and nonces are text or bigint; hashes and addresses are lower-case 0x text. Attempts are never
 * deleted: whichever of them reaches the chain, it can be recognised as ours.
 */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS identity (
  name text PRIMARY KEY,
  value text NOT NULL
);
CREATE TABLE IF NOT EXISTS signers (
  address text PRIMARY KEY,
  next_nonce bigint NOT NULL
);
CREATE TABLE IF NOT EXISTS intents (
  id text PRIMARY KEY,
  kind text NOT NULL,
  subject text NOT NULL,
  sender text NOT NULL REFERENCES signers,
  target text NOT NULL,
  data text NOT NULL,
  expires_at bigint NOT NULL,
  status text NOT NULL CHECK (status IN ('queued', 'sent', 'done', 'reverted', 'moot')),
  nonce bigint,
  note text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (sender, nonce),
  CHECK ((status = 'sent') <= (nonce IS NOT NULL))
);
ALTER TABLE intents ADD COLUMN IF NOT EXISTS value numeric NOT NULL DEFAULT 0;
CREATE TABLE IF NOT EXISTS attempts (
  hash text PRIMARY KEY,
  intent_id text NOT NULL REFERENCES intents,
  sender text NOT NULL,
  nonce bigint NOT NULL,
  raw text NOT NULL,
  cap_wei numeric NOT NULL,
  tip_wei numeric NOT NULL,
  noop boolean NOT NULL,
  signed_at_block bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS attempts_by_nonce ON attempts (sender, nonce);
CREATE TABLE IF NOT EXISTS rasters (
  job text NOT NULL,
  token_id integer NOT NULL,
  root text NOT NULL,
  PRIMARY KEY (job, token_id)
);
ALTER TABLE rasters ADD COLUMN IF NOT EXISTS model text;
ALTER TABLE rasters ADD COLUMN IF NOT EXISTS latent text;
ALTER TABLE rasters ADD COLUMN IF NOT EXISTS condition text;
CREATE TABLE IF NOT EXISTS renders (
  job text PRIMARY KEY,
  epoch bigint NOT NULL,
  tokens integer NOT NULL,
  root text NOT NULL,
  cid text NOT NULL,
  block bytea NOT NULL,
  salt text NOT NULL,
  render_ms integer NOT NULL,
  backend text NOT NULL,
  state text NOT NULL CHECK (state IN ('rendered', 'committed', 'revealed', 'missed')),
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE renders ADD COLUMN IF NOT EXISTS closed boolean NOT NULL DEFAULT false;
CREATE INDEX IF NOT EXISTS renders_by_epoch ON renders (epoch);
`;

/** Makes the tables that are missing. */
export async function migrate(db: PGlite): Promise<void> {
  await db.exec(SCHEMA);
}

/** Opens (or makes) the data folder, locks it, and brings its tables up to date. */
export async function openStore(path: string): Promise<Store> {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new FatalError(
      `The data folder ${folder} cannot be written (${(error as NodeJS.ErrnoException).code}). Make it writable, or point DATA_DIR elsewhere.`,
    );
  }
  const lock = lockFolder(folder);
  try {
    const db = new PGlite(join(folder, "pg"));
    await db.waitReady;
    await migrate(db);
    return {
      db,
      folder,
      close: async () => {
        await db.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw new FatalError(
      `The database in ${join(folder, "pg")} cannot be opened (${oneLine(error)}). Check that the disk is not full; to begin anew from the chain, move that folder away (unrevealed salts in it would be lost).`,
    );
  }
}
