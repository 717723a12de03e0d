// An epoch's painting without a chain: tokens with skies of their own, what was kept of them, and workers.
import { readFileSync } from "node:fs";
import { pino } from "pino";
import { bytesToHex } from "viem";
import type { Crew, Finished, Wanted, Work } from "../../keeper/crew/crew.ts";
import { openTeam, type TeamOptions } from "../../keeper/crew/team.ts";
import { createMetrics, type Metrics } from "../../keeper/metrics.ts";
import type { ModelShelf } from "../../keeper/render/models.ts";
import { createPool, type Pool } from "../../keeper/render/pool.ts";
import type { Engine } from "../../keeper/store/database.ts";
import { openDatabase } from "../../keeper/store/open.ts";
import { tokenTree } from "../../renderer/merkle.ts";
import { modelHash } from "../../renderer/sky/model.ts";

const file = new URL("../../renderer/sky/model.bin", import.meta.url);
const bytes = new Uint8Array(readFileSync(file));
export const MODEL = { id: 0, hash: modelHash(bytes), bytes };
export const JOB = `0x${"0a".repeat(32)}` as const;

export function wantedOf(tokenId: number): Wanted {
  const latent = bytesToHex(new Uint8Array(32).fill(tokenId + 1, 16));
  const condition = `0x${"40".repeat(12)}${"00".repeat(20)}` as const;
  return { tokenId, inputs: { model: 0n, latent, condition } };
}

export interface Canvas {
  readonly work: Work;
  readonly kept: ReadonlyMap<number, Finished>;
  /** Who painted what was forgotten, in order. */
  readonly forgotten: readonly string[];
  readonly abort: () => void;
}

/** Work that keeps its rasters in memory, as the store does on disk. */
export function newCanvas(
  tokens: number,
  earlier: ReadonlyMap<number, Finished> = new Map(),
): Canvas {
  const kept = new Map(earlier);
  const forgotten: string[] = [];
  const stopping = new AbortController();
  async function* missing(): AsyncGenerator<Wanted, undefined> {
    for (let id = 0; id < tokens; id++) if (!earlier.has(id)) yield wantedOf(id);
    return undefined;
  }
  const work: Work = {
    job: JOB,
    count: tokens - earlier.size,
    wanted: missing(),
    keep: async (raster) => void kept.set(raster.tokenId, raster),
    forget: async (worker) => {
      const theirs = [...kept.values()].filter((raster) => raster.worker === worker);
      for (const { tokenId } of theirs) kept.delete(tokenId);
      forgotten.push(...theirs.map(() => worker));
      return theirs.map(({ tokenId, inputs }) => ({ tokenId, inputs }));
    },
    signal: stopping.signal,
  };
  return { work, kept, forgotten, abort: () => stopping.abort() };
}

export interface Desk {
  readonly db: Engine;
  readonly pool: Pool;
  readonly crew: Crew;
  readonly metrics: Metrics;
  readonly log: () => string;
  /** Ids of the tokens whose kept raster is not what plain painting gives. */
  wrong(kept: Canvas["kept"]): Promise<number[]>;
  close(): Promise<void>;
}

/** The keeper's side of the queue. */
export async function openDesk(url: string, settings: Partial<TeamOptions> = {}): Promise<Desk> {
  const lines: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  const db = await openDatabase(url);
  const pool = createPool({ size: 1, backend: "wasm", warn: () => {} });
  const metrics = createMetrics();
  const models: ModelShelf = { get: async () => MODEL };
  const crew = await openTeam({
    url,
    db,
    pool,
    models,
    metrics,
    log,
    isPainting: false,
    checkRuns: 16,
    checkAll: false,
    ...settings,
  });
  return {
    db,
    pool,
    crew,
    metrics,
    log: () => lines.join(""),
    wrong: async (kept) => {
      const ids: number[] = [];
      for (const { tokenId, inputs, pixels, root } of kept.values()) {
        const { latent, condition } = inputs;
        const right = await pool.paint(MODEL, { job: JOB, tokenId, latent, condition });
        const isRight = right.root === root && Buffer.from(right.pixels).equals(pixels);
        if (!isRight || tokenTree(JOB, tokenId, inputs, pixels).root !== root) ids.push(tokenId);
      }
      return ids;
    },
    close: async () => {
      await crew.close();
      await pool.close();
      await db.close();
    },
  };
}
