// Workers against each other: tokens per minute of one `keeper worker` with one thread, and of two, on a real
// PostgreSQL of its own. The keeper that checks and keeps what they deliver is this process.
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import type { Wanted } from "../../keeper/crew/crew.ts";
import { openTeam } from "../../keeper/crew/team.ts";
import { createMetrics } from "../../keeper/metrics.ts";
import type { NodeBackend } from "../../keeper/render/backends.ts";
import { createPool } from "../../keeper/render/pool.ts";
import { openDatabase } from "../../keeper/store/open.ts";
import { startCluster } from "../postgres/cluster.ts";
import { MODEL, skyOf } from "./epoch.ts";

const MAIN = fileURLToPath(new URL("../../keeper/main.ts", import.meta.url));

export interface TeamFigures {
  readonly workers: number;
  readonly tokens: number;
  readonly seconds: number;
  /** Seconds of processors that the workers took for a token, as the system counts them. */
  readonly perToken: number;
}

/** Every number of workers in turn, each on an epoch of its own, after one that warms them up. */
export async function measureTeams(
  backend: NodeBackend,
  counts: readonly number[],
  tokens: number,
): Promise<TeamFigures[]> {
  const cluster = await startCluster();
  const figures: TeamFigures[] = [];
  try {
    for (const workers of counts) {
      figures.push(await measureTeam(await cluster.database(), backend, workers, tokens));
    }
    return figures;
  } finally {
    await cluster.close();
  }
}

async function measureTeam(
  url: string,
  backend: NodeBackend,
  workers: number,
  tokens: number,
): Promise<TeamFigures> {
  const db = await openDatabase(url);
  const pool = createPool({ size: 1, backend: "wasm", warn: console.error });
  const crew = await openTeam({
    url,
    db,
    pool,
    models: { get: async () => MODEL },
    metrics: createMetrics(),
    log: pino({ level: "silent" }),
    isPainting: false,
    checkRuns: 16,
    checkAll: false,
  });
  const env = { PATH: process.env.PATH, DATABASE_URL: url, RENDER_WORKERS: "1" };
  const children = Array.from({ length: workers }, () =>
    spawn(process.execPath, [MAIN, "worker"], {
      stdio: "ignore",
      env: { ...env, RENDER_BACKEND: backend, LOG_LEVEL: "silent" },
    }),
  );
  const paint = async (job: number, count: number) => {
    async function* wanted(): AsyncGenerator<Wanted, undefined> {
      for (let tokenId = 0; tokenId < count; tokenId++) {
        yield { tokenId, inputs: { model: 0n, ...skyOf(tokenId) } };
      }
      return undefined;
    }
    await crew.paint({
      job: `0x${job.toString(16).padStart(64, "0")}`,
      count,
      wanted: wanted(),
      signal: new AbortController().signal,
      keep: async () => {},
      forget: async () => [],
    });
  };
  try {
    // Long enough for every worker to have its first batch painted again here.
    await paint(1, 16 * workers);
    const before = children.map(processorSeconds).reduce((sum, each) => sum + each, 0);
    const started = performance.now();
    await paint(2, tokens);
    const seconds = (performance.now() - started) / 1000;
    const spent = children.map(processorSeconds).reduce((sum, each) => sum + each, 0) - before;
    return { workers, tokens, seconds, perToken: spent / tokens };
  } finally {
    await crew.close();
    for (const child of children) child.kill("SIGKILL");
    await pool.close();
    await db.close();
  }
}

/** What Linux has counted for a process; zero elsewhere. */
function processorSeconds({ pid }: ChildProcess): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}
