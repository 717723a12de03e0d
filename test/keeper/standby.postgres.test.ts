// Two processes of one operator with one key, on one database.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Anvil, KEYS, startAnvil } from "./anvil.ts";
import { postgresForFile } from "./postgres.ts";
import { type KeeperProcess, killKeepers, startKeeper } from "./process.ts";

const cluster = postgresForFile();
const folder = mkdtempSync(join(tmpdir(), "heliotrope-standby-"));
const ADDRESS = "0x00000000000000000000000000000000000ca11e";
let anvil: Anvil;
let settings: Record<string, string>;

beforeAll(async () => {
  anvil = await startAnvil();
  // Contracts that answer nothing: the keeper is up, and complains of the chain.
  await anvil.client.setCode({ address: ADDRESS, bytecode: "0x00" });
  const names = ["Heliotrope", "Genomes", "Climate", "Models", "Almanac"];
  const contracts = Object.fromEntries(names.map((name) => [name, { address: ADDRESS }]));
  writeFileSync(
    join(folder, "deployment.json"),
    JSON.stringify({ chainId: 31_337, startBlock: 0, contracts }),
  );
  settings = {
    RPC_URL: anvil.url,
    KEEPER_KEY: KEYS[5],
    DEPLOYMENT: join(folder, "deployment.json"),
    DATABASE_URL: await cluster().database(),
    RENDER_WORKERS: "1",
  };
});

afterAll(async () => {
  killKeepers();
  await anvil.stop();
  rmSync(folder, { recursive: true, force: true });
});

function start(name: string, ...flags: string[]): KeeperProcess {
  return startKeeper(["run", ...flags], { ...settings, DATA_DIR: join(folder, name) });
}

async function said(keeper: KeeperProcess, text: string): Promise<void> {
  while (!keeper.log().includes(text)) {
    expect(keeper.child.exitCode, keeper.log()).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("behavior: a second process is refused; one that stands by takes over from a frozen one, which ends when it wakes", async () => {
  const first = start("first");
  await first.up;
  const second = start("second");
  expect(await second.exited).toBe(1);
  expect(second.log()).toContain(
    `Another process of this keeper is at work: process ${first.child.pid} on `,
  );
  const standby = start("standby", "--standby");
  await said(standby, "standing by");
  first.child.kill("SIGSTOP");
  await said(standby, "taking over");
  await standby.up;
  first.child.kill("SIGCONT");
  expect(await first.exited).toBe(1);
  expect(first.log()).toContain(
    `Another process of this keeper has taken over: process ${standby.child.pid} on `,
  );
  expect(standby.child.exitCode).toBeNull();
  // After an end in good order the next one begins at once.
  standby.child.kill("SIGTERM");
  expect(await standby.exited, standby.log()).toBe(0);
  const next = start("second");
  await next.up;
  expect(next.log()).not.toContain("the lease is still held");
  next.child.kill("SIGTERM");
  expect(await next.exited).toBe(0);
});

test("error: one database serves one key", async () => {
  const other = startKeeper(["run"], {
    ...settings,
    KEEPER_KEY: KEYS[4],
    DATA_DIR: join(folder, "other"),
    LOG_LEVEL: "silent",
  });
  expect(await other.exited).toBe(1);
  expect(other.log()).toMatch(
    /^heliotrope keeper: The database keeper1 on 127\.0\.0\.1:\d+ belongs to another keeper \(its keeper was 0x9965507d1a55bcc2695c58ba16fb37d819b0a4dc, here it is 0x15d34aaf54267db7d7c367839aaf71a00a2c6a65\)\. Give this one its own database \(DATABASE_URL\), or empty that one to begin anew\.\n$/,
  );
});
