// The 32 integer inputs of each pixel, 0..127. Twin of contracts/art/SkyScene.sol and
// contracts/art/SkyFeatures.sol: same numbers, same order. Everything is 32-bit integer arithmetic:
// coordinates are 16-bit fixed point over the picture (0..65535, pixel centres), so that every size
// samples one picture; `>>` rounds towards minus infinity in both languages.

import { clip, seedWord, weatherSeed } from "./latent.ts";

/** Number of inputs of each pixel. */
export const FEATURES = 32;
/** Row of the horizon, in 16-bit picture coordinates. */
const HORIZON = 45000;

/** The names of the inputs, by place. */
export const FEATURE_NAMES = [
  "x", // 0
  "y",
  "haze", // nearness of the horizon
  "farRidge", // 127 below the ridge's line
  "midRidge",
  "nearRidge", // 5
  "depth", // below the line of the ridge that is seen
  "lateral", // nearness of the sun's column
  "sunDisc",
  "sunGlow",
  "sunWide", // 10
  "moonLit",
  "moonGlow",
  "cloud", // perspective cloud noise
  "cloudLit", // its slope towards the light
  "cirrus", // 15: stretched cloud noise
  "cloudCover", // cloud noise cut off by the condition's cloud
  "stroke",
  "grain",
  "dapple",
  "stars", // 20
  "rain",
  "nearFlakes",
  "aurora",
  "swirl",
  "swell", // 25
  "bolt",
  "mist",
  "farFlakes",
  "wisps", // cirrus cut off by the condition's cloud
  "hatch", // 30
  "billow",
] as const;

/** What one picture's features depend on, worked out once. Seeds are signed 32-bit integers. */
export interface Scene {
  condition: Uint8Array;
  ridgeSeed: number;
  cloudSeed: number;
  strokeSeed: number;
  starSeed: number;
  weather: number;
  sunX: number;
  sunY: number;
  moonX: number;
  moonY: number;
  moonShadow: number;
  darkness: number;
}

const COLUMN_WORDS = 10;
const CELL_X = 0x9e3779b1 | 0;
const CELL_Y = 0x85ebca77 | 0;
const MIX = 0x2c1b3c6d;

/** Works out what all pixels of one picture share. */
export function sceneOf(latent: Uint8Array, condition: Uint8Array): Scene {
  const weather = weatherSeed(condition) | 0;
  const phase = condition[4]! & 127;
  return {
    condition,
    ridgeSeed: seedWord(latent, 0) | 0,
    cloudSeed: (seedWord(latent, 1) | 0) ^ weather,
    strokeSeed: seedWord(latent, 2) | 0,
    starSeed: seedWord(latent, 1) | 0,
    weather,
    sunX: condition[0]! * 512 + 256,
    sunY: HORIZON - (condition[1]! - 64) * 608,
    moonX: condition[2]! * 512 + 256,
    moonY: HORIZON - (condition[3]! - 64) * 608,
    moonShadow: phase < 64 ? (phase * 11) >> 4 : -(((128 - phase) * 11) >> 4),
    darkness: clip((60 - condition[1]!) * 4),
  };
}

/** The 16-bit coordinate of the centre of pixel `index` of `size`. */
export function centre(index: number, size: number): number {
  return Math.floor(((2 * index + 1) * 32768) / size);
}

/** Writes the features of a rectangle of pixels, row by row, 32 bytes a pixel. */
export function paintFeatures(
  scene: Scene,
  size: number,
  x: number,
  y: number,
  width: number,
  height: number,
  out: Uint8Array,
): void {
  const columns = new Int32Array(COLUMN_WORDS * width);
  for (let i = 0; i < width; i++) columnOf(scene, centre(x + i, size), columns, i * COLUMN_WORDS);
  for (let j = 0; j < height; j++) {
    const Y = centre(y + j, size);
    const path = boltPath(scene, Y);
    for (let i = 0; i < width; i++) {
      pixelFeatures(
        scene,
        centre(x + i, size),
        Y,
        columns,
        i * COLUMN_WORDS,
        path,
        out,
        (j * width + i) * FEATURES,
      );
    }
  }
}

