import type { Address, Hash, Hex } from "viem";
import { keccak256, toHex } from "viem";
import type { Database, Queries } from "./database.ts";

export type Kind =
  | "germinate"
  | "observe"
  | "deposit"
  | "commit"
  | "reveal"
  | "expire"
  | "intend"
  | "challenge"
  | "demand"
  | "raise"
  | "answer"
  | "silence"
  | "finalize"
  | "settle"
  | "claim"
  | "settle-demand"
  | "withdraw"
  | "fill";

/** What is to be done, once: the id is the hash of all of it, so that asking twice is asking once. */
export interface Wish {
  readonly kind: Kind;
  /** What distinguishes it from others of its kind, such as the epoch. */
  readonly subject: string;
  readonly sender: Address;
  readonly target: Address;
  readonly data: Hex;
  /** Wei that go along. */
  readonly value?: bigint | undefined;
  /** Chain time (seconds) from which doing it is useless. */
  readonly expiresAt: bigint;
}

export interface Intent extends Wish {
  readonly id: Hex;
  readonly status: "queued" | "sent" | "done" | "reverted" | "moot";
  readonly nonce: bigint | null;
}

export interface Attempt {
  readonly hash: Hash;
  readonly intentId: Hex;
  readonly nonce: bigint;
  readonly raw: Hex;
  readonly capWei: bigint;
  readonly tipWei: bigint;
  /** A transaction to oneself that only uses the nonce up. */
  readonly noop: boolean;
  readonly signedAtBlock: bigint;
}

/** Signed bytes and what is worth remembering about them. */
export type NewAttempt = Omit<Attempt, "intentId" | "nonce">;

type Transaction = Pick<Database, "query">;

/** Deterministic id of what is to be done on one chain; what may vary (signatures, salts, wei) is left out. */
function intentId(chainId: number, wish: Omit<Wish, "data" | "value" | "expiresAt">): Hex {
  const words = [chainId, wish.kind, wish.subject, wish.sender, wish.target]
    .join("|")
    .toLowerCase();
  return keccak256(toHex(words));
}

/** Registers a signing key; its nonce stream starts at what the chain says. */
export async function addSigner(db: Database, sender: Address, nonce: bigint): Promise<void> {
  await db.query("INSERT INTO signers VALUES ($1, $2) ON CONFLICT DO NOTHING", [
    sender.toLowerCase(),
    nonce.toString(),
  ]);
}

/**
 * Queues a wish. An intent that is queued, sent or done stays as it is. One that failed (reverted, or moot by its
 * time) and that the chain still asks for is queued again, with fresh calldata.
 */
export async function enqueue(db: Database, chainId: number, wish: Wish): Promise<Hex> {
  const id = intentId(chainId, wish);
  await db.query(
    `INSERT INTO intents (id, kind, subject, sender, target, data, expires_at, value, status)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'queued')
     ON CONFLICT (id) DO UPDATE SET
       status = 'queued', nonce = NULL, data = excluded.data, expires_at = excluded.expires_at,
       value = excluded.value
     WHERE intents.status IN ('reverted', 'moot')`,
    [
      id,
      wish.kind,
      wish.subject,
      wish.sender.toLowerCase(),
      wish.target.toLowerCase(),
      wish.data,
      wish.expiresAt.toString(),
      (wish.value ?? 0n).toString(),
    ],
  );
  return id;
}

export async function intentsWith(
  db: Database,
  sender: Address,
  status: Intent["status"],
): Promise<Intent[]> {
  const { rows } = await db.query<IntentRow>(
    "SELECT * FROM intents WHERE sender = $1 AND status = $2 ORDER BY nonce, created_at",
    [sender.toLowerCase(), status],
  );
  return rows.map(intentOf);
}

/** Wei that go along with what is queued or sent: on their way, and not yet seen in any view. */
export async function underWay(
  db: Database,
  sender: Address,
  kinds: readonly Kind[],
): Promise<{ readonly count: number; readonly value: bigint }> {
  const { rows } = await db.query<{ count: number | bigint; value: string }>(
    `SELECT count(*) AS count, coalesce(sum(value), 0)::text AS value FROM intents
     WHERE sender = $1 AND kind = ANY($2) AND status IN ('queued', 'sent')`,
    [sender.toLowerCase(), kinds],
  );
  return { count: Number(rows[0]!.count), value: BigInt(rows[0]!.value) };
}

/** How far an intent has come; null where nobody asked for it. */
export async function statusOf(db: Queries, id: Hex): Promise<Intent["status"] | null> {
  const { rows } = await db.query<{ status: Intent["status"] }>(
    "SELECT status FROM intents WHERE id = $1",
    [id],
  );
  return rows[0]?.status ?? null;
}

/** What is asked for, of one kind, and neither done nor given up. */
export async function subjectsUnderWay(
  db: Database,
  sender: Address,
  kind: Kind,
): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ subject: string }>(
    "SELECT subject FROM intents WHERE sender = $1 AND kind = $2 AND status IN ('queued', 'sent')",
    [sender.toLowerCase(), kind],
  );
  return new Set(rows.map(({ subject }) => subject));
}

