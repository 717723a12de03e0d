// What an operator types, against a chain with a keeper on it: the commands that look and send nothing.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CarReader } from "@ipld/car";
import {
  type Address,
  createPublicClient,
  createTestClient,
  http,
  publicActions,
  walletActions,
} from "viem";
import { privateKeyToAccount, privateKeyToAddress } from "viem/accounts";
import { foundry } from "viem/chains";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { almanacAbi } from "../../contracts/abi.ts";
import type { Summary } from "../../keeper/loop.ts";
import { keepRecord, mint, privateKey, startChain } from "../../tools/demo/chain.ts";
import { type Child, freePort, stop } from "../../tools/processes.ts";
import { furnish } from "./blank.ts";
import { type Clock, startClock } from "./clock.ts";
import { type KeeperProcess, killKeepers, startKeeper } from "./process.ts";

const TOKENS = 2;
const folder = mkdtempSync(join(tmpdir(), "heliotrope-commands-"));
const keeperKey = privateKey(5);
const keeper = privateKeyToAddress(keeperKey);
const children: Child[] = [];
let almanac: Address;
let clock: Clock;
let chain: Record<string, string>;
let summary: Summary;
let running: KeeperProcess;

/** The epoch that the running keeper has committed to last, and the root that it has painted for it. */
function committed(): { readonly epoch: string; readonly root: string } | null {
  const log = running.log();
  const done = [...log.matchAll(/"kind":"commit","subject":"epoch (\d+),[^"]*","status":"done"/g)];
  const epoch = done.at(-1)?.[1];
  const root = new RegExp(`"epoch":${epoch},.*"root":"(0x[0-9a-f]{64})".*"rendered"`).exec(
    log,
  )?.[1];
  return epoch === undefined || root === undefined ? null : { epoch, root };
}

const nonceOf = (address: Address) =>
  createPublicClient({ transport: http(chain.RPC_URL) }).getTransactionCount({ address });

/** Runs a command to its end. */
async function answer(args: readonly string[], env: Record<string, string> = {}) {
  const process = startKeeper(args, { ...chain, LOG_LEVEL: "warn", ...env });
  const code = await process.exited;
  return { code, text: process.output(), log: process.log() };
}

beforeAll(async () => {
  const port = await freePort(20_000 + Math.floor(Math.random() * 20_000));
  const { rpcUrl, deployment } = await startChain(folder, port, (child) => children.push(child));
  keepRecord(folder, deployment);
  almanac = deployment.contracts.Almanac!.address;
  await mint(rpcUrl, deployment.contracts.Heliotrope!.address, TOKENS);
  clock = await startClock(rpcUrl);
  chain = { RPC_URL: rpcUrl, DEPLOYMENT: join(folder, "deployment.json") };
  const settings = {
    ...chain,
    DATA_DIR: await furnish(join(folder, "keeper")),
    KEEPER_KEY: keeperKey,
    REPORTER_KEYS: [1, 2, 3, 4].map(privateKey).join(","),
    RENDER_WORKERS: "1",
    POLL_MS: "50",
  };
  const once = startKeeper(["run", "--once"], settings);
  clock.follow(once);
  expect(await once.exited, once.log()).toBe(0);
  clock.hold();
  summary = JSON.parse(once.lastLine());
  running = startKeeper(["run"], settings);
  await running.up;
  clock.follow(running);
  while (committed() === null) {
    expect(running.child.exitCode, running.log()).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  clock.hold();
});

afterAll(async () => {
  killKeepers();
  await clock?.stop().catch(() => {});
  for (const child of children) await stop(child);
  rmSync(folder, { recursive: true, force: true });
});

describe("status", () => {
  test("default", async () => {
    const { port } = new URL(running.url()!);
    const { code, text, log } = await answer(["status"], { PORT: port });
    expect(code, log).toBe(0);
    expect(text).toContain(keeper);
    expect(text).toMatch(new RegExp(`${summary.epoch} .* ${TOKENS} +revealed +takes `));
    expect(text).toContain("Alerts\n  none");
  });

  test("behavior: whoever is not there, or runs out of funds, is an alert and the exit code says so", async () => {
    const client = createTestClient({
      mode: "anvil",
      chain: foundry,
      transport: http(chain.RPC_URL),
    });
    const poor = privateKeyToAddress(privateKey(9));
    await client.setBalance({ address: poor, value: 10n ** 15n });
    const { code, text } = await answer(["status", "--keeper", poor, "--json"], { PORT: "1" });
    expect(code).toBe(1);
    const said = JSON.parse(text);
    expect(said).toMatchObject({ keeper: poor, chainId: 31_337, health: null });
    expect(said.alerts).toEqual([
      expect.stringMatching(/^No keeper answers at http:\/\/127\.0\.0\.1:1\./),
      expect.stringMatching(
        /^The key's funds last for 0 epochs .* set aside for bonds; ALERT_EPOCHS is 24\.$/,
      ),
    ]);
  });

  test("error: nobody there, and nobody named", async () => {
    const { code, log } = await answer(["status"], { PORT: "1" });
    expect(code).toBe(1);
    expect(log).toMatch(
      /^heliotrope keeper: Whose affairs\? No keeper answers at http:\/\/127\.0\.0\.1:1\./,
    );
  });
});

describe("dry-run", () => {
  test("default", async () => {
    // Whoever has never been here would pay a bond in and commit to the root that the keeper arrived at.
    const newcomer = privateKeyToAddress(privateKey(7));
    const before = await nonceOf(newcomer);
    const { code, text, log } = await answer(["dry-run", "--keeper", newcomer]);
    expect(code, log).toBe(0);
    const { epoch, root } = committed()!;
    const open = `epoch ${epoch}`;
    expect(text).toMatch(new RegExp(`deposit +${open}, balance 0, locked 0 .* and 0.2 ETH along`));
    expect(text).toMatch(new RegExp(`commit +${open}, job 0x[0-9a-f]{8}... +[0-9,]+ gas`));
    expect(text).toContain(`root ${root}`);
    expect(await nonceOf(newcomer)).toBe(before);
  });

  test("behavior: whoever has committed waits for the reveal, and nothing is painted again", async () => {
    const { code, text, log } = await answer(["dry-run", "--keeper", keeper, "--quick"]);
    expect(code, log).toBe(0);
    expect(text).not.toContain("Painted");
    expect(text).toMatch(/Later\n( {2}epoch \d+: .*\n)+/);
  });

  test("behavior: what is held back has its reason", async () => {
    const env = { BOND_LIMIT_ETHER: "0.1" };
    const newcomer = privateKeyToAddress(privateKey(7));
    const { text } = await answer(["dry-run", "--keeper", newcomer, "--quick"], env);
    expect(text).toContain("send at block");
    expect(text).toMatch(
      /Held back\n {2}Epoch \d+ will not be committed to: its bond lacks 0.2 ether/,
    );
  });
});

describe("replay", () => {
  test("default", async () => {
    const out = join(folder, "replayed");
    const { code, text, log } = await answer([
      "replay",
      "--epoch",
      `${summary.epoch}`,
      "--out",
      out,
    ]);
    expect(code, log).toBe(0);
    expect(text).toContain(`root ${summary.root}`);
    expect(text).toContain(`${keeper} revealed the same root, and the same CID`);
    expect(text).toContain("the almanac: has not judged it yet");
    // The folder says what it is, and the CAR holds it whole.
    const said = JSON.parse(readFileSync(join(out, "epoch.json"), "utf8"));
    expect(said).toMatchObject({ epoch: summary.epoch, root: summary.root, tokens: TOKENS });
    expect(readdirSync(join(out, "rasters", "00"))).toEqual(["0.png", "1.png"]);
    const car = await CarReader.fromBytes(readFileSync(`${out}.car`));
    expect(text).toContain(`CID  ${(await car.getRoots())[0]}`);
  });

  test("behavior: a root that is a lie is told from the honest one, and the exit code says so", async () => {
    const { epoch } = committed()!;
    const liar = privateKeyToAccount(privateKey(8));
    const lie = `0x${"1c".repeat(32)}` as const;
    const said = [BigInt(epoch), lie, "0x01", `0x${"5a".repeat(32)}`] as const;
    const call = { address: almanac, abi: almanacAbi } as const;
    const client = createTestClient({
      mode: "anvil",
      chain: foundry,
      account: liar,
      transport: http(chain.RPC_URL),
    })
      .extend(publicActions)
      .extend(walletActions);
    const { bond } = await client.readContract({ ...call, functionName: "rules" });
    const commitment = await client.readContract({
      ...call,
      functionName: "hashCommitment",
      args: [...said, liar.address],
    });
    const gas = 1_000_000n;
    const deposit = { ...call, functionName: "deposit", args: [liar.address] } as const;
    await client.writeContract({ ...deposit, value: bond, gas });
    const commit = { ...call, functionName: "commit", args: [said[0], commitment] } as const;
    await client.writeContract({ ...commit, gas });
    clock.follow(running);
    const revealed = new RegExp(`"epoch":${epoch},"root":"0x[0-9a-f]+","msg":"revealed"`);
    while (!revealed.test(running.log())) {
      expect(running.child.exitCode, running.log()).toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    clock.hold();
    await client.writeContract({ ...call, functionName: "reveal", args: said, gas });
    await client.mine({ blocks: 1 });
    const { code, text, log } = await answer([
      ...["replay", "--epoch", epoch, "--out", join(folder, "lied-about")],
    ]);
    expect(code, log).toBe(1);
    expect(text).toContain(`${keeper} revealed the same root, and the same CID`);
    expect(text).toContain(`${liar.address} revealed another root, ${lie}: "audit" says where`);
  });

  test("error: an epoch that never was", async () => {
    const { code, log } = await answer(["replay", "--epoch", "1"]);
    expect(code).toBe(1);
    expect(log).toContain("The climate has not accepted epoch 1, so there is nothing to paint.");
  });
});