/** Writes the features of the single point (X, Y), in 16-bit coordinates. */
export function pointFeatures(
  scene: Scene,
  X: number,
  Y: number,
  out: Uint8Array,
  at: number,
): void {
  const columns = new Int32Array(COLUMN_WORDS);
  columnOf(scene, X, columns, 0);
  pixelFeatures(scene, X, Y, columns, 0, boltPath(scene, Y), out, at);
}

/** 7 bits of a lattice point, from the products of its coordinates. */
function lattice(a: number, b: number, seed: number): number {
  const h = a ^ b ^ seed;
  return Math.imul(h ^ (h >>> 15), MIX) >>> 25;
}

/** All 32 bits of a cell, for what stands in it. */
function cellHash(ix: number, iy: number, seed: number): number {
  const h = Math.imul(ix, CELL_X) ^ Math.imul(iy, CELL_Y) ^ seed;
  const m = Math.imul(h ^ (h >>> 15), MIX);
  return (m ^ (m >>> 13)) >>> 0;
}

/** Smooth step of an 8-bit fraction. */
function ease(f: number): number {
  return (f * f * (768 - 2 * f)) >> 16;
}

/** Value noise on a line, 0..16256. */
function noise1(u: number, shift: number, seed: number): number {
  const a = Math.imul(u >> shift, CELL_X);
  const s = ease((u >> (shift - 8)) & 255);
  return (lattice(a, 0, seed) * (256 - s) + lattice((a + CELL_X) | 0, 0, seed) * s) >> 1;
}

/** Value noise in the plane, 0..16256. Coordinates are not negative. */
function noise2(u: number, v: number, shift: number, seed: number): number {
  const a = Math.imul(u >> shift, CELL_X);
  const b = Math.imul(v >> shift, CELL_Y);
  const a1 = (a + CELL_X) | 0;
  const b1 = (b + CELL_Y) | 0;
  const s = ease((u >> (shift - 8)) & 255);
  const t = ease((v >> (shift - 8)) & 255);
  const top = lattice(a, b, seed) * (256 - s) + lattice(a1, b, seed) * s;
  const bottom = lattice(a, b1, seed) * (256 - s) + lattice(a1, b1, seed) * s;
  return (top * (256 - t) + bottom * t) >> 9;
}

/** Triangle wave with period 256 over 0..127. */
function triangle(v: number): number {
  return (v & 127) ^ ((v & 128) === 0 ? 0 : 127);
}

/** What a column alone decides: three ridgelines, distances to sun and moon, the aurora's curtain. */
function columnOf(scene: Scene, X: number, out: Int32Array, at: number): void {
  const seed = scene.ridgeSeed;
  const far =
    noise1(X, 14, seed ^ 0x11) * 4 + noise1(X, 13, seed ^ 0x12) * 2 + noise1(X, 11, seed ^ 0x13);
  const mid =
    noise1(X, 14, seed ^ 0x21) * 4 + noise1(X, 12, seed ^ 0x22) * 2 + noise1(X, 11, seed ^ 0x23);
  const near =
    noise1(X, 13, seed ^ 0x31) * 4 + noise1(X, 11, seed ^ 0x32) + noise1(X, 9, seed ^ 0x33);
  out[at] = 49500 - (far >> 3);
  out[at + 1] = 54500 - ((mid * 3) >> 5);
  out[at + 2] = 61000 - (near >> 4);
  const sun = (X - scene.sunX) >> 7;
  const moon = (X - scene.moonX) >> 7;
  const shadow = moon + scene.moonShadow;
  out[at + 3] = sun * sun;
  out[at + 4] = moon * moon;
  out[at + 5] = shadow * shadow;
  out[at + 6] = clip(127 - (Math.abs(X - scene.sunX) >> 8));
  if (scene.condition[17] !== 0) {
    out[at + 7] = 20000 + noise1(X, 14, scene.weather ^ 0x41);
    out[at + 8] = (noise1(X, 11, scene.weather ^ 0x42) + noise1(X, 13, scene.weather ^ 0x43)) >> 8;
  }
}