/** The intent, if it counts as done. */
export async function doneIntent(db: Database, id: Hex): Promise<Intent | null> {
  const { rows } = await db.query<IntentRow>(
    "SELECT * FROM intents WHERE id = $1 AND status = 'done'",
    [id],
  );
  return rows[0] === undefined ? null : intentOf(rows[0]);
}

/** All signed transactions of an intent under its present nonce, oldest first. */
export async function attemptsOf(db: Database, intent: Intent): Promise<Attempt[]> {
  const { rows } = await db.query<AttemptRow>(
    "SELECT * FROM attempts WHERE intent_id = $1 AND nonce = $2 ORDER BY cap_wei, created_at",
    [intent.id, intent.nonce],
  );
  return rows.map(attemptOf);
}

/**
 * Takes the next nonce, signs with it and stores the signed bytes, in one database transaction: a nonce is never
 * gone without the bytes that use it, and bytes are never out without being stored.
 */
export async function allocate(
  db: Database,
  intent: Intent,
  sign: (nonce: bigint) => Promise<NewAttempt>,
): Promise<Attempt | null> {
  return db.transaction(async (tx) => {
    const { rows } = await tx.query<{ nonce: number | bigint }>(
      `UPDATE signers SET next_nonce = next_nonce + 1 WHERE address = $1
       RETURNING next_nonce - 1 AS nonce`,
      [intent.sender.toLowerCase()],
    );
    const nonce = BigInt(rows[0]!.nonce);
    const taken = await tx.query(
      "UPDATE intents SET status = 'sent', nonce = $2 WHERE id = $1 AND status = 'queued' RETURNING id",
      [intent.id, nonce.toString()],
    );
    if (taken.rows.length === 0) {
      await tx.rollback();
      return null;
    }
    return insertAttempt(tx, intent, nonce, await sign(nonce));
  });
}

/** Stores one more attempt (a bump, or a no-op in its place) for an intent that already has its nonce. */
export async function insertAttempt(
  db: Transaction,
  intent: Intent,
  nonce: bigint,
  attempt: NewAttempt,
): Promise<Attempt> {
  await db.query(
    `INSERT INTO attempts (hash, intent_id, sender, nonce, raw, cap_wei, tip_wei, noop, signed_at_block)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (hash) DO UPDATE SET
       intent_id = excluded.intent_id, signed_at_block = excluded.signed_at_block`,
    [
      attempt.hash,
      intent.id,
      intent.sender.toLowerCase(),
      nonce.toString(),
      attempt.raw,
      attempt.capWei.toString(),
      attempt.tipWei.toString(),
      attempt.noop,
      attempt.signedAtBlock.toString(),
    ],
  );
  return { ...attempt, intentId: intent.id, nonce };
}

/** Ends an intent, or (status queued) sends it back to the queue without its nonce. */
export async function settle(
  db: Database,
  intent: Intent,
  status: Exclude<Intent["status"], "sent">,
  note: string,
): Promise<void> {
  await db.query(
    `UPDATE intents SET status = $2, note = $3,
       nonce = CASE WHEN $2 = 'queued' THEN NULL ELSE nonce END WHERE id = $1`,
    [intent.id, status, note],
  );
}

/** The next nonce of a key, and the lowest nonce not yet given to any intent at or above `from`. */
export async function nextNonce(db: Database, sender: Address): Promise<bigint> {
  const { rows } = await db.query<{ next_nonce: number | bigint }>(
    "SELECT next_nonce FROM signers WHERE address = $1",
    [sender.toLowerCase()],
  );
  return BigInt(rows[0]!.next_nonce);
}

export async function setNextNonce(db: Database, sender: Address, nonce: bigint): Promise<void> {
  await db.query("UPDATE signers SET next_nonce = $2 WHERE address = $1", [
    sender.toLowerCase(),
    nonce.toString(),
  ]);
}

interface IntentRow {
  id: Hex;
  kind: Wish["kind"];
  subject: string;
  sender: Address;
  target: Address;
  data: Hex;
  expires_at: number | bigint;
  value: string;
  status: Intent["status"];
  nonce: number | bigint | null;
}

interface AttemptRow {
  hash: Hash;
  intent_id: Hex;
  nonce: number | bigint;
  raw: Hex;
  cap_wei: string;
  tip_wei: string;
  noop: boolean;
  signed_at_block: number | bigint;
}

function intentOf(row: IntentRow): Intent {
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    sender: row.sender,
    target: row.target,
    data: row.data,
    expiresAt: BigInt(row.expires_at),
    value: BigInt(row.value),
    status: row.status,
    nonce: row.nonce === null ? null : BigInt(row.nonce),
  };
}

function attemptOf(row: AttemptRow): Attempt {
  return {
    hash: row.hash,
    intentId: row.intent_id,
    nonce: BigInt(row.nonce),
    raw: row.raw,
    capWei: BigInt(row.cap_wei),
    tipWei: BigInt(row.tip_wei),
    noop: row.noop,
    signedAtBlock: BigInt(row.signed_at_block),
  };
}
