import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Hex } from "viem";
import { RetryableError } from "../errors.ts";
import type { ModelBytes } from "./models.ts";
import type { Backend, WorkerReply, WorkerRequest } from "./worker.ts";

const MOST_WORKERS = 8;

interface Painted {
  /** RGB, row-major, 240 x 240. */
  readonly pixels: Uint8Array;
  /** Root of the token's tree over the runs of these pixels. */
  readonly root: Hex;
}

/** Threads that paint canonical rasters, each one picture at a time: memory is flat however many are asked for. */
export interface Pool {
  readonly size: number;
  /** The backend in use; the wanted one until the first thread has answered. */
  backend(): Backend;
  /** Makes every thread ready for a model, so that the first picture is as fast as the others. */
  warm(model: ModelBytes): Promise<void>;
  /** Throws RetryableError when the thread died. */
  paint(model: ModelBytes, what: NonNullable<WorkerRequest["paint"]>): Promise<Painted>;
  close(): Promise<void>;
}

interface Thread {
  worker: Worker;
  models: Set<Hex>;
  busy: boolean;
}

type Answer = Exclude<WorkerReply, { error: string }>;

export function createPool(options: {
  readonly size: number | undefined;
  readonly backend: Backend;
  readonly warn: (message: string) => void;
}): Pool {
  const size = options.size ?? Math.min(MOST_WORKERS, availableParallelism());
  let backend = options.backend;
  let isClosed = false;
  let hasWarned = false;
  const waiting: ((thread: Thread) => void)[] = [];
  const threads = Array.from({ length: size }, () => startThread());

  function startThread(): Thread {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), {
      workerData: { backend: options.backend },
    });
    // Threads alone never keep the program alive.
    worker.unref();
    return { worker, models: new Set(), busy: false };
  }

  function take(): Promise<Thread> {
    const free = threads.find((thread) => !thread.busy);
    if (free === undefined) return new Promise((resolve) => waiting.push(resolve));
    free.busy = true;
    return Promise.resolve(free);
  }

  function release(thread: Thread): void {
    const next = waiting.shift();
    if (next === undefined) thread.busy = false;
    else next(thread);
  }

  async function ask(
    thread: Thread,
    model: ModelBytes,
    paint: WorkerRequest["paint"],
  ): Promise<Answer> {
    const isNew = !thread.models.has(model.hash);
    const reply = await new Promise<WorkerReply>((resolve, reject) => {
      const { worker } = thread;
      const settle = () => {
        worker.off("message", onMessage).off("error", onEnd).off("exit", onEnd);
      };
      const onMessage = (message: WorkerReply) => {
        settle();
        resolve(message);
      };
      const onEnd = (cause: unknown) => {
        settle();
        thread.models.clear();
        if (!isClosed) thread.worker = startThread().worker;
        reject(
          new RetryableError(`A painting thread ended (${String(cause)}); it is started anew.`),
        );
      };
      worker.on("message", onMessage).once("error", onEnd).once("exit", onEnd);
      const request: WorkerRequest = {
        modelHash: model.hash,
        modelBytes: isNew ? model.bytes : null,
        paint,
      };
      worker.postMessage(request);
    });
    if ("error" in reply) throw new RetryableError(`Painting failed: ${reply.error}`);
    thread.models.add(model.hash);
    backend = reply.backend;
    if (reply.refused !== null && !hasWarned) {
      hasWarned = true;
      options.warn(
        `The ${options.backend} backend is refused (${reply.refused}); painting on ${backend}, slower.`,
      );
    }
    return reply;
  }

  return {
    size,
    backend: () => backend,
    warm: async (model) => {
      const all = await Promise.all(threads.map(() => take()));
      try {
        await Promise.all(all.map((thread) => ask(thread, model, null)));
      } finally {
        for (const thread of all) release(thread);
      }
    },
    paint: async (model, what) => {
      const thread = await take();
      try {
        const { pixels, root } = await ask(thread, model, what);
        return { pixels, root: root! };
      } finally {
        release(thread);
      }
    },
    close: async () => {
      isClosed = true;
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}
