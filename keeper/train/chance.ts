// Seeded numbers: a source for each thing among many, and normal numbers from it.

import { type Random, randomOf } from "./moments.ts";

/** A source of random numbers for one thing among many: same seed and numbers, same source. */
export function randomFor(seed: number, ...numbers: number[]): Random {
  let h = seed | 0;
  for (const n of numbers) {
    h = Math.imul(h ^ n, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return randomOf(h);
}

/** Normal numbers around 0. */
export function normals(count: number, deviation: number, random: Random): Float32Array {
  const out = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    out[i] = radius * Math.cos(angle);
    if (i + 1 < count) out[i + 1] = radius * Math.sin(angle);
  }
  return out;
}
