// The stage itself: what every other file of browser tests takes for granted.
import { createPublicClient, http, parseAbiItem } from "viem";
import { describe, expect } from "vitest";
import { heliotropeAbi } from "../../contracts/abi.ts";
import { TOKENS } from "./stage.ts";
import { it } from "./visitor.ts";

const TRANSFER = parseAbiItem(
  "event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)",
);

describe("chain", () => {
  it("default: past events, blocks and times are those of the chain that was prepared", async ({
    stage,
  }) => {
    const { client, contracts } = stage;
    const logs = await client.getLogs({
      address: contracts.Heliotrope!.address,
      event: TRANSFER,
      fromBlock: 0n,
    });
    expect(logs.map(({ args }) => Number(args.tokenId))).toEqual(
      Array.from({ length: TOKENS }, (_, i) => i),
    );
    const head = await client.getBlock();
    const first = await client.getBlock({ blockNumber: logs[0]!.blockNumber });
    expect(first.hash).toBe(logs[0]!.blockHash);
    await stage.mine(2);
    const next = await client.getBlock({ blockNumber: head.number + 1n });
    expect(next.parentHash).toBe(head.hash);
    expect(next.timestamp).toBe(head.timestamp + 1n);
    // Everything happens in the spring of the demonstration, whatever the machine's clock says.
    expect(new Date(Number(next.timestamp) * 1000).getUTCFullYear()).toBe(2014);
  });

  it("behavior: a plant minted here germinates, from the hash of a block mined here", async ({
    stage,
  }) => {
    await stage.mintSeed();
    await stage.germinate();
    expect(await stage.contractSvg(TOKENS)).toContain("<svg");
  });

  it("behavior: time and blocks can be taken back", async ({ stage }) => {
    const { client } = stage;
    const before = await client.getBlock();
    const id = await stage.snapshot();
    await stage.warp(1_000);
    const later = await client.getBlock();
    expect(later.timestamp).toBe(before.timestamp + 1_000n);
    await stage.revert(id);
    expect((await client.getBlock()).hash).toBe(before.hash);
    await stage.mine(4);
    const [parent, gone] = await Promise.all(
      [2n, 3n].map((n) => client.getBlock({ blockNumber: before.number + n })),
    );
    const hash = await stage.wallet(10).sendTransaction({ to: stage.wallet(11).account.address });
    await client.waitForTransactionReceipt({ hash });
    await stage.reorg(3);
    const replaced = await client.getBlock({ blockNumber: before.number + 3n });
    expect(replaced.hash).not.toBe(gone!.hash);
    expect(replaced.parentHash).toBe(parent!.hash);
    await expect(client.getTransactionReceipt({ hash })).rejects.toThrow("could not be found");
  });
});

describe("rpc", () => {
  it("default: the page's node fails as it is told to, and heals", async ({ stage }) => {
    const { rpc } = stage;
    const page = createPublicClient({ transport: http(rpc.url, { retryCount: 0 }) });
    const price = () =>
      page.readContract({
        address: stage.contracts.Heliotrope!.address,
        abi: heliotropeAbi,
        functionName: "price",
      });
    rpc.mark();
    const truth = await price();
    expect([rpc.count(), rpc.methods()]).toEqual([1, ["eth_call"]]);

    rpc.failWith({ code: -32_005, message: "the daily limit is spent" }, "eth_call");
    await expect(price()).rejects.toThrow("the daily limit is spent");
    expect(await page.getChainId()).toBe(31_337);
    rpc.rateLimit(7);
    await expect(page.getChainId()).rejects.toThrow("429");
    rpc.heal();
    rpc.failWith("drop-before");
    await expect(price()).rejects.toThrow("fetch failed");
    rpc.heal();
    expect(await price()).toBe(truth);
    rpc.chainId(1);
    expect(await page.getChainId()).toBe(1);
  });

  it("behavior: a node that lags knows neither the newest blocks nor their events", async ({
    stage,
  }) => {
    const page = createPublicClient({ transport: http(stage.rpc.url, { retryCount: 0 }) });
    await stage.mintSeed();
    const head = await stage.client.getBlockNumber({ cacheTime: 0 });
    stage.rpc.lag(100);
    expect(await page.getBlockNumber({ cacheTime: 0 })).toBe(head - 100n);
    expect((await page.getBlock()).number).toBe(head - 100n);
    await expect(page.getBlock({ blockNumber: head })).rejects.toThrow("could not be found");
    const logs = await page.getLogs({ fromBlock: 0n });
    expect(logs.length).toBeGreaterThan(TOKENS);
    expect(logs.every(({ blockNumber }) => blockNumber <= head - 100n)).toBe(true);
  });

  it("behavior: visitors bring habits, and what a page complains of is heard", async ({
    visit,
    stage,
  }) => {
    const { page, open, complaints } = await visit({ colorScheme: "dark", locale: "de-DE" });
    await page.addInitScript(() => {
      console.error("a script before the page's own");
    });
    await open("#/almanac/epoch/7");
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches)).toBe(
      true,
    );
    await page.evaluate(() => {
      const image = document.createElement("img");
      image.src = "https://elsewhere.test/pixel.png";
      document.body.append(image);
    });
    await expect.poll(() => complaints.length, { timeout: 60_000 }).toBeGreaterThan(1);
    expect(complaints[0]).toBe("a script before the page's own");
    expect(complaints.at(-1)).toContain("Content Security Policy");
    expect(page.url()).toContain(stage.url);
  });
});