/** The column of a storm's bolt in row Y, or a place far outside the picture. */
function boltPath(scene: Scene, Y: number): number {
  if (scene.condition[9]! < 40 || (scene.weather & 3) === 0) return -1_000_000;
  const start = 8192 + ((scene.weather >>> 8) & 0xbfff);
  return (
    start + (noise1(Y, 13, scene.weather ^ 0x51) >> 1) + (noise1(Y, 11, scene.weather ^ 0x52) >> 3)
  );
}

function pixelFeatures(
  scene: Scene,
  X: number,
  Y: number,
  column: Int32Array,
  c: number,
  path: number,
  out: Uint8Array,
  o: number,
): void {
  const condition = scene.condition;
  const cover = condition[5]!;
  out[o] = X >> 9;
  out[o + 1] = Y >> 9;
  out[o + 2] = clip(127 - (Math.abs(Y - HORIZON) >> 7));

  const far = Y - column[c]!;
  const mid = Y - column[c + 1]!;
  const near = Y - column[c + 2]!;
  out[o + 3] = clip(64 + (far >> 2));
  out[o + 4] = clip(64 + (mid >> 2));
  out[o + 5] = clip(64 + (near >> 2));
  out[o + 6] = clip((near > 0 ? near : mid > 0 ? mid : far) >> 6);

  const sunDy = (Y - scene.sunY) >> 7;
  const sun = column[c + 3]! + sunDy * sunDy;
  out[o + 7] = column[c + 6]!;
  out[o + 8] = clip(593 - sun);
  out[o + 9] = clip(127 - (sun >> 6));
  out[o + 10] = clip(127 - (sun >> 11));
  const moonDy = (Y - scene.moonY) >> 7;
  const moon = column[c + 4]! + moonDy * moonDy;
  const shadow = column[c + 5]! + moonDy * moonDy;
  out[o + 11] = Math.min(clip(464 - moon), 127 - clip(592 - shadow));
  out[o + 12] = clip(127 - (moon >> 7));

  // Clouds lie on a plane above the viewer, mist on one below: z is its distance along the row.
  const z = Math.floor(150994944 / (Math.abs(HORIZON - Y) + 12000));
  const u0 = 262144 + (((X - 32768) * z) >> 13);
  const v0 = z * 6;
  const warp = noise2(u0, v0, 13, scene.cloudSeed ^ 0x61);
  const u = u0 + (warp >> 3);
  const v = v0 + (warp >> 4) + 4096;
  const large = noise2(u, v, 12, scene.cloudSeed ^ 0x62);
  const middle = noise2(u, v, 11, scene.cloudSeed ^ 0x63);
  const small = noise2(u, v, 10, scene.cloudSeed ^ 0x64);
  const cloud = clip(64 + ((large * 4 + middle * 2 + small - 56896) >> 9));
  out[o + 13] = cloud;
  const ul = u + (condition[0]! - 64) * 8;
  const vl = v - 640;
  const lit =
    noise2(ul, vl, 12, scene.cloudSeed ^ 0x62) * 2 + noise2(ul, vl, 11, scene.cloudSeed ^ 0x63);
  out[o + 14] = clip(64 + ((large * 2 + middle - lit) >> 7));
  const long = noise2(u >> 2, v, 11, scene.cloudSeed ^ 0x65);
  const fine = noise2(u >> 2, v, 10, scene.cloudSeed ^ 0x66);
  const cirrus = clip(64 + ((long * 2 + fine - 24384) >> 8));
  out[o + 15] = cirrus;
  out[o + 16] = clip((cloud + cover + (cover >> 3) - 120) * 3);

  const dapple = clip(
    64 +
      ((noise2(X, Y, 12, scene.strokeSeed ^ 0x71) * 2 +
        noise2(X, Y, 11, scene.strokeSeed ^ 0x72) -
        24384) >>
        8),
  );
  out[o + 17] = noise2((X + (Y >> 2)) >> 2, Y + dapple * 16, 9, scene.strokeSeed ^ 0x73) >> 7;
  out[o + 18] = noise2(X, Y, 9, scene.strokeSeed ^ 0x74) >> 7;
  out[o + 19] = dapple;

  out[o + 20] = scene.darkness === 0 ? 0 : (starAt(scene, X, Y) * scene.darkness) >> 7;
  out[o + 21] = condition[6] === 0 ? 0 : rainAt(scene, X, Y);
  const snow = condition[7]!;
  out[o + 22] = snow === 0 ? 0 : flakeAt(scene, X, Y, 12, 0x81, 400);
  out[o + 23] = condition[17] === 0 ? 0 : auroraAt(scene, Y, column, c);
  out[o + 24] = triangle((Y >> 6) + dapple * 2);
  out[o + 25] = triangle((X >> 6) + (Y >> 5) + cloud * 3);
  out[o + 26] = Y > HORIZON + 4000 ? 0 : clip(127 - (Math.abs(X - path) >> 2));
  out[o + 27] = clip(((Y - 30000) >> 9) + (cirrus >> 1) + condition[8]! * 2 - 128);
  out[o + 28] = snow === 0 ? 0 : flakeAt(scene, X, Y, 11, 0x82, 150);
  out[o + 29] = clip((cirrus + (cover >> 1) - 96) * 3);
  out[o + 30] = triangle((X + Y) >> 3);
  out[o + 31] = clip(127 - Math.abs(((large * 2 + middle) >> 7) - 190));
}

