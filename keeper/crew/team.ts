/** The crew of many machines: batches go through the queue to whoever is free, and come back to be checked and kept. */
import type { PgBoss } from "pg-boss";
import type { Hex } from "viem";
import { FatalError, oneLine, RetryableError } from "../errors.ts";
import type { Pool, TokenRaster } from "../render/pool.ts";
import { paintToken } from "../render/tree.ts";
import type { Context } from "../steps/context.ts";
import type { Crew, Wanted, Work } from "./crew.ts";
import {
  clearDeliveries,
  type Delivery,
  deliveredOf,
  dropDeliveries,
  readDeliveries,
} from "./deliveries.ts";
import { inspect } from "./inspect.ts";
import { type Batch, endedOf, openQueue, QUEUE, readBatch } from "./queue.ts";
import { distrust, distrusted, muster } from "./roster.ts";
import { openRound, type Round } from "./round.ts";
import { putModel } from "./shelf.ts";

/** Deliveries that are held in memory at once. */
const IN_HAND = 16;
/** Rasters of every start of a worker that are painted again here: its first batch. */
const PROBATION = 8;
const GLANCE_MS = 100;
const LOOK_MS = 2_000;
/** After this long without a picture, and with nobody there to paint, somebody should know. */
const IDLE_MS = 30_000;

export interface TeamOptions extends Pick<Context, "models" | "metrics" | "log"> {
  readonly url: string;
  readonly db: Context["store"]["db"];
  /** Paints here, and checks what others deliver. */
  readonly pool: Pool;
  /** Whether this process takes batches, too. */
  readonly isPainting: boolean;
  /** Random runs of each delivered raster that are computed again. */
  readonly checkRuns: number;
  /** Whether every delivered raster is painted again. */
  readonly checkAll: boolean;
  /** Looks again at earlier epochs in which these workers had a hand. Not two at a time. */
  readonly reconsider?: (workers: readonly string[]) => Promise<void>;
}

export async function openTeam(options: TeamOptions): Promise<Crew> {
  const { log, pool } = options;
  const boss = await openQueue(options.url, true, (message) => log.warn(message)).catch(
    (error: unknown) => {
      throw new FatalError(
        `The queue of batches cannot be made in the database (${oneLine(error)}). Let the user of DATABASE_URL create schemas there.`,
      );
    },
  );
  const memory: Memory = { probation: new Map(), backends: new Map() };
  let looking: Promise<void> = Promise.resolve();
  // Beside the painting, and again with every epoch: whatever hinders it passes.
  const lookAgain = (workers: readonly string[]) => {
    if (options.reconsider === undefined || workers.length === 0) return;
    const { reconsider } = options;
    looking = looking
      .then(() => reconsider(workers))
      .catch((error: unknown) => {
        log.warn({ why: oneLine(error) }, "earlier epochs were not looked at again");
      });
    looking.catch(() => {});
  };
  return {
    backend: () => mostUsed(memory.backends) ?? pool.backend(),
    paint: (work) => paintTogether(options, boss, memory, lookAgain, work),
    close: async () => {
      await boss.stop({ graceful: false });
      await looking.catch(() => {});
    },
  };
}

/** What is remembered from epoch to epoch. */
interface Memory {
  /** How many rasters of each start of a worker were painted again. */
  readonly probation: Map<string, number>;
  /** How many rasters of the last epoch each backend has painted. */
  readonly backends: Map<string, number>;
}

