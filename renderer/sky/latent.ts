// What the sky network is told about one picture: the latent (who paints), the condition (what the
// weather is) and the 32 inputs of the mapping network. Twin of the first part of
// contracts/art/SkyScene.sol: same functions, same order.

import { SCHOOL_COUNT } from "../genome.ts";
import type { Hex } from "../hex.ts";

/** Number of inputs of the mapping network. */
export const MAPPING_INPUTS = 32;

/** The condition's bytes by place; each holds 0..127. */
export const CONDITION = {
  sunX: 0,
  sunY: 1,
  moonX: 2,
  moonY: 3,
  moonPhase: 4,
  cloud: 5,
  rain: 6,
  snow: 7,
  fog: 8,
  storm: 9,
  windEast: 10,
  windSpeed: 11,
  warmth: 12,
  season: 13,
  drought: 14,
  frost: 15,
  moss: 16,
  aurora: 17,
  haze: 18,
  mist: 19,
} as const;

/** The 32 bytes of a word, most significant first. Throws a RangeError unless it has 64 digits. */
export function wordBytes(word: Hex): Uint8Array {
  if (!/^0x[0-9a-fA-F]{64}$/.test(word)) {
    throw new RangeError(`expected a 32-byte word (0x and 64 hex digits), got "${word}"`);
  }
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i++) bytes[i] = Number.parseInt(word.slice(2 + 2 * i, 4 + 2 * i), 16);
  return bytes;
}

/** The `index`-th 32-bit word of the latent, 0 being the least significant; unsigned. */
export function seedWord(latent: Uint8Array, index: number): number {
  const at = 28 - 4 * index;
  return (
    ((latent[at]! << 24) | (latent[at + 1]! << 16) | (latent[at + 2]! << 8) | latent[at + 3]!) >>> 0
  );
}

/** The school, 0..5. */
export function schoolOf(latent: Uint8Array): number {
  return latent[15]! % SCHOOL_COUNT;
}

/**
 * Folds the weather (bytes 5-11) into 32 bits, so that clouds and bolts differ from epoch to epoch, but
 * never jump while only the sun or the season moves.
 */
export function weatherSeed(condition: Uint8Array): number {
  const c = condition;
  let h = Math.imul(0x811c9dc5 ^ ((c[5]! << 16) | (c[6]! << 8) | c[7]!), 0x01000193);
  h ^= h >>> 15;
  h = Math.imul(h ^ ((c[8]! << 24) | (c[9]! << 16) | (c[10]! << 8) | c[11]!), 0x01000193);
  h ^= h >>> 15;
  return h >>> 0;
}

/** Limits to 0..127, the range of every activation. */
export function clip(value: number): number {
  return Math.max(0, Math.min(127, value));
}

/** Triangle wave of a cyclic byte with period 128: 0 at 0, 126 at 63 and 64. */
function cycle(value: number): number {
  const v = value & 127;
  return (v < 64 ? v : 127 - v) * 2;
}

/** The inputs of the mapping network, each 0..127: condition, ramps of it, school and mood. */
export function mappingInputs(latent: Uint8Array, condition: Uint8Array): Uint8Array {
  const c = condition;
  const sunY = c[1]!;
  const out = new Uint8Array(MAPPING_INPUTS);
  out[0] = clip(sunY);
  out[1] = clip((sunY - 24) * 3);
  out[2] = clip((sunY - 48) * 5);
  out[3] = clip((sunY - 62) * 4);
  out[4] = clip(c[0]!);
  out[5] = clip((c[3]! - 56) * 6);
  out[6] = cycle(c[4]!);
  // Cloud, rain, snow, fog, storm, windEast, windSpeed, warmth.
  for (let i = 0; i < 8; i++) out[7 + i] = clip(c[5 + i]!);
  out[15] = cycle(c[13]!);
  out[16] = cycle(c[13]! + 32);
  // Drought, frost, moss, aurora, haze, mist.
  for (let i = 0; i < 6; i++) out[17 + i] = clip(c[14 + i]!);
  const school = schoolOf(latent);
  for (let i = 0; i < SCHOOL_COUNT; i++) out[23 + i] = i === school ? 127 : 0;
  const mood = seedWord(latent, 3);
  for (let i = 0; i < 3; i++) out[29 + i] = (mood >>> (8 * i)) & 127;
  return out;
}
