// What `--once` prints about an epoch.
import type { Hex } from "viem";
import type { Slashed } from "./slashes.ts";

export interface EpochSummary {
  readonly epoch: number;
  readonly root: Hex;
  readonly revealed: true;
  readonly renderMs: number;
  readonly backend: string;
  readonly tokens: number;
  /** The villain's root of the same epoch, where there was one. */
  readonly slashed?: Slashed;
}

/** An epoch as a keeper tells it, which has revealed it. */
export async function told(keeperUrl: string, epoch: number): Promise<EpochSummary> {
  const answer = await fetch(`${keeperUrl}/api/epochs`);
  const epochs = (await answer.json()) as (Omit<EpochSummary, "revealed"> & { state: string })[];
  const found = epochs.find((one) => one.epoch === epoch);
  if (found?.state !== "revealed") {
    throw new Error(`The keeper at ${keeperUrl} has not revealed epoch ${epoch}; see its log.`);
  }
  const { root, renderMs, backend, tokens } = found;
  return { epoch, root, revealed: true, renderMs, backend, tokens };
}
