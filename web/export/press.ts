// The page's side of the worker that makes files. One press makes one file, and is closed with it.
import type { Delivery, Order, SkySource } from "./worker.ts";

export type { SkySource };

export interface Press {
  /** Rows of a sky of `size` pixels square, RGB. */
  sky(sky: SkySource, size: number, y: number, height: number): Promise<Uint8Array>;
  begin(size: number, texts: Record<string, string>): Promise<void>;
  rows(sky: SkySource | undefined, y: number, drawing: Uint8ClampedArray): Promise<void>;
  end(): Promise<Blob>;
  close(): void;
}

/** Starts a worker; when `signal` fires, whatever is under way ends with an AbortError. */
export function startPress(signal: AbortSignal): Press {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const waiting: { resolve: (delivery: Delivery) => void; reject: (reason: Error) => void }[] = [];
  const fail = (reason: Error) => {
    for (const { reject } of waiting.splice(0)) reject(reason);
  };
  worker.addEventListener("message", ({ data }: MessageEvent<Delivery>) => {
    const next = waiting.shift();
    if ("failure" in data) next?.reject(new Error(data.failure));
    else next?.resolve(data);
  });
  worker.addEventListener("error", (event) =>
    fail(new Error(event.message || "The worker that makes the file stopped. Try again.")),
  );
  const close = () => {
    worker.terminate();
    signal.removeEventListener("abort", stop);
    fail(stopped());
  };
  const stop = () => close();
  signal.addEventListener("abort", stop);
  const ask = (order: Order, transfer: Transferable[] = []) =>
    new Promise<Delivery>((resolve, reject) => {
      if (signal.aborted) return reject(stopped());
      waiting.push({ resolve, reject });
      worker.postMessage(order, transfer);
    });
  return {
    async sky(sky, size, y, height) {
      const delivery = await ask({ kind: "sky", sky, size, y, height });
      return (delivery as { pixels: Uint8Array }).pixels;
    },
    async begin(size, texts) {
      await ask({ kind: "begin", size, texts });
    },
    async rows(sky, y, drawing) {
      await ask({ kind: "rows", sky, y, drawing }, [drawing.buffer]);
    },
    async end() {
      return ((await ask({ kind: "end" })) as { blob: Blob }).blob;
    },
    close,
  };
}

function stopped(): DOMException {
  return new DOMException("The file is no longer wanted.", "AbortError");
}
