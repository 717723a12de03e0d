// How far a backend is believed. The self-test at its start says that it can paint exactly; memory that fails, or a
// driver that is late, shows only while it paints.

import { randomInt } from "node:crypto";
import {
  RASTER_BYTES,
  RASTER_SIDE,
  RUN_BYTES,
  RUNS,
  type SkyInputs,
} from "../../renderer/merkle.ts";
import { BackendLost } from "../../renderer/sky/backends.ts";
import type { Painter } from "../../renderer/sky/infer.ts";
import type { SkyModel } from "../../renderer/sky/model.ts";
import { paintRuns } from "../../renderer/sky/runs.ts";

export interface Doubt {
  /** Random runs of every raster that are computed again with plain integers. */
  readonly runs: number;
  /** Whether every raster is painted a second time. */
  readonly all: boolean;
}

export const NO_DOUBT: Doubt = { runs: 0, all: false };

/** Runs that nobody can foresee. */
export function randomRuns(count: number): number[] {
  return Array.from({ length: count }, () => randomInt(RUNS));
}

/** Of these runs of a raster, those that are other than plain integers make them. */
export function wrongRuns(
  model: SkyModel,
  { latent, condition }: Pick<SkyInputs, "latent" | "condition">,
  raster: Uint8Array,
  runs: readonly number[],
): number[] {
  const right = paintRuns(model, { latent, condition, size: RASTER_SIDE }, runs);
  return runs.filter(
    (run, i) => !right[i]!.every((byte, at) => raster[run * RUN_BYTES + at] === byte),
  );
}

/** The painter, as far as it is believed: where it paints wrong, it counts as lost, and the next one paints. */
export function doubted(painter: Painter, model: SkyModel, { runs, all }: Doubt): Painter {
  if (painter.backend === "integer") return painter;
  return {
    backend: painter.backend,
    paint: async (request) => {
      const pixels = await painter.paint(request);
      if (request.size !== RASTER_SIDE || pixels.length !== RASTER_BYTES) return pixels;
      const [wrong] = wrongRuns(model, request, pixels, randomRuns(runs));
      if (wrong !== undefined) {
        throw new BackendLost(painter.backend, `it painted run ${wrong} wrong`);
      }
      if (all && !Buffer.from(pixels).equals(await painter.paint(request))) {
        throw new BackendLost(
          painter.backend,
          "it painted the same picture twice, and differently",
        );
      }
      return pixels;
    },
    dispose: () => painter.dispose(),
  };
}
