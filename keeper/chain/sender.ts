/**
 * Turns intents into mined transactions, each exactly once. Sign, store, then broadcast; a retry broadcasts the
 * same bytes; the store owns the nonces. Every turn looks at the chain afresh, so it does not matter at which
 * instruction the last one was killed.
 */

import { type Address, formatGwei, type Hex } from "viem";
import { oneLine } from "../errors.ts";
import { faultPoint } from "../fault.ts";
import { etherOf } from "../metrics.ts";
import type { Attempt, Intent, Wish } from "../store/intents.ts";
import {
  addSigner,
  allocate,
  attemptsOf,
  doneIntent,
  enqueue,
  insertAttempt,
  intentsWith,
  settle,
} from "../store/intents.ts";
import { broadcast, callOf, nonceAt, noopCall, type SenderOptions, sign } from "./attempt.ts";
import { bumpedFees, firstFees } from "./fees.ts";
import { mendNonces } from "./nonces.ts";
import type { Head } from "./rpc.ts";

/**
 * Transactions that wait to be mined at once. A flood of demands is met as fast as a node takes transactions of one
 * key: geth promises 16 places, and the commit of the hour has its own four.
 */
const MOST_ANSWERS = 12n;
const MOST_OTHERS = 4n;
const BUMP_AFTER_BLOCKS = 3n;
/** EIP-7825: no transaction may ask for more. */
const GAS_LIMIT = 2n ** 24n;

export interface Sender {
  readonly address: Address;
  /** Asks for something to be done; asking again changes nothing. Returns the intent's id. */
  enqueue(wish: Omit<Wish, "sender">): Promise<Hex>;
  /** Settles what is in flight and sends what is queued. Turns never overlap. */
  turn(head: Head): Promise<void>;
  /** What an operator should know of since the last turn, and what no retry cures. */
  alerts(): readonly string[];
  /** Settles what is in flight and sends nothing new. */
  drain(head: Head): Promise<void>;
  /** How many transactions are in flight. */
  inFlight(): Promise<number>;
}

export async function createSender(options: SenderOptions): Promise<Sender> {
  const { db, rpc, account } = options;
  const nonce = BigInt(await rpc.client.getTransactionCount({ address: account.address }));
  await addSigner(db, account.address, nonce);
  let last: Promise<void> = Promise.resolve();
  let alerts: readonly string[] = [];
  return {
    address: account.address,
    enqueue: async (wish) => {
      const id = await enqueue(db, rpc.chainId, { ...wish, sender: account.address });
      await requeueUndone(options, id);
      return id;
    },
    turn: (head) => {
      last = last
        .catch(() => {})
        .then(async () => {
          alerts = await turn(options, head);
          options.metrics?.capReached.set(alerts.length);
        });
      return last;
    },
    alerts: () => alerts,
    drain: async (head) => {
      await last.catch(() => {});
      const nonce = await nonceAt(options, head.number);
      await settleSent(options, head, nonce);
      await mendNonces(options, head, nonce);
    },
    inFlight: async () => (await intentsWith(db, account.address, "sent")).length,
  };
}

async function turn(options: SenderOptions, head: Head): Promise<readonly string[]> {
  const nonce = await nonceAt(options, head.number);
  const alerts = await settleSent(options, head, nonce);
  await mendNonces(options, head, nonce);
  await sendQueued(options, head, nonce);
  return alerts;
}

/**
 * Something done is asked for again: either whoever asks has not seen it yet, or a reorganisation undid it. Where its
 * nonce is free again it is pursued as it is (`mendNonces`); where it went to another transaction, or ours came
 * out otherwise there, it goes back to the queue.
 */
async function requeueUndone(options: SenderOptions, id: Hex): Promise<void> {
  const { db, rpc, log } = options;
  const intent = await doneIntent(db, id);
  if (intent === null) return;
  const attempts = await attemptsOf(db, intent);
  const mined = await findMined(options, attempts);
  if (mined?.success === true && !mined.noop) return;
  const believed = (await rpc.client.getBlockNumber()) - options.confirmations;
  if ((await nonceAt(options, believed < 0n ? 0n : believed)) <= intent.nonce!) return;
  if (mined === null && (await isMinedAnywhere(options, attempts))) return;
  await settle(db, intent, "queued", "a reorganisation undid it");
  log.warn({ intent: id, kind: intent.kind, subject: intent.subject }, "undone; queued again");
}

