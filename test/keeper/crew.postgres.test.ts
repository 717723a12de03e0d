import { readFileSync } from "node:fs";
import { pino } from "pino";
import { afterEach, describe, expect, test } from "vitest";
import { paintForKeeper } from "../../keeper/crew/worker.ts";
import { createPool } from "../../keeper/render/pool.ts";
import { openPostgres } from "../../keeper/store/postgres.ts";
import { readSection } from "../../tools/sections.ts";
import { type Desk, newCanvas, openDesk } from "./crew.ts";
import { postgresForFile } from "./postgres.ts";

const cluster = postgresForFile();
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  delete process.env.HELIOTROPE_FAULT;
  for (const close of closers.splice(0).reverse()) await close();
});

async function newDesk(settings: Parameters<typeof openDesk>[1] = {}): Promise<[string, Desk]> {
  const url = await cluster().database();
  const desk = await openDesk(url, settings);
  closers.push(() => desk.close());
  return [url, desk];
}

/** A worker in this process. */
async function startWorker(url: string): Promise<{ ended: Promise<void> }> {
  const db = await openPostgres(url);
  const pool = createPool({ size: 1, backend: "wasm", warn: () => {} });
  const stopping = new AbortController();
  const { signal } = stopping;
  const log = pino({ level: "silent" });
  const ended = paintForKeeper({ url, db, pool, log, drainMs: 5_000, signal });
  ended.catch(() => {});
  closers.push(async () => {
    stopping.abort();
    await ended.catch(() => {});
    await pool.close();
    await db.close();
  });
  return { ended };
}

async function valuesOf(desk: Desk, name: string) {
  const metric = desk.metrics.registry.getSingleMetric(`heliotrope_keeper_${name}`)!;
  return (await metric.get()).values.map(({ labels, value }) => ({ ...labels, value }));
}

async function rowsOf(desk: Desk, table: string): Promise<number> {
  const { rows } = await desk.db.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM ${table}`,
  );
  return rows[0]!.n;
}

/** A worker's own user of the database, as docs/keeper-workers.md makes one. */
async function painterOf(url: string, desk: Desk): Promise<string> {
  const text = readFileSync(new URL("../../docs/keeper-workers.md", import.meta.url), "utf8");
  await desk.db.exec(/```sql\n([^`]+)```/.exec(readSection(text, "grants"))![1]!);
  return url.replace("postgres@", "painter@");
}

describe("openTeam", () => {
  test("default: a worker paints what is wanted, its first batch twice, and nothing stays behind", async () => {
    const [url, desk] = await newDesk();
    const painter = await painterOf(url, desk);
    const nosy = await openPostgres(painter);
    await expect(nosy.query("SELECT * FROM salts")).rejects.toThrow("permission denied");
    await nosy.close();
    await startWorker(painter);
    const { work, kept } = newCanvas(12);
    await desk.crew.paint(work);
    expect([...kept.keys()].toSorted((a, b) => a - b)).toEqual([...Array(12).keys()]);
    expect(desk.crew.backend()).toBe("wasm");
    expect(await desk.wrong(kept)).toEqual([]);
    expect(new Set([...kept.values()].map(({ worker }) => worker)).size).toBe(1);
    expect(await valuesOf(desk, "checks_total")).toEqual([
      { check: "whole", outcome: "right", value: 8 },
      { check: "runs", outcome: "right", value: 4 },
    ]);
    expect(await rowsOf(desk, "deliveries")).toBe(0);
    expect(await rowsOf(desk, "pgboss.job")).toBe(0);
  });

  test("behavior: without any worker the keeper takes its own batches", async () => {
    const [, desk] = await newDesk({ isPainting: true });
    const { work, kept } = newCanvas(3);
    await desk.crew.paint(work);
    expect(kept.size).toBe(3);
    expect([...kept.values()].every(({ worker }) => worker === null)).toBe(true);
  });

  test("behavior: a worker that paints wrong from its start is caught at once, and told", async () => {
    const [url, desk] = await newDesk({ isPainting: true });
    process.env.HELIOTROPE_FAULT = "flip-pixels";
    const { ended } = await startWorker(url);
    const { work, kept } = newCanvas(12);
    await desk.crew.paint(work);
    await expect(ended).rejects.toThrow(
      /^The keeper sent this worker away: run \d+ of token \d+ is wrong\./,
    );
    expect(await desk.wrong(kept)).toEqual([]);
    expect([...kept.values()].every(({ worker }) => worker === null)).toBe(true);
    expect(await valuesOf(desk, "workers_distrusted_total")).toEqual([{ value: 1 }]);
    expect(desk.log()).toContain("a worker paints wrong; nothing of what it painted counts");
  });

  test("behavior: what a worker painted right before it went wrong is painted again, too", async () => {
    const [url, desk] = await newDesk({ isPainting: true });
    process.env.HELIOTROPE_FAULT = "flip-later";
    const { ended } = await startWorker(url);
    const { work, kept, forgotten } = newCanvas(20);
    await desk.crew.paint(work);
    await expect(ended).rejects.toThrow(/^The keeper sent this worker away: /);
    expect(forgotten.length).toBeGreaterThanOrEqual(4);
    expect(kept.size).toBe(20);
    expect([...kept.values()].every(({ worker }) => worker === null)).toBe(true);
    expect(await desk.wrong(kept)).toEqual([]);
  });
});
