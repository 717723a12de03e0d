// The model file from the chain by one command, and what it says when the node lies.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keccak256 } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { SHIPPED } from "../renderer/sky/backends.ts";
import { type System, startSystem } from "./system.ts";

let system: System;
let folder = "";
const out = () => join(folder, "model.bin");
const record = () => join(folder, "record.json");
const liars: Server[] = [];

beforeAll(async () => {
  system = await startSystem();
  folder = mkdtempSync(join(tmpdir(), "heliotrope-model-"));
  const contracts = Object.entries(system.contracts).map(([name, address]) => [name, { address }]);
  const content = { chainId: 31337, startBlock: 0, contracts: Object.fromEntries(contracts) };
  writeFileSync(record(), JSON.stringify(content));
}, 900_000);

afterEach(() => {
  for (const liar of liars.splice(0)) liar.close();
  rmSync(out(), { force: true });
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await system?.anvil.stop();
});

/** Runs the command; `said` is all that it printed. */
function rebuild(...args: string[]): Promise<{ code: number; said: string }> {
  const all = ["tools/model.ts", "--deployment", record(), "--out", out(), ...args];
  if (!args.includes("--rpc")) all.push("--rpc", system.anvil.url);
  return new Promise((resolve) => {
    execFile(process.execPath, all, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr });
    });
  });
}

interface Call {
  method: string;
  params: [{ data?: string; input?: string }];
}

/** A node that passes everything on, and changes some of the answers. */
async function liar(change: (call: Call, result: string) => string): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const call = JSON.parse(body) as Call;
    const answer = await fetch(system.anvil.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const message = (await answer.json()) as { result?: string };
    if (typeof message.result === "string") message.result = change(call, message.result);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(message));
  });
  liars.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The same with byte `at` behind the first occurrence of the model's head changed by one bit. */
function altered(hex: string, at: number): string {
  const head = hex.indexOf("48534b59");
  if (head < 0) return hex;
  const place = head + 2 * at;
  const byte = Number.parseInt(hex.slice(place, place + 2), 16) ^ 1;
  return hex.slice(0, place) + byte.toString(16).padStart(2, "0") + hex.slice(place + 2);
}

describe("tools/model.ts", () => {
  test("default: the file is the shipped one, byte for byte", async () => {
    const { code, said } = await rebuild();
    expect(said).toContain(keccak256(SHIPPED));
    expect(code).toBe(0);
    expect(new Uint8Array(readFileSync(out()))).toEqual(SHIPPED);
    // Once more over the same file, with its hash known.
    expect((await rebuild("--hash", keccak256(SHIPPED))).code).toBe(0);
  });

  test("behavior: a file of another content is left alone", async () => {
    writeFileSync(out(), "mine");
    const { code, said } = await rebuild();
    expect(code).toBe(1);
    expect(said).toContain("exists and is another file");
    expect(readFileSync(out(), "utf8")).toBe("mine");
  });

  test("error: a byte altered in the code, in the view, and in both", async () => {
    const lies: [methods: string[], reason: string][] = [
      [["eth_getCode"], "contradicts itself: the code at"],
      [["eth_call"], "differ from byte 700 on"],
      [["eth_getCode", "eth_call"], "were altered on the way"],
    ];
    for (const [methods, reason] of lies) {
      const rpc = await liar(({ method }, result) =>
        methods.includes(method) ? altered(result, 700) : result,
      );
      const { code, said } = await rebuild("--rpc", rpc);
      expect(said).toContain(reason);
      expect(code).toBe(1);
      expect(existsSync(out())).toBe(false);
      expect(existsSync(`${out()}.part`)).toBe(false);
    }
  });

  test("error: a node that lies about the hash too is caught by the file's own checksum", async () => {
    const wrong = SHIPPED.slice();
    wrong[700]! ^= 1;
    const [right, made] = [keccak256(SHIPPED).slice(2), keccak256(wrong).slice(2)];
    const rpc = await liar((_, result) => altered(result.replace(right, made), 700));
    const { code, said } = await rebuild("--rpc", rpc);
    expect(said).toContain("its checksum does not match");
    expect(code).toBe(1);
    expect(existsSync(out())).toBe(false);
  });

  test("error: an unknown id, another hash, another chain, no node, no record", async () => {
    const cases: [args: string[], reason: string][] = [
      [["--id", "3"], "no model 3: it has 1"],
      [["--id", "x"], "not a whole number"],
      [["--hash", keccak256("0x")], "Correct --id or --hash"],
      [["--hash", "0x12"], "is not a hash"],
      [["--rpc", "http://127.0.0.1:1"], "HTTP request failed"],
      [["--deployment", join(folder, "none.json")], "cannot be read"],
    ];
    for (const [args, reason] of cases) {
      const { code, said } = await rebuild(...args);
      expect(said).toContain(reason);
      expect(code).toBe(1);
      expect(existsSync(out())).toBe(false);
    }
    const rpc = await liar(({ method }, result) => (method === "eth_chainId" ? "0x1" : result));
    expect((await rebuild("--rpc", rpc)).said).toContain("is chain 1, and");
  });
});
