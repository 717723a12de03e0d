// Addresses that are no collection, and nodes that time out, cap, refuse or are none.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Lie, startProxy } from "../deploy/proxy.ts";
import { complaints, look, openStage, PATIENCE, type Stage } from "./stage.ts";

let stage: Stage;
const servers: Server[] = [];
beforeAll(async () => {
  stage = await openStage();
}, PATIENCE);
afterAll(async () => {
  await stage?.anvil.stop();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** The address of a server that answers everything with this; without a body it never answers. */
async function serving(body?: string, type = "text/html", status = 200): Promise<string> {
  const server = createServer((_, response) => {
    if (body !== undefined) response.writeHead(status, { "content-type": type }).end(body);
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What is said through a node that lies. */
async function through<T>(lie: Lie, work: (url: string) => Promise<T>): Promise<T> {
  const proxy = await startProxy(stage.anvil.url, lie);
  try {
    return await work(proxy.url);
  } finally {
    await proxy.close();
  }
}

/** Why nothing could be said: one line. */
async function refusal(work: Promise<unknown>): Promise<string> {
  const message = await work.then(
    () => "nothing was refused",
    (error: Error) => `${error.constructor.name}: ${error.message}`,
  );
  expect(message.split("\n").length).toBe(1);
  return message;
}

describe("addresses", () => {
  test("error: no code", async () => {
    const said = await refusal(look(stage.anvil.url, `0x${"12".repeat(20)}`));
    expect(said).toMatch(/^CannotRun: .*has no code on chain 31337 at block \d+: no contract/);
  });

  test("error: a contract that is no collection", async () => {
    const address = await stage.deployed("BrokenContracts", "NoToken");
    expect(await refusal(look(stage.anvil.url, address))).toContain("but no ERC-721");
    const named = await refusal(look(stage.anvil.url, address, { tokens: [1n] }));
    expect(named).toContain("but no ERC-721");
  });

  test("error: no address, and one that was mistyped", async () => {
    expect(await refusal(look(stage.anvil.url, "vitalik.eth"))).toContain("is no address");
    const mistyped = "0x70997970c51812dc3A010C7d01b50e0d17dc79C8";
    expect(await refusal(look(stage.anvil.url, mistyped))).toContain("wrong checksum");
  });
});

describe("nodes", () => {
  test("error: one that does not answer in time", async () => {
    const said = await refusal(look(await serving(), `0x${"12".repeat(20)}`, { timeout: 100 }));
    expect(said).toContain("no answer within 100 ms");
  });

  test("error: one that nobody serves", async () => {
    const url = await serving("");
    servers.pop()!.close();
    expect(await refusal(look(url, `0x${"12".repeat(20)}`))).toContain("cannot be reached");
  });

  test.each<[name: string, body: string, type: string, status: number, said: string]>([
    ["a web page", "<!doctype html><title>Log in</title>", "text/html", 200, "a web page?"],
    ["a web page as an error", "<html>Bad gateway</html>", "text/html", 502, "a web page?"],
    ["a refusal", '{"error":"quota"}', "application/json", 429, "HTTP 429"],
    ["a list", "[]", "application/json", 200, "not as a node"],
    [
      "an error of its own",
      '{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"no key"}}',
      "application/json",
      200,
      'the node says "no key"',
    ],
  ])("error: one that answers with %s", async (_name, body, type, status, said) => {
    const url = await serving(body, type, status);
    expect(await refusal(look(url, `0x${"12".repeat(20)}`))).toContain(said);
  });

  test("error: one that breaks off in the middle", async () => {
    const address = await stage.deployed("Sound");
    let calls = 0;
    const proxy = await startProxy(stage.anvil.url, {
      answer: (_, result) => {
        if (++calls === 8) void proxy.close();
        return result;
      },
    });
    expect(await refusal(look(proxy.url, address))).toMatch(/^CannotRun: .*cannot be reached/);
  });

  test("behavior: where a node caps the log, it is read in pieces", async () => {
    const address = await stage.deployed("Sound");
    await stage.anvil.client.mine({ blocks: 90 });
    const spans: number[] = [];
    const report = await through(
      {
        ask: (call) => {
          if (call.method !== "eth_getLogs") return call;
          const { fromBlock, toBlock } = call.params[0] as { fromBlock: string; toBlock: string };
          const span = Number(toBlock) - Number(fromBlock) + 1;
          if (span > 16) return new Error("query returned more than 10000 results");
          spans.push(span);
          return call;
        },
      },
      (url) => look(url, address, { tokens: "all" }),
    );
    expect(report.tokens).toEqual([1n, 2n, 3n]);
    expect(complaints(report)).toEqual({});
    expect(Math.max(...spans)).toBeGreaterThan(8);
    const found = report.findings.find(({ check }) => check === "token-found");
    expect(found?.found).toMatch(/^3 by its log of transfers, in \d+ pieces$/);
  });

  test("behavior: where a node has no log at all, ids are tried", async () => {
    const address = await stage.deployed("Sound");
    const report = await through(
      { ask: (call) => (call.method === "eth_getLogs" ? new Error("not supported") : call) },
      (url) => look(url, address, { tokens: "all" }),
    );
    expect(report.tokens).toEqual([1n, 2n, 3n]);
    expect(report.findings.find(({ check }) => check === "token-found")?.found).toContain(
      "trying ids, since",
    );
  });

  test("error: a node that hides a part of the log", async () => {
    const address = await stage.deployed("Sound");
    const report = await through(
      {
        answer: ({ method }, result) =>
          method === "eth_getLogs" ? (result as unknown[]).slice(1) : result,
      },
      (url) => look(url, address, { tokens: "all" }),
    );
    expect(complaints(report)).toEqual({
      "token-supply": "totalSupply is 3, found were 2",
    });
  });

  test("error: a node that refuses long answers", async () => {
    const address = await stage.deployed("Sound");
    const lie: Lie = {
      ask: (call) =>
        /c87b56dd0{63}1/.test(JSON.stringify(call.params))
          ? new Error("response size exceeded the maximum")
          : call,
    };
    const report = await through(lie, (url) => look(url, address, { tokens: [1n] }));
    expect(complaints(report)).toEqual({
      "answer-length": 'the node refuses: "response size exceeded the maximum"',
    });
  });
});

describe("fetching", () => {
  const json = '{"name":"A","description":"B","image":"ar://picture"}';

  test("default", async () => {
    const address = await stage.deployed("BrokenDocuments", "OnIpfs");
    const report = await look(stage.anvil.url, address, { tokens: [1n] });
    expect(complaints(report)).toEqual({});
    expect(report.findings.find(({ check }) => check === "uri-scheme")?.found).toBeDefined();
    expect(report.findings.some(({ check }) => check === "uri-fetched")).toBe(false);
  });

  test("behavior: what a gateway serves is looked at", async () => {
    const address = await stage.deployed("BrokenDocuments", "OnIpfs");
    const gateway = await serving(json.replace('"B"', '"B",'), "application/json");
    const fetch = { gateway, timeout: 5000 };
    const report = await look(stage.anvil.url, address, { tokens: [1n], fetch });
    expect(Object.keys(complaints(report))).toEqual(["json-syntax"]);
  });

  test("error: what a gateway does not have", async () => {
    const address = await stage.deployed("BrokenDocuments", "OnIpfs");
    const fetch = { gateway: await serving("gone", "text/plain", 404), timeout: 5000 };
    const report = await look(stage.anvil.url, address, { tokens: [1n], fetch });
    expect(complaints(report)["uri-fetched"]).toMatch(/^"ipfs:\/\/.*HTTP 404$/);
  });
});
