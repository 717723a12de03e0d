// One of the two halves of every batch: its own pool and its own random numbers, so that two threads
// can work at once and the sum is the same whether they do or not.

import { type AdversaryAnswer, adversaryStep, type Weighing } from "./adversary.ts";
import { randomFor } from "./chance.ts";
import { PATCH, PATCH_PIXELS } from "./discriminator.ts";
import { lossAndGradients, type Shape, type WeightList } from "./network.ts";
import { batchOf, drawGroup, type Pool, paintInto, paintPatchInto, poolOf } from "./pool.ts";

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
  /** Patches in their own pool, of a batch, and painted anew at each step. */
  patches: number;
  patchBatch: number;
  patchFresh: number;
}

export const PORTIONS: Portions = {
  pictures: 3000,
  points: 384,
  images: 18,
  pixels: 228,
  fresh: 1,
  patches: 1002,
  patchBatch: 12,
  patchFresh: 3,
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

export interface AdversaryJob {
  step: number;
  generator: WeightList;
  discriminator: WeightList;
  weighing: Weighing;
}

export interface Shard {
  regress(job: RegressJob): Promise<RegressAnswer>;
  adversary(job: AdversaryJob): Promise<AdversaryAnswer>;
}

export function shardOf({ seed, index, shape, portions }: ShardSetup): Shard {
  const { points, images, pixels, fresh, patchBatch, patchFresh } = portions;
  const pool = ringOf(portions.pictures, points, (ring, place, number) => {
    const random = randomFor(seed, 1, index, number);
    paintInto(ring, place, drawGroup(random), random);
  });
  const patches = ringOf(portions.patches, PATCH_PIXELS, (ring, place, number) => {
    const random = randomFor(seed, 4, index, number);
    paintPatchInto(ring, place, drawGroup(random), PATCH, random);
  });
  return {
    regress: ({ step, exact, weights }) => {
      const random = randomFor(seed, 2, index, step);
      const batch = batchOf(pool(step * fresh), images, pixels, random);
      return lossAndGradients(weights, shape, batch, exact);
    },
    adversary: ({ step, generator, discriminator, weighing }) => {
      const random = randomFor(seed, 5, index, step);
      const batch = batchOf(patches(step * patchFresh), patchBatch, PATCH_PIXELS, random);
      return adversaryStep(generator, discriminator, shape, batch, weighing, random);
    },
  };
}

/**
 * A pool whose pictures are numbered: number n lies in place n % images. Asked for with how many of
 * the first pictures have been replaced; made when first asked for.
 */
function ringOf(
  images: number,
  points: number,
  paint: (pool: Pool, place: number, number: number) => void,
): (replaced: number) => Pool {
  let pool: Pool | undefined;
  let painted = 0;
  return (replaced) => {
    pool ??= poolOf(images, points);
    const end = images + replaced;
    for (painted = Math.max(painted, replaced); painted < end; painted++) {
      paint(pool, painted % images, painted);
    }
    return pool;
  };
}
