// A transaction's state in words: its steps, what a screen reader is told, and what went wrong.
import type { Hex } from "viem";
import type { Transaction, TransactionState } from "./transaction.ts";

export interface Step {
  text: string;
  state: "done" | "now" | "later" | "bad";
  hash?: Hex | undefined;
}

export interface Telling {
  steps: Step[];
  spoken: string;
  notice: { text: string; isBad: boolean } | undefined;
  /** Whether sending it again is a way on. */
  canRetry: boolean;
}

const QUIET = { notice: undefined, canRetry: false } as const;

export function tell({ state, label }: Transaction): Telling {
  switch (state.kind) {
    case "idle":
      return { steps: [], spoken: "", ...QUIET };
    case "simulating":
      return { steps: steps(state, 0), spoken: `${label}: the node tries it.`, ...QUIET };
    case "asking":
      return {
        steps: steps(state, 1),
        spoken: `${label}: confirm the transaction in your wallet.`,
        ...QUIET,
      };
    case "sent":
      return { steps: steps(state, 2), spoken: `${label}: waiting for a block.`, ...QUIET };
    case "slow":
      return {
        steps: steps(state, 2),
        spoken: `${label}: still waiting for a block.`,
        notice: {
          text: "This takes longer than usual. The transaction may still be included; your wallet can send it again with a higher fee, or cancel it, and this page will notice.",
          isBad: false,
        },
        canRetry: false,
      };
    case "included":
      return { steps: steps(state, 3), spoken: `${label}: in a block.`, ...QUIET };
    case "reverted":
      return {
        steps: steps(state, 3, "In a block, but refused there"),
        spoken: "",
        notice: {
          text: `The contract refused this in its block; only gas was spent. ${state.reason}`,
          isBad: true,
        },
        canRetry: true,
      };
    case "replaced":
      return {
        steps: steps(state, 2, state.isCancelled ? "Cancelled" : "Replaced"),
        spoken: "",
        notice: {
          text: state.isCancelled
            ? "Your wallet cancelled this transaction. Nothing of it happened."
            : "Your wallet sent another transaction in this one's place. Nothing of this one happened; look at the wallet's activity, then try again if you still want to.",
          isBad: false,
        },
        canRetry: true,
      };
    case "dropped":
      return {
        steps: steps(state, 2, "Lost on the way"),
        spoken: "",
        notice: {
          text: "The node no longer knows this transaction and no block has it: it was dropped, most likely for its fee. You can send it again in the same place, so that it cannot happen twice.",
          isBad: true,
        },
        canRetry: true,
      };
    case "undone":
      return {
        steps: steps(
          state,
          2,
          state.waits ? "Waiting for a block again" : "Out of its block again",
        ),
        spoken: "",
        notice: {
          text: state.waits
            ? "The chain reorganised and took this transaction out of its block. It waits for another block; nothing need be done."
            : "The chain reorganised and took this transaction out of its block, and the node no longer has it: what it did is undone. You can send it again.",
          isBad: !state.waits,
        },
        canRetry: !state.waits,
      };
    case "failed":
      return {
        steps: [],
        spoken: "",
        notice: { text: state.failure.sentence, isBad: state.failure.kind !== "rejected" },
        canRetry: true,
      };
  }
}

/** The three steps, of which the first `done` are done. `last` says how the one after them ended. */
function steps(state: TransactionState, done: number, last?: string): Step[] {
  const hash = "hash" in state ? state.hash : undefined;
  const words = [
    ["Trying it on the node", "The node says that it works"],
    ["Confirm the transaction in your wallet", "Confirmed in your wallet"],
    ["Waiting for a block", "In a block"],
  ] as const;
  return words.map(([before, after], i): Step => {
    const isLast = i === 2;
    if (isLast && last !== undefined) return { text: last, state: "bad", hash };
    const progress = i < done ? "done" : i === done ? "now" : "later";
    return {
      text: progress === "done" ? after : before,
      state: progress,
      ...(isLast && { hash }),
    };
  });
}