async function paintTogether(
  options: TeamOptions,
  boss: PgBoss,
  { probation, backends }: Memory,
  lookAgain: (workers: readonly string[]) => void,
  work: Work,
): Promise<void> {
  const { db, pool, models, metrics, log, checkRuns, checkAll } = options;
  const { job } = work;
  const round = openRound(work);
  const failing = new AbortController();
  const ended = AbortSignal.any([work.signal, failing.signal]);
  const sentAway = await distrusted(db);
  lookAgain([...sentAway]);
  backends.clear();
  const posted = new Set<Hex>();
  let lastKept = performance.now();

  // Whatever is left of an earlier attempt, or of another keeper, nobody waits for.
  await boss.deleteAllJobs(QUEUE);
  await clearDeliveries(db);

  const isOver = () => ended.aborted || round.isDone();
  const modelOf = (inputs: Wanted["inputs"]) => models.get(Number(inputs.model));
  const whatOf = (tokenId: number, { latent, condition }: Wanted["inputs"]): TokenRaster => ({
    job,
    tokenId,
    latent,
    condition,
  });

  async function feed(): Promise<void> {
    while (!isOver()) {
      const tokens = await round.next();
      if (tokens === null) {
        await pause(GLANCE_MS);
        continue;
      }
      const id = await boss.send(QUEUE, await batchOf(tokens));
      if (id === null) throw new RetryableError("The queue did not take a batch.");
      round.sent(id, tokens);
    }
  }

  async function batchOf(tokens: readonly Wanted[]): Promise<Batch> {
    const entries: Batch["tokens"] = [];
    for (const { tokenId, inputs } of tokens) {
      const model = await modelOf(inputs);
      if (!posted.has(model.hash)) {
        await putModel(db, model);
        posted.add(model.hash);
      }
      const { latent, condition } = inputs;
      entries.push({ tokenId, model: model.id, modelHash: model.hash, latent, condition });
    }
    return { job, tokens: entries };
  }

  async function receive(): Promise<void> {
    while (!isOver()) {
      const rows = await readDeliveries(db, IN_HAND);
      await Promise.all(rows.map(settle));
      if (rows.length > 0) await dropDeliveries(db, rows);
      else await pause(GLANCE_MS);
    }
  }

  async function settle(row: Delivery): Promise<void> {
    const { tokenId, worker } = row;
    const inputs = row.job === job ? round.inputsOf(tokenId) : undefined;
    if (inputs === undefined || sentAway.has(worker)) return;
    const done = probation.get(worker) ?? 0;
    const isWhole = checkAll || done < PROBATION;
    probation.set(worker, done + 1);
    const what = whatOf(tokenId, inputs);
    const standard = { runs: checkRuns, isWhole };
    const verdict = await inspect(pool, await modelOf(inputs), what, row, standard);
    const check = isWhole ? "whole" : "runs";
    metrics.checks.inc({ check, outcome: verdict.fault === null ? "right" : "wrong" });
    if (verdict.fault !== null) return sendAway(row, verdict.fault);
    if (!verdict.ours) {
      log.error(
        { token: tokenId, backend: pool.backend() },
        "this machine painted a token wrong, and a worker right; look into it, or set RENDER_BACKEND=integer",
      );
    }
    const { pixels, root } = verdict;
    await keep({ tokenId, inputs }, pixels, root, worker);
    count(row.name, row.backend);
    // It may have been sent away in the meantime.
    if (sentAway.has(worker)) round.redo(await work.forget(worker));
  }

  async function keep(
    token: Wanted,
    pixels: Uint8Array,
    root: Hex,
    worker: string | null,
  ): Promise<void> {
    await work.keep({ ...token, pixels, root, worker });
    round.kept(token.tokenId);
    lastKept = performance.now();
  }

  function count(worker: string, backend: string): void {
    metrics.painted.inc({ worker, backend });
    backends.set(backend, (backends.get(backend) ?? 0) + 1);
  }

  /** Its deliveries are not looked at any more, and what counted is wanted again. */
  async function sendAway({ worker, name, backend }: Delivery, fault: string): Promise<void> {
    sentAway.add(worker);
    if (await distrust(db, { id: worker, name, backend }, fault)) {
      metrics.distrusts.inc();
      log.error(
        { worker, name, backend, fault },
        "a worker paints wrong; nothing of what it painted counts any more",
      );
      lookAgain([worker]);
    }
    const forgotten = await work.forget(worker);
    round.redo(forgotten);
    log.warn({ worker, name, tokens: forgotten.length }, "painting again what it had painted");
  }

  /** Takes batches here, as workers do elsewhere. */
  async function paintHere(): Promise<void> {
    while (!isOver()) {
      const [task] = await boss.fetch<Batch>(QUEUE);
      if (task === undefined) {
        await pause(GLANCE_MS * 2);
        continue;
      }
      const batch = readBatch(task.data);
      for (const { tokenId } of batch.job === job ? batch.tokens : []) {
        const inputs = round.inputsOf(tokenId);
        if (inputs === undefined || ended.aborted) continue;
        const { pixels, root } = await paintToken({ pool, models }, job, tokenId, inputs);
        await keep({ tokenId, inputs }, pixels, root, null);
        count("own", pool.backend());
        await boss.touch(QUEUE, task.id);
      }
      await boss.complete(QUEUE, task.id);
    }
  }

  /** Batches that ended without all of their tokens are sent again: the server crashed, or a worker was sent away. */
  async function watch(): Promise<void> {
    let suspects = new Set<string>();
    while (!isOver()) {
      await pause(LOOK_MS, isOver);
      if (isOver()) return;
      const gone = await endedOf(boss, [...round.open().keys()]);
      // What it delivered just before its end may be on the way: only at the second look is it missing.
      const lost = [...gone].filter((id) => suspects.has(id));
      suspects = gone;
      const missing = lost.flatMap((id) => [...(round.open().get(id) ?? [])]);
      const { there, waiting } = await deliveredOf(db, job, missing);
      for (const id of lost) {
        const tokens = round.lost(id, there);
        if (tokens > 0) log.warn({ batch: id, tokens }, "a batch was lost; it is painted again");
      }
      await report(round, waiting);
    }
  }

  async function report(state: Round, waiting: number): Promise<void> {
    const present = await muster(db);
    metrics.batches.set(state.open().size);
    metrics.deliveries.set(waiting);
    metrics.workers.set({ state: "live" }, present.live);
    metrics.workers.set({ state: "distrusted" }, present.distrusted);
    if (options.isPainting || present.live > 0 || performance.now() - lastKept < IDLE_MS) return;
    lastKept = performance.now();
    log.warn("nobody paints: start a `keeper worker`, or let this process paint (RENDER_WORKERS)");
  }

  const painters = options.isPainting ? Array.from({ length: pool.size }, () => paintHere) : [];
  const outcomes = await Promise.allSettled(
    [feed, receive, watch, ...painters].map((each) =>
      each().catch((error: unknown) => {
        failing.abort();
        throw error;
      }),
    ),
  );
  metrics.batches.set(0);
  const failure = outcomes.find((outcome) => outcome.status === "rejected");
  if (failure !== undefined) throw plain(failure.reason);
  await boss.deleteAllJobs(QUEUE);
  await clearDeliveries(db);
}

function mostUsed(backends: ReadonlyMap<string, number>): string | undefined {
  return [...backends].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

/** What the queue throws is the database's own error. */
function plain(error: unknown): unknown {
  const isPlain = error instanceof Error && "code" in error && !("shortMessage" in error);
  return isPlain ? new RetryableError(`The queue of batches: ${oneLine(error)}.`) : error;
}

async function pause(ms: number, isOver: () => boolean = () => false): Promise<void> {
  const until = performance.now() + ms;
  do {
    await new Promise((resolve) => setTimeout(resolve, Math.min(ms, 100)));
  } while (performance.now() < until && !isOver());
}
