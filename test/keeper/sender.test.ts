import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PGlite } from "@electric-sql/pglite";
import { pino } from "pino";
import { createWalletClient, http, keccak256, parseTransaction, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { anvil as anvilChain } from "viem/chains";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bumpedFees, firstFees } from "../../keeper/chain/fees.ts";
import type { Rpc } from "../../keeper/chain/rpc.ts";
import { classify, connect, readHead } from "../../keeper/chain/rpc.ts";
import type { Sender } from "../../keeper/chain/sender.ts";
import { createSender } from "../../keeper/chain/sender.ts";
import { migrate } from "../../keeper/store/schema.ts";
import type { Anvil } from "./anvil.ts";
import { allTransactions, KEYS, startAnvil } from "./anvil.ts";

const account = privateKeyToAccount(KEYS[0]);
const TARGET = "0x00000000000000000000000000000000000ca11e";
const LATER = 10n ** 12n;

let anvil: Anvil;
let rpc: Rpc;
const db = new PGlite();

beforeEach(async () => {
  await db.exec("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  await migrate(db);
  anvil = await startAnvil();
  rpc = await connect([anvil.url]);
});

afterEach(async () => {
  await anvil.stop();
});

function newSender(limitGwei = 200n, over: Rpc = rpc): Promise<Sender> {
  return createSender({
    db,
    rpc: over,
    account,
    confirmations: 0n,
    tipWei: 10n ** 9n,
    limitWei: limitGwei * 10n ** 9n,
    log: pino({ level: "silent" }),
  });
}

function wish(word: string, expiresAt = LATER) {
  return { kind: "commit", subject: word, target: TARGET, data: toHex(word), expiresAt } as const;
}

/** One turn; where anvil mines by itself, it answers before it has mined, so that is waited for. */
async function turn(sender: Sender) {
  await sender.turn(await readHead(rpc.client));
  if (!(await anvil.client.getAutomine())) return;
  for (let i = 0; i < 200; i++) {
    if ((await anvil.client.getTxpoolStatus()).pending === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function words(): Promise<string[]> {
  const mined = await allTransactions(anvil);
  return mined
    .filter(({ to }) => to === TARGET)
    .map(({ input }) => Buffer.from(input.slice(2), "hex").toString());
}

async function statuses(): Promise<Record<string, string>> {
  const { rows } = await db.query<{ subject: string; status: string }>(
    "SELECT subject, status FROM intents",
  );
  return Object.fromEntries(rows.map(({ subject, status }) => [subject, status]));
}

/** A node behind a proxy whose replies a test may spoil. */
async function spoiltRpc(spoil: (method: string) => "refuse" | "lose" | "pass") {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const fate = spoil(body.toString());
    if (fate === "refuse") return void response.writeHead(502).end();
    const reply = await fetch(anvil.url, {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
    });
    const text = await reply.text();
    if (fate === "lose") return void response.destroy();
    response.writeHead(200, { "content-type": "application/json" }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { rpc: await connect([url]), close: () => server.close() };
}

describe("createSender", () => {
  test("default", async () => {
    const sender = await newSender();
    await sender.enqueue(wish("one"));
    await sender.enqueue(wish("two"));
    await turn(sender);
    await turn(sender);
    expect(await words()).toEqual(["one", "two"]);
    expect(await statuses()).toEqual({ one: "done", two: "done" });
  });

  test("behavior: fifty askers of one thing get one transaction", async () => {
    const sender = await newSender();
    const ids = await Promise.all(Array.from({ length: 50 }, () => sender.enqueue(wish("once"))));
    await Promise.all(Array.from({ length: 10 }, () => turn(sender)));
    await sender.enqueue(wish("once"));
    await turn(sender);
    expect(new Set(ids).size).toBe(1);
    expect(await words()).toEqual(["once"]);
  });

  test("behavior: a node that fails before it forwards costs no nonce and loses nothing", async () => {
    let isDown = true;
    const spoilt = await spoiltRpc((body) =>
      isDown && body.includes("eth_sendRawTransaction") ? "refuse" : "pass",
    );
    const sender = await newSender(200n, spoilt.rpc);
    await sender.enqueue(wish("one"));
    await turn(sender);
    expect(await statuses()).toEqual({ one: "sent" });
    expect(await words()).toEqual([]);
    isDown = false;
    await turn(sender);
    await turn(sender);
    spoilt.close();
    expect(await words()).toEqual(["one"]);
    expect(await statuses()).toEqual({ one: "done" });
    expect((await db.query("SELECT * FROM attempts")).rows).toHaveLength(1);
  });

  test("behavior: a lost reply does not send twice", async () => {
    const spoilt = await spoiltRpc((body) =>
      body.includes("eth_sendRawTransaction") ? "lose" : "pass",
    );
    const sender = await newSender(200n, spoilt.rpc);
    await sender.enqueue(wish("one"));
    await turn(sender);
    await turn(sender);
    spoilt.close();
    expect(await words()).toEqual(["one"]);
    expect(await statuses()).toEqual({ one: "done" });
    expect((await allTransactions(anvil)).length).toBe(1);
  });

  test("behavior: bytes that were stored but never sent are sent by the next process", async () => {
    const mute: Rpc = { ...rpc, broadcast: async () => [{ state: "refused", reason: "killed" }] };
    const first = await newSender(200n, mute);
    await first.enqueue(wish("one"));
    await turn(first);
    const stored = await db.query<{ hash: string }>("SELECT hash FROM attempts");
    const second = await newSender();
    await turn(second);
    await turn(second);
    const mined = await allTransactions(anvil);
    expect(mined.map(({ hash }) => hash)).toEqual([stored.rows[0]!.hash]);
    expect(await statuses()).toEqual({ one: "done" });
  });

  test("behavior: a slow chain is not a failure", async () => {
    await anvil.client.setAutomine(false);
    const sender = await newSender();
    await sender.enqueue(wish("one"));
    for (let i = 0; i < 5; i++) await turn(sender);
    await anvil.client.mine({ blocks: 1 });
    await turn(sender);
    expect(await words()).toEqual(["one"]);
    expect(await statuses()).toEqual({ one: "done" });
  });

  test("behavior: a transaction dropped from the pool is presented again, byte for byte", async () => {
    await anvil.client.setAutomine(false);
    const sender = await newSender();
    await sender.enqueue(wish("one"));
    await turn(sender);
    const { rows } = await db.query<{ hash: `0x${string}` }>("SELECT hash FROM attempts");
    await anvil.client.dropTransaction({ hash: rows[0]!.hash });
    await turn(sender);
    await anvil.client.mine({ blocks: 1 });
    await turn(sender);
    expect((await allTransactions(anvil)).map(({ hash }) => hash)).toEqual([rows[0]!.hash]);
    expect(await statuses()).toEqual({ one: "done" });
  });

  test("behavior: a key that is used elsewhere is followed, and what it displaced is sent again", async () => {
    const stranger = createWalletClient({ account, transport: http(anvil.url), chain: anvilChain });
    const sender = await newSender();
    await stranger.sendTransaction({ to: account.address });
    await sender.enqueue(wish("one"));
    await turn(sender);
    await turn(sender);
    expect(await words()).toEqual(["one"]);
    // Mid-flight: the stored bytes never arrive, and the nonce goes to somebody else.
    const mute: Rpc = { ...rpc, broadcast: async () => [{ state: "refused", reason: "lost" }] };
    const deaf = await newSender(200n, mute);
    await deaf.enqueue(wish("two"));
    await turn(deaf);
    await stranger.sendTransaction({ to: account.address });
    for (let i = 0; i < 3; i++) await turn(sender);
    expect(await words()).toEqual(["one", "two"]);
    expect(await statuses()).toEqual({ one: "done", two: "done" });
  });

  test("behavior: nonces that were taken and never used are given back, holes between are filled", async () => {
    const sender = await newSender();
    await db.query("UPDATE signers SET next_nonce = 7");
    await turn(sender);
    await sender.enqueue(wish("one"));
    await turn(sender);
    await turn(sender);
    expect(await words()).toEqual(["one"]);
    // A hole: nonce 1 is skipped, nonce 2 waits behind it.
    await db.query("UPDATE signers SET next_nonce = 2");
    const allocator = await createSender({
      db,
      rpc,
      account,
      confirmations: 0n,
      tipWei: 10n ** 9n,
      limitWei: 10n ** 12n,
      log: pino({ level: "silent" }),
    });
    await db.query(
      "INSERT INTO intents SELECT '0xff', kind, 'two', sender, target, $1, expires_at, 'sent', 2 FROM intents LIMIT 1",
      [toHex("two")],
    );
    const raw = await account.signTransaction({
      type: "eip1559",
      chainId: rpc.chainId,
      nonce: 2,
      to: TARGET,
      data: toHex("two"),
      gas: 50_000n,
      maxFeePerGas: 10n ** 10n,
      maxPriorityFeePerGas: 10n ** 9n,
    });
    await db.query("INSERT INTO attempts VALUES ($1, '0xff', $2, 2, $3, 1e10, 1e9, false, 0)", [
      keccak256(raw),
      account.address.toLowerCase(),
      raw,
    ]);
    await db.query("UPDATE signers SET next_nonce = 3");
    for (let i = 0; i < 3; i++) await turn(allocator);
    expect(await words()).toEqual(["one", "two"]);
    expect((await statuses()).two).toBe("done");
  });

  test("behavior: a stuck transaction is replaced by a dearer one, and only one of them counts", async () => {
    await anvil.client.setAutomine(false);
    const sender = await newSender();
    await sender.enqueue(wish("one"));
    await turn(sender);
    await anvil.client.setNextBlockBaseFeePerGas({ baseFeePerGas: 50n * 10n ** 9n });
    await anvil.client.mine({ blocks: 3 });
    await turn(sender);
    const { rows } = await db.query<{ raw: `0x${string}` }>(
      "SELECT raw FROM attempts ORDER BY cap_wei",
    );
    expect(rows).toHaveLength(2);
    const [before, after] = rows.map(({ raw }) => parseTransaction(raw));
    expect(after!.nonce).toBe(before!.nonce);
    expect(after!.maxFeePerGas! * 8n).toBeGreaterThanOrEqual(before!.maxFeePerGas! * 9n);
    expect(after!.maxPriorityFeePerGas! * 8n).toBeGreaterThanOrEqual(
      before!.maxPriorityFeePerGas! * 9n,
    );
    await anvil.client.mine({ blocks: 2 });
    await turn(sender);
    expect(await words()).toEqual(["one"]);
    expect(await statuses()).toEqual({ one: "done" });
  });

  test("behavior: what is stuck past its time gives its nonce to a transfer of nothing", async () => {
    await anvil.client.setAutomine(false);
    const sender = await newSender();
    const { timestamp } = await readHead(rpc.client);
    await sender.enqueue(wish("late", timestamp + 50n));
    await turn(sender);
    await anvil.client.setNextBlockBaseFeePerGas({ baseFeePerGas: 50n * 10n ** 9n });
    await anvil.client.mine({ blocks: 3, interval: 60 });
    await turn(sender);
    await anvil.client.mine({ blocks: 2 });
    await turn(sender);
    expect(await words()).toEqual([]);
    expect(await statuses()).toEqual({ late: "moot" });
  });

  test("behavior: what the chain refuses now waits without a nonce, and is dropped when its time is over", async () => {
    const sender = await newSender();
    const { timestamp } = await readHead(rpc.client);
    await anvil.client.setCode({ address: TARGET, bytecode: "0x60006000fd" });
    await sender.enqueue(wish("early", timestamp + 1_000n));
    await turn(sender);
    expect(await statuses()).toEqual({ early: "queued" });
    expect((await db.query("SELECT * FROM attempts")).rows).toEqual([]);
    await anvil.client.mine({ blocks: 1, interval: 2_000 });
    await anvil.client.increaseTime({ seconds: 2_000 });
    await anvil.client.mine({ blocks: 1 });
    await turn(sender);
    expect(await statuses()).toEqual({ early: "moot" });
  });

  test("behavior: what a reorganisation undid is presented again", async () => {
    const sender = await newSender();
    const snapshot = await anvil.client.snapshot();
    await sender.enqueue(wish("one"));
    await turn(sender);
    await turn(sender);
    expect(await statuses()).toEqual({ one: "done" });
    await anvil.client.revert({ id: snapshot });
    expect(await words()).toEqual([]);
    for (let i = 0; i < 3; i++) await turn(sender);
    expect(await words()).toEqual(["one"]);
    expect(await statuses()).toEqual({ one: "done" });
    expect((await db.query("SELECT * FROM attempts")).rows).toHaveLength(1);
  });

  test("behavior: what a reorganisation undid, and a stranger's transaction displaced, is sent again when asked for", async () => {
    const stranger = createWalletClient({ account, transport: http(anvil.url), chain: anvilChain });
    const sender = await newSender();
    const snapshot = await anvil.client.snapshot();
    await sender.enqueue(wish("one"));
    await turn(sender);
    await turn(sender);
    expect(await statuses()).toEqual({ one: "done" });
    await anvil.client.revert({ id: snapshot });
    await stranger.sendTransaction({ to: account.address });
    await turn(sender);
    await sender.enqueue(wish("one"));
    for (let i = 0; i < 2; i++) await turn(sender);
    expect(await words()).toEqual(["one"]);
    expect(await statuses()).toEqual({ one: "done" });
    // Asked for by somebody who has not seen it yet, it stays done.
    await sender.enqueue(wish("one"));
    await turn(sender);
    expect(await words()).toEqual(["one"]);
  });

  test("behavior: the same bytes may be signed twice: a nonce that was lost and came back", async () => {
    const stranger = createWalletClient({ account, transport: http(anvil.url), chain: anvilChain });
    const sender = await newSender();
    const mute: Rpc = { ...rpc, broadcast: async () => [{ state: "refused", reason: "lost" }] };
    const deaf = await newSender(200n, mute);
    const snapshot = await anvil.client.snapshot();
    await deaf.enqueue(wish("one"));
    await turn(deaf);
    await stranger.sendTransaction({ to: account.address });
    await anvil.client.setCode({ address: TARGET, bytecode: "0x60006000fd" });
    await turn(sender);
    expect(await statuses()).toEqual({ one: "queued" });
    await anvil.client.revert({ id: snapshot });
    for (let i = 0; i < 2; i++) await turn(sender);
    expect(await words()).toEqual(["one"]);
    expect(await statuses()).toEqual({ one: "done" });
  });

  test("behavior: killed with a stuck transaction, the next process replaces it, and goes on behind it", async () => {
    await anvil.client.setAutomine(false);
    const first = await newSender();
    await first.enqueue(wish("stuck"));
    await first.enqueue(wish("behind"));
    await turn(first);
    await anvil.client.setNextBlockBaseFeePerGas({ baseFeePerGas: 50n * 10n ** 9n });
    await anvil.client.mine({ blocks: 3 });
    // Nothing of the first process is left but the store; its pool may be gone too.
    const { rows } = await db.query<{ hash: `0x${string}` }>("SELECT hash FROM attempts");
    for (const { hash } of rows) await anvil.client.dropTransaction({ hash });
    const second = await newSender();
    await second.enqueue(wish("stuck"));
    await second.enqueue(wish("new"));
    for (let i = 0; i < 8; i++) {
      await turn(second);
      await anvil.client.mine({ blocks: 1 });
    }
    await turn(second);
    expect(await words()).toEqual(["stuck", "behind", "new"]);
    expect(await statuses()).toEqual({ stuck: "done", behind: "done", new: "done" });
    const mined = await allTransactions(anvil);
    expect(mined.map(({ nonce }) => Number(nonce))).toEqual([0, 1, 2]);
  });

  test("behavior: at most four are in flight", async () => {
    await anvil.client.setAutomine(false);
    const sender = await newSender();
    for (let i = 0; i < 9; i++) await sender.enqueue(wish(`w${i}`));
    await turn(sender);
    expect(Object.values(await statuses()).filter((status) => status === "sent")).toHaveLength(4);
    for (let i = 0; i < 3; i++) {
      await anvil.client.mine({ blocks: 1 });
      await turn(sender);
    }
    expect((await words()).sort()).toEqual(Array.from({ length: 9 }, (_, i) => `w${i}`));
  });
});

describe("bumpedFees", () => {
  test("default", () => {
    expect(bumpedFees({ capWei: 100n, tipWei: 9n }, 10n, 1000n)).toEqual({
      capWei: 113n,
      tipWei: 11n,
    });
  });

  test("behavior: follows the base fee, stops at the limit", () => {
    expect(bumpedFees({ capWei: 100n, tipWei: 8n }, 200n, 1000n)).toEqual({
      capWei: 409n,
      tipWei: 9n,
    });
    expect(bumpedFees({ capWei: 100n, tipWei: 8n }, 900n, 1000n)).toEqual({
      capWei: 1000n,
      tipWei: 9n,
    });
    expect(bumpedFees({ capWei: 1000n, tipWei: 9n }, 900n, 1000n)).toBeNull();
    expect(bumpedFees({ capWei: 950n, tipWei: 9n }, 900n, 1000n)).toBeNull();
  });
});

describe("firstFees", () => {
  test("default", () => {
    expect(firstFees(100n, 7n, 1000n)).toEqual({ capWei: 207n, tipWei: 7n });
    expect(firstFees(100n, 7n, 5n)).toEqual({ capWei: 5n, tipWei: 5n });
  });
});

describe("classify", () => {
  test.each([
    ["already known", "taken"],
    ["transaction already imported", "taken"],
    ["ALREADY_EXISTS: already known", "taken"],
    ["nonce too low: next nonce 4, tx nonce 3", "too-low"],
    ["OldNonce", "too-low"],
    ["replacement transaction underpriced", "refused"],
    ["insufficient funds for gas * price + value", "refused"],
  ])("behavior: %s", (reason, state) => {
    expect(classify(reason).state).toBe(state);
  });
});

describe("connect", () => {
  test("error: nobody answers", async () => {
    await expect(connect(["http://127.0.0.1:9"])).rejects.toThrow(
      /^No Ethereum node answers at http:\/\/127\.0\.0\.1:9 .*point RPC_URL/,
    );
  });
});
