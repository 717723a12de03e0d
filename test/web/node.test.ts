import { createServer, type Server } from "node:http";
import { type Hex, HttpRequestError, keccak256, numberToHex, toHex } from "viem";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { readerOf } from "../../web/client.ts";
import { parseDeployment } from "../../web/deployment.ts";
import { BehindError, readHead, WrongChainError } from "../../web/node/head.ts";
import { pauseOf } from "../../web/node/limit.ts";
import { checkNode } from "../../web/node/own.ts";
import { type Symptoms, troubleOf } from "../../web/node/trouble.ts";
import type { World } from "../../web/world.ts";
import { portOf } from "./stage/ports.ts";

const ADDRESS = `0x${"ab".repeat(20)}`;
const NAMES = ["Heliotrope", "Genomes", "Choices", "Climate", "Models", "Metadata", "Almanac"];

/** What the node of these tests says. */
const node = { chainId: 31_337, head: 0, fork: "", code: "0x60" as Hex };

const server: Server = createServer(async (incoming, outgoing) => {
  let body = "";
  for await (const piece of incoming) body += piece;
  const { id, method, params } = JSON.parse(body) as {
    id: number;
    method: string;
    params: string[];
  };
  const answers: Record<string, () => unknown> = {
    eth_chainId: () => numberToHex(node.chainId),
    eth_blockNumber: () => numberToHex(node.head),
    eth_getCode: () => node.code,
    eth_getBlockByNumber: () => block(params[0] === "latest" ? node.head : Number(params[0])),
  };
  outgoing.writeHead(200, { "content-type": "application/json" });
  outgoing.end(JSON.stringify({ jsonrpc: "2.0", id, result: answers[method]?.() }));
});
await new Promise<void>((resolve) => {
  server.listen(0, "127.0.0.1", resolve);
});
const rpc = `http://127.0.0.1:${portOf(server)}/`;
afterAll(() => server.close());

const deployment = parseDeployment(
  {
    chainId: 31_337,
    contracts: Object.fromEntries(NAMES.map((name) => [name, { address: ADDRESS }])),
    rpc,
  },
  rpc,
);

/** Blocks from the fork on have hashes of their own. */
function block(height: number) {
  const history = node.fork && height >= Number(node.fork) ? "another" : "one";
  return {
    number: numberToHex(height),
    hash: keccak256(toHex(`${history} ${height}`)),
    timestamp: numberToHex(height),
    transactions: [],
  };
}

beforeEach(() => {
  Object.assign(node, { chainId: 31_337, head: 500, fork: "", code: "0x60" });
});

describe("readHead", () => {
  const worldOf = (): World => ({ deployment, client: readerOf(deployment) });

  it("default: follows the chain", async () => {
    const world = worldOf();
    expect((await readHead(world)).number).toBe(500n);
    node.head = 501;
    expect((await readHead(world)).number).toBe(501n);
  });

  it("error: a node on another chain is refused, also when it only turns out to be later", async () => {
    const world = worldOf();
    node.chainId = 5;
    await expect(readHead(world)).rejects.toThrow(WrongChainError);
    node.chainId = 31_337;
    await readHead(world);
    node.chainId = 5;
    const later = async () => {
      for (let i = 0; i < 10; i++) await readHead(world);
    };
    await expect(later()).rejects.toThrow(WrongChainError);
  });

  it("error: a node that knows less than was seen is behind until it has caught up", async () => {
    const world = worldOf();
    for (node.head = 400; node.head <= 500; node.head += 50) await readHead(world);
    node.head = 400;
    await expect(readHead(world)).rejects.toMatchObject({ block: 400n, seen: 500n });
    node.head = 300;
    await expect(readHead(world)).rejects.toThrow(BehindError);
    node.head = 501;
    expect((await readHead(world)).number).toBe(501n);
  });

  it("behavior: a few blocks less are nothing, since nodes behind one address differ", async () => {
    const world = worldOf();
    await readHead(world);
    node.head = 498;
    expect((await readHead(world)).number).toBe(498n);
  });

  it("behavior: a shorter chain with another past is a chain that was rewritten", async () => {
    const world = worldOf();
    for (node.head = 400; node.head <= 500; node.head += 50) await readHead(world);
    Object.assign(node, { head: 420, fork: "380" });
    expect((await readHead(world)).number).toBe(420n);
  });
});

describe("pauseOf", () => {
  it("default: as long as the node asks for, in seconds or until a date", () => {
    expect(pauseOf("7", 3)).toBe(7_000);
    expect(pauseOf("Mon, 23 Nov 2026 08:00:09 GMT", 0, Date.UTC(2026, 10, 23, 8))).toBe(9_000);
  });

  it("behavior: without a wish twice as long each time, up to a minute", () => {
    expect([0, 1, 2, 9].map((earlier) => pauseOf(null, earlier))).toEqual([
      2_000, 4_000, 8_000, 60_000,
    ]);
    expect(pauseOf("soon", 1)).toBe(4_000);
    expect(pauseOf("86400", 0)).toBe(60_000);
  });
});

describe("checkNode", () => {
  it("default: a node of the right chain that has the contracts can be used", async () => {
    expect(await checkNode(deployment, rpc)).toEqual({
      isUsable: true,
      sentence: "That node is on the right chain, has the contracts, and is at block 500.",
    });
  });

  it("error: says what is wrong with any other", async () => {
    const refusal = async (address = rpc) => {
      const { isUsable, sentence } = await checkNode(deployment, address);
      expect(isUsable).toBe(false);
      return sentence;
    };
    expect(await refusal("ftp://example.org")).toContain("not an address that the page may ask");
    expect(await refusal("http://example.org")).toContain("not an address that the page may ask");
    expect(await refusal("http://127.0.0.1:9/")).toContain("Nothing answers there");
    node.chainId = 5;
    expect(await refusal()).toContain("is on chain 5; the contracts are on chain 31337");
    Object.assign(node, { chainId: 31_337, code: "0x" });
    expect(await refusal()).toContain(`no contract at ${ADDRESS}, where Heliotrope should be`);
  });
});

describe("troubleOf", () => {
  const well: Symptoms = { rpc: "/rpc", chainId: 1, isHanging: false, pauseMs: 0 };
  const http = (status?: number) =>
    new HttpRequestError({ url: "/rpc", ...(status !== undefined && { status }) });

  it("default: nothing to say while all is well", () => {
    expect(troubleOf(well)).toBeUndefined();
  });

  it("behavior: each trouble has a sentence of its own", () => {
    const troubles = [
      { ...well, error: http() },
      { ...well, error: http(503) },
      { ...well, pauseMs: 4_200 },
      { ...well, tookMs: 6_000 },
      { ...well, error: new WrongChainError(5) },
      { ...well, error: new BehindError(400n, 500n) },
      { ...well, staleSince: 0 },
    ].map(troubleOf);
    expect(troubles.map((trouble) => trouble?.kind)).toEqual([
      "down",
      "failing",
      "limited",
      "slow",
      "wrong-chain",
      "behind",
      "stale",
    ]);
    expect(new Set(troubles.map((trouble) => trouble?.sentence)).size).toBe(7);
    expect(troubles[2]?.sentence).toContain("in 5 seconds");
    expect(troubles[5]?.sentence).toContain("at block 400, 100 blocks behind");
  });

  it("behavior: hanging is silence, and silence is worse than slowness", () => {
    expect(troubleOf({ ...well, isHanging: true })?.kind).toBe("down");
    expect(troubleOf({ ...well, error: http(), tookMs: 6_000 })?.kind).toBe("down");
  });
});
