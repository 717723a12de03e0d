// One epoch of the keeper, painted, hashed, encoded and stored for real, in a process of its own so that its peak of
// memory is its own: `node tools/bench/epoch.ts '{"tokens":100,"backend":"wasm","threads":2,"side":240}'`. Only the
// chain is left out: what a token is painted from is made up here.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { pino } from "pino";
import { keccak256, toHex } from "viem";
import { createThreads } from "../../keeper/crew/threads.ts";
import { createMetrics } from "../../keeper/metrics.ts";
import { openArchive } from "../../keeper/publish/archive.ts";
import { carStream } from "../../keeper/publish/car.ts";
import type { NodeBackend } from "../../keeper/render/backends.ts";
import { randomRuns } from "../../keeper/render/doubt.ts";
import { createPool, type Pool } from "../../keeper/render/pool.ts";
import type { Context } from "../../keeper/steps/context.ts";
import { renderEpoch } from "../../keeper/steps/render.ts";
import type { EpochView } from "../../keeper/steps/survey.ts";
import { openStore } from "../../keeper/store/open.ts";
import { renderOf } from "../../keeper/store/renders.ts";
import { RASTER_BYTES, RASTER_SIDE, tokenTree } from "../../renderer/merkle.ts";
import { encodePng } from "../../renderer/png.ts";
import { modelHash } from "../../renderer/sky/model.ts";

export interface EpochSetting {
  readonly tokens: number;
  readonly backend: NodeBackend;
  readonly threads: number;
  /** Side of the square that is painted; where it is smaller than a raster, the raster is filled with copies. */
  readonly side: number;
}

/** Seconds, bytes. */
export interface EpochFigures extends EpochSetting {
  readonly painted: string;
  readonly total: number;
  /** What all threads together took of processors: the same however busy the machine is. */
  readonly processor: number;
  /** Painting, hashing, checking, and storing rasters. */
  readonly rasters: number;
  /** The epoch's tree, its folder and CID, the row. */
  readonly tree: number;
  /** The whole CAR, streamed to nowhere. */
  readonly car: number;
  readonly carBytes: number;
  readonly peak: number;
  /** Memory after the first tenth of the tokens, and after the last. */
  readonly early: number;
  readonly late: number;
}

const JOB = `0x${"0a".repeat(32)}` as const;
const bytes = new Uint8Array(
  readFileSync(new URL("../../renderer/sky/model.bin", import.meta.url)),
);
export const MODEL = { id: 0, hash: modelHash(bytes), bytes };

/** A sky of its own for every token. */
export function skyOf(tokenId: number) {
  const word = keccak256(toHex(tokenId, { size: 32 }));
  const latent = `0x${"00".repeat(16)}${word.slice(2, 34)}` as const;
  return { latent, condition: `0x${"40".repeat(12)}${"00".repeat(20)}` as const };
}

