import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createPublicClient, http } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dueBy, isAtWork, startClock } from "../../tools/demo/clock.ts";
import { type Anvil, startAnvil } from "../keeper/anvil.ts";

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

describe("startClock", () => {
  const climate = "0x000000000000000000000000000000000000c11e";
  const keeper = { block: 0, asked: 0 };
  let anvil: Anvil;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    anvil = await startAnvil();
    // Answers zero to whatever it is asked: no epoch was accepted.
    await anvil.client.setCode({ address: climate, bytecode: "0x5f5f5260205ff3" });
    server = createServer((_, reply) => {
      keeper.asked++;
      reply.end(JSON.stringify({ block: keeper.block, keeper: climate }));
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    server.close();
    await anvil.stop();
  });

  const start = (keepers: () => readonly string[], patienceMs?: number) =>
    startClock({
      rpcUrl: anvil.url,
      climate,
      almanac: climate,
      blockSeconds: 840,
      paceMs: 5,
      keepers,
      ...(patienceMs === undefined ? {} : { patienceMs }),
    });
  const head = async () => {
    const client = createPublicClient({ transport: http(anvil.url), cacheTime: 0 });
    return Number(await client.getBlockNumber());
  };
  const until = async (isSo: () => boolean | Promise<boolean>) => {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it("default: no block until the keeper has acted on the last one", async () => {
    const first = await head();
    keeper.block = first - 1;
    const clock = await start(() => [url]);
    const asked = keeper.asked;
    await until(() => keeper.asked > asked + 5);
    expect(await head()).toBe(first);
    keeper.block = first;
    await until(async () => (await head()) === first + 1);
    // And again: it has to act on this one, too.
    const askedAgain = keeper.asked;
    await until(() => keeper.asked > askedAgain + 5);
    expect(await head()).toBe(first + 1);
    await clock.stop();
  });

  it("behavior: patience ends: whoever is late holds up one block, and not all that follow", async () => {
    const first = await head();
    keeper.block = first - 1;
    const clock = await start(() => [url], 400);
    await until(async () => (await head()) > first);
    // From here on one look for each block; whoever is waited for is looked at ten times.
    const asked = keeper.asked;
    await until(async () => (await head()) > first + 10);
    await clock.stop();
    expect(keeper.asked - asked).toBeLessThan(2 * ((await head()) - first));
  });

  it("behavior: a keeper that has ended holds nobody up", async () => {
    const first = await head();
    keeper.block = first - 1;
    let running: readonly string[] = [url];
    const clock = await start(() => running);
    const asked = keeper.asked;
    await until(() => keeper.asked > asked + 5);
    expect(await head()).toBe(first);
    running = [];
    await until(async () => (await head()) > first + 2);
    await clock.stop();
  });
});
