/** Signing and presenting: what every transaction of the keeper goes through. */
import type { Logger } from "pino";
import { type Address, type Hex, keccak256, parseTransaction } from "viem";
import type { Metrics } from "../metrics.ts";
import type { Signer } from "../signers/signer.ts";
import type { Database } from "../store/database.ts";
import type { Intent, NewAttempt } from "../store/intents.ts";
import type { Fees } from "./fees.ts";
import type { Head, Rpc } from "./rpc.ts";

const TRANSFER_GAS = 21_000n;

export interface SenderOptions {
  readonly db: Database;
  readonly rpc: Rpc;
  readonly account: Signer;
  /** Blocks on top of a receipt before it is believed. */
  readonly confirmations: bigint;
  readonly tipWei: bigint;
  /** Absolute limit of the fee cap; at the limit the sender waits and warns. */
  readonly limitWei: bigint;
  readonly log: Logger;
  readonly metrics?: Metrics | undefined;
}

/** What a transaction does. */
export interface Call {
  readonly to: Address;
  readonly data: Hex;
  readonly value: bigint;
  readonly gas: bigint;
}

/** Signs a call with a nonce that the store has given out. */
export async function sign(
  { rpc, account }: SenderOptions,
  nonce: bigint,
  head: Head,
  fees: Fees,
  { to, data, value, gas, noop }: Call & { readonly noop: boolean },
): Promise<NewAttempt> {
  const raw = await account.signTransaction({
    type: "eip1559",
    chainId: rpc.chainId,
    nonce: Number(nonce),
    to,
    data,
    gas,
    value,
    maxFeePerGas: fees.capWei,
    maxPriorityFeePerGas: fees.tipWei,
  });
  return {
    hash: keccak256(raw),
    raw,
    capWei: fees.capWei,
    tipWei: fees.tipWei,
    noop,
    signedAtBlock: head.number,
  };
}

/** The call inside signed bytes. */
export function callOf(raw: Hex): Call {
  const { to, data, value, gas } = parseTransaction(raw);
  return { to: to!, data: data ?? "0x", value: value ?? 0n, gas: gas! };
}

/** A transfer of nothing to oneself. */
export function noopCall({ account }: SenderOptions): Call {
  return { to: account.address, data: "0x", value: 0n, gas: TRANSFER_GAS };
}

/** The key's next nonce after a block. */
export async function nonceAt(
  { rpc, account }: SenderOptions,
  blockNumber: bigint,
): Promise<bigint> {
  return BigInt(await rpc.client.getTransactionCount({ address: account.address, blockNumber }));
}

/** Presents stored bytes to every node; true when at least one has them now. */
export async function broadcast(
  options: SenderOptions,
  intent: Intent,
  attempt: NewAttempt,
): Promise<boolean> {
  const replies = await options.rpc.broadcast(attempt.raw);
  if (replies.some(({ state }) => state === "taken")) return true;
  // Whatever they said, the bytes are stored: the next turn looks the hash up and presents them again.
  const reasons = replies.map((reply) => (reply.state === "taken" ? "" : reply.reason));
  options.log.warn(
    { intent: intent.id, hash: attempt.hash, reasons },
    "no node took the transaction yet",
  );
  return false;
}
