// The watchtower at work: two honest keepers, one whose machine paints wrong, a liar, a withholder, and somebody
// who demands for nothing.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Address, formatEther, type Hex, parseEther } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { climateAbi } from "../../contracts/abi.ts";
import type { Pool } from "../../keeper/render/pool.ts";
import { readKept } from "../../keeper/store/rasters.ts";
import { renderOf } from "../../keeper/store/renders.ts";
import { epochTree, NO_INPUTS, type TreeNode, tokenTree } from "../../renderer/merkle.ts";
import { privateKey, RECORD } from "../../tools/demo/chain.ts";
import { sendWeather } from "./accept.ts";
import { furnish } from "./blank.ts";
import { type Board, type Keeper, setBoard } from "./board.ts";
import { type KeeperProcess, killKeepers, startKeeper } from "./process.ts";

const TOKENS = 2;
const [FIRST, SECOND, LIAR, WITHHOLDER, GRIEFER, BROKEN, REVIVED] = [5, 6, 9, 10, 11, 12, 13];
const addressOf = (account: number) => privateKeyToAddress(privateKey(account));
const GROUND = { run: 0, silence: 3 };
const BOND = parseEther("0.2");
const POT = parseEther("0.005");

let board: Board;

beforeAll(async () => {
  board = await setBoard(TOKENS);
  await board.call(0, "fund", [], parseEther("1"));
  board.villain(LIAR, "liar");
  board.villain(WITHHOLDER, "withholder");
});

afterAll(async () => {
  killKeepers();
  await board?.close();
});

/** Has the next epoch accepted; says which. */
async function accept(): Promise<bigint> {
  const { client, chain } = board;
  const seconds = 25_200n;
  for (;;) {
    const { timestamp } = await client.getBlock();
    // Early in an epoch, so that the next one is not accepted on the way by mistake.
    if ((timestamp + 840n) % seconds < 840n) break;
    await board.mine();
  }
  const { timestamp } = await client.getBlock();
  const { epoch } = await sendWeather(client, chain, 4, timestamp + 840n);
  await board.mine();
  return epoch;
}

async function windowsOf(epoch: bigint) {
  const { client, almanac } = board;
  return client.readContract({ ...almanac, functionName: "windowsOf", args: [epoch] });
}

async function mineUntilTime(end: bigint): Promise<void> {
  await board.mineUntil(async () => (await board.client.getBlock()).timestamp >= end);
}

async function wordOf(epoch: bigint, account: number) {
  const args = [epoch, addressOf(account)] as const;
  return board.client.readContract({ ...board.almanac, functionName: "wordOf", args });
}

async function standOf(epoch: bigint, account: number) {
  const args = [epoch, addressOf(account)] as const;
  return board.client.readContract({ ...board.almanac, functionName: "standOf", args });
}

async function balanceOf(account: number): Promise<bigint> {
  const args = [addressOf(account)] as const;
  const of = await board.client.readContract({ ...board.almanac, functionName: "accountOf", args });
  expect(of.locked, `account ${account} has bonds locked`).toBe(0);
  return of.balance;
}

/** A pool whose every picture has one wrong pixel. */
function brokenPool(pool: Pool): Pool {
  return {
    ...pool,
    paint: async (model, what) => {
      const { pixels } = await pool.paint(model, what);
      const bent = pixels.slice();
      bent[1_000]! ^= 1;
      const { job, tokenId, latent, condition } = what;
      const inputs = { model: BigInt(model.id), latent, condition };
      return { pixels: bent, root: tokenTree(job, tokenId, inputs, bent).root };
    },
  };
}

