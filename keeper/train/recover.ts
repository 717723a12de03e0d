// Reads a moment back from its picture, to see whether the picture tells it: where the sun stands, how
// light it is, and by a linear probe what the weather is.

import type { Picture } from "./distance.ts";

/** Rows of the sky, as a part of the picture: what lies below may be land. */
const SKY = 0.56;
/** Radius of the sun's disc, as a part of the picture's side. */
const DISC = 0.047;

/** The place in the sky, in parts of the side, that most stands out from its surroundings as a disc. */
export function findSun({ side, rgb }: Picture): { x: number; y: number } {
  const sums = sumsOf(side, rgb);
  const near = Math.max(1, Math.round(DISC * side * 0.7));
  const far = Math.max(near + 2, Math.round(DISC * side * 1.9));
  let best = -1;
  let found = { x: 0, y: 0 };
  for (let y = 0; y < SKY * side; y++) {
    for (let x = 0; x < side; x++) {
      const inner = meanIn(sums, side, x, y, near);
      const outer = meanIn(sums, side, x, y, far);
      let contrast = 0;
      for (let c = 0; c < 3; c++) contrast += (inner[c]! - outer[c]!) ** 2;
      if (contrast > best) {
        best = contrast;
        found = { x: (x + 0.5) / side, y: (y + 0.5) / side };
      }
    }
  }
  return found;
}

/** Mean luminance, 0..255. */
export function luminance({ rgb }: Picture): number {
  let sum = 0;
  for (let i = 0; i < rgb.length; i += 3) {
    sum += 0.2126 * rgb[i]! + 0.7152 * rgb[i + 1]! + 0.0722 * rgb[i + 2]!;
  }
  return (3 * sum) / rgb.length;
}

const CELLS = 4;

/** What the probe sees of a picture: colours of a coarse grid, and how rough its rows are which way. */
export function glance({ side, rgb }: Picture): Float64Array {
  const out = new Float64Array(CELLS * CELLS * 6);
  const count = new Float64Array(CELLS * CELLS);
  const at = (x: number, y: number, c: number) => rgb[(y * side + x) * 3 + c]!;
  for (let y = 1; y < side - 1; y++) {
    for (let x = 1; x < side - 1; x++) {
      const cell = Math.floor((y * CELLS) / side) * CELLS + Math.floor((x * CELLS) / side);
      const o = cell * 6;
      count[cell]!++;
      for (let c = 0; c < 3; c++) out[o + c]! += at(x, y, c) / 64;
      const bend = (dx: number, dy: number) =>
        Math.abs(2 * at(x, y, 1) - at(x - dx, y - dy, 1) - at(x + dx, y + dy, 1)) / 16;
      out[o + 3]! += bend(1, 0);
      out[o + 4]! += bend(0, 1);
      out[o + 5]! += Math.max(0, at(x, y, 1) - (at(x - 1, y, 1) + at(x, y - 1, 1)) / 2 - 12) / 16;
    }
  }
  return out.map((v, i) => v / Math.max(1, count[Math.floor(i / 6)]!));
}

/** A linear reading of one number from what was glanced at: ridge regression. */
export function probeOf(
  seen: readonly ArrayLike<number>[],
  truth: readonly number[],
  ridge = 1,
): (seen: ArrayLike<number>) => number {
  const size = seen[0]!.length;
  const mean = Float64Array.from(
    { length: size },
    (_, i) => seen.reduce((sum, s) => sum + s[i]!, 0) / seen.length,
  );
  const deviation = mean.map((m, i) =>
    Math.sqrt(seen.reduce((sum, s) => sum + (s[i]! - m) ** 2, 0) / seen.length + 1e-6),
  );
  const level = truth.reduce((a, b) => a + b, 0) / truth.length;
  const normal = (s: ArrayLike<number>) => mean.map((m, i) => (s[i]! - m) / deviation[i]!);
  const rows = seen.map(normal);
  const matrix = Array.from({ length: size }, (_, i) =>
    Float64Array.from(
      { length: size + 1 },
      (_, j) =>
        (i === j ? ridge : 0) +
        rows.reduce((sum, r, n) => sum + r[i]! * (j < size ? r[j]! : truth[n]! - level), 0),
    ),
  );
  const weights = solved(matrix);
  return (s) => normal(s).reduce((sum, v, i) => sum + v * weights[i]!, level);
}

/** Solves a symmetric positive system by elimination; the last column is the right-hand side. */
function solved(matrix: Float64Array[]): Float64Array {
  const n = matrix.length;
  for (let k = 0; k < n; k++) {
    for (let i = k + 1; i < n; i++) {
      const factor = matrix[i]![k]! / matrix[k]![k]!;
      for (let j = k; j <= n; j++) matrix[i]![j]! -= factor * matrix[k]![j]!;
    }
  }
  const out = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = matrix[i]![n]!;
    for (let j = i + 1; j < n; j++) sum -= matrix[i]![j]! * out[j]!;
    out[i] = sum / matrix[i]![i]!;
  }
  return out;
}

/** Pearson's correlation. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (v: readonly number[]) => v.reduce((x, y) => x + y, 0) / v.length;
  const [ma, mb] = [mean(a), mean(b)];
  let ab = 0;
  let aa = 0;
  let bb = 0;
  a.forEach((v, i) => {
    ab += (v - ma) * (b[i]! - mb);
    aa += (v - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  });
  return ab / Math.sqrt(Math.max(1e-12, aa * bb));
}

/** Chance that a reading of one kind is higher than one of the other: 0.5 where nothing is told. */
export function separability(high: readonly number[], low: readonly number[]): number {
  let sum = 0;
  for (const h of high) for (const l of low) sum += h > l ? 1 : h === l ? 0.5 : 0;
  return sum / (high.length * low.length);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** Sums over all rectangles from the corner, [side + 1, side + 1, 3]. */
function sumsOf(side: number, rgb: ArrayLike<number>): Float64Array {
  const n = side + 1;
  const out = new Float64Array(n * n * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let c = 0; c < 3; c++) {
        out[((y + 1) * n + x + 1) * 3 + c] =
          rgb[(y * side + x) * 3 + c]! +
          out[(y * n + x + 1) * 3 + c]! +
          out[((y + 1) * n + x) * 3 + c]! -
          out[(y * n + x) * 3 + c]!;
      }
    }
  }
  return out;
}

function meanIn(sums: Float64Array, side: number, x: number, y: number, reach: number): number[] {
  const n = side + 1;
  const [x0, x1] = [Math.max(0, x - reach), Math.min(side, x + reach + 1)];
  const [y0, y1] = [Math.max(0, y - reach), Math.min(side, y + reach + 1)];
  const at = (x: number, y: number, c: number) => sums[(y * n + x) * 3 + c]!;
  return [0, 1, 2].map(
    (c) =>
      (at(x1, y1, c) - at(x0, y1, c) - at(x1, y0, c) + at(x0, y0, c)) / ((x1 - x0) * (y1 - y0)),
  );
}
