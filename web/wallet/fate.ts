// What became of a transaction: asked anew with every block, and for some blocks after it is in one, since
// a reorganisation may take it out again.
import {
  type Hex,
  TransactionNotFoundError,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from "viem";
import type { Reader } from "../client.ts";
import { failureOf } from "./failure.ts";
import type { RawCall, Sent } from "./transaction.ts";

/** Two epochs of Ethereum's consensus: what is this deep stays. */
const FINAL_BLOCKS = 64n;
/** Blocks in which no node of a provider may know a transaction before it is called lost. */
const LOST_BLOCKS = 3n;
/** How far back a replacement is looked for. */
const SEARCHED_BLOCKS = 64n;

export type Fate =
  /** In the node's hands. */
  | { kind: "waiting"; hash: Hex | undefined; nonce: number; undone: boolean }
  /** The node does not know it, since block `since`. */
  | {
      kind: "missing";
      hash: Hex | undefined;
      nonce: number;
      undone: boolean;
      since: bigint;
      lost: boolean;
    }
  | { kind: "included"; receipt: TransactionReceipt; nonce: number; final: boolean }
  | { kind: "reverted"; receipt: TransactionReceipt; nonce: number; final: boolean; reason: string }
  | { kind: "replaced"; hash: Hex | undefined; isCancelled: boolean };

/** Where a batch of EIP-5792 is: its transaction once it has one. */
export type BatchStatus = (id: string) => Promise<{ hash: Hex | undefined; hasFailed: boolean }>;

/**
 * The fate of a transaction at block `head`, given what was known `before`.
 * @throws when the node does not answer.
 */
export async function fateOf(
  client: Reader,
  sent: Sent,
  before: Fate | undefined,
  head: bigint,
  batchStatus: BatchStatus,
): Promise<Fate> {
  const nonce = before && "nonce" in before ? before.nonce : sent.nonce;
  const wasIncluded =
    before?.kind === "included" ||
    before?.kind === "reverted" ||
    (before !== undefined && "undone" in before && before.undone);
  let { hash } = sent;
  if (before && "receipt" in before) hash = before.receipt.transactionHash;
  if (hash === undefined && sent.batch !== undefined) {
    const batch = await batchStatus(sent.batch);
    if (batch.hasFailed) return { kind: "replaced", hash: batch.hash, isCancelled: true };
    hash = batch.hash;
  }
  // A wallet's batch names its transaction when it is in a block, at the earliest.
  if (hash === undefined) return { kind: "waiting", hash, nonce, undone: false };

  const receipt = await receiptOf(client, hash);
  if (receipt) return judged(client, sent, receipt, nonce, head, before);
  const pending = await pendingOf(client, hash);
  if (pending) return { kind: "waiting", hash, nonce: pending.nonce, undone: wasIncluded };

  const since = before?.kind === "missing" ? before.since : head;
  const lost = head - since >= LOST_BLOCKS;
  const missing: Fate = { kind: "missing", hash, nonce, undone: wasIncluded, since, lost };
  const used = await client.getTransactionCount({ address: sent.account });
  if (used <= nonce) return missing;
  const other = await replacementOf(client, sent, nonce);
  // Its own receipt may have come in between, and is found at the next look.
  if (other?.hash === hash) return missing;
  if (other?.isSame) {
    const found = await receiptOf(client, other.hash);
    return found ? judged(client, sent, found, nonce, head, before) : missing;
  }
  // Taken by something that is not in the blocks yet that this node tells of, or no longer.
  if (!other && !lost) return missing;
  return { kind: "replaced", hash: other?.hash, isCancelled: other?.isCancelled ?? false };
}

async function judged(
  client: Reader,
  sent: Sent,
  receipt: TransactionReceipt,
  nonce: number,
  head: bigint,
  before: Fate | undefined,
): Promise<Fate> {
  const final = head - receipt.blockNumber >= FINAL_BLOCKS;
  if (receipt.status === "success") return { kind: "included", receipt, nonce, final };
  const isKnown = before?.kind === "reverted" && before.receipt.blockHash === receipt.blockHash;
  const reason = isKnown ? before.reason : await reasonOf(client, sent, receipt);
  return { kind: "reverted", receipt, nonce, final, reason };
}

/** Why a block refused it, as far as the state after that block still tells. */
async function reasonOf(
  client: Reader,
  sent: Sent,
  { blockNumber }: TransactionReceipt,
): Promise<string> {
  const [first] = sent.calls;
  try {
    if (first) await client.call({ account: sent.account, ...first, blockNumber });
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === "reverted") return failure.sentence;
  }
  return "The contract would accept it now, so what refused it has passed, or the gas ran out.";
}

async function receiptOf(client: Reader, hash: Hex): Promise<TransactionReceipt | undefined> {
  try {
    return await client.getTransactionReceipt({ hash });
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined;
    throw error;
  }
}

/** The transaction where the node holds it, in a block or not. */
async function pendingOf(client: Reader, hash: Hex): Promise<{ nonce: number } | undefined> {
  try {
    return await client.getTransaction({ hash });
  } catch (error) {
    if (error instanceof TransactionNotFoundError) return undefined;
    throw error;
  }
}

interface Replacement {
  hash: Hex;
  /** The same call with another fee. */
  isSame: boolean;
  /** Nothing, sent to oneself, as wallets cancel. */
  isCancelled: boolean;
}

/** The transaction that took the nonce, newest blocks first. */
async function replacementOf(
  client: Reader,
  sent: Sent,
  nonce: number,
): Promise<Replacement | undefined> {
  const account = sent.account.toLowerCase();
  // Asked now: what the page saw last may be a block behind the count of transactions.
  const head = await client.getBlockNumber({ cacheTime: 0 });
  const oldest = head - SEARCHED_BLOCKS > sent.block ? head - SEARCHED_BLOCKS : sent.block;
  for (let blockNumber = head; blockNumber >= oldest; blockNumber--) {
    const block = await client.getBlock({ blockNumber, includeTransactions: true });
    const found = block.transactions.find(
      (each) => each.nonce === nonce && each.from.toLowerCase() === account,
    );
    if (!found) continue;
    const raw: RawCall = { to: found.to!, data: found.input, value: found.value };
    return {
      hash: found.hash,
      isSame: sent.calls.length === 1 && isEqual(raw, sent.calls[0]!),
      isCancelled: raw.data === "0x" && raw.to?.toLowerCase() === account,
    };
  }
  return undefined;
}

function isEqual(a: RawCall, b: RawCall): boolean {
  return a.to?.toLowerCase() === b.to.toLowerCase() && a.data === b.data && a.value === b.value;
}
