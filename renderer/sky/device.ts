// Watches the device under a GPU backend. TF.js does not: a lost WebGL context reads back zeros and a
// lost WebGPU device may never answer, so a painter asks here after every tile. The types are the parts
// of GPUDevice and WebGL2RenderingContext that are used: this file knows no DOM.

/** What a painter needs to know of the device that its backend runs on. */
export interface Device {
  /** `work`, or a rejection with the reason as soon as the device is gone. */
  guard<T>(work: Promise<T>): Promise<T>;
  /** Why the device is gone, or undefined while it works. After an error it waits a moment for the news. */
  fault(afterError: boolean): Promise<string | undefined>;
}

export interface GpuDevice {
  readonly lost: Promise<{ readonly reason?: string; readonly message: string }>;
  addEventListener(
    type: "uncapturederror",
    listener: (event: { readonly error: { readonly message: string } }) => void,
  ): void;
}

export interface GlContext {
  isContextLost(): boolean;
}

/**
 * How long the news of a loss may take after the error that it caused, in ms. On a busy machine that is long; taken
 * for an error like any other, a loss would end the painting where the next backend could go on.
 */
const NEWS_MS = 5_000;
/** How often a WebGL context is asked whether it is still there, in ms. */
const GL_POLL_MS = 100;

/** Also takes errors that nobody captured (out of memory, above all) as a loss: what follows would be wrong. */
export function watchGpuDevice(device: GpuDevice): Device {
  let reason: string | undefined;
  const waiting = new Set<(reason: string) => void>();
  const settle = (why: string) => {
    reason ??= why;
    for (const tell of waiting) tell(reason);
  };
  device.lost.then((info) => settle(info.message || info.reason || "the device was lost"));
  device.addEventListener("uncapturederror", ({ error }) => settle(error.message));
  return {
    guard: (work) => {
      // Nobody waits for it any more, and it may yet fail.
      work.catch(() => {});
      if (reason !== undefined) return Promise.reject(new Error(reason));
      return new Promise((resolve, reject) => {
        const tell = (why: string) => reject(new Error(why));
        waiting.add(tell);
        work.then(resolve, reject).finally(() => waiting.delete(tell));
      });
    },
    fault: async (afterError) => {
      const until = performance.now() + NEWS_MS;
      while (afterError && reason === undefined && performance.now() < until) await pause(10);
      return reason;
    },
  };
}

/** Polls while somebody waits, since TF.js keeps the canvas, and with it the event, to itself. */
export function watchGlContext(gl: GlContext): Device {
  const reason = "the WebGL context was lost";
  return {
    guard: (work) =>
      new Promise((resolve, reject) => {
        const timer = setInterval(() => {
          if (gl.isContextLost()) reject(new Error(reason));
        }, GL_POLL_MS);
        work.then(resolve, reject).finally(() => clearInterval(timer));
      }),
    fault: async () => (gl.isContextLost() ? reason : undefined),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
