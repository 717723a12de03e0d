import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { BaseError, type Hex } from "viem";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Head } from "../../keeper/chain/rpc.ts";
import { createThreads } from "../../keeper/crew/threads.ts";
import { fateOf, openFallen, openGauges } from "../../keeper/gauges.ts";
import { type Loop, startLoop } from "../../keeper/loop.ts";
import { createMetrics, type Metrics } from "../../keeper/metrics.ts";
import type { ModelShelf } from "../../keeper/render/models.ts";
import type { Pool } from "../../keeper/render/pool.ts";
import { commit } from "../../keeper/steps/commit.ts";
import type { Context } from "../../keeper/steps/context.ts";
import { dueRender, renderEpoch } from "../../keeper/steps/render.ts";
import type { EpochView, Survey } from "../../keeper/steps/survey.ts";
import { addSigner, enqueue } from "../../keeper/store/intents.ts";
import { openStore, type Store } from "../../keeper/store/open.ts";
import { renderOf } from "../../keeper/store/renders.ts";
import { saltOf } from "../../keeper/store/salts.ts";
import { furnish } from "./blank.ts";

const ZERO = `0x${"00".repeat(32)}` as Hex;
const JOB = `0x${"ab".repeat(32)}` as Hex;
const ADDRESS = "0x00000000000000000000000000000000000ca11e";
const PIXELS = new Uint8Array(172_800);
const view: EpochView = {
  epoch: 10n,
  job: JOB,
  acceptedAt: 100n,
  commitEnds: 7_300n,
  revealEnds: 10_900n,
  challengeEnds: 54_100n,
  outcome: 0,
  openDemands: 0,
  waitUntil: 0n,
  supply: 4,
  commitment: null,
  revealed: null,
  settled: false,
};

let folder: string;
let store: Store;
let lines: string[];
let stopping: AbortController;
/** What the chain's views say, unless a test says otherwise. */
let chain: Record<string, unknown>;
let paint: Pool["paint"];
let metrics: Metrics;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "heliotrope-loop-"));
  store = await openStore(await furnish(folder));
  lines = [];
  stopping = new AbortController();
  paint = async () => ({ pixels: PIXELS, root: JOB });
  chain = {
    EPOCH_SECONDS: 25_200n,
    epochAt: 10n,
    lastEpoch: 10n,
    totalMinted: 4n,
    germinated: 4n,
    pendingBatch: [{ first: 0, count: 0, target: 0n }, 0n, false, false],
    acceptedAt: 100,
    jobOf: JOB,
    windowsOf: [view.commitEnds, view.revealEnds, view.challengeEnds],
    wordOf: { keeper: ADDRESS, commitment: ZERO, root: ZERO, settled: false },
    epochOf: { outcome: 0, standing: 0, openDemands: 0, waitUntil: 0 },
    accountOf: { balance: 5n, id: 1, locked: 0 },
    accountCount: 1n,
    // No window: the chain here has one epoch only.
    rules: {
      commitSeconds: 0,
      revealSeconds: 0,
      challengeSeconds: 0,
      answerSeconds: 0,
      followUpSeconds: 0,
      bond: 5n,
    },
    supplyAt: 4n,
    skyInputsAt: [0n, ZERO, ZERO],
  };
});

afterEach(async () => {
  stopping.abort();
  await store.close().catch(() => {});
  rmSync(folder, { recursive: true, force: true });
});

