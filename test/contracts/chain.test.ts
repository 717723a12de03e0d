// What forge's own EVM cannot show: real block hashes, real PREVRANDAO, the history contract of
// EIP-2935, and the gas of whole transactions.
import { parseEventLogs } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { genomesAbi } from "../../contracts/abi.ts";
import { getHeader } from "../../keeper/chain/header.ts";
import { germinate, keeper, mint, observeNext, owner, type System, startSystem } from "./system.ts";

/** Milliseconds for what a busy machine does slowly: compiling, and mining 8,300 blocks. */
const PATIENCE = 900_000;

/** EIP-7825: the most gas of one transaction. */
const TRANSACTION_GAS = 2n ** 24n;

let system: System;
beforeAll(async () => {
  system = await startSystem();
}, PATIENCE);
afterAll(() => system?.anvil.stop());

const genomes = () => ({ address: system.contracts.Genomes!, abi: genomesAbi }) as const;

describe("deployment", () => {
  test("behavior: every transaction stays below the limit of one", async () => {
    const height = await system.client.getBlockNumber();
    let seen = 0;
    for (let number = BigInt(system.startBlock) + 1n; number <= height; number++) {
      const { transactions } = await system.client.getBlock({ blockNumber: number });
      for (const hash of transactions) {
        const { gasUsed, status } = await system.client.getTransactionReceipt({ hash });
        expect(status).toBe("success");
        expect(gasUsed).toBeLessThanOrEqual(TRANSACTION_GAS);
        seen++;
      }
    }
    expect(seen).toBeGreaterThanOrEqual(Object.keys(system.contracts).length);
  });
});

describe("germinate", () => {
  test("behavior: takes the header of the target while BLOCKHASH has it", async () => {
    await mint(system, owner, 3);
    const { target, receipt } = await germinate(system);
    const [event] = parseEventLogs({ abi: genomesAbi, logs: receipt.logs });
    expect(event?.args).toMatchObject({ first: 0n, count: 3n, target });
    const [first, birthEpoch, page] = await system.client.readContract({
      ...genomes(),
      functionName: "genomesIn",
      args: [0n],
    });
    expect(first).toBe(0);
    expect(BigInt(birthEpoch)).toBe(event?.eventName === "Germinated" && event.args.birthEpoch);
    expect(new Set(page).size).toBe(3);
  });

  test("behavior: takes it from the history contract past 256 blocks", async () => {
    await mint(system, owner, 2);
    await system.client.mine({ blocks: 400 });
    const { target } = await germinate(system);
    expect((await system.client.getBlockNumber()) - target).toBeGreaterThan(256n);
  });

  test(
    "behavior: past the history a proven batch goes on, an unproven one has one later target",
    async () => {
      await mint(system, owner, 5);
      const before = await germinate(system, 2);
      await mint(system, owner, 1);
      await system.client.mine({ blocks: 8_300 });

      const after = await germinate(system);
      expect(after.target).toBe(before.target);
      expect(after.header).toBe("0x");
      const logs = [before, after].flatMap(({ receipt }) =>
        parseEventLogs({ abi: genomesAbi, eventName: "Germinated", logs: receipt.logs }),
      );
      expect(logs[1]!.args.entropy).toBe(logs[0]!.args.entropy);
      expect(logs.map(({ args }) => args.count)).toEqual([2n, 3n]);

      const [{ target, count }, targetNow] = await system.client.readContract({
        ...genomes(),
        functionName: "pendingBatch",
      });
      expect(count).toBe(1);
      expect(targetNow).toBe(target + 8_191n);
      const lapsed = await getHeader(system.client, target);
      await expect(
        system.client.simulateContract({
          ...genomes(),
          account: keeper,
          functionName: "germinate",
          args: [lapsed, 1n],
        }),
      ).rejects.toThrow("HeaderMismatch");
      expect((await germinate(system)).target).toBe(targetNow);
    },
    PATIENCE,
  );
});

describe("submit", () => {
  test("default", async () => {
    const first = await observeNext(system);
    const second = await observeNext(system);
    expect(second.epoch).toBe(first.epoch + 1n);
  });
});
