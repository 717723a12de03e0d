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
  "bristle", // 0: the profile across a dab of the brush
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
  "cloudLit", // its slope away from the ground
  "cirrus", // 15: stretched cloud noise
  "cloudCover", // cloud noise cut off by the condition's cloud
  "dab", // one tone for each dab of the brush
  "grain", // the tooth of the paper
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
  "screen", // 30: a printer's screen of dots
  "billow",
] as const;

/** Pictures of fewer pixels a side leave out what is finer than their pixels. */
const FINE_SIZE = 120;
/** The mean of a fine texture, which stands for it where it is left out. */
const MEAN = 64;

/** What one picture's features depend on, worked out once. Seeds are signed 32-bit integers. */
export interface Scene {
  condition: Uint8Array;
  /** Whether the picture has pixels enough for grain, dabs, stars and what falls. */
  fine: boolean;
  ridgeSeed: number;
  /** The lie of the land, 0..3: alps, hills, tableland, plain. */
  terrain: number;
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
export function sceneOf(latent: Uint8Array, condition: Uint8Array, size: number): Scene {
  const weather = weatherSeed(condition) | 0;
  const phase = condition[4]! & 127;
  return {
    condition,
    fine: size >= FINE_SIZE,
    ridgeSeed: seedWord(latent, 0) | 0,
    terrain: seedWord(latent, 0) >>> 30,
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

/** Where the land begins: the highest ridge in the middle of each of `size` columns, in 16-bit rows. */
export function skyline(latent: Uint8Array, size: number): number[] {
  const scene = sceneOf(latent, new Uint8Array(32), size);
  const column = new Int32Array(COLUMN_WORDS);
  return Array.from({ length: size }, (_, i) => {
    columnOf(scene, centre(i, size), column, 0);
    return Math.min(column[0]!, column[1]!, column[2]!);
  });
}

/** Where a storm's bolt crosses the middle of each of `size` rows, in 16-bit columns; none without a bolt. */
export function bolt(condition: Uint8Array, size: number): number[] {
  const scene = sceneOf(new Uint8Array(32), condition, size);
  if (boltPath(scene, 0) < 0) return [];
  return Array.from({ length: size }, (_, y) => Math.min(65535, boltPath(scene, centre(y, size))));
}

/** The bits of a lattice point stirred; the upper ones are the better ones. */
function mixed(h: number): number {
  return Math.imul(h ^ (h >>> 15), MIX);
}

/** All 32 bits of a cell, for what stands in it. */
function cellHash(ix: number, iy: number, seed: number): number {
  const h = Math.imul(ix, CELL_X) ^ Math.imul(iy, CELL_Y) ^ seed;
  const m = mixed(h);
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
  const left = mixed(a ^ seed) >>> 25;
  const right = mixed((a + CELL_X) ^ seed) >>> 25;
  return (left * (256 - s) + right * s) >> 1;
}

/** What `noise2` found: two independent fields, 0..16256, and the first one's slope along v. */
const found = { a: 0, b: 0, slope: 0 };

/**
 * Value noise in the plane. One hash of a lattice point gives both fields. Coordinates are not
 * negative. The slope fades at the edges of a cell, so that it is continuous: -8128..8128.
 */
function noise2(u: number, v: number, shift: number, seed: number): void {
  const x0 = Math.imul(u >> shift, CELL_X);
  const x1 = (x0 + CELL_X) | 0;
  const y0 = Math.imul(v >> shift, CELL_Y) ^ seed;
  const y1 = Math.imul((v >> shift) + 1, CELL_Y) ^ seed;
  const f = (v >> (shift - 8)) & 255;
  const s = ease((u >> (shift - 8)) & 255);
  const t = ease(f);
  const h00 = mixed(x0 ^ y0);
  const h10 = mixed(x1 ^ y0);
  const h01 = mixed(x0 ^ y1);
  const h11 = mixed(x1 ^ y1);
  const top = (h00 >>> 25) * (256 - s) + (h10 >>> 25) * s;
  const bottom = (h01 >>> 25) * (256 - s) + (h11 >>> 25) * s;
  found.a = (top * (256 - t) + bottom * t) >> 9;
  found.slope = ((bottom - top) * ((f * (256 - f)) >> 8)) >> 8;
  const top2 = ((h00 >>> 18) & 127) * (256 - s) + ((h10 >>> 18) & 127) * s;
  const bottom2 = ((h01 >>> 18) & 127) * (256 - s) + ((h11 >>> 18) & 127) * s;
  found.b = (top2 * (256 - t) + bottom2 * t) >> 9;
}

/** Triangle wave with period 256 over 0..127. */
function triangle(v: number): number {
  return (v & 127) ^ ((v & 128) === 0 ? 0 : 127);
}

/** What a column alone decides: three ridgelines, distances to sun and moon, the aurora's curtain. */
function columnOf(scene: Scene, X: number, out: Int32Array, at: number): void {
  const seed = scene.ridgeSeed;
  const broad = noise1(X, 14, seed ^ 0x11);
  const folds = noise1(X, 13, seed ^ 0x12);
  const crags = noise1(X, 11, seed ^ 0x13);
  const rolling = noise1(X, 14, seed ^ 0x21);
  const spurs = noise1(X, 13, seed ^ 0x22);
  const edge = noise1(X, 11, seed ^ 0x23);
  const wood = noise1(X, 13, seed ^ 0x31) * 4 + noise1(X, 11, seed ^ 0x32);
  const trees = noise1(X, 9, seed ^ 0x33) + (noise1(X, 8, seed ^ 0x34) >> 1);
  switch (scene.terrain) {
    case 0: // Alps: folds pointed by folding them over, and crags on them.
      out[at] = 48500 - ((broad * 5 + Math.abs(folds * 2 - 16256) * 5 + crags * 2) >> 3);
      out[at + 1] = 54000 - ((rolling * 5 + Math.abs(spurs * 2 - 16256) * 2 + edge) >> 3);
      out[at + 2] = 61500 - ((wood + trees * 2) >> 4);
      break;
    case 1: // Hills: long and smooth, the nearer the longer.
      out[at] = 48000 - ((broad * 3 + folds) >> 3);
      out[at + 1] = 54500 - ((rolling * 6 + (spurs >> 1)) >> 4);
      out[at + 2] = 61800 - ((wood * 2 + trees) >> 5);
      break;
    case 2: // Tableland: what rises above a height is cut flat.
      out[at] = 47500 - (clip((broad * 5 + folds - 44000) >> 6) * 68 + (crags >> 4));
      out[at + 1] = 53500 - (clip((rolling * 5 + spurs - 46000) >> 6) * 44 + (edge >> 4));
      out[at + 2] = 61500 - ((wood + trees) >> 5);
      break;
    default: // Plain: a low line far away under much sky, and a wood in front.
      out[at] = 46500 - ((folds + (crags >> 2)) >> 3);
      out[at + 1] = 52500 - ((rolling + (edge >> 1)) >> 3);
      out[at + 2] = 60500 - ((wood + trees * 3) >> 4);
  }
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

  // Clouds lie on a plane above the viewer, fields on one below: z is its distance along the row.
  const z = Math.floor(150994944 / (Math.abs(HORIZON - Y) + 12000));
  const u0 = 262144 + (((X - 32768) * z) >> 13);
  const v0 = z * 6;
  noise2(u0, v0, 13, scene.cloudSeed ^ 0x61);
  const mass = found.a;
  const drift = found.b;
  let slope = found.slope;
  const u = u0 + (drift >> 2);
  const v = v0 + (mass >> 3) + 4096;
  noise2(u, v, 12, scene.cloudSeed ^ 0x62);
  const large = found.a;
  const patch = found.b;
  slope += found.slope * 2;
  // Half as fast along the row: what is small in a cloud is drawn out by the wind.
  noise2(u >> 1, v, 11, scene.cloudSeed ^ 0x63);
  const small = found.a;
  const wisp = found.b;
  slope += found.slope;
  const cloud = clip(64 + ((mass * 2 + large * 4 + small * 2 - 65024) >> 9));
  const cirrus = clip(64 + ((drift + wisp - 16256) >> 7));
  out[o + 13] = cloud;
  out[o + 14] = clip(64 + (slope >> 7));
  out[o + 15] = cirrus;
  out[o + 16] = clip((cloud + cover + (cover >> 3) - 120) * 3);
  out[o + 19] = patch >> 7;

  // Two folds of the plane along triangle waves: the way in which the brush moves.
  const flow = scene.strokeSeed;
  const a = X + 64 * triangle((Y >> 6) + (flow & 255));
  const b = Y + 32 * triangle((a >> 6) + ((flow >>> 8) & 255));
  const a2 = a + 16 * triangle((b >> 4) + ((flow >>> 16) & 255));
  const b2 = b + 8 * triangle((a2 >> 5) + (flow >>> 24));
  out[o + 24] = triangle(b2 >> 6);
  out[o + 25] = triangle((a2 >> 6) + (b2 >> 5) + cloud);

  out[o + 26] = Y > HORIZON + 4000 ? 0 : clip(127 - (Math.abs(X - path) >> 2));
  out[o + 27] = clip(((Y - 30000) >> 9) + (cirrus >> 1) + condition[8]! * 2 - 128);
  out[o + 29] = clip((cirrus + (cover >> 1) - 96) * 3);
  out[o + 31] = clip(127 - Math.abs(((large * 2 + mass) >> 7) - 190));
  out[o + 23] = condition[17] === 0 ? 0 : auroraAt(scene, Y, column, c);
  if (!scene.fine) {
    for (const place of [0, 17, 18, 30]) out[o + place] = MEAN;
    for (const place of [20, 21, 22, 28]) out[o + place] = 0;
    return;
  }

  // Dabs lie in rows along the flow, each row shifted against the next.
  const row = b2 >> 10;
  const dab = cellHash((a2 + row * 1733) >> 12, row, flow ^ 0x71);
  const across = triangle((b2 >> 2) & 255);
  out[o] = clip(across + ((dab >>> 18) & 63) - 32);
  out[o + 17] = dab >>> 25;
  out[o + 18] = cellHash(X >> 9, Y >> 9, flow ^ 0x72) >>> 25;
  out[o + 30] = (triangle((X + Y) >> 3) + triangle((X - Y + 65536) >> 3)) >> 1;
  out[o + 20] = scene.darkness === 0 ? 0 : (starAt(scene, X, Y) * scene.darkness) >> 7;
  out[o + 21] = condition[6] === 0 ? 0 : rainAt(scene, X, Y);
  const snow = condition[7]!;
  out[o + 22] = snow === 0 ? 0 : flakeAt(scene, X, Y, 12, 0x81, 400);
  out[o + 28] = snow === 0 ? 0 : flakeAt(scene, X, Y, 11, 0x82, 150);
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