/** A keeper over a chain that answers from a table, and a pool that paints as a test wants. */
function newContext(size = 2): Context {
  metrics = createMetrics();
  const client = {
    // A block of its own for every look, at a clock that stands still.
    getBlock: async () => ({
      number: 5n,
      hash: `${isStill ? 0 : looks}`,
      timestamp: 200n,
      baseFeePerGas: 0n,
    }),
    getBalance: async () => 10n ** 18n,
    readContract: async ({ functionName }: { functionName: string }) => {
      const answer = chain[functionName];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const write = (line: string) => void lines.push(line);
  const pool = {
    size,
    backend: () => "wasm",
    paint: (...of: Parameters<Pool["paint"]>) => paint(...of),
  } as unknown as Pool;
  const models: ModelShelf = { get: async () => ({ id: 0, hash: ZERO, bytes: PIXELS }) };
  return {
    rpc: {
      client,
      chainId: 31_337,
      head: () => {
        looks++;
        return client.getBlock();
      },
    },
    contracts: { Almanac: ADDRESS },
    sender: { address: ADDRESS, enqueue: async () => JOB, turn: async () => {}, alerts: () => [] },
    bureau: { isOpen: false },
    store,
    pool,
    models,
    metrics,
    crew: createThreads({ pool, models, metrics }),
    confirmations: 0n,
    keepEpochs: 24,
    bondLimit: 0n,
    log: pino({ base: null, level: "info" }, { write }),
  } as unknown as Context;
}

async function figures(name: string): Promise<{ labels: object; value: number }[]> {
  return (await metrics.registry.getSingleMetric(`heliotrope_keeper_${name}`)!.get()).values;
}

/** How often the loop has asked for the head. */
let looks = 0;
/** Whether no block comes. */
let isStill = false;

function newLoop(pollMs: number): Loop {
  return startLoop(newContext(), { pollMs, once: false, signal: stopping.signal });
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (await condition()) return;
    await pause(50);
  }
  throw new Error(`it did not happen\n${lines.join("")}`);
}

describe("dueRender", () => {
  const at = (now: bigint, more: Partial<EpochView>) =>
    dueRender(newContext(), { now, epochs: [{ ...view, ...more }] } as unknown as Survey);

  test("behavior: what may still be committed to, and what was lost after its reveal as long as it may be asked for", async () => {
    expect(await at(200n, {})).toMatchObject({ job: JOB });
    expect(await at(view.commitEnds, {})).toBeNull();
    const last = view.challengeEnds - 1n;
    const late = view.challengeEnds + 1_000n;
    expect(await at(last, { revealed: JOB })).toMatchObject({ job: JOB });
    expect(await at(late, { revealed: JOB })).toBeNull();
    expect(await at(late, { revealed: JOB, waitUntil: late + 1n })).toMatchObject({ job: JOB });
    expect(await at(late, { revealed: JOB, openDemands: 1 })).toMatchObject({ job: JOB });
    expect(await at(late, { revealed: JOB, openDemands: 1, outcome: 2 })).toBeNull();
    // A commitment without its salt can never be revealed.
    expect(await at(200n, { commitment: JOB })).toBeNull();
    await saltOf(store, JOB);
    expect(await at(view.commitEnds, { commitment: JOB })).toMatchObject({ job: JOB });
    expect(await at(view.revealEnds, { commitment: JOB })).toBeNull();
    await renderEpoch(newContext(), view, stopping.signal);
    expect(await at(200n, { commitment: JOB })).toBeNull();
    expect(await at(last, { revealed: JOB })).toBeNull();
  });
});

describe("renderEpoch", () => {
  test("error: one picture that fails ends all of them, before anybody tries again", async () => {
    let painting = 0;
    let begun = 0;
    paint = async (_, { tokenId }) => {
      begun++;
      if (tokenId === 0) throw new Error("the thread died");
      painting++;
      await pause(100);
      painting--;
      return { pixels: PIXELS, root: JOB };
    };
    chain.supplyAt = 100n;
    const render = renderEpoch(newContext(), { ...view, supply: 100 }, stopping.signal);
    await expect(render).rejects.toThrow("the thread died");
    expect(painting).toBe(0);
    const then = begun;
    await pause(300);
    expect(begun).toBe(then);
  });
});

describe("commit", () => {
  test("behavior: a bond that is on its way is waited for, and one that is not is complained of", async () => {
    const context = newContext();
    await renderEpoch(context, view, stopping.signal);
    const now = {
      now: 200n,
      epochs: [view],
      account: { balance: 4n, locked: 0 },
      rules: { bond: 5n },
    } as unknown as Survey;
    await expect(commit(context, now)).rejects.toThrow("Epoch 10 is painted, and cannot be");
    await addSigner(store.db, ADDRESS, 0n);
    const whose = { sender: ADDRESS, target: ADDRESS, data: "0x", expiresAt: 10n ** 9n } as const;
    await enqueue(store.db, 31_337, { ...whose, kind: "deposit", subject: "epoch 10" });
    await commit(context, now);
  });
});

describe("openFallen", () => {
  test("default", async () => {
    metrics = createMetrics();
    const tell = openFallen(metrics);
    const stand = (root: Hex, fallen: boolean) => ({ root, fallen });
    const game = (...stands: object[]) =>
      [{ job: JOB, stands, mine: { root: ZERO } }] as unknown as Parameters<typeof tell>[0];
    const [old, other] = [JOB, `0x${"cd".repeat(32)}` as const];
    tell(game(stand(old, true), stand(other, false), stand(ZERO, false)));
    tell(game(stand(old, true), stand(other, true), stand(ZERO, false)));
    tell(game(stand(old, true), stand(other, true), stand(ZERO, true)));
    expect(await figures("roots_fallen_total")).toEqual([
      { labels: { whose: "own" }, value: 1 },
      { labels: { whose: "others" }, value: 1 },
    ]);
  });
});

describe("fateOf", () => {
  const now = (at: bigint, facts: Partial<EpochView> = {}) => fateOf({ ...view, ...facts }, at);
  const bound = { commitment: JOB };

  test("default", () => {
    expect(now(view.commitEnds - 1n)).toBe("open");
    expect(now(view.commitEnds)).toBe("missed");
    expect(now(view.commitEnds, bound)).toBe("committed");
    expect(now(view.revealEnds, bound)).toBe("missed");
    expect(now(view.revealEnds, { revealed: JOB })).toBe("revealed");
    expect(now(view.revealEnds, { supply: 0 })).toBe("empty");
  });

  test("behavior: a head that does not stand on the last is a reorganisation", async () => {
    metrics = createMetrics();
    const tell = openGauges({ ...newContext(), store });
    const now = { epochs: [], account: { balance: 0n, locked: 0 }, rules: { bond: 0n } };
    const see = (number: bigint, hash: string, parentHash: string) =>
      tell(
        { ...now, blockNumber: 1n, now: 1n, epoch: 1n } as unknown as Survey,
        { number, hash, parentHash, timestamp: 1n, baseFeePerGas: 0n } as unknown as Head,
      );
    const count = async () => (await figures("chain_reorganisations_total"))[0]!.value;
    await see(5n, "a5", "a4");
    await see(6n, "a6", "a5");
    await see(8n, "a8", "a7");
    expect(await count()).toBe(0);
    await see(7n, "b7", "b6");
    expect(await count()).toBe(1);
    await see(8n, "b8", "b7");
    await see(9n, "c9", "c8");
    expect(await count()).toBe(2);
  });

  test("behavior: what was missed before the start is shown, and not counted anew", async () => {
    chain.windowsOf = [100n, 150n, view.challengeEnds];
    const loop = newLoop(20);
    await until(() => loop.latest() !== null);
    const missed = (value: number) => ({ labels: { outcome: "missed" }, value });
    expect(await figures("epochs_recent")).toContainEqual(missed(1));
    expect(await figures("epochs_total")).toContainEqual(missed(0));
    chain.jobOf = `0x${"ac".repeat(32)}`;
    await until(async () => (await figures("epochs_total")).some((one) => one.value > 0));
    expect(await figures("epochs_total")).toContainEqual(missed(1));
    stopping.abort();
    await loop.ended;
  });
});

describe("startLoop", () => {
  test("behavior: what fails is tried again after growing pauses, and complained of once", async () => {
    let tries = 0;
    looks = 0;
    isStill = true;
    paint = async () => {
      tries++;
      throw new Error("no paint");
    };
    const loop = newLoop(20);
    await until(() => looks >= 64);
    // Two threads try in each turn, and each pause on an unchanged chain is twice the one before.
    expect(tries).toBeGreaterThanOrEqual(2 * 3);
    expect(tries).toBeLessThanOrEqual(2 * (Math.log2(looks) + 3));
    expect(lines.filter((line) => line.includes("no paint"))).toHaveLength(1);
    expect(loop.trouble()).toEqual(["render"]);
    expect(await figures("trouble")).toContainEqual({ labels: { step: "render" }, value: 1 });
    paint = async () => ({ pixels: PIXELS, root: JOB });
    isStill = false;
    await until(async () => (await renderOf(store.db, JOB)) !== null);
    await until(() => loop.trouble().length === 0);
    expect(await figures("trouble")).toContainEqual({ labels: { step: "render" }, value: 0 });
    expect(await figures("bond_free_ether")).toEqual([{ labels: {}, value: 5e-18 }]);
    expect(await figures("balance_ether")).toEqual([{ labels: {}, value: 1 }]);
    stopping.abort();
    expect(await loop.ended).toBeNull();
  });

  test("behavior: a folder that cannot be written is said in a sentence, waited for, and nothing is lost", async () => {
    writeFileSync(join(folder, "rasters"), "in the way");
    const loop = newLoop(50);
    await until(() => lines.some((line) => line.includes("cannot be written")));
    expect(lines.join("")).toContain(
      `${join(folder, "rasters", JOB, "0.rgb")} cannot be written (ENOTDIR). Make room on the disk or the folder writable; the keeper goes on by itself, and what it wrote before is kept.`,
    );
    renameSync(join(folder, "rasters"), join(folder, "aside"));
    writeFileSync(join(folder, "salts"), "in the way");
    await until(() => lines.some((line) => line.includes(join(folder, "salts", JOB))));
    expect(await renderOf(store.db, JOB)).toBeNull();
    rmSync(join(folder, "salts"));
    await until(async () => (await renderOf(store.db, JOB)) !== null);
    stopping.abort();
    expect(await loop.ended).toBeNull();
  });

  test("behavior: tells a chain that does not answer from a fault of its own", async () => {
    const loop = newLoop(50);
    await until(() => loop.latest() !== null);
    chain.germinated = new BaseError("gone");
    paint = async () => ({ pixels: PIXELS, root: JOB });
    await until(() => lines.some((line) => line.includes("the chain does not answer")));
    expect(loop.trouble()).toEqual(["chain"]);
    chain.germinated = 4n;
    await until(() => lines.some((line) => line.includes("the chain answers again")));
    expect(loop.trouble()).toEqual([]);
    const silent = lines.length;
    chain.lastEpoch = new Error("stands for a fault of our own");
    await until(() => lines.slice(silent).some((line) => line.includes("a turn did not finish")));
    expect(lines.slice(silent).join("")).not.toContain("the chain does not answer");
    stopping.abort();
    expect(await loop.ended).toBeNull();
  });
});
