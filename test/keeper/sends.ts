// What the sender promises beside the answers to the ten complaints.
import { createWalletClient, http, parseTransaction } from "viem";
import { anvil as anvilChain } from "viem/chains";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, readHead } from "../../keeper/chain/rpc.ts";
import { createMetrics, etherOf } from "../../keeper/metrics.ts";
import type { Engine } from "../../keeper/store/database.ts";
import { account, type Desk, setDesk, TARGET, wish } from "./desk.ts";
import { startProxy } from "./proxy.ts";

const GWEI = 10n ** 9n;
/** Reverts. */
const REFUSAL = "0x60006000fd";

export function describeSender(engine: string, open: () => Promise<Engine>): void {
  describe(`createSender on ${engine}`, () => {
    let db: Engine;
    let desk: Desk;

    beforeAll(async () => {
      db = await open();
    });
    beforeEach(async () => {
      desk = await setDesk(db);
    });
    afterEach(() => desk.close());
    afterAll(() => db.close());

    const stranger = () =>
      createWalletClient({ account, transport: http(desk.anvil.url), chain: anvilChain });

    test("default", async () => {
      const sender = await desk.sender();
      await sender.enqueue(wish("one"));
      await sender.enqueue(wish("two"));
      await desk.turn(sender);
      await desk.turn(sender);
      expect(await desk.words()).toEqual(["one", "two"]);
      expect(await desk.statuses()).toEqual({ one: "done", two: "done" });
    });

    test("behavior: counts what was done, what it used, and what it cost", async () => {
      const metrics = createMetrics();
      const sender = await desk.sender({ metrics });
      for (const word of ["one", "two"]) await sender.enqueue(wish(word));
      await desk.turn(sender);
      await desk.turn(sender);
      const receipts = await Promise.all(
        (await desk.attempts()).map(({ hash }) => desk.rpc.client.getTransactionReceipt({ hash })),
      );
      const gas = receipts.reduce((sum, { gasUsed }) => sum + gasUsed, 0n);
      const wei = receipts.reduce((sum, one) => sum + one.gasUsed * one.effectiveGasPrice, 0n);
      const kind = "commit";
      const { values } = await metrics.transactions.get();
      expect(values).toEqual([{ labels: { kind, outcome: "done" }, value: 2 }]);
      expect((await metrics.gas.get()).values).toEqual([{ labels: { kind }, value: Number(gas) }]);
      expect((await metrics.fees.get()).values[0]!.value).toBeCloseTo(etherOf(wei), 12);
    });

    test("behavior: a stuck transaction is replaced by a dearer one, and only one of them counts", async () => {
      const { client } = desk.anvil;
      await client.setAutomine(false);
      const sender = await desk.sender();
      for (const word of ["one", "two"]) await sender.enqueue(wish(word));
      await desk.turn(sender);
      await client.setNextBlockBaseFeePerGas({ baseFeePerGas: 50n * GWEI });
      await client.mine({ blocks: 3 });
      await desk.turn(sender);
      const attempts = (await desk.attempts()).map(({ raw }) => parseTransaction(raw));
      // The one behind would have been stuck as well.
      expect(attempts.map(({ nonce }) => nonce ?? 0).sort()).toEqual([0, 0, 1, 1]);
      const [before, after] = attempts.filter(({ nonce }) => (nonce ?? 0) === 0);
      expect(after!.maxFeePerGas! * 8n).toBeGreaterThanOrEqual(before!.maxFeePerGas! * 9n);
      expect(after!.maxPriorityFeePerGas! * 8n).toBeGreaterThanOrEqual(
        before!.maxPriorityFeePerGas! * 9n,
      );
      await client.mine({ blocks: 2 });
      await desk.turn(sender);
      expect(await desk.words()).toEqual(["one", "two"]);
      expect(await desk.statuses()).toEqual({ one: "done", two: "done" });
    });

    test("behavior: at the limit of its fee a transaction waits, an operator is told, and nothing fails", async () => {
      const { client } = desk.anvil;
      await client.setAutomine(false);
      const sender = await desk.sender({ limitGwei: 20n });
      await sender.enqueue(wish("one"));
      await desk.turn(sender);
      expect(sender.alerts()).toEqual([]);
      for (let i = 0; i < 8; i++) {
        await client.setNextBlockBaseFeePerGas({ baseFeePerGas: 50n * GWEI });
        await client.mine({ blocks: 1 });
        await desk.turn(sender);
      }
      expect(sender.alerts()).toEqual([
        "commit (one) offers 20 gwei, MAX_FEE_GWEI leaves no room for more, and no block takes it; the base fee is 50. Raise the limit, or wait for a calmer market.",
      ]);
      expect(await desk.statuses()).toEqual({ one: "sent" });
      // anvil may have dropped it meanwhile: then it is presented again.
      for (let i = 0; i < 3; i++) {
        await client.setNextBlockBaseFeePerGas({ baseFeePerGas: 5n * GWEI });
        await client.mine({ blocks: 1 });
        await desk.turn(sender);
      }
      expect(sender.alerts()).toEqual([]);
      expect(await desk.statuses()).toEqual({ one: "done" });
    });

    test("behavior: what is stuck past its time gives its nonce to a transfer of nothing", async () => {
      const { client } = desk.anvil;
      await client.setAutomine(false);
      const sender = await desk.sender();
      const { timestamp } = await readHead(desk.rpc.client);
      await sender.enqueue(wish("late", timestamp + 50n));
      await desk.turn(sender);
      await client.setNextBlockBaseFeePerGas({ baseFeePerGas: 50n * GWEI });
      await client.mine({ blocks: 3, interval: 60 });
      await desk.turn(sender);
      await client.mine({ blocks: 2 });
      await desk.turn(sender);
      expect(await desk.words()).toEqual([]);
      expect(await desk.statuses()).toEqual({ late: "moot" });
    });

    test("behavior: what the chain refuses now waits without a nonce, and is dropped when its time is over", async () => {
      const { client } = desk.anvil;
      const sender = await desk.sender();
      const { timestamp } = await readHead(desk.rpc.client);
      await client.setCode({ address: TARGET, bytecode: REFUSAL });
      await sender.enqueue(wish("early", timestamp + 1_000n));
      await desk.turn(sender);
      expect(await desk.statuses()).toEqual({ early: "queued" });
      expect(await desk.attempts()).toEqual([]);
      await client.mine({ blocks: 1, interval: 2_000 });
      await client.increaseTime({ seconds: 2_000 });
      await client.mine({ blocks: 1 });
      await desk.turn(sender);
      expect(await desk.statuses()).toEqual({ early: "moot" });
    });

    test("behavior: what a reorganisation undid is presented again", async () => {
      const sender = await desk.sender();
      const snapshot = await desk.anvil.client.snapshot();
      await sender.enqueue(wish("one"));
      await desk.turn(sender);
      await desk.turn(sender);
      expect(await desk.statuses()).toEqual({ one: "done" });
      await desk.anvil.client.revert({ id: snapshot });
      expect(await desk.words()).toEqual([]);
      for (let i = 0; i < 3; i++) await desk.turn(sender);
      expect(await desk.words()).toEqual(["one"]);
      expect(await desk.statuses()).toEqual({ one: "done" });
      expect(await desk.attempts()).toHaveLength(1);
    });

    test("behavior: what a reorganisation undid, and a stranger's transaction displaced, is sent again when asked for", async () => {
      const sender = await desk.sender();
      const snapshot = await desk.anvil.client.snapshot();
      await sender.enqueue(wish("one"));
      await desk.turn(sender);
      await desk.turn(sender);
      expect(await desk.statuses()).toEqual({ one: "done" });
      await desk.anvil.client.revert({ id: snapshot });
      await stranger().sendTransaction({ to: account.address });
      await desk.turn(sender);
      await sender.enqueue(wish("one"));
      for (let i = 0; i < 2; i++) await desk.turn(sender);
      expect(await desk.words()).toEqual(["one"]);
      expect(await desk.statuses()).toEqual({ one: "done" });
      // Asked for by somebody who has not seen it yet, it stays done.
      await sender.enqueue(wish("one"));
      await desk.turn(sender);
      expect(await desk.words()).toEqual(["one"]);
    });

    test("behavior: the same bytes may be signed twice: a nonce that was lost and came back", async () => {
      const sender = await desk.sender();
      const deaf = await desk.sender({ rpc: desk.mute });
      const snapshot = await desk.anvil.client.snapshot();
      await deaf.enqueue(wish("one"));
      await desk.turn(deaf);
      await stranger().sendTransaction({ to: account.address });
      await desk.anvil.client.setCode({ address: TARGET, bytecode: REFUSAL });
      await desk.turn(sender);
      expect(await desk.statuses()).toEqual({ one: "queued" });
      await desk.anvil.client.revert({ id: snapshot });
      for (let i = 0; i < 2; i++) await desk.turn(sender);
      expect(await desk.words()).toEqual(["one"]);
      expect(await desk.statuses()).toEqual({ one: "done" });
    });

    test("behavior: at most four are in flight, and twelve answers beside them", async () => {
      const { client } = desk.anvil;
      await client.setAutomine(false);
      const sender = await desk.sender({ confirmations: 2n });
      for (let i = 0; i < 9; i++) {
        await sender.enqueue(wish(`w${i}`));
        for (const half of [0, 1]) {
          await sender.enqueue({ ...wish(`a${2 * i + half}`), kind: "answer" });
        }
      }
      await desk.turn(sender);
      const sent = async () =>
        Object.entries(await desk.statuses())
          .filter(([, status]) => status === "sent")
          .map(([subject]) => subject);
      expect(await sent()).toHaveLength(16);
      expect((await sent()).filter((subject) => subject.startsWith("w"))).toHaveLength(4);
      // What is mined takes no place, though nobody believes it yet.
      await client.mine({ blocks: 1 });
      await desk.turn(sender);
      expect(await sent()).toHaveLength(26);
      for (let i = 0; i < 4; i++) {
        await client.mine({ blocks: 1 });
        await desk.turn(sender);
      }
      expect(await sent()).toEqual([]);
      const answers = Array.from({ length: 18 }, (_, i) => `a${i}`);
      const others = Array.from({ length: 9 }, (_, i) => `w${i}`);
      expect((await desk.words()).sort()).toEqual([...answers, ...others].sort());
    });

    test("behavior: nothing is queued again while any node has its receipt", async () => {
      const forgetful = await startProxy(desk.anvil.url);
      try {
        const rpc = await connect([forgetful.url, desk.anvil.url]);
        const sender = await desk.sender({ rpc });
        await sender.enqueue(wish("one"));
        await desk.turn(sender);
        // It answers for its state, and has lost its index of transactions.
        forgetful.forgets = "eth_getTransactionReceipt";
        await rpc.head();
        for (let i = 0; i < 3; i++) await desk.turn(sender);
        expect(await desk.statuses()).toEqual({ one: "sent" });
        forgetful.forgets = null;
        await desk.turn(sender);
        expect(await desk.statuses()).toEqual({ one: "done" });
        expect(await desk.words()).toEqual(["one"]);
      } finally {
        await forgetful.close();
      }
    });

    test("error: nothing is signed for a node that speaks for another chain", async () => {
      const liar = await startProxy(desk.anvil.url);
      try {
        const rpc = await connect([liar.url]);
        const sender = await desk.sender({ rpc });
        await sender.enqueue(wish("one"));
        liar.chainId = 1;
        await expect(desk.turn(sender)).rejects.toThrow(/^Nothing is signed: /);
        expect(await desk.attempts()).toEqual([]);
        liar.chainId = null;
        await desk.turn(sender);
        await desk.turn(sender);
        expect(await desk.statuses()).toEqual({ one: "done" });
      } finally {
        await liar.close();
      }
    });
  });
}