/** Looks up what became of each transaction in flight; sends again, bumps or replaces what is stuck. */
async function settleSent(
  options: SenderOptions,
  head: Head,
  chainNonce: bigint,
): Promise<readonly string[]> {
  const { db, account, log } = options;
  const sent = await intentsWith(db, account.address, "sent");
  const alerts: string[] = [];
  if (sent.length === 0) return alerts;
  const believed = head.number - options.confirmations;
  // A nonce used up at a believed block has a receipt by then, ours or a stranger's.
  const believedNonce = await nonceAt(options, believed < 0n ? 0n : believed);
  for (const intent of sent) {
    const nonce = intent.nonce!;
    const attempts = await attemptsOf(db, intent);
    const mined = await findMined(options, attempts);
    if (mined !== null) {
      if (mined.blockNumber > believed) continue;
      faultPoint("before-settle", intent.kind);
      const status = mined.noop ? "moot" : mined.success ? "done" : "reverted";
      await settle(db, intent, status, `${mined.hash} in block ${mined.blockNumber}`);
      count(options, intent, status, mined);
      log.info(
        { intent: intent.id, kind: intent.kind, subject: intent.subject, status },
        "settled",
      );
    } else if (nonce < believedNonce) {
      // Sending again what was mined after all would be the worst mistake of all: no node may know better.
      if (await isMinedAnywhere(options, attempts)) continue;
      await settle(db, intent, "queued", `nonce ${nonce} was used by a transaction not of ours`);
      options.metrics?.nonceRepairs.inc({ repair: "taken" });
      log.warn(
        { intent: intent.id, nonce: Number(nonce) },
        "the key was used elsewhere; queued again",
      );
    } else if (nonce >= chainNonce) {
      const alert = await pursue(options, head, intent, attempts, nonce === chainNonce);
      if (alert !== null) alerts.push(alert);
    }
  }
  return alerts;
}

function count(
  { metrics }: SenderOptions,
  { kind }: Intent,
  outcome: string,
  { gasUsed, feeWei }: Mined,
): void {
  metrics?.transactions.inc({ kind, outcome });
  metrics?.gas.inc({ kind }, Number(gasUsed));
  metrics?.fees.inc({ kind }, etherOf(feeWei));
}

interface Mined {
  readonly hash: Hex;
  readonly gasUsed: bigint;
  readonly feeWei: bigint;
  readonly blockNumber: bigint;
  readonly success: boolean;
  readonly noop: boolean;
}

async function findMined(
  options: SenderOptions,
  attempts: readonly Attempt[],
): Promise<Mined | null> {
  for (const { hash, noop } of attempts) {
    const receipt = await options.rpc.client.request({
      method: "eth_getTransactionReceipt",
      params: [hash],
    });
    if (receipt !== null) {
      const success = receipt.status === "0x1";
      const gasUsed = BigInt(receipt.gasUsed);
      // Nodes of old forks, and some of side chains, leave the price out.
      const feeWei = gasUsed * BigInt(receipt.effectiveGasPrice ?? 0);
      return { hash, blockNumber: BigInt(receipt.blockNumber), success, noop, gasUsed, feeWei };
    }
  }
  return null;
}

/** Whether any node has a receipt: for decisions that a node which lags, or forgets, must not bring about. */
async function isMinedAnywhere(
  { rpc }: SenderOptions,
  attempts: readonly Attempt[],
): Promise<boolean> {
  for (const { hash } of attempts) {
    const receipts = await rpc.everywhere({ method: "eth_getTransactionReceipt", params: [hash] });
    if (receipts.some((receipt) => receipt !== null)) return true;
  }
  return false;
}