/** One node at each height that can be demanded, under the root that a keeper painted. */
async function demandableOf({ context }: Keeper, epoch: bigint): Promise<TreeNode[]> {
  const { client, almanac } = board;
  const job = await client.readContract({ ...almanac, functionName: "jobOf", args: [epoch] });
  const render = (await renderOf(context.store.db, job))!;
  const kept = (await readKept(context.store, job, 1))!;
  const { words, path, root } = epochTree(render.block);
  const token = tokenTree(job, 1, kept.inputs, kept.raster);
  const hex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString("hex")}`;
  const run = 130;
  return [
    { height: 26, index: 0, hash: root, inputs: NO_INPUTS, path: [] },
    { height: 19, index: 0, hash: hex(words(19, 0, 1)), inputs: NO_INPUTS, path: path(1).slice(7) },
    { height: 12, index: 1, hash: token.root, inputs: NO_INPUTS, path: path(1) },
    {
      height: 6,
      index: 64 + 2,
      hash: hex(token.words(6, 2, 1)),
      inputs: kept.inputs,
      path: [...token.path(run).slice(6), ...path(1)],
    },
  ];
}

describe("watchtower", () => {
  let epoch: bigint;
  let first: Keeper;
  let second: Keeper;
  let broken: Keeper;
  let demandedForNothing = 0n;
  const honest = () => [addressOf(FIRST), addressOf(SECOND)];

  beforeAll(async () => {
    first = await board.keeper(FIRST);
    second = await board.keeper(SECOND);
    broken = await board.keeper(BROKEN, { pool: brokenPool(first.context.pool) });
    epoch = await accept();
    const [, revealEnds] = await windowsOf(epoch);
    await mineUntilTime(revealEnds);
    const floor = parseEther("0.006");
    for (const node of await demandableOf(first, epoch)) {
      const { height, index, ...rest } = node;
      const args = [
        epoch,
        addressOf(FIRST),
        { height: BigInt(height), index: BigInt(index), ...rest },
      ];
      await board.call(GRIEFER, "demand", args, floor);
      demandedForNothing += floor;
      await board.mine();
    }
    await board.mineUntil(async () => {
      const { almanac, client } = board;
      const [one, other] = await Promise.all(
        honest().map((keeper) =>
          client.readContract({ ...almanac, functionName: "accountOf", args: [keeper] }),
        ),
      );
      return one!.locked === 0 && other!.locked === 0;
    });
    // What is collected after the bonds.
    for (let i = 0; i < 6; i++) await board.mine();
  }, 600_000);

  afterAll(async () => {
    for (const one of [first, second, broken]) await one?.stop();
  });

  test("default", async () => {
    const root = (await wordOf(epoch, FIRST)).root;
    expect((await wordOf(epoch, SECOND)).root).toBe(root);
    const logs = await board.logs();
    const felled = logs.filter(({ eventName }) => eventName === "Felled");
    const falls = felled.map(({ args }) => args as { root: Hex; by: Address; ground: number });
    expect(falls).toHaveLength(3);
    for (const [account, ground] of [
      [LIAR, GROUND.run],
      [BROKEN, GROUND.run],
      [WITHHOLDER, GROUND.silence],
    ] as const) {
      const { root: fallen } = await wordOf(epoch, account);
      const fall = falls.find((one) => one.root === fallen)!;
      expect(fall.ground).toBe(ground);
      // A machine that paints wrong still sees the lies that come before its own.
      const finders = account === BROKEN ? honest() : [...honest(), addressOf(BROKEN)];
      expect(finders).toContain(fall.by);
    }
    expect((await standOf(epoch, LIAR)).intended).toBe(true);
    expect((await standOf(epoch, FIRST)).fallen).toBe(false);
    const [outcome, decided] = await board.client.readContract({
      ...board.almanac,
      functionName: "artworkAt",
      args: [0n, epoch],
    });
    expect([outcome, decided]).toEqual([1, root]);
  });

  test("behavior: everything that was ours comes home, to the wei", async () => {
    const logs = await board.logs();
    // What they put into demands themselves came back; what others put in against their root was earned.
    let demanded = 0n;
    let rewards = 0n;
    for (const { eventName, args } of logs) {
      if (eventName === "Felled" && honest().includes(args.by)) rewards += BOND / 2n;
      if (eventName !== "Demanded") continue;
      const { demander, bond, root } = args;
      const isOurs = honest().includes(demander);
      const isAgainstUs = root === (await wordOf(epoch, FIRST)).root;
      expect(isOurs && isAgainstUs).toBe(false);
      if (isOurs || isAgainstUs) demanded += bond;
    }
    const deposited = 2n * BOND;
    expect(rewards).toBeGreaterThan(0n);
    const shares = 2n * (POT / 2n);
    const balances = (await balanceOf(FIRST)) + (await balanceOf(SECOND));
    expect(formatEther(balances)).toBe(formatEther(deposited + rewards + shares + demanded));
  });

  test("behavior: answers what is demanded for nothing, once, and is paid for it", async () => {
    const { root } = await wordOf(epoch, FIRST);
    const answered = (await board.logs())
      .filter(({ eventName }) => eventName === "Answered")
      .map(({ args }) => args as { root: Hex; height: bigint; index: bigint; answerer: Address })
      .filter((one) => one.root === root);
    const griefed = answered.filter(({ height, index }) =>
      [`26/0`, `19/0`, `12/1`, `6/66`].includes(`${height}/${index}`),
    );
    expect(new Set(griefed.map(({ height }) => height)).size).toBe(4);
    expect(new Set(answered.map(({ height, index }) => `${height}/${index}`)).size).toBe(
      answered.length,
    );
    for (const { answerer } of answered) expect(honest()).toContain(answerer);
    expect(demandedForNothing).toBeGreaterThan(0n);
  });

  test("behavior: deposits what a bond lacks, once", async () => {
    const deposits = (await board.logs())
      .filter(({ eventName }) => eventName === "Deposited")
      .map(({ args }) => args as { keeper: Address; amount: bigint })
      .filter(({ keeper }) => keeper === addressOf(FIRST));
    expect(deposits).toEqual([{ keeper: addressOf(FIRST), amount: BOND }]);
  });

  test("behavior: a machine that paints wrong says so, and commits to nothing more", async () => {
    const log = broken.log();
    expect(log).toContain("this machine paints wrong at token");
    expect(log).toContain("the root that this keeper revealed has fallen, and its bond is lost");
    for (const keeper of [first, second]) expect(keeper.log()).not.toContain("paints wrong");
    const { client, almanac } = board;
    await accept();
    for (let i = 0; i < 6; i++) await board.mine();
    const last = await client.readContract({
      address: board.deployment.contracts.Climate,
      abi: climateAbi,
      functionName: "lastEpoch",
    });
    expect(last).toBeGreaterThan(epoch);
    const saidBy = async (account: number) => {
      const args = [last, addressOf(account)] as const;
      return (await client.readContract({ ...almanac, functionName: "wordOf", args })).commitment;
    };
    expect(BigInt(await saidBy(FIRST))).not.toBe(0n);
    expect(BigInt(await saidBy(BROKEN))).toBe(0n);
  }, 600_000);

  test("behavior: an audit says who lied, and where", async () => {
    const env = {
      RPC_URL: board.chain.rpcUrl,
      DEPLOYMENT: join(board.folder, RECORD),
      RENDER_WORKERS: "1",
      RENDER_BACKEND: "wasm",
    };
    const auditor = startKeeper(["audit", "--epoch", String(epoch)], env);
    expect(await auditor.exited, auditor.log()).toBe(1);
    const verdicts = auditor.output().trimEnd().split("\n");
    expect(verdicts).toHaveLength(4);
    const of = async (account: number) => {
      const { root } = await wordOf(epoch, account);
      return verdicts.find((line) => line.startsWith(root));
    };
    expect(await of(FIRST)).toMatch(/^0x[0-9a-f]{64} honest \(revealed by 0x\w{40}, 0x\w{40}\)$/);
    expect(await of(LIAR)).toMatch(/ lies at token [01], run \d+ \(.*it has fallen\)$/);
    expect(await of(BROKEN)).toMatch(/ lies at token \d, run 20 \(.*it has fallen\)$/);
    expect(await of(WITHHOLDER)).toMatch(/ lies somewhere under node 0 of height 26: /);
    const early = startKeeper(["audit", "--epoch", String(epoch + 999n)], env);
    expect(await early.exited).toBe(1);
    expect(early.log()).toContain("has not accepted epoch");
  }, 600_000);
});

describe("restart", () => {
  test("behavior: killed between intent and challenge, with its database lost, it goes on with the same salt", async () => {
    const keeper = addressOf(REVIVED);
    const folder = await furnish(join(board.folder, "revived"));
    const settings = {
      RPC_URL: board.chain.rpcUrl,
      DEPLOYMENT: join(board.folder, RECORD),
      DATA_DIR: folder,
      KEEPER_KEY: privateKey(REVIVED),
      RENDER_WORKERS: "1",
      RENDER_BACKEND: "wasm",
      POLL_MS: "20",
    };
    const victim = startKeeper(["run"], {
      ...settings,
      HELIOTROPE_FAULT: "before-sign:challenge",
    });
    await victim.up;
    const leave = invite(victim);
    await accept();
    await board.mineUntil(async () => victim.child.signalCode !== null);
    leave();
    expect(victim.child.signalCode, victim.log()).toBe("SIGKILL");
    const disputed = BigInt(/"kind":"intend","subject":"epoch (\d+)/.exec(victim.log())![1]!);
    const intents = async () =>
      (await board.logs()).filter(({ eventName, args }) => {
        return eventName === "Intended" && "by" in args && args.by === keeper;
      });
    expect(await intents()).toHaveLength(1);
    expect((await standOf(disputed, LIAR)).fallen).toBe(false);
    rmSync(join(folder, "pg"), { recursive: true });
    const survivor = startKeeper(["run"], settings);
    await survivor.up;
    invite(survivor);
    await board.mineUntil(async () => (await standOf(disputed, LIAR)).fallen);
    const stand = await standOf(disputed, LIAR);
    expect(stand).toMatchObject({ felledBy: keeper, intended: true });
    expect(await intents()).toHaveLength(1);
  }, 600_000);
});

/** Has blocks wait for a keeper in a process of its own, until it is killed or asked to leave. */
function invite(keeper: KeeperProcess): () => void {
  const guest = async (head: bigint) => {
    while (keeper.child.exitCode === null && keeper.child.signalCode === null) {
      const told = await fetch(`${keeper.url()}/healthz`)
        .then((reply) => reply.json() as Promise<{ block: number }>)
        .catch(() => null);
      const epochs = await fetch(`${keeper.url()}/api/epochs`)
        // On a crowded machine it may refuse to answer; then it is asked again.
        .then((reply) =>
          reply.ok ? (reply.json() as Promise<{ renderMs: number | null }[]>) : null,
        )
        .catch(() => null);
      const isPainting = epochs?.some(({ renderMs }) => renderMs === null) ?? true;
      if (told !== null && BigInt(told.block) >= head && !isPainting) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  board.guests.add(guest);
  return () => board.guests.delete(guest);
}
