// Adam on plain arrays, and the running average of the weights, which is what ships.

import type { WeightList } from "./network.ts";

/** Weights with what their optimiser remembers of them. */
export interface Learner {
  /** Steps taken. */
  steps: number;
  weights: WeightList;
  first: Float32Array[];
  second: Float32Array[];
  average: WeightList;
}

export interface Betas {
  first: number;
  second: number;
  /** How much of the average stays at each step, once there have been many. */
  average: number;
}

/** A learner that has seen nothing yet. Takes the weights over. */
export function learnerOf(weights: WeightList): Learner {
  return {
    steps: 0,
    weights,
    first: weights.map((w) => new Float32Array(w.length)),
    second: weights.map((w) => new Float32Array(w.length)),
    average: weights.map((w) => w.slice()),
  };
}

/** Takes one step of Adam; `limit` then brings the weights, in place, to where they are allowed. */
export function learn(
  learner: Learner,
  gradients: readonly Float32Array[],
  rate: number,
  betas: Betas,
  limit: (weights: WeightList) => void = () => {},
): void {
  learner.steps++;
  const t = learner.steps;
  const fix1 = 1 - betas.first ** t;
  const fix2 = 1 - betas.second ** t;
  gradients.forEach((g, k) => {
    const w = learner.weights[k]!;
    const m = learner.first[k]!;
    const v = learner.second[k]!;
    for (let i = 0; i < w.length; i++) {
      const gi = g[i]!;
      m[i] = betas.first * m[i]! + (1 - betas.first) * gi;
      v[i] = betas.second * v[i]! + (1 - betas.second) * gi * gi;
      w[i]! -= (rate * (m[i]! / fix1)) / (Math.sqrt(v[i]! / fix2) + 1e-8);
    }
  });
  limit(learner.weights);
  const keep = Math.min(betas.average, t / (t + 10));
  learner.average.forEach((a, k) => {
    const w = learner.weights[k]!;
    for (let i = 0; i < a.length; i++) a[i] = keep * a[i]! + (1 - keep) * w[i]!;
  });
}

/** The mean of several lists of gradients, summed in their order. */
export function meanOf(lists: readonly Float32Array[][]): Float32Array[] {
  return lists[0]!.map((first, k) =>
    first.map((_, i) => lists.reduce((sum, list) => sum + list[k]![i]!, 0) / lists.length),
  );
}
