// Sliced Wasserstein distance between two sets of pictures, after Karras et al. (2018): windows of 7 x 7
// pixels of a pyramid's levels, projected on random directions, sorted and compared. Once on the
// Laplacian levels (texture) and once on the blurred ones (colour). Both sets are measured in the
// reference's own deviations, so that a texture of the right shape but half the strength is far off.

import { type Random, randomOf } from "./moments.ts";

/** A square picture, RGB, 0..255. */
export interface Picture {
  side: number;
  rgb: ArrayLike<number>;
}

/** Distances at three scales, from the finest. */
export interface Distance {
  texture: [number, number, number];
  colour: [number, number, number];
}

const LEVELS = 3;
const WINDOW = 7;
const WINDOWS = 64;
const DIRECTIONS = 64;
const SIZE = WINDOW * WINDOW * 3;

/** How far `others` are from `reference`. Zero for equal sets; the same seed takes the same windows. */
export function slicedWasserstein(
  reference: readonly Picture[],
  others: readonly Picture[],
  seed = 1,
): Distance {
  const a = reference.map(pyramidOf);
  const b = others.map(pyramidOf);
  const at = (kind: keyof Pyramid, level: number) =>
    distanceOf(
      a.map((p) => p[kind][level]!),
      b.map((p) => p[kind][level]!),
      seed + level,
    );
  return {
    texture: [at("texture", 0), at("texture", 1), at("texture", 2)],
    colour: [at("colour", 0), at("colour", 1), at("colour", 2)],
  };
}

/** Mean of the three scales. */
export function meanScale([a, b, c]: [number, number, number]): number {
  return (a + b + c) / 3;
}

interface Plane {
  side: number;
  rgb: Float32Array;
}

interface Pyramid {
  texture: Plane[];
  colour: Plane[];
}

function pyramidOf({ side, rgb }: Picture): Pyramid {
  const out: Pyramid = { texture: [], colour: [] };
  let plane: Plane = { side, rgb: Float32Array.from(rgb) };
  for (let level = 0; level < LEVELS; level++) {
    const soft = softened(plane);
    out.colour.push(plane);
    out.texture.push({ side: plane.side, rgb: plane.rgb.map((v, i) => v - soft.rgb[i]!) });
    plane = half(soft);
  }
  return out;
}

/** Binomial blur of five taps along both axes; edges are repeated. */
function softened({ side, rgb }: Plane): Plane {
  const taps = [1, 4, 6, 4, 1];
  const along = (from: Float32Array, step: number, across: number): Float32Array => {
    const out = new Float32Array(from.length);
    for (let j = 0; j < side; j++) {
      for (let i = 0; i < side; i++) {
        for (let c = 0; c < 3; c++) {
          let sum = 0;
          for (let k = -2; k <= 2; k++) {
            const at = Math.max(0, Math.min(side - 1, i + k));
            sum += taps[k + 2]! * from[at * step + j * across + c]!;
          }
          out[i * step + j * across + c] = sum / 16;
        }
      }
    }
    return out;
  };
  return { side, rgb: along(along(rgb, 3, 3 * side), 3 * side, 3) };
}

/** Every second pixel of every second row. */
function half({ side, rgb }: Plane): Plane {
  const small = Math.floor(side / 2);
  const out = new Float32Array(small * small * 3);
  for (let y = 0; y < small; y++) {
    for (let x = 0; x < small; x++) {
      for (let c = 0; c < 3; c++) {
        out[(y * small + x) * 3 + c] = rgb[(2 * y * side + 2 * x) * 3 + c]!;
      }
    }
  }
  return { side: small, rgb: out };
}

function distanceOf(reference: readonly Plane[], others: readonly Plane[], seed: number): number {
  const a = windowsOf(reference, randomOf(seed));
  const b = windowsOf(others, randomOf(seed));
  for (let channel = 0; channel < 3; channel++) {
    const [mean, deviation] = spread(a, channel);
    for (const set of [a, b]) {
      for (let i = channel; i < set.length; i += 3) set[i] = (set[i]! - mean) / deviation;
    }
  }
  const random = randomOf(seed + 977);
  let sum = 0;
  for (let d = 0; d < DIRECTIONS; d++) {
    const direction = directionOf(random);
    const p = projected(a, direction);
    const q = projected(b, direction);
    // Sets of unlike size are compared at the same ranks.
    const n = Math.min(p.length, q.length);
    let apart = 0;
    for (let i = 0; i < n; i++) {
      const rank = (i + 0.5) / n;
      apart += Math.abs(p[Math.floor(rank * p.length)]! - q[Math.floor(rank * q.length)]!);
    }
    sum += apart / n;
  }
  return sum / DIRECTIONS;
}

/** Random windows of every plane, one after another. */
function windowsOf(planes: readonly Plane[], random: Random): Float32Array {
  const out = new Float32Array(planes.length * WINDOWS * SIZE);
  let at = 0;
  for (const { side, rgb } of planes) {
    for (let w = 0; w < WINDOWS; w++) {
      const x = Math.floor(random() * (side - WINDOW + 1));
      const y = Math.floor(random() * (side - WINDOW + 1));
      for (let j = 0; j < WINDOW; j++) {
        const from = ((y + j) * side + x) * 3;
        out.set(rgb.subarray(from, from + 3 * WINDOW), at);
        at += 3 * WINDOW;
      }
    }
  }
  return out;
}

function spread(values: Float32Array, channel: number): [number, number] {
  let sum = 0;
  let squares = 0;
  for (let i = channel; i < values.length; i += 3) {
    sum += values[i]!;
    squares += values[i]! ** 2;
  }
  const n = values.length / 3;
  const mean = sum / n;
  return [mean, Math.sqrt(Math.max(1e-12, squares / n - mean * mean))];
}

function directionOf(random: Random): Float32Array {
  const out = new Float32Array(SIZE);
  let square = 0;
  for (let i = 0; i < SIZE; i++) {
    out[i] = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    square += out[i]! ** 2;
  }
  return out.map((v) => v / Math.sqrt(square));
}

function projected(windows: Float32Array, direction: Float32Array): Float32Array {
  const out = new Float32Array(windows.length / SIZE);
  for (let n = 0; n < out.length; n++) {
    let sum = 0;
    for (let i = 0; i < SIZE; i++) sum += windows[n * SIZE + i]! * direction[i]!;
    out[n] = sum;
  }
  return out.sort();
}
