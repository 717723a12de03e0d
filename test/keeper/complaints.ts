// What users of such services complain of, ten times over, and what becomes of it here: every action that is asked
// for has one effect on the chain, and the nonces have no hole.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createWalletClient, http, keccak256, toHex } from "viem";
import { anvil as anvilChain } from "viem/chains";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, readHead } from "../../keeper/chain/rpc.ts";
import type { Engine } from "../../keeper/store/database.ts";
import { allocate, intentsWith } from "../../keeper/store/intents.ts";
import { allTransactions } from "./anvil.ts";
import { furnish } from "./blank.ts";
import { account, type Desk, setDesk, TARGET, wish } from "./desk.ts";
import { BARE } from "./process.ts";
import { type RpcProxy, startProxy } from "./proxy.ts";

const SENDING = fileURLToPath(new URL("sending.ts", import.meta.url));

/**
 * @param open a database that the test may empty.
 * @param newUrl an address for DATABASE_URL, of a database that nobody has used; undefined for PGlite.
 */
export function describeComplaints(
  engine: string,
  open: () => Promise<Engine>,
  newUrl: () => Promise<string | undefined>,
): void {
  describe(`complaints on ${engine}`, () => {
    let db: Engine;
    let desk: Desk;
    const children = new Set<ChildProcess>();
    const folders: string[] = [];
    const proxies: RpcProxy[] = [];

    beforeAll(async () => {
      db = await open();
    });
    beforeEach(async () => {
      desk = await setDesk(db);
    });
    afterEach(async () => {
      for (const child of children) child.kill("SIGKILL");
      await Promise.all(proxies.splice(0).map((proxy) => proxy.close().catch(() => {})));
      await desk.close();
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    });
    afterAll(() => db.close());

    async function proxied() {
      const proxy = await startProxy(desk.anvil.url);
      proxies.push(proxy);
      return { proxy, rpc: await connect([proxy.url]) };
    }

    /** Nobody else has sent with our key: then the nonces of what was mined are 0, 1, 2, ... */
    async function hasNoHole(): Promise<boolean> {
      const mined = await allTransactions(desk.anvil);
      return mined.every(({ nonce }, index) => Number(nonce) === index);
    }

    function newFolder(): string {
      const folder = mkdtempSync(join(tmpdir(), "heliotrope-sending-"));
      folders.push(folder);
      return folder;
    }

    /** A real process that sends the words, with the store of its own that `env` names. */
    function send(env: Record<string, string>, mode: "run" | "standby", words: string[]) {
      const child = spawn(process.execPath, [SENDING, mode, ...words], {
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...BARE, RPC_URL: desk.anvil.url, ...env },
      });
      children.add(child);
      let said = "";
      const exited = new Promise<number | null>((resolve) => {
        child.once("close", (code) => {
          children.delete(child);
          resolve(code);
        });
      });
      child.stderr.on("data", (chunk: Buffer) => {
        said += chunk.toString();
      });
      const up = new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
      return {
        exited,
        up: Promise.race([up, exited]),
        said: () => said,
        end: async (signal: NodeJS.Signals) => {
          child.kill(signal);
          return exited;
        },
      };
    }

    async function storeEnv(): Promise<Record<string, string>> {
      const url = await newUrl();
      if (url !== undefined) return { DATA_DIR: newFolder(), DATABASE_URL: url };
      return { DATA_DIR: await furnish(newFolder()) };
    }

    async function until(what: () => Promise<boolean>, said: () => string = () => "") {
      // To look is to read the whole chain, which some tests make a block longer each time.
      for (let i = 0; i < 500; i++) {
        if (await what()) return;
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
      throw new Error(`it did not happen\n${said()}`);
    }

    const areMined = (words: readonly string[]) => async () => {
      const mined = await desk.words();
      return words.every((word) => mined.includes(word));
    };

    test.each(["drop-before", "error-before", "limit"] as const)(
      "1: a send that fails before it reached the node (%s) costs no nonce, and loses nothing",
      async (fate) => {
        const { proxy, rpc } = await proxied();
        proxy.retryAfter = 0;
        proxy.fate = (method) => (method === "eth_sendRawTransaction" ? fate : "pass");
        const sender = await desk.sender({ rpc });
        await sender.enqueue(wish("one"));
        await desk.turn(sender);
        expect(await desk.statuses()).toEqual({ one: "sent" });
        expect(await desk.words()).toEqual([]);
        proxy.fate = () => "pass";
        await desk.turn(sender);
        await desk.turn(sender);
        expect(await desk.words()).toEqual(["one"]);
        expect(await desk.statuses()).toEqual({ one: "done" });
        expect(await desk.attempts()).toHaveLength(1);
        expect(await hasNoHole()).toBe(true);
      },
    );

    test.each(["drop-after", "cut"] as const)(
      "1: a reply that is lost (%s) does not send twice",
      async (fate) => {
        const { proxy, rpc } = await proxied();
        proxy.fate = (method) => (method === "eth_sendRawTransaction" ? fate : "pass");
        const sender = await desk.sender({ rpc });
        await sender.enqueue(wish("one"));
        await desk.turn(sender);
        await desk.turn(sender);
        expect(await desk.words()).toEqual(["one"]);
        expect(await desk.statuses()).toEqual({ one: "done" });
        expect(await allTransactions(desk.anvil)).toHaveLength(1);
      },
    );

    test.each(["before-sign", "after-sign", "after-broadcast"])(
      "2: killed at %s, the next process goes on with the same nonce and the same bytes",
      async (fault) => {
        const env = await storeEnv();
        const victim = send({ ...env, HELIOTROPE_FAULT: fault }, "run", ["one", "two"]);
        await victim.exited;
        const next = send(env, "run", ["one", "two"]);
        await until(areMined(["one", "two"]), next.said);
        expect(await next.end("SIGTERM"), next.said()).toBe(0);
        expect(await desk.words()).toEqual(["one", "two"]);
        expect(await allTransactions(desk.anvil)).toHaveLength(2);
        expect(await hasNoHole()).toBe(true);
      },
    );

    test("2: a counter that ran ahead of the chain is set back, and a hole below is filled", async () => {
      const sender = await desk.sender();
      await db.query("UPDATE signers SET next_nonce = 7");
      await desk.turn(sender);
      await sender.enqueue(wish("one"));
      await desk.turn(sender);
      expect(await desk.words()).toEqual(["one"]);
      await desk.turn(sender);
      // Nonce 1 is lost, and nonce 2 is signed and stored: it waits until something has nonce 1.
      await sender.enqueue(wish("two"));
      await db.query("UPDATE signers SET next_nonce = 2");
      const [two] = await intentsWith(db, account.address, "queued");
      await allocate(db, two!, async (nonce) => {
        const fees = { maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 10n ** 9n };
        const raw = await account.signTransaction({
          type: "eip1559",
          chainId: desk.rpc.chainId,
          nonce: Number(nonce),
          to: TARGET,
          data: toHex("two"),
          gas: 50_000n,
          ...fees,
        });
        const [capWei, tipWei] = [fees.maxFeePerGas, fees.maxPriorityFeePerGas];
        return { hash: keccak256(raw), raw, capWei, tipWei, noop: false, signedAtBlock: 0n };
      });
      for (let i = 0; i < 3; i++) await desk.turn(sender);
      expect(await desk.words()).toEqual(["one", "two"]);
      expect(await desk.statuses()).toMatchObject({ one: "done", two: "done", "nonce 1": "moot" });
      expect(await hasNoHole()).toBe(true);
    });

    test("3: fifty askers of one thing, in two processes, get one transaction", async () => {
      const senders = [await desk.sender(), await desk.sender()];
      const asking = Array.from({ length: 50 }, (_, i) => senders[i % 2]!.enqueue(wish("once")));
      const ids = await Promise.all(asking);
      await Promise.all(Array.from({ length: 10 }, (_, i) => desk.turn(senders[i % 2]!)));
      await senders[0]!.enqueue(wish("once"));
      await desk.turn(senders[0]!);
      expect(new Set(ids).size).toBe(1);
      expect(await desk.words()).toEqual(["once"]);
    });

    test("4: a chain that takes its time is not a failure", async () => {
      await desk.anvil.client.setAutomine(false);
      const { proxy } = await proxied();
      const rpc = await connect([proxy.url], { timeoutMs: 2_000 });
      // The node takes it, and its answer does not come in time.
      proxy.fate = (method) => (method === "eth_sendRawTransaction" ? "swallow" : "pass");
      const impatient = await desk.sender({ rpc });
      await impatient.enqueue(wish("one"));
      await desk.turn(impatient);
      expect(await desk.statuses()).toEqual({ one: "sent" });
      const sender = await desk.sender();
      for (let i = 0; i < 5; i++) {
        await sender.enqueue(wish("one"));
        await desk.turn(sender);
      }
      await desk.anvil.client.mine({ blocks: 1 });
      await desk.turn(sender);
      expect(await desk.words()).toEqual(["one"]);
      expect(await desk.statuses()).toEqual({ one: "done" });
      expect(await desk.attempts()).toHaveLength(1);
    });

    test("5: old and new process on one key: the new one waits, or is refused, and takes over once", async () => {
      const env = await storeEnv();
      // On PGlite the folder itself is locked; a second machine has a folder of its own and the same database.
      const other = "DATABASE_URL" in env ? { ...env, DATA_DIR: newFolder() } : env;
      const old = send(env, "run", ["one", "two"]);
      await old.up;
      const refused = send(other, "run", ["one", "three"]);
      expect(await refused.exited).not.toBe(0);
      expect(refused.said()).toMatch(/Another (process|keeper)/);
      await until(areMined(["one", "two"]), old.said);
      if ("DATABASE_URL" in env) {
        const standby = send(other, "standby", ["one", "three"]);
        await until(async () => standby.said().includes("standing by"), standby.said);
        await old.end("SIGKILL");
        await until(areMined(["three"]), standby.said);
        expect(await standby.end("SIGTERM"), standby.said()).toBe(0);
      } else {
        await old.end("SIGKILL");
        const next = send(other, "run", ["one", "three"]);
        await until(areMined(["three"]), next.said);
        expect(await next.end("SIGTERM"), next.said()).toBe(0);
      }
      expect(await desk.words()).toEqual(["one", "two", "three"]);
      expect(await hasNoHole()).toBe(true);
    });

    test("6: a key that is used elsewhere is followed, and what it displaced is sent again", async () => {
      const stranger = createWalletClient({
        account,
        transport: http(desk.anvil.url),
        chain: anvilChain,
      });
      const sender = await desk.sender();
      await stranger.sendTransaction({ to: account.address });
      await sender.enqueue(wish("one"));
      await desk.turn(sender);
      await desk.turn(sender);
      expect(await desk.words()).toEqual(["one"]);
      // Mid-flight: the stored bytes never arrive, and the nonce goes to somebody else.
      const deaf = await desk.sender({ rpc: desk.mute });
      await deaf.enqueue(wish("two"));
      await desk.turn(deaf);
      await stranger.sendTransaction({ to: account.address });
      for (let i = 0; i < 3; i++) await desk.turn(sender);
      expect(await desk.words()).toEqual(["one", "two"]);
      expect(await desk.statuses()).toEqual({ one: "done", two: "done" });
    });

    test("7: a transaction dropped from the pool is presented again, byte for byte", async () => {
      await desk.anvil.client.setAutomine(false);
      const sender = await desk.sender();
      await sender.enqueue(wish("one"));
      await desk.turn(sender);
      const [attempt] = await desk.attempts();
      await desk.anvil.client.dropTransaction({ hash: attempt!.hash });
      await desk.turn(sender);
      await desk.anvil.client.mine({ blocks: 1 });
      await desk.turn(sender);
      const hashes = (await allTransactions(desk.anvil)).map(({ hash }) => hash);
      expect(hashes).toEqual([attempt!.hash]);
      expect(await desk.statuses()).toEqual({ one: "done" });
    });

    test("8: killed with a stuck transaction, the next process replaces it, and goes on behind it", async () => {
      const { client } = desk.anvil;
      await client.setAutomine(false);
      const env = await storeEnv();
      const first = send(env, "run", ["stuck", "behind"]);
      await until(async () => (await client.getTxpoolStatus()).pending === 2, first.said);
      await first.end("SIGKILL");
      await client.setNextBlockBaseFeePerGas({ baseFeePerGas: 50n * 10n ** 9n });
      await client.mine({ blocks: 3 });
      expect(await desk.words()).toEqual([]);
      const second = send(env, "run", ["stuck", "behind", "new"]);
      const done = areMined(["stuck", "behind", "new"]);
      await until(async () => {
        await client.mine({ blocks: 1 });
        return done();
      }, second.said);
      expect(await second.end("SIGTERM"), second.said()).toBe(0);
      expect(await desk.words()).toEqual(["stuck", "behind", "new"]);
      expect(await hasNoHole()).toBe(true);
    });

    test("9: a node that lags is waited for; what it denies is not sent again", async () => {
      const { proxy, rpc } = await proxied();
      const sender = await desk.sender({ rpc });
      await desk.anvil.client.mine({ blocks: 20 });
      await sender.turn(await rpc.head());
      for (const word of ["one", "two"]) {
        await sender.enqueue(wish(word));
        await desk.turn(sender);
      }
      await sender.turn(await rpc.head());
      proxy.lag = 20;
      // While it lags it has neither the transactions nor the nonces that they used.
      await expect(rpc.head()).rejects.toThrow(/a node that lags/);
      await sender.enqueue(wish("one"));
      // And if it were believed all the same, as it is when nobody says otherwise for long:
      for (let i = 0; i < 4; i++) {
        await sender.turn(await readHead(rpc.client));
        await sender.enqueue(wish("two"));
      }
      proxy.lag = 0;
      for (let i = 0; i < 3; i++) {
        await sender.enqueue(wish("one"));
        await sender.turn(await rpc.head());
      }
      expect(await desk.words()).toEqual(["one", "two"]);
      expect(await desk.statuses()).toEqual({ one: "done", two: "done" });
      expect(await hasNoHole()).toBe(true);
    });

    test("10: what a killed process had in hand is taken up at once by the next, not after hours", async () => {
      const env = await storeEnv();
      await desk.anvil.client.setAutomine(false);
      for (const word of ["one", "two", "three"]) {
        // Each dies with a transaction signed and not sent, and holds whatever it held.
        const victim = send({ ...env, HELIOTROPE_FAULT: "after-sign" }, "run", [word]);
        await victim.exited;
      }
      const last = send(env, "run", []);
      await last.up;
      const done = areMined(["one", "two", "three"]);
      await until(async () => {
        await desk.anvil.client.mine({ blocks: 1 });
        return done();
      }, last.said);
      expect(await last.end("SIGTERM"), last.said()).toBe(0);
      expect(await desk.words()).toEqual(["one", "two", "three"]);
      expect(await hasNoHole()).toBe(true);
    });
  });
}
