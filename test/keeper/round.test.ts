import { describe, expect, test } from "vitest";
import { openRound, type Round } from "../../keeper/crew/round.ts";
import { wantedOf } from "./crew.ts";

function newRound(count: number): Round {
  async function* wanted() {
    for (let id = 0; id < count; id++) yield wantedOf(id);
    return undefined;
  }
  return openRound({ count, wanted: wanted() });
}

/** Sends batches until no more may be sent; their sizes. */
async function sendAll(round: Round, name = "batch"): Promise<number[]> {
  const sizes: number[] = [];
  for (;;) {
    const tokens = await round.next();
    if (tokens === null) return sizes;
    round.sent(`${name} ${sizes.length}`, tokens);
    sizes.push(tokens.length);
  }
}

describe("openRound", () => {
  test("default: batches shrink towards the end, and it is done when all are kept", async () => {
    const round = newRound(100);
    const sizes = await sendAll(round);
    expect(sizes.slice(0, 4)).toEqual([7, 6, 6, 6]);
    expect(sizes.slice(-4)).toEqual([1, 1, 1, 1]);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(100);
    for (let id = 0; id < 100; id++) {
      expect(round.isDone()).toBe(false);
      expect(round.inputsOf(id)).toEqual(wantedOf(id).inputs);
      round.kept(id);
    }
    expect(round.isDone()).toBe(true);
    expect(round.open().size).toBe(0);
  });

  test("behavior: however large the supply, no more than 2,048 tokens and a batch are sent out", async () => {
    const round = newRound(10_000);
    const sent = (await sendAll(round)).reduce((sum, size) => sum + size, 0);
    expect(sent).toBeGreaterThanOrEqual(2_048);
    expect(sent).toBeLessThan(2_048 + 8);
    for (let id = 0; id < 100; id++) round.kept(id);
    const more = (await sendAll(round, "later")).reduce((sum, size) => sum + size, 0);
    expect(more).toBeGreaterThan(90);
    expect(more).toBeLessThan(108);
  });

  test("behavior: what is missing of a lost batch is wanted again, and nothing else of it", async () => {
    const round = newRound(100);
    await sendAll(round);
    const [first] = [...round.open().values()].map((tokens) => [...tokens]);
    expect(first).toEqual([0, 1, 2, 3, 4, 5, 6]);
    round.kept(0);
    expect(round.lost("batch 0", new Set([1]))).toBe(5);
    expect(round.inputsOf(2)).toBeUndefined();
    const again = (await round.next())!;
    expect(again.map(({ tokenId }) => tokenId)).toEqual([2]);
    round.sent("again", again);
    expect(round.inputsOf(2)).toEqual(wantedOf(2).inputs);
    // The one that was delivered is still awaited from there.
    expect([...round.open().get("batch 0")!]).toEqual([1]);
    expect(round.lost("unknown", new Set())).toBe(0);
  });

  test("behavior: what was kept already can be wanted again", async () => {
    const round = newRound(1);
    await sendAll(round);
    round.kept(0);
    expect(round.isDone()).toBe(true);
    round.redo([wantedOf(0)]);
    expect(round.isDone()).toBe(false);
    expect(await round.next()).toEqual([wantedOf(0)]);
    expect(round.isDone()).toBe(false);
  });
});
