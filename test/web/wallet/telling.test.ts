import type { TransactionReceipt } from "viem";
import { describe, expect, it } from "vitest";
import { tell } from "../../../web/wallet/telling.ts";
import type { Transaction, TransactionState } from "../../../web/wallet/transaction.ts";

const HASH = `0x${"ab".repeat(32)}` as const;
const receipt = { transactionHash: HASH } as TransactionReceipt;
const STATES: Record<TransactionState["kind"], TransactionState> = {
  idle: { kind: "idle" },
  simulating: { kind: "simulating" },
  asking: { kind: "asking" },
  sent: { kind: "sent", hash: HASH },
  slow: { kind: "slow", hash: HASH },
  included: { kind: "included", hash: HASH, receipt },
  reverted: { kind: "reverted", hash: HASH, receipt, reason: "It was paused." },
  replaced: { kind: "replaced", hash: HASH, isCancelled: false },
  dropped: { kind: "dropped", hash: HASH },
  undone: { kind: "undone", hash: HASH, waits: false },
  failed: { kind: "failed", failure: { kind: "funds", sentence: "Too poor." } },
};

const tellOf = (state: TransactionState) =>
  tell({ state, label: "Mint 1 plant", turn: { at: 1, of: 1 } } as Transaction);

describe("tell", () => {
  it("default: each state is spoken or alarms, never both at once, but idle is silent", () => {
    for (const [kind, state] of Object.entries(STATES)) {
      const { spoken, notice } = tellOf(state);
      const isHeard = spoken !== "" || notice !== undefined;
      expect(isHeard, kind).toBe(kind !== "idle");
      if (kind !== "slow") expect(spoken !== "" && notice !== undefined, kind).toBe(false);
    }
  });

  it("behavior: every end that is not the wished one has a way on", () => {
    const ends = Object.values(STATES).filter((state) => tellOf(state).canRetry);
    expect(ends.map(({ kind }) => kind)).toEqual([
      ...["reverted", "replaced", "dropped", "undone", "failed"],
    ]);
    // It waits for a block by itself: to send it again would be a second one.
    expect(tellOf({ kind: "undone", hash: HASH, waits: true }).canRetry).toBe(false);
  });

  it("behavior: at most one step is under way, and those before it are done", () => {
    for (const state of Object.values(STATES)) {
      const progress = tellOf(state).steps.map((step) => step.state);
      const at = progress.findIndex((each) => each !== "done");
      if (at < 0) continue;
      expect(progress.slice(at + 1).every((each) => each === "later")).toBe(true);
    }
  });

  it("behavior: a cancellation is told apart from a replacement, and a reason is passed on", () => {
    expect(tellOf({ kind: "replaced", hash: HASH, isCancelled: true }).notice?.text).toContain(
      "cancelled",
    );
    expect(tellOf(STATES.replaced).notice?.text).toContain("another transaction");
    expect(tellOf(STATES.reverted).notice?.text).toContain("It was paused.");
  });
});
