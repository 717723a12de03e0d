import type { Hex } from "viem";
import { describe, expect, it } from "vitest";
import { blockAfter, blockBefore } from "../../web/queries/blocks.ts";
import { readLogs } from "../../web/queries/logs.ts";
import type { World } from "../../web/world.ts";

const ALMANAC: Hex = `0x${"a1".repeat(20)}`;

/** A node with a block every `pace` seconds, slower by ten from the middle on, that counts what it is asked. */
function nodeOf(blocks: number, pace = 12, most = 10_000) {
  const asked: [bigint, bigint][] = [];
  let headers = 0;
  const timeAt = (block: bigint) => {
    const late = Math.max(0, Number(block) - blocks / 2);
    return 1_000_000 + Number(block) * pace + late * 10;
  };
  const client = {
    getBlock: async ({ blockNumber }: { blockNumber: bigint }) => {
      headers++;
      return { timestamp: BigInt(timeAt(blockNumber)) };
    },
    request: async ({ params: [filter] }: { params: [{ fromBlock: Hex; toBlock: Hex }] }) => {
      const [from, to] = [BigInt(filter.fromBlock), BigInt(filter.toBlock)];
      if (to - from >= BigInt(most)) throw new Error("range too wide");
      asked.push([from, to]);
      return [{ blockNumber: filter.fromBlock }];
    },
  };
  const deployment = { startBlock: 10n, contracts: { Almanac: ALMANAC } };
  const world = { client, deployment } as unknown as World;
  const head = { block: BigInt(blocks), time: timeAt(BigInt(blocks)) };
  return { world, asked, timeAt, head, headers: () => headers };
}

describe("readLogs", () => {
  it("default: a short range is one question", async () => {
    const { world, asked } = nodeOf(100_000);
    await readLogs(world, [], 5n, 9_000n);
    expect(asked).toEqual([[5n, 9_000n]]);
  });

  it("behavior: what a node refuses is asked for in shorter pieces, without a gap", async () => {
    const { world, asked } = nodeOf(100_000, 12, 2_000);
    await readLogs(world, [], 1n, 9_999n);
    expect(asked[0]?.[0]).toBe(1n);
    expect(asked.at(-1)?.[1]).toBe(9_999n);
    for (const [i, [from]] of asked.entries()) if (i > 0) expect(from).toBe(asked[i - 1]![1] + 1n);
  });

  it("error: a node that refuses even the shortest range is believed", async () => {
    const { world } = nodeOf(100_000, 12, 100);
    await expect(readLogs(world, [], 1n, 9_999n)).rejects.toThrow("range too wide");
  });
});

describe("blockBefore", () => {
  it("default: finds a block within the hour before a moment, by few headers", async () => {
    const { world, timeAt, head, headers } = nodeOf(5_000_000);
    for (const block of [1_000_000n, 2_600_000n, 4_999_000n]) {
      const moment = timeAt(block);
      const before = headers();
      const found = timeAt(await blockBefore(world, moment, head));
      expect(found).toBeLessThanOrEqual(moment);
      expect(moment - found).toBeLessThanOrEqual(3_600);
      expect(headers() - before).toBeLessThan(40);
    }
  });

  it("behavior: nothing is older than the contracts", async () => {
    const { world, head } = nodeOf(500);
    expect(await blockBefore(world, 0, head)).toBe(10n);
  });
});

describe("blockAfter", () => {
  it("default: no event up to the moment is missed", async () => {
    const { world, timeAt, head } = nodeOf(5_000_000);
    const moment = timeAt(3_000_000n);
    expect(timeAt(await blockAfter(world, moment, head))).toBeGreaterThanOrEqual(moment);
    expect(await blockAfter(world, head.time, head)).toBe(head.block);
    expect(await blockAfter(world, Number.POSITIVE_INFINITY, head)).toBe(head.block);
  });
});
