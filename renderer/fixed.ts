// The integer arithmetic of the drawings. Twin of contracts/art/Fixed.sol. Every division rounds down, also
// below zero; a full turn is 65,536 and a sine of one is 16,384. Intermediates stay under 2^53.

export const ONE = 16_384;

/** floor(a / b), b positive. */
export function div(a: number, b: number): number {
  return Math.floor(a / b);
}

export function clamp(v: number, low: number, high: number): number {
  return v < low ? low : Math.min(v, high);
}

/** The whole part of the square root of v; v is not negative. */
export function sqrt(v: number): number {
  return Math.floor(Math.sqrt(v));
}

/** Sine of an angle in 65,536ths of a turn, times 16,384; off by at most 4. */
export function sin(angle: number): number {
  const a = angle - 65_536 * Math.floor(angle / 65_536);
  let x = a & 0x3fff;
  if ((a & 0x4000) !== 0) x = 0x4000 - x;
  const z = shr(x * x, 14);
  const y = shr(x * (25_736 - shr(z * (10_512 - shr(z * 1160, 14)), 14)), 14);
  return (a & 0x8000) !== 0 ? 0 - y : y;
}

export function cos(angle: number): number {
  return sin(angle + 0x4000);
}

/** Scatters 32 bits over 32 bits; the drawings' source of small differences. */
function scatter(value: number): number {
  let x = value >>> 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** A number in 0..range-1 for the i-th thing under this seed. range is at most 65,536. */
export function pick(seed: number, i: number, range: number): number {
  return shr((scatter(seed + Math.imul(i, 0x9e3779b1)) >>> 16) * range, 16);
}

/** The k-th of four; the last for every greater k. */
export function nth(k: number, a: number, b: number, c: number, d: number): number {
  return k === 0 ? a : k === 1 ? b : k === 2 ? c : d;
}

/** The contract's arithmetic shift right: rounds down. */
export function shr(v: number, bits: number): number {
  return Math.floor(v / 2 ** bits);
}