async function measure(setting: EpochSetting): Promise<EpochFigures> {
  const { tokens, backend, threads, side } = setting;
  const folder = mkdtempSync(join(tmpdir(), "heliotrope-bench-"));
  const store = await openStore(folder);
  if (store === null) throw new Error("the store did not open");
  const whole = createPool({
    size: threads,
    backend,
    doubt: { runs: 16, all: false },
    warn: console.error,
  });
  const pool = side === RASTER_SIDE ? whole : small(whole, side);
  const metrics = createMetrics();
  const models = { get: async () => MODEL };
  let early = 0;
  let reads = 0;
  const client = {
    readContract: async ({ args }: { args: readonly [bigint] }) => {
      if (++reads === Math.ceil(tokens / 10)) early = process.memoryUsage().rss;
      const { latent, condition } = skyOf(Number(args[0]));
      return [0n, latent, condition];
    },
  };
  const context = {
    rpc: { client, chainId: 31_337 },
    contracts: { Almanac: `0x${"01".repeat(20)}`, Heliotrope: `0x${"02".repeat(20)}` },
    store,
    pool,
    models,
    metrics,
    crew: createThreads({ pool, models, metrics }),
    keepEpochs: 24,
    log: pino({ level: "silent" }),
  } as unknown as Context;
  try {
    await whole.warm(MODEL);
    const started = performance.now();
    const idle = process.cpuUsage();
    const view = { epoch: 1n, job: JOB, supply: tokens } as EpochView;
    await renderEpoch(context, view, new AbortController().signal);
    const total = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(idle);
    const late = process.memoryUsage().rss;
    const { values } = await metrics.stageSeconds.get();
    const rasters = values.find(({ metricName }) => metricName?.endsWith("_sum"))!.value;
    const render = (await renderOf(store.db, JOB))!;
    const from = performance.now();
    let carBytes = 0;
    const archive = openArchive(store);
    const blocks = archive.walk({ render, path: "" }, "all");
    for await (const chunk of carStream(render.cid, blocks)) carBytes += chunk.length;
    return {
      ...setting,
      painted: whole.backend(),
      total,
      processor: (user + system) / 1e6,
      rasters,
      tree: total - rasters,
      car: (performance.now() - from) / 1000,
      carBytes,
      peak: process.resourceUsage().maxRSS * 1024,
      early,
      late,
    };
  } finally {
    await whole.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A pool that paints a small square and fills the raster with it: everything but the painting is of full size. */
function small(pool: Pool, side: number): Pool {
  return {
    ...pool,
    paint: async (model, what) => {
      const { latent, condition } = what;
      const request = { latent, condition, size: side, x: 0, y: 0, width: side, height: side };
      const square = await pool.painter(model).paint(request);
      const pixels = new Uint8Array(RASTER_BYTES);
      for (let at = 0; at < RASTER_BYTES; at += square.length) {
        pixels.set(square.subarray(0, RASTER_BYTES - at), at);
      }
      const { root } = await pool.check(model, what, pixels, randomRuns(16));
      return { pixels, root };
    },
  };
}

/** What single stages cost for one token, in milliseconds of a processor, however busy the machine is: medians. */
export async function measureStages(backend: NodeBackend, rounds: number) {
  const pool = createPool({ size: 1, backend, warn: console.error });
  const times = new Map<string, number[]>();
  const note = (stage: string, ms: number) => times.set(stage, [...(times.get(stage) ?? []), ms]);
  const time = async <T>(stage: string, work: () => T | Promise<T>): Promise<T> => {
    const started = process.cpuUsage();
    const result = await work();
    note(stage, milliseconds(started));
    return result;
  };
  try {
    await pool.warm(MODEL);
    const painter = pool.painter(MODEL);
    for (let tokenId = 0; tokenId < rounds; tokenId++) {
      const sky = skyOf(tokenId);
      const inputs = { model: 0n, ...sky };
      const request = { ...sky, size: RASTER_SIDE, x: 0, y: 0 };
      const pixels = await time("render", () =>
        painter.paint({ ...request, width: RASTER_SIDE, height: RASTER_SIDE }),
      );
      await time("hash", () => tokenTree(JOB, tokenId, inputs, pixels));
      const runs = Array.from({ length: 16 }, (_, i) => i * 225);
      const what = { job: JOB, tokenId, ...sky };
      const spent = process.cpuUsage();
      await pool.check(MODEL, what, pixels, []);
      const without = milliseconds(spent);
      const again = process.cpuUsage();
      await pool.check(MODEL, what, pixels, runs);
      note("check", Math.max(0, milliseconds(again) - without));
      await time("encode", () => encodePng(pixels, RASTER_SIDE, RASTER_SIDE));
    }
  } finally {
    await pool.close();
  }
  return Object.fromEntries(
    [...times].map(([stage, spent]) => [
      stage,
      spent.toSorted((a, b) => a - b)[spent.length >> 1]!,
    ]),
  );
}

/** What all threads took since then. */
function milliseconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const figures = await measure(JSON.parse(process.argv[2]!) as EpochSetting);
  console.log(JSON.stringify(figures));
}
