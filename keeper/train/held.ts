// Pictures that training never sees, and how well a network paints them.

import { randomFor } from "./chance.ts";
import { GROUPS, type Group } from "./moments.ts";
import { lossOf, quantised, type Shape, type WeightList } from "./network.ts";
import { type Pool, paintInto, poolOf, wholeBatch } from "./pool.ts";

/** Points of pictures of every group. */
export function heldOut(seed: number, pictures = 24, points = 512): Map<Group, Pool> {
  const out = new Map<Group, Pool>();
  for (const [g, group] of (Object.keys(GROUPS) as Group[]).entries()) {
    const pool = poolOf(pictures, points);
    for (let i = 0; i < pictures; i++) paintInto(pool, i, group, randomFor(seed, 3, g, i));
    out.set(group, pool);
  }
  return out;
}

/** Mean squared error of the shipped form of the weights, by group and over all. */
export async function judge(
  weights: WeightList,
  shape: Shape,
  held: Map<Group, Pool>,
): Promise<{ all: number; groups: Map<Group, number> }> {
  const whole = quantised(weights);
  const groups = new Map<Group, number>();
  for (const [group, pool] of held) {
    groups.set(group, await lossOf(whole, shape, wholeBatch(pool), true));
  }
  const all = [...groups.values()].reduce((a, b) => a + b, 0) / groups.size;
  return { all, groups };
}
