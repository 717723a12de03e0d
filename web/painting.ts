// The page's side of the sky workers: a queue, smallest pictures first, over a few workers that live
// as long as the page.
import type { SkyReply, SkyRequest } from "./workers/sky.ts";

/** A whole picture: what it is painted with, from what, how large. */
export type SkyJob = Omit<SkyRequest, "id" | "rows">;

/** Some rows of a picture. */
export interface SkyBand {
  /** The first row. */
  y: number;
  height: number;
  /** RGB bytes, row-major. */
  pixels: Uint8Array;
  /** What painted them; every one paints the same bytes. */
  backend: string;
}

interface Waiting {
  request: SkyRequest;
  signal: AbortSignal;
  resolve: (band: Painted) => void;
  reject: (reason: Error) => void;
}

type Painted = Pick<SkyBand, "pixels" | "backend">;

interface Bench {
  worker: Worker;
  busy: Waiting | undefined;
}

const MOST_WORKERS = 3;
/** Pixels of one band: about a tenth of a second of one core, so that whoever gives up is heard soon. */
const BAND_PIXELS = 65_536;

const queue: Waiting[] = [];
const benches: Bench[] = [];
let nextId = 0;

/**
 * Paints a whole sky in a worker, up to 4096 pixels a side.
 * @returns RGB bytes, row-major, `size * size * 3` long.
 * @throws Error when the picture cannot be painted, AbortError when `signal` fires first.
 */
export async function paintSky(job: SkyJob, signal: AbortSignal): Promise<Uint8Array> {
  return (await ask({ ...job, id: nextId++ }, signal)).pixels;
}

/**
 * Paints a sky band by band, on as many workers as there are, and hands on each as it is done: roughly from
 * the top down, in any order. Nothing but the band at hand is held.
 * @throws Error when a band cannot be painted, AbortError as soon as `signal` fires.
 */
export async function paintBands(
  job: SkyJob,
  signal: AbortSignal,
  onBand: (band: SkyBand) => void,
): Promise<void> {
  const count = Math.max(1, Math.floor(BAND_PIXELS / job.size));
  const bands = Array.from({ length: Math.ceil(job.size / count) }, (_, i) => i * count);
  await Promise.all(
    bands.map(async (from) => {
      const rows = { from, count: Math.min(count, job.size - from) };
      const painted = await ask({ ...job, id: nextId++, rows }, signal);
      signal.throwIfAborted();
      onBand({ y: from, height: rows.count, ...painted });
    }),
  );
}

function ask(request: SkyRequest, signal: AbortSignal): Promise<Painted> {
  return new Promise((resolve, reject) => {
    // What nobody waits for any more gives way at once; what is being painted is let finish.
    const giveUp = () => reject(gone());
    signal.addEventListener("abort", giveUp);
    const settled = () => signal.removeEventListener("abort", giveUp);
    queue.push({
      request,
      signal,
      resolve: (painted) => {
        settled();
        resolve(painted);
      },
      reject: (reason) => {
        settled();
        reject(reason);
      },
    });
    // Stable, so pictures of one size keep the order in which they were asked for.
    queue.sort((a, b) => a.request.size - b.request.size);
    dispatch();
  });
}

function gone(): DOMException {
  return new DOMException("The picture is no longer needed.", "AbortError");
}

function dispatch(): void {
  while (queue.length > 0) {
    if (queue[0]!.signal.aborted) {
      queue.shift()!.reject(gone());
      continue;
    }
    const bench = benches.find((each) => !each.busy) ?? hire();
    if (!bench) return;
    bench.busy = queue.shift()!;
    bench.worker.postMessage(bench.busy.request);
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
    // An answer is shown as what was asked for, so it must be the answer to that.
    if (data.id !== bench.busy?.request.id) return;
    settle((waiting) =>
      "pixels" in data ? waiting.resolve(data) : waiting.reject(new Error(data.failure)),
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