/** A transaction that is not mined yet: present it again if the pool lost it, else raise its fee in time. */
async function pursue(
  options: SenderOptions,
  head: Head,
  intent: Intent,
  attempts: readonly Attempt[],
  isNext: boolean,
): Promise<string | null> {
  const { rpc, log, limitWei } = options;
  const newest = attempts.at(-1)!;
  const known = await rpc.client.request({
    method: "eth_getTransactionByHash",
    params: [newest.hash],
  });
  const isLate = head.timestamp >= intent.expiresAt && !newest.noop;
  // A pool may have dropped it because its cap fell below the base fee; then the same bytes stay unwelcome.
  if (known === null && !isLate && (await broadcast(options, intent, newest))) return null;
  // What comes too late gives its nonce up at once; what is only stuck is given some blocks.
  // Those behind the next one wait for it, and are as stuck where no block would take them.
  const isHeldBack = isNext || newest.capWei < head.baseFeePerGas;
  const isStuck = isHeldBack && head.number - newest.signedAtBlock >= BUMP_AFTER_BLOCKS;
  if (!isLate && !isStuck) return null;
  const fees = bumpedFees(newest, head.baseFeePerGas, limitWei);
  if (fees === null) {
    return `${intent.kind} (${intent.subject}) offers ${formatGwei(newest.capWei)} gwei, MAX_FEE_GWEI leaves no room for more, and no block takes it; the base fee is ${formatGwei(head.baseFeePerGas)}. Raise the limit, or wait for a calmer market.`;
  }
  await rpc.confirmChain();
  const noop = newest.noop || isLate;
  const call = noop ? noopCall(options) : callOf(newest.raw);
  // Within a transaction, so that whoever has lost the lease does not even sign.
  const attempt = await options.db.transaction(async (tx) => {
    const signed = await sign(options, newest.nonce, head, fees, { ...call, noop });
    return insertAttempt(tx, intent, newest.nonce, signed);
  });
  options.metrics?.replacements.inc();
  faultPoint("after-replace", intent.kind);
  log.info(
    { intent: intent.id, kind: intent.kind, hash: attempt.hash, noop: attempt.noop },
    "replaced",
  );
  await broadcast(options, intent, attempt);
  return null;
}

/** Sends queued intents in the order in which they were asked for, a few at a time. */
async function sendQueued(options: SenderOptions, head: Head, chainNonce: bigint): Promise<void> {
  const { db, rpc, account, log } = options;
  const queued = await intentsWith(db, account.address, "queued");
  const room = { answer: MOST_ANSWERS, other: MOST_OTHERS };
  const laneOf = ({ kind }: Intent) => (kind === "answer" ? "answer" : "other");
  for (const intent of await intentsWith(db, account.address, "sent")) {
    // What is mined takes no place in any pool, though it is not believed yet.
    if (intent.nonce! >= chainNonce) room[laneOf(intent)]--;
  }
  for (const intent of queued) {
    if (head.timestamp >= intent.expiresAt) {
      await settle(db, intent, "moot", "its time had passed before it was sent");
      options.metrics?.transactions.inc({ kind: intent.kind, outcome: "late" });
      log.warn(
        { intent: intent.id, kind: intent.kind, subject: intent.subject },
        "too late to send",
      );
      continue;
    }
    if (room[laneOf(intent)] <= 0n) continue;
    let gas: bigint;
    try {
      gas = await rpc.client.estimateGas({
        account: account.address,
        to: intent.target,
        data: intent.data,
        value: intent.value ?? 0n,
        blockTag: "pending",
      });
    } catch (error) {
      // Not yet, or no longer, welcome: it keeps its place in the queue and has cost no nonce.
      log.debug(
        { intent: intent.id, kind: intent.kind, why: oneLine(error) },
        "not accepted by the chain now",
      );
      continue;
    }
    const fees = firstFees(head.baseFeePerGas, options.tipWei, options.limitWei);
    await rpc.confirmChain();
    faultPoint("before-sign", intent.kind);
    const attempt = await allocate(db, intent, async (nonce) => {
      const signed = await sign(options, nonce, head, fees, {
        to: intent.target,
        data: intent.data,
        value: intent.value ?? 0n,
        gas: least(gas + gas / 4n, GAS_LIMIT),
        noop: false,
      });
      faultPoint("mid-sign", intent.kind);
      return signed;
    });
    if (attempt === null) continue;
    faultPoint("after-sign", intent.kind);
    room[laneOf(intent)]--;
    log.info(
      { intent: intent.id, kind: intent.kind, subject: intent.subject, hash: attempt.hash },
      "sending",
    );
    await broadcast(options, intent, attempt);
    faultPoint("after-broadcast", intent.kind);
  }
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
