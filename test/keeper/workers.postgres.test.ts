// Real `keeper worker` processes on a real PostgreSQL: some paint, one is killed again and again, one lies.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Address } from "viem";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { loadDeployment } from "../../keeper/chain/deployment.ts";
import { readInputs } from "../../keeper/chain/inputs.ts";
import { connect } from "../../keeper/chain/rpc.ts";
import { RetryableError } from "../../keeper/errors.ts";
import type { Summary } from "../../keeper/loop.ts";
import { openDatabase } from "../../keeper/store/open.ts";
import { renderOfEpoch } from "../../keeper/store/renders.ts";
import { epochTree, tokenTree, WORD } from "../../renderer/merkle.ts";
import { keepRecord, mint, privateKey, startChain } from "../../tools/demo/chain.ts";
import { type Child, freePort, stop } from "../../tools/processes.ts";
import { startClock } from "./clock.ts";
import { MODEL, newCanvas, openDesk } from "./crew.ts";
import { postgresForFile } from "./postgres.ts";
import { type KeeperProcess, killKeepers, startKeeper } from "./process.ts";

const TOKENS = 16;
const cluster = postgresForFile();
const folder = mkdtempSync(join(tmpdir(), "heliotrope-workers-"));
const children: Child[] = [];
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  killKeepers();
  for (const close of closers.splice(0).reverse()) await close();
});

afterAll(async () => {
  for (const child of children) await stop(child);
  rmSync(folder, { recursive: true, force: true });
});

function startWorker(url: string, env: Record<string, string> = {}): KeeperProcess {
  const settings = { DATABASE_URL: url, RENDER_WORKERS: "1", RENDER_BACKEND: "wasm" };
  return startKeeper(["worker"], { ...settings, ...env });
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function said(worker: KeeperProcess, text: string, isOver = () => false): Promise<void> {
  while (!worker.log().includes(text) && !isOver()) {
    expect(worker.child.exitCode, worker.log()).toBeNull();
    await pause(50);
  }
}

describe("keeper worker", () => {
  test("behavior: an epoch is finished, and right, while one worker is killed again and again and another lies", async () => {
    const url = await cluster().database();
    const port = await freePort(20_000 + Math.floor(Math.random() * 20_000));
    const chain = await startChain(folder, port, (child) => children.push(child));
    keepRecord(folder, chain.deployment);
    const address = chain.deployment.contracts.Heliotrope!.address as Address;
    await mint(chain.rpcUrl, address, TOKENS);
    const clock = await startClock(chain.rpcUrl);
    closers.push(() => clock.stop());
    const keeper = startKeeper(["run", "--once"], {
      RPC_URL: chain.rpcUrl,
      DEPLOYMENT: join(folder, "deployment.json"),
      DATA_DIR: join(folder, "keeper"),
      DATABASE_URL: url,
      KEEPER_KEY: privateKey(5),
      REPORTER_KEYS: [1, 2, 3, 4].map(privateKey).join(","),
      RENDER_WORKERS: "0",
      POLL_MS: "50",
    });
    let isOver = false;
    keeper.exited.then(() => (isOver = true));
    await keeper.up;
    // The liar and the victim are there before the others, so that they have something to do.
    const liar = startWorker(url, { HELIOTROPE_FAULT: "flip-pixels" });
    await said(liar, "the worker is up");
    clock.follow(keeper);
    await said(keeper, "a worker paints wrong", () => isOver);
    let kills = 0;
    const killer = (async () => {
      while (!isOver && kills < 5) {
        const victim = startWorker(url);
        await said(victim, "the worker is up", () => isOver);
        await pause(100 + Math.random() * 1_500);
        victim.child.kill("SIGKILL");
        await victim.exited;
        if (!isOver) kills++;
      }
    })();
    while (kills < 1) await pause(50);
    const steady = [startWorker(url), startWorker(url)];
    expect(await keeper.exited, keeper.log()).toBe(0);
    await killer;
    expect(kills).toBeGreaterThanOrEqual(2);

    // What was committed to and revealed is what an honest machine paints by itself.
    const summary = JSON.parse(keeper.lastLine()) as Summary;
    expect(summary).toMatchObject({ revealed: true, tokens: TOKENS });
    const desk = await openDesk(await cluster().database());
    closers.push(() => desk.close());
    const rpc = await connect([chain.rpcUrl]);
    const { contracts } = await loadDeployment(rpc, join(folder, "deployment.json"));
    const db = await openDatabase(url);
    closers.push(() => db.close());
    const render = (await renderOfEpoch(db, BigInt(summary.epoch)))!;
    const nodes = new Uint8Array(TOKENS * WORD);
    for (let tokenId = 0; tokenId < TOKENS; tokenId++) {
      const inputs = await readInputs({ rpc, contracts }, tokenId, render.epoch);
      const { latent, condition } = inputs;
      const { pixels } = await desk.pool.paint(MODEL, {
        job: render.job,
        tokenId,
        latent,
        condition,
      });
      const { root } = tokenTree(render.job, tokenId, inputs, pixels);
      nodes.set(Buffer.from(root.slice(2), "hex"), tokenId * WORD);
    }
    expect(epochTree(nodes).root).toBe(summary.root);
    expect(await liar.exited).toBe(1);
    expect(liar.log()).toContain("The keeper sent this worker away: ");
    for (const worker of steady) {
      worker.child.kill("SIGTERM");
      expect(await worker.exited, worker.log()).toBe(0);
    }
  });

  test("behavior: a database whose power is cut in the middle of an epoch costs nothing but time", async () => {
    const url = await cluster().database();
    const desk = await openDesk(url);
    closers.push(() => desk.close());
    const workers = [startWorker(url), startWorker(url)];
    const before = newCanvas(TOKENS);
    const painting = desk.crew.paint(before.work);
    painting.catch(() => {});
    while (before.kept.size < 3) await pause(50);
    await cluster().kill();
    await expect(painting).rejects.toThrow(RetryableError);
    await pause(2_000);
    await cluster().start();
    // As the keeper's loop does: again, until it works, with what is kept already.
    let kept = before.kept;
    for (let tries = 0; kept.size < TOKENS && tries < 100; tries++) {
      const canvas = newCanvas(TOKENS, kept);
      await desk.crew.paint(canvas.work).catch(async (error: unknown) => {
        expect(error).toBeInstanceOf(RetryableError);
        await pause(500);
      });
      kept = canvas.kept;
    }
    expect(kept.size).toBe(TOKENS);
    expect(await desk.wrong(kept)).toEqual([]);
    for (const worker of workers) expect(worker.child.exitCode, worker.log()).toBeNull();
  });

  test("error: no database to paint for", async () => {
    const worker = startKeeper(["worker"], {});
    expect(await worker.exited).toBe(1);
    expect(worker.log()).toContain("DATABASE_URL is not set, and it is all that a worker needs");
  });
});
