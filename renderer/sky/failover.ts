// One painter over several backends: the best that is there paints; where it goes away, the next goes
// on, and the caller is told why.

import { BackendAbsent, BackendLost, BackendRefused } from "./backends.ts";
import type { Painter } from "./infer.ts";

/** A backend that was passed over or given up, and the one that is tried after it. */
export interface Failover<B extends string> {
  readonly backend: B;
  readonly reason: string;
  /** Not there at all, painting other bytes, gone while it painted, or failed in another way. */
  readonly kind: "absent" | "refused" | "lost" | "failed";
  readonly next: B | undefined;
}

export interface FailoverPainter<B extends string> extends Painter {
  readonly backend: B;
}

/**
 * A painter on the first backend of `order` that starts and passes its self-test. When that one is lost, the
 * picture is painted again, from the beginning, on the next. `report` hears of every step down.
 * @throws Error that names every backend and its reason, when none is left.
 */
export async function createFailoverPainter<B extends string>(
  order: readonly B[],
  start: (backend: B) => Promise<Painter>,
  report: (failover: Failover<B>) => void,
): Promise<FailoverPainter<B>> {
  const reasons: string[] = [];
  let place = 0;
  let disposed = false;
  let current = hire();

  /** Starts the first backend from `place` on that can be had. */
  async function hire(): Promise<Painter> {
    for (; place < order.length; place++) {
      const painter = await start(order[place]!).catch((error: unknown) => {
        giveUp(error);
      });
      if (painter) return painter;
    }
    throw new Error(
      `No backend can paint: ${reasons.join("; ")}. Install or allow one of them, then try again.`,
    );
  }

  function giveUp(error: unknown): void {
    const backend = order[place]!;
    const reason = error instanceof Error ? error.message : String(error);
    reasons.push(`${backend}: ${reason}`);
    report({ backend, reason, kind: kindOf(error), next: order[place + 1] });
  }

  await current;
  return {
    get backend() {
      return order[Math.min(place, order.length - 1)]!;
    },
    paint: async (request) => {
      for (;;) {
        if (disposed) throw new Error("this painter was disposed of; create another one.");
        const used = current;
        const painter = await used;
        try {
          return await painter.paint(request);
        } catch (error) {
          if (!(error instanceof BackendLost)) throw error;
          // Of several pictures that were lost together, the first to notice hires the next painter.
          if (current !== used) continue;
          painter.dispose();
          giveUp(error);
          place++;
          current = hire();
          // Whoever paints next sees the failure; nobody may be painting.
          current.catch(() => {});
        }
      }
    },
    dispose: () => {
      disposed = true;
      current.then(
        (painter) => painter.dispose(),
        () => {},
      );
    },
  };
}

function kindOf(error: unknown): Failover<string>["kind"] {
  if (error instanceof BackendAbsent) return "absent";
  if (error instanceof BackendRefused) return "refused";
  return error instanceof BackendLost ? "lost" : "failed";
}
