/** Whoever paints an epoch: the threads of this process, or workers on any number of machines. */
import type { Hex } from "viem";
import type { SkyInputs } from "../../renderer/merkle.ts";

/** A token whose raster is wanted, and what the chain says that it is painted from. */
export interface Wanted {
  readonly tokenId: number;
  readonly inputs: SkyInputs;
}

/** A raster that counts. */
export interface Finished extends Wanted {
  readonly pixels: Uint8Array;
  /** The token's node. */
  readonly root: Hex;
  /** The start of a worker that painted it; null for this process, which need not be doubted later. */
  readonly worker: string | null;
}

export interface Work {
  readonly job: Hex;
  /** How many `wanted` will yield, at most. */
  readonly count: number;
  /** Read only as fast as is painted, and by one reader at a time. */
  readonly wanted: AsyncIterator<Wanted, undefined>;
  /** Stores a raster. It may be told of a token again, with the same raster. */
  readonly keep: (raster: Finished) => Promise<void>;
  /** Forgets what a worker has painted of this job, and names it: it is wanted again. */
  readonly forget: (worker: string) => Promise<readonly Wanted[]>;
  /** Ends the work; what was begun is finished, and kept. */
  readonly signal: AbortSignal;
}

export interface Crew {
  /** What paints here, or painted last. */
  backend(): string;
  /** Resolves when everything wanted is kept, or the signal ended it. Whatever fails, fails for all. */
  paint(work: Work): Promise<void>;
  close(): Promise<void>;
}
