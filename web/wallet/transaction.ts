// What a transaction is on its way from a button to a block that stays: the words that everything in
// web/wallet/ shares.
import type {
  Abi,
  Address,
  ContractFunctionArgs,
  ContractFunctionName,
  Hex,
  TransactionReceipt,
} from "viem";
import type { Failure } from "./failure.ts";

/** One call of a contract, as viem's `writeContract` has it. */
export interface Call {
  address: Address;
  abi: Abi | readonly unknown[];
  functionName: string;
  args: readonly unknown[];
  value?: bigint;
}

/** A call as a wallet is asked for it. */
export interface RawCall {
  to: Address;
  data: Hex;
  value: bigint;
}

/** A transaction that a wallet says it has sent. */
export interface Sent {
  calls: readonly RawCall[];
  account: Address;
  /** Unknown while a batch of EIP-5792 has no block yet. */
  hash: Hex | undefined;
  /** The wallet's name for a batch of EIP-5792. */
  batch: string | undefined;
  /** The account's next nonce when the wallet was asked. */
  nonce: number;
  /** The chain's head then: nothing of it is older. */
  block: bigint;
}

export type TransactionState =
  | { kind: "idle" }
  /** The node runs it, so that a refusal is told before a wallet opens. */
  | { kind: "simulating" }
  /** The wallet has the request open. */
  | { kind: "asking" }
  | { kind: "sent"; hash: Hex | undefined }
  /** As sent, for longer than a block usually takes. */
  | { kind: "slow"; hash: Hex | undefined }
  | { kind: "included"; hash: Hex; receipt: TransactionReceipt }
  /** In a block, but the contract refused it there. */
  | { kind: "reverted"; hash: Hex; receipt: TransactionReceipt; reason: string }
  /** The wallet sent another one in its place: a cancellation, or something else. */
  | { kind: "replaced"; hash: Hex | undefined; isCancelled: boolean }
  /** The node no longer knows it, and no block has it. */
  | { kind: "dropped"; hash: Hex | undefined }
  /** A reorganisation took it out of its block again; `waits` where the node still holds it. */
  | { kind: "undone"; hash: Hex | undefined; waits: boolean }
  | { kind: "failed"; failure: Failure };

export interface Transaction {
  /** What it does, for people: "Mint 2 plants". */
  label: string;
  state: TransactionState;
  /** Which of the calls it is about, from 1, and how many a wallet is asked for one by one. */
  turn: { at: number; of: number };
  /** Of the calls that are in a block. */
  receipts: readonly TransactionReceipt[];
  send: (calls: readonly Call[], label: string) => void;
  /** Forgets it; a wallet's open request stays open. */
  reset: () => void;
  /** Goes on from the call that failed. */
  retry: () => void;
}

/** A call whose function and arguments the compiler has checked against the ABI. */
export function callOf<
  const abi extends Abi,
  name extends ContractFunctionName<abi, "nonpayable" | "payable">,
>(call: {
  address: Address;
  abi: abi;
  functionName: name;
  args: ContractFunctionArgs<abi, "nonpayable" | "payable", name>;
  value?: bigint;
}): Call {
  return call as Call;
}

/** Whether something is under way, so that a second request would only confuse. */
export function isBusy({ state, turn }: Transaction): boolean {
  if (state.kind === "included") return turn.at < turn.of;
  return ["simulating", "asking", "sent", "slow"].includes(state.kind);
}
