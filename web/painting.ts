// The page's side of the sky workers: a queue, smallest pictures first, over a few workers that live
// as long as the page.
import type { Hex } from "../renderer/hex.ts";
import type { SkyReply, SkyRequest } from "./workers/sky.ts";

export type SkyJob = Omit<SkyRequest, "id">;

interface Waiting {
  request: SkyRequest;
  signal: AbortSignal;
  resolve: (pixels: Uint8Array) => void;
  reject: (reason: Error) => void;
}

interface Bench {
  worker: Worker;
  busy: Waiting | undefined;
}

const MOST_WORKERS = 3;
const queue: Waiting[] = [];
const benches: Bench[] = [];
let nextId = 0;

/**
 * Paints a sky in a worker.
 * @returns RGB bytes, row-major, `size * size * 3` long.
 * @throws Error when the picture cannot be painted, AbortError when `signal` fires first.
 */
export function paintSky(job: SkyJob, signal: AbortSignal): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    queue.push({ request: { ...job, id: nextId++ }, signal, resolve, reject });
    // Stable, so pictures of one size keep the order in which they were asked for.
    queue.sort((a, b) => a.request.size - b.request.size);
    dispatch();
  });
}

/** A key under which equal skies are equal. */
export function skyKey(job: { modelHash: Hex; latent: Hex; condition: Hex; size: number }) {
  return ["sky", job.modelHash, job.latent, job.condition, job.size] as const;
}

function dispatch(): void {
  while (queue.length > 0) {
    const bench = benches.find((each) => !each.busy) ?? hire();
    if (!bench) return;
    const next = queue.shift();
    if (!next) return;
    if (next.signal.aborted) {
      next.reject(new DOMException("The picture is no longer needed.", "AbortError"));
      continue;
    }
    bench.busy = next;
    bench.worker.postMessage(next.request);
  }
}

function hire(): Bench | undefined {
  const most = Math.max(1, Math.min(MOST_WORKERS, (navigator.hardwareConcurrency || 2) - 1));
  if (benches.length >= most) return undefined;
  const worker = new Worker(new URL("./workers/sky.ts", import.meta.url), { type: "module" });
  const bench: Bench = { worker, busy: undefined };
  const settle = (act: (waiting: Waiting) => void) => {
    const { busy } = bench;
    bench.busy = undefined;
    if (busy) act(busy);
    dispatch();
  };
  worker.addEventListener("message", ({ data }: MessageEvent<SkyReply>) => {
    settle((waiting) =>
      "pixels" in data ? waiting.resolve(data.pixels) : waiting.reject(new Error(data.failure)),
    );
  });
  worker.addEventListener("error", (event) => {
    benches.splice(benches.indexOf(bench), 1);
    worker.terminate();
    settle((waiting) => waiting.reject(new Error(event.message || "The sky worker stopped.")));
  });
  benches.push(bench);
  return bench;
}
