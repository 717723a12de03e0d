// One verification in a worker of its own, which ends with it: TF.js gives its memory back.
import type { VerifyReply, VerifyRequest } from "../workers/verify.ts";

export type Verified = Extract<VerifyReply, { kind: "done" }>;
export type Progress = Extract<VerifyReply, { kind: "progress" }>;

/**
 * Recomputes a canonical raster and judges the evidence.
 * @throws Error with a sentence for the viewer; AbortError when `signal` fires first.
 */
export function verifyHere(
  request: VerifyRequest,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Verified> {
  const worker = new Worker(new URL("../workers/verify.ts", import.meta.url), { type: "module" });
  const verified = new Promise<Verified>((resolve, reject) => {
    signal.addEventListener("abort", () =>
      reject(new DOMException("The verification was stopped.", "AbortError")),
    );
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
  return verified.finally(() => worker.terminate());
}
