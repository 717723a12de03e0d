// What is asked of a chain before anything is sent: of several kinds of anvil, and of nodes that lie.
import { createClient, type Hex, http, numberToHex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Finding, preflight } from "../../../tools/deploy/preflight.ts";
import { run } from "../../../tools/processes.ts";
import { type Anvil, startAnvil } from "../../keeper/anvil.ts";
import { type Lie, startProxy } from "./proxy.ts";

let anvil: Anvil;
beforeAll(async () => {
  const { code, output } = await run("forge", ["build", "--skip", "test"]);
  expect(code, output).toBe(0);
  anvil = await startAnvil(["--hardfork", "prague"]);
  await anvil.client.mine({ blocks: 40 });
}, 900_000);
afterAll(() => anvil?.stop());

const ask = (url: string) => preflight(createClient({ transport: http(url, { retryCount: 0 }) }));

/** What the chain of `anvil` looks like through a node that lies. */
async function through(lie: Lie) {
  const proxy = await startProxy(anvil.url, lie);
  try {
    return await ask(proxy.url);
  } finally {
    await proxy.close();
  }
}

/** The same of a chain of its own. */
async function on(args: string[], blocks = 40) {
  const other = await startAnvil(args);
  try {
    if (blocks > 0) await other.client.mine({ blocks });
    return await ask(other.url);
  } finally {
    await other.stop();
  }
}

const not = (outcome: Finding["outcome"], findings: readonly Finding[]) =>
  findings.filter((finding) => finding.outcome !== outcome);

describe("preflight", () => {
  test("default", async () => {
    const { findings, hasPrevRandao } = await ask(anvil.url);
    expect(not("ok", findings)).toEqual([]);
    expect(findings.map(({ what }) => what)).toEqual([
      "EVM",
      "SSTORE2",
      "call gas",
      "block.number",
      "blocks",
      "blockhash",
      "history",
      "PREVRANDAO",
      "answers",
    ]);
    expect(hasPrevRandao).toBe(true);
  });

  test("behavior: a chain without the history contract is warned of", async () => {
    const { findings, hasPrevRandao } = await on(["--hardfork", "cancun"]);
    expect(not("ok", findings)).toMatchObject([{ what: "history", outcome: "warning" }]);
    expect(hasPrevRandao).toBe(true);
  });

  test("behavior: a chain that has just begun is warned of", async () => {
    const { findings } = await on(["--hardfork", "prague"], 0);
    expect(not("ok", findings)).toMatchObject([{ what: "blocks", outcome: "warning" }]);
  });

  test("error: a chain without MCOPY", async () => {
    const { findings } = await on(["--hardfork", "shanghai"]);
    expect(findings).toEqual([
      { what: "EVM", outcome: "refused", because: expect.stringContaining("MCOPY") },
    ]);
  });

  test("error: a chain without PUSH0", async () => {
    const { findings } = await on(["--hardfork", "paris"]);
    expect(findings).toMatchObject([{ because: expect.stringContaining("PUSH0") }]);
  });

  test("error: a chain that is known to fail, by name", async () => {
    const { findings } = await on(["--chain-id", "42161"]);
    expect(findings).toMatchObject([
      { outcome: "refused", because: expect.stringContaining("Arbitrum One") },
    ]);
    const native = await on(["--chain-id", "324"]);
    expect(native.findings).toMatchObject([{ because: expect.stringContaining("zkSync") }]);
  });

  test("error: no EVM at all", async () => {
    const refuse = (call: { method: string; params: unknown[] }) =>
      call.method === "eth_call" ? new Error("cannot decode bytecode") : call;
    const { findings } = await through({ ask: refuse });
    expect(findings).toMatchObject([
      { what: "EVM", outcome: "refused", because: expect.stringContaining("zkSync") },
    ]);
  });

  test("error: block.number is another chain's", async () => {
    const later = ({ method }: { method: string }, result: unknown) =>
      method === "eth_blockNumber" ? numberToHex(BigInt(result as Hex) + 1_000_000n) : result;
    const { findings } = await through({ answer: later });
    expect(not("ok", findings)).toMatchObject([
      { what: "block.number", outcome: "refused", because: expect.stringContaining("Arbitrum") },
    ]);
  });

  test("error: block.number stands still", async () => {
    const { findings } = await through({
      ask: (call) =>
        call.method === "eth_call" && /^0x[0-9a-f]+$/.test(String(call.params[1]))
          ? { ...call, params: [call.params[0], "0x5"] }
          : call,
    });
    expect(not("ok", findings)).toMatchObject([
      { what: "blocks", outcome: "refused", because: expect.stringContaining("moves by 0") },
    ]);
  });

  test("error: blockhash is another chain's", async () => {
    const other = `0x${"12".repeat(32)}`;
    const { findings } = await through({
      answer: ({ method }, result) =>
        method === "eth_getBlockByNumber" ? { ...(result as object), hash: other } : result,
    });
    expect(not("ok", findings)).toMatchObject([
      { what: "blockhash", outcome: "refused" },
      { what: "PREVRANDAO", outcome: "warning" },
    ]);
  });

  test("behavior: where PREVRANDAO never changes, the block hash is the entropy", async () => {
    const { findings, hasPrevRandao } = await through({
      answer: ({ method }, result) =>
        method === "eth_getBlockByNumber"
          ? { ...(result as object), mixHash: `0x${"00".repeat(31)}01` }
          : result,
    });
    expect(not("ok", findings)).toMatchObject([
      {
        what: "PREVRANDAO",
        outcome: "warning",
        because: expect.stringMatching(/was the same in blocks 9 to 40.*block hash/),
      },
    ]);
    expect(hasPrevRandao).toBe(false);
  });

  test("behavior: where headers cannot be proved, the block hash is the entropy", async () => {
    const { findings, hasPrevRandao } = await through({
      answer: ({ method }, result) =>
        method === "eth_getBlockByNumber" ? { ...(result as object), stateRoot: "0x12" } : result,
    });
    expect(not("ok", findings)).toMatchObject([{ what: "PREVRANDAO", outcome: "warning" }]);
    expect(hasPrevRandao).toBe(false);
  });

  test("error: a node that grants a call too little gas", async () => {
    const { findings } = await through({
      ask: (call) =>
        call.method === "eth_call"
          ? {
              ...call,
              params: [{ ...(call.params[0] as object), gas: "0x1312d00" }, call.params[1]],
            }
          : call,
    });
    expect(not("ok", findings)).toMatchObject([
      { what: "call gas", outcome: "refused", because: expect.stringContaining("24,500,000") },
    ]);
  });

  test("error: a node that cuts long answers, or refuses them", async () => {
    const cut = await through({
      answer: ({ method }, result) =>
        method === "eth_call" && String(result).length > 100_000
          ? String(result).slice(0, 100_000)
          : result,
    });
    expect(not("ok", cut.findings)).toMatchObject([
      { what: "answers", outcome: "refused", because: expect.stringContaining("49,999 arrive") },
    ]);
    const refuse = (call: { method: string; params: unknown[] }) =>
      JSON.stringify(call.params).length > 100_000 ? new Error("response too large") : call;
    const refused = await through({ ask: refuse });
    expect(not("ok", refused.findings)).toMatchObject([
      { what: "answers", outcome: "refused", because: expect.stringContaining("refuses") },
    ]);
  });
});
