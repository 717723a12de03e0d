import { describe, expect, it } from "vitest";
import { dueBy, isAtWork } from "../../tools/demo/clock.ts";

const STEP = 840n;
const windows = [8_000n, 12_000n, 55_000n];

describe("dueBy", () => {
  it("default: what the next block is the last chance for", () => {
    // The next block, 840 s later, still takes commits; the one after it does not.
    expect(dueBy(7_000n, STEP, windows)).toBe("commit");
    expect(dueBy(6_320n, STEP, windows)).toBe("commit");
    expect(dueBy(11_000n, STEP, windows)).toBe("reveal");
  });

  it("behavior: nothing is due while there is time, nor when it is too late", () => {
    expect(dueBy(6_319n, STEP, windows)).toBeNull();
    // The window's end belongs to what follows it: the next block is at 8,000 already.
    expect(dueBy(7_160n, STEP, windows)).toBeNull();
    expect(dueBy(60_000n, STEP, windows)).toBeNull();
    expect(dueBy(7_000n, STEP, [])).toBeNull();
  });
});

describe("isAtWork", () => {
  const idle = { block: 9, epoch: { state: "revealed" }, hasSent: false };

  it("default: a keeper has acted on the newest block", () => {
    expect(isAtWork(idle, 9, null)).toBe(false);
    expect(isAtWork(idle, 10, null)).toBe(true);
  });

  it("behavior: whoever paints is waited for in the last block that takes commits", () => {
    const painting = { ...idle, epoch: { state: "rendering" } };
    expect(isAtWork(painting, 9, null)).toBe(false);
    expect(isAtWork(painting, 9, "commit")).toBe(true);
    // Its commitment lies in the node: the block that it waits for is this one.
    expect(isAtWork({ ...painting, hasSent: true }, 9, "commit")).toBe(false);
    expect(isAtWork({ ...idle, epoch: null }, 9, "commit")).toBe(false);
  });

  it("behavior: whoever has committed is waited for in the last block that takes reveals", () => {
    const committed = { ...idle, epoch: { state: "committed" } };
    expect(isAtWork(committed, 9, "commit")).toBe(false);
    expect(isAtWork(committed, 9, "reveal")).toBe(true);
    expect(isAtWork({ ...committed, hasSent: true }, 9, "reveal")).toBe(false);
  });
});
