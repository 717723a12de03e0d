// The verdict is worth as much as what it notices: a keeper works in peace, and then chain and store are tampered with.
import { createTestClient, createWalletClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Queries } from "../../../keeper/store/database.ts";
import { privateKey } from "../../../tools/demo/chain.ts";
import { type Arena, openArena, type Place } from "./arena.ts";
import { type Facts, readFacts } from "./facts.ts";
import { judge, type Presence } from "./verdict.ts";

let arena: Arena;
let place: Place;
let account: number;
let facts: Facts;
let presence: Presence;

beforeAll(async () => {
  arena = await openArena(1);
  ({ place, account } = await arena.newPlace());
  await place.settle(await place.start(), 80);
  facts = await place.facts();
  presence = { since: 70n, witnessed: arena.pace.witnessed, isStrict: true, reports: true };
}, 600_000);

afterAll(() => arena?.close());

/** The verdict after the store was tampered with; the store itself is as before afterwards. */
function afterTampering(tamper: (tx: Queries) => Promise<unknown>): Promise<readonly string[]> {
  return place.open(({ db }) =>
    db.transaction(async (tx) => {
      await tamper(tx);
      const { client, contracts, rpcUrl } = arena;
      const found = await readFacts(client, rpcUrl, contracts, place.keeper, { db: tx });
      await tx.rollback();
      return judge(found, presence).faults;
    }),
  );
}

const faultsOf = async () => judge(await place.facts(), presence).faults;

describe("judge", () => {
  test("default", () => {
    const { faults, counts } = judge(facts, presence);
    expect(faults).toEqual([]);
    expect(counts.made).toBeGreaterThan(0);
    expect(counts).toMatchObject({ missed: 0, doubles: 0, holes: 0, lostSalts: 0, reverted: 0 });
    expect(counts.transactions).toBe(facts.nonce);
  });

  test.each([
    [
      "signed bytes that were never stored",
      "DELETE FROM attempts WHERE nonce = 2",
      /^transaction 0x\w+ \(nonce 2\) is on the chain, not in the store/,
    ],
    [
      "one intent that took effect twice",
      "UPDATE attempts SET intent_id = (SELECT intent_id FROM attempts WHERE nonce = 1) WHERE nonce = 2",
      /^intent 0x\w+ took effect 2 times/,
    ],
    [
      "an intent that is done in the store alone",
      "UPDATE attempts SET hash = '0x00' WHERE nonce = 3",
      /is done in the store, and nothing of it is on the chain/,
    ],
    [
      "a nonce that nothing uses",
      "UPDATE signers SET next_nonce = next_nonce + 1",
      /^nonce \d+ was given out, and nothing signed uses it/,
    ],
    [
      "a nonce that would be used again",
      "UPDATE signers SET next_nonce = 1",
      /^the store would give out nonce 1 again/,
    ],
    [
      "a salt that is not the one that was committed with",
      `UPDATE renders SET salt = '0x${"11".repeat(32)}'`,
      /^what was committed for epoch \d+ is opened by nothing in the store/,
    ],
    [
      "a salt that is gone",
      "DELETE FROM renders",
      /^what was committed for epoch \d+ is opened by nothing in the store/,
    ],
  ])("behavior: notices %s", async (_name, statement, fault) => {
    const found = await afterTampering((tx) => tx.query(statement));
    expect(found).toContainEqual(expect.stringMatching(fault));
  });

  test("behavior: notices a transaction of the key that the store knows nothing of", async () => {
    const anvil = createTestClient({
      mode: "anvil",
      chain: foundry,
      transport: http(arena.rpcUrl),
    });
    const id = await anvil.snapshot();
    const stranger = privateKeyToAccount(privateKey(account));
    const wallet = createWalletClient({
      account: stranger,
      chain: foundry,
      transport: http(arena.rpcUrl),
    });
    await wallet.sendTransaction({ to: stranger.address, gas: 21_000n });
    await anvil.mine({ blocks: 1 });
    expect((await faultsOf()).join()).toMatch(/is on the chain, not in the store/);
    await anvil.revert({ id });
    expect(await faultsOf()).toEqual([]);
  });

  test("behavior: notices a hole in the chain's own nonces", async () => {
    const anvil = createTestClient({ mode: "anvil", transport: http(arena.rpcUrl) });
    const id = await anvil.snapshot();
    await anvil.setNonce({ address: place.keeper, nonce: facts.nonce + 2 });
    expect((await faultsOf()).join()).toMatch(/the chain counts \d+ transactions of the key/);
    await anvil.revert({ id });
  });

  test("behavior: an epoch that nobody was there for is missed; it is excused where the chain did not wait", async () => {
    const anvil = createTestClient({ mode: "anvil", transport: http(arena.rpcUrl) });
    const id = await anvil.snapshot();
    await anvil.mine({ blocks: 62 });
    const later = await place.facts();
    expect(judge(later, presence).faults).toContainEqual(
      expect.stringMatching(/^epoch \d+ has no weather/),
    );
    const { faults, counts } = judge(later, { ...presence, isStrict: false });
    expect(faults).toEqual([]);
    expect(counts.excused).toBeGreaterThan(0);
    await anvil.revert({ id });
  });

  test("behavior: what could have been made is not excused", () => {
    const lax = { ...presence, isStrict: false };
    const one = facts.epochs.find(({ root }) => root !== null)!;
    const without = (change: object) =>
      judge(
        {
          ...facts,
          epochs: facts.epochs.map((each) => (each === one ? { ...one, ...change } : each)),
        },
        lax,
      );
    expect(without({ root: null }).faults).toEqual([
      `epoch ${one.epoch} was committed to, and never revealed`,
    ]);
    expect(without({ root: null, commitment: null }).faults).toEqual([
      `epoch ${one.epoch} was never committed to`,
    ]);
    const absent = { ...lax, witnessed: new Map() };
    expect(judge({ ...facts, epochs: [] }, absent).faults).toEqual([]);
    expect(judge({ ...facts, epochs: [] }, lax).faults).not.toEqual([]);
  });

  test("behavior: notices a reveal that the chain forgot", async () => {
    const reveal = facts.mined.findLast(({ effect, block }) => {
      const epoch = facts.epochs.find((one) => effect === `reveal ${one.epoch}`);
      return epoch !== undefined && facts.times.at(-1)! >= epoch.revealEnds && block > 0n;
    })!;
    await arena.pace.reorganise(Number(facts.head - reveal.block + 1n));
    const found = await faultsOf();
    expect(found).toContainEqual(expect.stringMatching(/committed to, and never revealed/));
    expect(found).toContainEqual(expect.stringMatching(/nothing of it is on the chain/));
  });
});
