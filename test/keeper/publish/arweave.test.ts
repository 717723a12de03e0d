// Epochs handed to Arweave: signed items, paid for once, that stay.
import { generateKeyPairSync } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CarReader } from "@ipld/car";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createMetrics } from "../../../keeper/metrics.ts";
import { openArchive } from "../../../keeper/publish/archive.ts";
import { openPinning } from "../../../keeper/publish/open.ts";
import { openArweave } from "../../../keeper/publish/pin/arweave.ts";
import { signItem } from "../../../keeper/publish/pin/item.ts";
import { readWallet } from "../../../keeper/publish/pin/wallet.ts";
import { openPublisher, type Publisher } from "../../../keeper/publish/publisher.ts";
import { readCommand } from "../../../keeper/settings/read.ts";
import { saveSentItem, sentItem } from "../../../keeper/store/items.ts";
import { openStore, type Store } from "../../../keeper/store/open.ts";
import { epochTree } from "../../../renderer/merkle.ts";
import { furnish } from "../blank.ts";
import { type Bundler, parseItem, startBundler } from "./bundler.ts";
import { EPOCH_SECONDS, revealEpoch, SPRING, word } from "./revealed.ts";

let jwk: object;
let home: string;
let folder: string;
let file: string;
let store: Store;
let bundler: Bundler;
let ms: number;
let lines: string[];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "heliotrope-arweave-store-"));
  store = (await openStore(await furnish(home)))!;
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 4_096 });
  jwk = privateKey.export({ format: "jwk" });
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "heliotrope-arweave-"));
  file = join(folder, "wallet.json");
  writeFileSync(file, JSON.stringify(jwk), { mode: 0o600 });
  await store.db.query("TRUNCATE pins, arweave_items, renders, blocks");
  bundler = await startBundler();
  ms = 0;
  lines = [];
});

afterEach(() => {
  bundler.close();
  rmSync(folder, { recursive: true, force: true });
});

afterAll(async () => {
  await store.close();
  rmSync(home, { recursive: true, force: true });
});

const logger = () => pino({ base: null }, { write: (line: string) => void lines.push(line) });

function publish(keepEpochs = 24): Publisher {
  const wallet = readWallet(file);
  const service = openArweave({
    url: `${bundler.url}/v1`,
    gateway: bundler.url,
    wallet,
    sent: {
      find: (cid) => sentItem(store.db, wallet.address, cid),
      save: (cid, id) => saveSentItem(store.db, wallet.address, cid, id),
    },
  });
  return openPublisher({
    db: store.db,
    archive: openArchive(store),
    services: [service],
    keepEpochs,
    metrics: createMetrics(),
    log: logger(),
    clock: () => ms,
  });
}

/** A turn of the loop, and what it began; whether the last one did not work. */
async function turn(publisher: Publisher): Promise<string | null> {
  ms += 300_000;
  let trouble: string | null = null;
  try {
    publisher.turn({ epochSeconds: EPOCH_SECONDS });
  } catch (error) {
    trouble = (error as Error).message;
  }
  await publisher.settled();
  return trouble;
}

const states = async () =>
  (await store.db.query<{ state: string }>("SELECT state FROM pins ORDER BY epoch")).rows.map(
    ({ state }) => state,
  );
const uploads = () => bundler.asked.filter((line) => line === "POST /v1/tx").length;
const settle = () => {
  for (const id of bundler.items.keys()) bundler.settled.add(id);
};