function starAt(scene: Scene, X: number, Y: number): number {
  const u = X + (Y >> 11) * 1733;
  const h = cellHash(u >> 11, Y >> 11, scene.starSeed ^ 0x91);
  if ((h & 7) > 2) return 0;
  const dx = ((u & 2047) - 512 - ((h >>> 3) & 1023)) >> 5;
  const dy = ((Y & 2047) - 512 - ((h >>> 13) & 1023)) >> 5;
  return clip(32 + ((h >>> 23) & 127) - 2 * (dx * dx + dy * dy));
}

function rainAt(scene: Scene, X: number, Y: number): number {
  const u = X + 65536 - ((Y * (scene.condition[10]! - 64)) >> 7);
  const h = cellHash(u >> 9, 0, scene.weather ^ 0xa1);
  const t = ((Y + (h & 0xffff)) >> 6) & 255;
  const drop = cellHash(u >> 9, (Y + (h & 0xffff)) >> 14, scene.weather ^ 0xa2);
  if ((drop & 127) >= 4 + ((scene.condition[6]! * 3) >> 3)) return 0;
  return clip((t - 160) * 2);
}

function flakeAt(
  scene: Scene,
  X: number,
  Y: number,
  shift: number,
  salt: number,
  size: number,
): number {
  const u = X + (Y >> shift) * 1733;
  const h = cellHash(u >> shift, Y >> shift, scene.weather ^ salt);
  if ((h & 127) >= 12 + ((scene.condition[7]! * 3) >> 3)) return 0;
  const side = (1 << shift) - 1;
  const dx = ((u & side) - (side >> 2) - (((h >>> 7) & side) >> 1)) >> 5;
  const dy = ((Y & side) - (side >> 2) - (((h >>> 19) & side) >> 1)) >> 5;
  return clip(size + ((h >>> 3) & 63) - dx * dx - dy * dy);
}

function auroraAt(scene: Scene, Y: number, column: Int32Array, c: number): number {
  const below = Y - column[c + 7]!;
  const fall = below > 0 ? clip(127 - (below >> 5)) : clip(127 + (below >> 7));
  return (((fall * column[c + 8]!) >> 7) * scene.condition[17]!) >> 7;
}
