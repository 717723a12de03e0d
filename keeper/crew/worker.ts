/** A worker: takes batches from the queue, paints them on the best backend of its machine, delivers. It needs no chain. */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { PgBoss } from "pg-boss";
import type { Logger } from "pino";
import { tokenTree } from "../../renderer/merkle.ts";
import { FatalError, oneLine, RetryableError } from "../errors.ts";
import { spoilsPixels } from "../fault.ts";
import type { Pool } from "../render/pool.ts";
import type { Queries } from "../store/database.ts";
import { deliver } from "./deliveries.ts";
import { type Batch, openQueue, QUEUE, readBatch, TAKING } from "./queue.ts";
import { signOff, signOn } from "./roster.ts";
import { openTableShelf } from "./shelf.ts";

const PULSE_MS = 3_000;

export interface WorkerOptions {
  readonly url: string;
  readonly db: Queries;
  readonly pool: Pool;
  readonly log: Logger;
  /** How long batches that were begun are seen through. */
  readonly drainMs: number;
  readonly signal: AbortSignal;
}

/** Paints until the signal ends it. Throws FatalError when the keeper has found that it paints wrong. */
export async function paintForKeeper(options: WorkerOptions): Promise<void> {
  const { url, db, pool, log, signal } = options;
  const id = randomUUID();
  const name = `${hostname()} ${process.pid}`;
  const modelOf = openTableShelf(db);
  let delivered = 0;

  async function paintBatch(batch: Batch, isLost: AbortSignal): Promise<void> {
    const left = [...batch.tokens];
    // As many at once as there are threads; the others wait for their turn in the pool.
    const paintNext = async (): Promise<void> => {
      for (let token = left.shift(); token !== undefined && !isLost.aborted; token = left.shift()) {
        await paintToken(batch.job, token);
      }
    };
    await Promise.all(Array.from({ length: pool.size }, paintNext));
    log.info({ tokens: batch.tokens.length, backend: pool.backend() }, "painted a batch");
  }

  async function paintToken(job: Batch["job"], token: Batch["tokens"][number]): Promise<void> {
    const { tokenId, latent, condition } = token;
    const model = await modelOf(token.model, token.modelHash);
    let { pixels, root } = await pool.paint(model, { job, tokenId, latent, condition });
    if (spoilsPixels(delivered++)) {
      pixels = spoilt(pixels);
      root = tokenTree(job, tokenId, { model: BigInt(model.id), latent, condition }, pixels).root;
    }
    await deliver(db, { job, tokenId, worker: id, node: root }, pixels);
  }

  const boss = await join(url, signal, log);
  if (boss === null) return;
  let isTrusted = true;
  try {
    await signOn(db, { id, name, backend: pool.backend() });
    log.info({ worker: id, name, threads: pool.size }, "the worker is up");
    await boss.work<Batch, unknown, typeof TAKING>(QUEUE, TAKING, async (jobs) =>
      Promise.all(
        jobs.map(async ({ id: task, data, signal: isLost }) => {
          try {
            await paintBatch(readBatch(data), isLost);
            return { id: task, status: "completed" as const };
          } catch (error) {
            log.warn({ why: oneLine(error) }, "a batch was not painted; it is tried again");
            return { id: task, status: "failed" as const };
          }
        }),
      ),
    );
    let lastWhy = "";
    while (!signal.aborted) {
      try {
        const fault = await signOn(db, { id, name, backend: pool.backend() });
        if (fault !== null) {
          isTrusted = false;
          throw new FatalError(
            `The keeper sent this worker away: ${fault}. Nothing that it painted counts. Look into this machine (its memory, the GPU's driver), or start it with RENDER_BACKEND=integer.`,
          );
        }
        if (lastWhy !== "") log.info("the database answers again");
        lastWhy = "";
      } catch (error) {
        if (!(error instanceof RetryableError)) throw error;
        const why = oneLine(error);
        if (why !== lastWhy) log.warn({ why }, "the database does not answer; trying again");
        lastWhy = why;
      }
      await pause(PULSE_MS, signal);
    }
    log.info("the worker ends; batches that it has begun are painted first");
  } finally {
    const timeout = Math.max(options.drainMs, 1_000);
    await boss.stop({ graceful: isTrusted, timeout }).catch(() => {});
    await signOff(db, id).catch(() => {});
  }
}

/** Waits for the keeper, which makes the queue. Null when the signal came first. */
async function join(url: string, signal: AbortSignal, log: Logger): Promise<PgBoss | null> {
  let lastWhy = "";
  while (!signal.aborted) {
    try {
      const boss = await openQueue(url, false, (message) => log.warn(message));
      if ((await boss.getQueue(QUEUE)) !== null) return boss;
      await boss.stop({ graceful: false });
      throw new RetryableError("the keeper has not made the queue yet");
    } catch (error) {
      const why = oneLine(error);
      if (why !== lastWhy) log.warn({ why }, "waiting for the keeper's queue");
      lastWhy = why;
      await pause(PULSE_MS / 3, signal);
    }
  }
  return null;
}

/** A run of every row is other than it should be. */
function spoilt(pixels: Uint8Array): Uint8Array {
  const wrong = pixels.slice();
  for (let at = 0; at < wrong.length; at += 240 * 3) wrong[at]! ^= 1;
  return wrong;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
  });
}