describe("arweave", () => {
  test("default: an epoch is signed, tagged and sent once, and counts when a gateway knows it", async () => {
    const epoch = SPRING + 1n;
    const cid = await revealEpoch(store, epoch);
    const publisher = publish();
    expect(await turn(publisher)).toBeNull();
    const [item] = [...bundler.items.values()];
    expect(item!.tags).toEqual({
      "Content-Type": "application/vnd.ipld.car",
      "App-Name": "Heliotrope",
      Epoch: epoch.toString(),
      CID: cid,
      Root: epochTree(new Uint8Array(Buffer.from(word(Number(epoch)).slice(2), "hex"))).root,
    });
    expect(item!.owner).toBe(readWallet(file).address);
    const car = await CarReader.fromBytes(item!.data);
    expect((await car.getRoots()).map(String)).toEqual([cid]);
    let blocks = 0;
    for await (const _ of car.blocks()) blocks++;
    expect(blocks).toBe(7);
    await turn(publisher);
    expect(await states()).toEqual(["pinning"]);
    settle();
    await turn(publisher);
    expect(await states()).toEqual(["pinned"]);
    expect(uploads()).toBe(1);
  });

  test("behavior: to pin again what is there is to send nothing", async () => {
    await revealEpoch(store, SPRING + 1n);
    await turn(publish());
    settle();
    // By its id, and where that is lost too, by its tags.
    for (const table of ["pins", "pins", "arweave_items"]) {
      await store.db.query("DELETE FROM pins");
      await store.db.query(`DELETE FROM ${table}`);
      await turn(publish());
      expect(await states()).toEqual(["pinned"]);
    }
    expect(uploads()).toBe(1);
    expect(await sentItem(store.db, readWallet(file).address, "another")).toBeNull();
  });

  test("behavior: what nobody remembers is sent as the same item, which is not paid twice", async () => {
    await revealEpoch(store, SPRING + 1n);
    await turn(publish());
    await store.db.query("DELETE FROM arweave_items");
    expect(await turn(publish())).toBeNull();
    expect([uploads(), bundler.items.size]).toEqual([2, 1]);
    // Taken a day ago, and never seen since.
    await store.db.query("UPDATE arweave_items SET sent_at = now() - interval '25 hours'");
    bundler.items.clear();
    await turn(publish());
    expect([uploads(), bundler.items.size]).toEqual([3, 1]);
  });

  test("behavior: the same tags from somebody else are nothing", async () => {
    const cid = await revealEpoch(store, SPRING + 1n);
    const foreign = { data: { transactions: { edges: [{ node: { id: "x".repeat(43) } }] } } };
    const [edge] = foreign.data.transactions.edges;
    Object.assign(edge!.node, { owner: { address: "somebody" } });
    bundler.searchAnswer = JSON.stringify(foreign);
    await turn(publish());
    expect([...bundler.items.values()].map(({ tags }) => tags.CID)).toEqual([cid]);
    expect(await states()).toEqual(["pinning"]);
  });

  test("behavior: fails, says why, and gets through later", async () => {
    await revealEpoch(store, SPRING + 1n);
    const publisher = publish();
    bundler.refusals.push(
      { status: 402, text: "Insufficient balance" },
      { status: 503, text: "busy" },
      { status: 200, text: JSON.stringify({ id: "another" }) },
    );
    await turn(publisher);
    expect(await turn(publisher)).toContain(
      `the account ${readWallet(file).address} has not enough credit there`,
    );
    expect(await turn(publisher)).toContain("arweave refuses with status 503");
    bundler.cuts = 1;
    expect(await turn(publisher)).toContain("does not call it");
    expect(await turn(publisher)).toContain("arweave does not answer");
    expect(bundler.items.size).toBe(1);
    bundler.searchAnswer = "<html>";
    await turn(publisher);
    expect(await turn(publisher)).toContain("Check PIN_ARWEAVE_GATEWAY");
    bundler.searchAnswer = undefined;
    settle();
    await turn(publisher);
    expect(await turn(publisher)).toBeNull();
    expect(await states()).toEqual(["pinned"]);
  });

  test("behavior: nothing is deleted there, and that is said once for each epoch", async () => {
    const publisher = publish(1);
    for (const away of [0n, 1n, 2n]) {
      await revealEpoch(store, SPRING + away);
      await turn(publisher);
      settle();
      await turn(publisher);
    }
    await turn(publisher);
    expect(await states()).toEqual(["pinned", "dropped", "pinned"]);
    expect(bundler.items.size).toBe(3);
    expect(lines.filter((line) => line.includes("nothing can be deleted there"))).toHaveLength(1);
  });

  test("error: an item with one bit changed is not signed", async () => {
    const wallet = readWallet(file);
    const data = Buffer.from("data");
    const tags = [{ name: "Name", value: "ä".repeat(200) }];
    const parts = async function* () {
      yield data.subarray(0, 1);
      yield data.subarray(1);
    };
    const { bytes, id } = await signItem(wallet, tags, parts());
    const item = Buffer.concat([bytes, data]);
    expect(parseItem(item)).toMatchObject({ id, tags: { Name: "ä".repeat(200) } });
    for (const at of [100, 600, bytes.length - 3, bytes.length]) {
      const changed = Buffer.from(item);
      changed[at]! ^= 1;
      expect(() => parseItem(changed)).toThrow();
    }
  });
});

describe("settings", () => {
  test("default: PIN_ARWEAVE opens it, with a wallet that only its owner reads", () => {
    const env = { KEEPER_KEY: `0x${"11".repeat(32)}`, PIN_ARWEAVE: "http://a/v1/" };
    const read = (more: Record<string, string>) => readCommand(["run"], { ...env, ...more });
    expect(() => read({})).toThrow("PIN_ARWEAVE is set and PIN_ARWEAVE_KEY_FILE is not");
    const command = read({ PIN_ARWEAVE_KEY_FILE: file });
    if (command.help || command.name !== "run") throw new Error("not run");
    expect(command.settings.pinArweaveGateway).toBe("https://arweave.net");
    const tools = { store, keepEpochs: 24, metrics: createMetrics(), log: logger() };
    const open = () => openPinning(command.settings, tools as never);
    expect(open()).toBeDefined();
    expect(lines.join()).toContain(readWallet(file).address);
    chmodSync(file, 0o640);
    expect(open).toThrow("which others may read (mode 640)");
    chmodSync(file, 0o600);
    const { d } = jwk as { d: string };
    for (const wrong of ["no json", JSON.stringify({ ...jwk, d: undefined }), `{"kty":"${d}"}`]) {
      writeFileSync(file, wrong);
      expect(open).toThrow("which holds no Arweave key");
      expect(open).not.toThrow(d);
    }
  });
});
