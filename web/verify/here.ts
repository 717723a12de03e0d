// One raster painted in a worker of its own, which ends with it: TF.js gives its memory back.
import type { VerifyReply, VerifyRequest } from "../workers/verify.ts";

export type Painted = Extract<VerifyReply, { kind: "done" }>;
export type Progress = Extract<VerifyReply, { kind: "progress" }>;

/**
 * Paints a canonical raster.
 * @throws Error with a sentence for the viewer; AbortError when `signal` fires first.
 */
export function paintHere(
  request: VerifyRequest,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Painted> {
  const worker = new Worker(new URL("../workers/verify.ts", import.meta.url), { type: "module" });
  const painted = new Promise<Painted>((resolve, reject) => {
    const stop = () => reject(new DOMException("The verification was stopped.", "AbortError"));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
    worker.addEventListener("error", (event) =>
      reject(new Error(event.message || "The worker could not be loaded. Reload the page.")),
    );
    worker.addEventListener("message", ({ data }: MessageEvent<VerifyReply>) => {
      if (data.kind === "progress") onProgress(data);
      else if (data.kind === "done") resolve(data);
      else reject(new Error(data.reason));
    });
  });
  worker.postMessage(request);
  return painted.finally(() => worker.terminate());
}
