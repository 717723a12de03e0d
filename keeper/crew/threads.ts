/** The crew of one process: its pool of threads, with nobody else to ask and nobody to doubt. */

import { paintToken } from "../render/tree.ts";
import type { Context } from "../steps/context.ts";
import type { Crew, Work } from "./crew.ts";

type Tools = Pick<Context, "pool" | "models" | "metrics">;

export function createThreads(tools: Tools): Crew {
  const { pool, metrics } = tools;
  return {
    backend: () => pool.backend(),
    paint: async ({ job, wanted, keep, signal }: Work) => {
      // Whoever tries again must find nobody still painting.
      const failing = new AbortController();
      const ended = AbortSignal.any([signal, failing.signal]);
      const paintNext = async (): Promise<void> => {
        for (;;) {
          const { value: next, done } = await wanted.next();
          if (done === true || ended.aborted) return;
          const { tokenId, inputs } = next;
          const { pixels, root } = await paintToken(tools, job, tokenId, inputs);
          await keep({ tokenId, inputs, pixels, root, worker: null });
          metrics.painted.inc({ worker: "own", backend: pool.backend() });
        }
      };
      // As many takers as threads share one reader, so inputs are read only as fast as they are painted.
      const takers = Array.from({ length: pool.size }, () =>
        paintNext().catch((error: unknown) => {
          failing.abort();
          throw error;
        }),
      );
      const outcomes = await Promise.allSettled(takers);
      const failure = outcomes.find((outcome) => outcome.status === "rejected");
      if (failure !== undefined) throw failure.reason;
    },
    close: async () => {},
  };
}
