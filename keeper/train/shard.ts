// One of the two halves of every batch: its own pool and its own random numbers, so that two threads
// can work at once and the sum is the same whether they do or not.

import { lossAndGradients, type Shape, type WeightList } from "./network.ts";
import { batchOf, drawGroup, type Pool, paintInto, poolOf, randomFor } from "./pool.ts";

/** How much a shard holds and takes. */
export interface Portions {
  /** Pictures in the pool and points of each. */
  pictures: number;
  points: number;
  /** Pictures of a batch and pixels of each. */
  images: number;
  pixels: number;
  /** Pictures painted anew at each step. */
  fresh: number;
}

export const PORTIONS: Portions = {
  pictures: 3000,
  points: 384,
  images: 18,
  pixels: 228,
  fresh: 1,
};

/** Every batch comes from this many shards. */
export const SHARDS = 2;

export interface ShardSetup {
  seed: number;
  index: number;
  shape: Shape;
  portions: Portions;
}

/** What a shard is asked to do, and what it answers. */
export interface RegressJob {
  step: number;
  exact: boolean;
  weights: WeightList;
}
export interface RegressAnswer {
  loss: number;
  gradients: Float32Array[];
}

export interface Shard {
  regress(job: RegressJob): RegressAnswer;
}

export function shardOf({ seed, index, shape, portions }: ShardSetup): Shard {
  const pool: Pool = poolOf(portions.pictures, portions.points);
  // Pictures are numbered; number n lies in place n % pictures.
  let painted = 0;
  const paintUntil = (end: number): void => {
    painted = Math.max(painted, end - pool.images);
    for (; painted < end; painted++) {
      const random = randomFor(seed, 1, index, painted);
      paintInto(pool, painted % pool.images, drawGroup(random), random);
    }
  };
  return {
    regress: ({ step, exact, weights }) => {
      paintUntil(pool.images + step * portions.fresh);
      const random = randomFor(seed, 2, index, step);
      const batch = batchOf(pool, portions.images, portions.pixels, random);
      return lossAndGradients(weights, shape, batch, exact);
    },
  };
}
