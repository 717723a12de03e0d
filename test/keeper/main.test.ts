import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Address } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allocate, enqueue, type Wish } from "../../keeper/store/intents.ts";
import { openStore } from "../../keeper/store/open.ts";
import type { Anvil } from "./anvil.ts";
import { KEYS, startAnvil } from "./anvil.ts";
import { furnish } from "./blank.ts";
import { startKeeper } from "./process.ts";

const folder = mkdtempSync(join(tmpdir(), "heliotrope-main-"));
const ADDRESS = "0x00000000000000000000000000000000000ca11e";
let anvil: Anvil;
let settings: Record<string, string>;

beforeAll(async () => {
  anvil = await startAnvil();
  await anvil.client.setCode({ address: ADDRESS, bytecode: "0x00" });
  await writeRecord({});
  settings = {
    RPC_URL: anvil.url,
    KEEPER_KEY: KEYS[5],
    DEPLOYMENT: join(folder, "deployment.json"),
    DATA_DIR: await furnish(join(folder, "data")),
  };
});

afterAll(async () => {
  await anvil.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function writeRecord(over: object) {
  const names = ["Heliotrope", "Genomes", "Climate", "Models", "Almanac"];
  const contracts = Object.fromEntries(names.map((name) => [name, { address: ADDRESS }]));
  const record = { chainId: 31_337, startBlock: 0, contracts, ...over };
  writeFileSync(join(folder, "deployment.json"), JSON.stringify(record));
}

/** Runs the keeper to its end; it must fail, with one sentence. */
async function complaint(env: Record<string, string>): Promise<string> {
  const keeper = startKeeper(["run"], { ...settings, ...env, LOG_LEVEL: "silent" });
  expect(await keeper.exited).toBe(1);
  const lines = keeper.log().trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  return lines[0]!;
}

describe("main", () => {
  test("args: --help", async () => {
    const keeper = startKeeper(["--help"], {});
    expect(await keeper.exited).toBe(0);
    expect(keeper.output()).toContain("LOG_LEVEL");
  });

  test("behavior: a chain that stops answering is waited for, and SIGTERM ends the wait", async () => {
    // These contracts answer nothing, which is as good as a node that fails every call.
    const keeper = startKeeper(["run"], { ...settings, DATA_DIR: join(folder, "waiting") });
    while (!keeper.log().includes("the chain does not answer; trying again")) {
      expect(keeper.child.exitCode, keeper.log()).toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    keeper.child.kill("SIGTERM");
    expect(await keeper.exited, keeper.log()).toBe(0);
  });

  test("behavior: SIGTERM sees through what is in flight, and a second one does not wait for it", async () => {
    // The folder of the test before, with a transaction under way that this chain will never mine.
    const store = (await openStore(join(folder, "waiting")))!;
    const { rows } = await store.db.query<{ address: string }>("SELECT address FROM signers");
    const sender = rows[0]!.address as Address;
    const intent: Wish = {
      kind: "commit",
      subject: "epoch 7",
      sender,
      target: ADDRESS,
      data: "0x",
      expiresAt: 10n ** 12n,
    };
    const id = await enqueue(store.db, 31_337, intent);
    await allocate(store.db, { ...intent, id, status: "queued", nonce: null }, async () => {
      return { hash: id, raw: "0x", capWei: 1n, tipWei: 1n, noop: false, signedAtBlock: 0n };
    });
    await store.close();
    const env = { DATA_DIR: join(folder, "waiting"), DRAIN_S: "600" };
    const keeper = startKeeper(["run"], { ...settings, ...env });
    const said = async (words: string) => {
      while (!keeper.log().includes(words)) {
        expect(keeper.child.exitCode, keeper.log()).toBeNull();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    await said("the keeper is up");
    keeper.child.kill("SIGTERM");
    await said("seeing through what is in flight");
    // Within a second of the first it would be the same one, from the terminal and through npm.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(keeper.child.exitCode, keeper.log()).toBeNull();
    keeper.child.kill("SIGTERM");
    expect(await keeper.exited, keeper.log()).toBe(1);
  });

  test("error: RPC unreachable", async () => {
    expect(await complaint({ RPC_URL: "http://127.0.0.1:9" })).toMatch(
      /^heliotrope keeper: No Ethereum node answers at http:\/\/127\.0\.0\.1:9 .* point RPC_URL at one that runs\.$/,
    );
  });

  test("error: data folder not writable", async () => {
    expect(await complaint({ DATA_DIR: "/dev/null/x" })).toBe(
      "heliotrope keeper: The data folder /dev/null/x cannot be written (ENOTDIR). Make it writable, or point DATA_DIR elsewhere.",
    );
  });

  test("error: a deploy record that is missing, broken, or of another chain", async () => {
    expect(await complaint({ DEPLOYMENT: join(folder, "none.json") })).toContain(
      "none.json cannot be read (ENOENT). Deploy the contracts to chain 31337 first",
    );
    writeFileSync(join(folder, "broken.json"), '{"chainId":');
    expect(await complaint({ DEPLOYMENT: join(folder, "broken.json") })).toContain(
      "broken.json is malformed",
    );
    await writeRecord({ chainId: 5 });
    expect(await complaint({})).toContain(`is for chain 5, but ${anvil.url} is chain 31337.`);
    await writeRecord({ contracts: {} });
    expect(await complaint({})).toContain("is malformed at contracts.Heliotrope");
    await writeRecord({});
  });

  test("error: contracts that are not there", async () => {
    await anvil.client.setCode({ address: ADDRESS, bytecode: "0x" });
    expect(await complaint({})).toContain("The chain was probably started afresh: deploy again.");
    await anvil.client.setCode({ address: ADDRESS, bytecode: "0x00" });
  });

  test("error: a corrupted model file", async () => {
    const file = join(folder, "model.bin");
    writeFileSync(file, "not a model");
    expect(await complaint({ MODEL_FILE: file })).toMatch(
      /^heliotrope keeper: The sky model .*model\.bin is corrupted \(.*\) Restore the file, or leave MODEL_FILE out/,
    );
  });

  test("error: a recording that is not one", async () => {
    const file = join(folder, "weather.csv");
    writeFileSync(file, "a,b\n");
    expect(await complaint({ WEATHER_FILE: file })).toContain("does not start with the columns");
  });

  test("error: port taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    expect(await complaint({ PORT: String(port) })).toContain(`Port ${port} on 127.0.0.1 is taken`);
    other.close();
  });

  test("error: a data folder of another chain", async () => {
    const other = await startAnvil(["--timestamp", "1400000000"]);
    await other.client.setCode({ address: ADDRESS, bytecode: "0x00" });
    expect(await complaint({ RPC_URL: other.url })).toMatch(
      /belongs to another chain or deployment \(its start was .*\)\. Give this one its own DATA_DIR/,
    );
    await other.stop();
  });
});
