// How far a transaction has come, kept outside the components: a wallet may answer after the visitor has
// gone to another page, and whoever comes back finds it again.
import type { TransactionReceipt } from "viem";
import type { Payer } from "./payer.ts";
import type { RawCall, Sent, TransactionState } from "./transaction.ts";

export interface Errand {
  /** A new one for every request of a wallet: answers to an older one change nothing. */
  id: number;
  label: string;
  /** What the wallet is asked for, one request after the other. */
  requests: readonly (readonly RawCall[])[];
  at: number;
  /** Of the requests before. */
  receipts: readonly TransactionReceipt[];
  /** Of a lost transaction, whose place the next one takes. */
  nonce?: number;
  payer?: Payer;
  sent?: Sent;
}

export interface Progress {
  errand: Errand | undefined;
  /** As far as the wallet is concerned; what became of it later is the chain's to say. */
  local: TransactionState;
}

export interface ProgressStore {
  read: () => Progress;
  write: (progress: Progress) => void;
  subscribe: (onChange: () => void) => () => void;
}

export const IDLE: Progress = { errand: undefined, local: { kind: "idle" } };

export function createProgress(): ProgressStore {
  let progress = IDLE;
  const listeners = new Set<() => void>();
  return {
    read: () => progress,
    write: (next) => {
      progress = next;
      for (const listener of listeners) listener();
    },
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
  };
}

const kept = new Map<string, ProgressStore>();

/** The same one for the same name, for as long as the app is open. */
export function keptProgress(name: string): ProgressStore {
  const store = kept.get(name) ?? createProgress();
  kept.set(name, store);
  return store;
}
