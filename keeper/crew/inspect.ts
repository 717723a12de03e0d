/** Whether a delivered raster is what the chain's model paints. Nothing that a worker says is believed. */
import type { Hex } from "viem";
import { RUN_BYTES, RUNS } from "../../renderer/merkle.ts";
import { randomRuns } from "../render/doubt.ts";
import type { ModelBytes } from "../render/models.ts";
import type { Pool, TokenRaster } from "../render/pool.ts";
import { type Delivery, unpackRaster } from "./deliveries.ts";

export type Verdict =
  | {
      readonly fault: null;
      readonly pixels: Uint8Array;
      readonly root: Hex;
      readonly ours: boolean;
    }
  | { readonly fault: string };

export interface Standard {
  /** Random runs that are computed again with plain integers. */
  readonly runs: number;
  /** Whether the whole raster is painted again. */
  readonly isWhole: boolean;
}

/**
 * Hashes the raster, computes some of its runs, and paints it again where that is asked for. `ours` is false where
 * it is this machine that painted wrong. Throws RetryableError when a thread died.
 */
export async function inspect(
  pool: Pick<Pool, "check" | "paint">,
  model: ModelBytes,
  what: TokenRaster,
  delivery: Delivery,
  { runs, isWhole }: Standard,
): Promise<Verdict> {
  const token = `token ${what.tokenId}`;
  const pixels = await unpackRaster(delivery);
  if (pixels === null) return { fault: `what it sent of ${token} is no raster` };
  const { root, wrong } = await pool.check(model, what, pixels, randomRuns(runs));
  if (wrong.length > 0) return { fault: `run ${wrong[0]} of ${token} is wrong` };
  if (root !== delivery.node) return { fault: `the node of ${token} is not that of its pixels` };
  if (!isWhole) return { fault: null, pixels, root, ours: true };
  const own = await pool.paint(model, what);
  const doubtful = differing(pixels, own.pixels);
  if (doubtful.length === 0) return { fault: null, pixels, root, ours: true };
  // One of us is wrong, and plain integers say who.
  const second = await pool.check(model, what, pixels, doubtful);
  if (second.wrong.length > 0) return { fault: `run ${second.wrong[0]} of ${token} is wrong` };
  return { fault: null, pixels, root, ours: false };
}

function differing(one: Uint8Array, other: Uint8Array): number[] {
  const runs: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const [from, to] = [run * RUN_BYTES, (run + 1) * RUN_BYTES];
    if (Buffer.compare(one.subarray(from, to), other.subarray(from, to)) !== 0) runs.push(run);
  }
  return runs;
}
