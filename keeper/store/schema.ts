/** The tables, for both engines. */
import { createHash } from "node:crypto";
import type { Engine } from "./database.ts";

/**
 * Amounts and nonces are text or bigint; hashes and addresses are lower-case 0x text. Attempts are never
 * deleted: whichever of them reaches the chain, it can be recognised as ours. Every statement may be run again: what
 * is added later is added with IF NOT EXISTS, so that an older keeper and a newer one can both use the tables.
 * Deliveries are not logged: a crash of the server loses them, and they are painted again.
 */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS identity (
  name text PRIMARY KEY,
  value text NOT NULL
);
CREATE TABLE IF NOT EXISTS leases (
  name text PRIMARY KEY,
  holder text NOT NULL,
  home text NOT NULL,
  fence bigint NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE TABLE IF NOT EXISTS salts (
  job text PRIMARY KEY,
  salt text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
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
ALTER TABLE rasters ADD COLUMN IF NOT EXISTS worker text;
CREATE TABLE IF NOT EXISTS reports (
  chain_id integer NOT NULL,
  climate text NOT NULL,
  epoch bigint NOT NULL,
  signer text NOT NULL,
  observations text NOT NULL,
  sources text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (chain_id, climate, epoch, signer)
);
CREATE TABLE IF NOT EXISTS forecast_hours (
  source text NOT NULL,
  place text NOT NULL,
  ends bigint NOT NULL,
  hour text NOT NULL,
  PRIMARY KEY (source, place, ends)
);
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
CREATE TABLE IF NOT EXISTS models (
  hash text PRIMARY KEY,
  bytes bytea NOT NULL
);
CREATE TABLE IF NOT EXISTS workers (
  id text PRIMARY KEY,
  name text NOT NULL,
  backend text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  fault text
);
CREATE UNLOGGED TABLE IF NOT EXISTS deliveries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  job text NOT NULL,
  token_id integer NOT NULL,
  worker text NOT NULL,
  node text NOT NULL,
  pixels bytea NOT NULL,
  UNIQUE (job, token_id, worker)
);
ALTER TABLE rasters ADD COLUMN IF NOT EXISTS png text;
CREATE INDEX IF NOT EXISTS rasters_by_png ON rasters (png);
CREATE TABLE IF NOT EXISTS blocks (
  job text NOT NULL,
  path text NOT NULL,
  cid text NOT NULL,
  bytes bytea,
  PRIMARY KEY (job, path)
);
CREATE INDEX IF NOT EXISTS blocks_by_cid ON blocks (cid);
CREATE TABLE IF NOT EXISTS pins (
  service text NOT NULL,
  job text NOT NULL,
  cid text NOT NULL,
  epoch bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('pinning', 'pinned', 'dropped', 'lost')),
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (service, job)
);
CREATE TABLE IF NOT EXISTS arweave_items (
  account text NOT NULL,
  cid text NOT NULL,
  id text NOT NULL,
  sent_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account, cid)
);
`;

/** Any number will do, as long as it is always the same. */
const MIGRATION_LOCK = 4_750_001;

/**
 * Makes the tables that are missing. Once it is done nothing is asked of the tables any more: to alter them waits for
 * everybody who uses them, and other processes may be at work in the same database.
 */
export async function migrate(db: Pick<Engine, "query" | "exec">): Promise<void> {
  const hash = createHash("sha256").update(SCHEMA).digest("hex");
  const { rows } = await db.query<{ there: boolean }>(
    "SELECT to_regclass('migrations') IS NOT NULL AS there",
  );
  if (rows[0]!.there) {
    const done = await db.query("SELECT 1 FROM migrations WHERE hash = $1", [hash]);
    if (done.rows.length > 0) return;
  }
  // One script is one transaction.
  await db.exec(`
    SELECT pg_advisory_xact_lock(${MIGRATION_LOCK});
    CREATE TABLE IF NOT EXISTS migrations (
      hash text PRIMARY KEY,
      applied_at timestamptz NOT NULL DEFAULT now()
    );
    ${SCHEMA}
    INSERT INTO migrations (hash) VALUES ('${hash}') ON CONFLICT DO NOTHING;`);
}
