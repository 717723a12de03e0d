// A pool of painted pixels to learn from: each picture keeps some random points, and old pictures
// give way to new ones while training runs, so that no picture is ever learnt by heart. Pictures are
// numbered and each follows from the seed and its number alone, so a run that was killed finds the
// pool again as it was.

import { SCHOOL_COUNT } from "../../renderer/genome.ts";
import { FEATURES, pointFeatures, sceneOf } from "../../renderer/sky/features.ts";
import { MAPPING_INPUTS, mappingInputs } from "../../renderer/sky/latent.ts";
import { conditionIn, GROUPS, type Group, latentBy, type Random } from "./moments.ts";
import type { Batch } from "./network.ts";
import { canvasOf, paintPixels } from "./painter.ts";
import { paintPatch } from "./texture.ts";

/** Painted points of many pictures, as many of every school, the schools in order. */
export interface Pool {
  images: number;
  points: number;
  inputs: Uint8Array;
  features: Uint8Array;
  targets: Float32Array;
}

/** Side of the pictures that most points come from, and of the small ones without fine texture. */
const SIDE = 240;
const SMALL_SIDE = 32;
const SMALL_PART = 0.12;

/** The school of the picture at a place: the first sixth of a pool or batch is of the first school. */
function schoolAt({ images }: { images: number }, index: number): number {
  return Math.floor((index * SCHOOL_COUNT) / images);
}

/** Room for `images` pictures of `points` points, not yet painted. */
export function poolOf(images: number, points: number): Pool {
  return {
    images,
    points,
    inputs: new Uint8Array(images * MAPPING_INPUTS),
    features: new Uint8Array(images * points * FEATURES),
    targets: new Float32Array(images * points * 3),
  };
}

/** Paints random points of one random picture of `group` into place `index`. */
export function paintInto(pool: Pool, index: number, group: Group, random: Random): void {
  const latent = latentBy(random, schoolAt(pool, index));
  const condition = conditionIn(group, random);
  const scene = sceneOf(latent, condition, random() < SMALL_PART ? SMALL_SIDE : SIDE);
  pool.inputs.set(mappingInputs(latent, condition), index * MAPPING_INPUTS);
  const first = index * pool.points;
  for (let i = 0; i < pool.points; i++) {
    const X = Math.floor(random() * 65536);
    const Y = Math.floor(random() * 65536);
    pointFeatures(scene, X, Y, pool.features, (first + i) * FEATURES);
  }
  paintPixels(
    canvasOf(latent, condition),
    pool.features.subarray(first * FEATURES, (first + pool.points) * FEATURES),
    pool.points,
    pool.targets.subarray(first * 3, (first + pool.points) * 3),
  );
}

/** Paints a square patch of `side` pixels, with the hand's own texture, into place `index`. */
export function paintPatchInto(
  pool: Pool,
  index: number,
  group: Group,
  side: number,
  random: Random,
): void {
  const latent = latentBy(random, schoolAt(pool, index));
  const condition = conditionIn(group, random);
  const size = random() < SMALL_PART ? SMALL_SIDE : SIDE;
  const x = Math.floor(random() * (size - side + 1));
  const y = Math.floor(random() * (size - side + 1));
  const patch = paintPatch(latent, condition, size, x, y, side, side, random);
  pool.inputs.set(mappingInputs(latent, condition), index * MAPPING_INPUTS);
  pool.features.set(patch.features, index * pool.points * FEATURES);
  pool.targets.set(patch.colours, index * pool.points * 3);
}

/** A random group; mixed weather is drawn three times as often as any single kind. */
export function drawGroup(random: Random): Group {
  const names = Object.keys(GROUPS) as Group[];
  return names[Math.min(names.length - 1, Math.floor(random() * (names.length + 2)))]!;
}

/** A random batch: `images` pictures, a run of `pixels` of each one's points. */
export function batchOf(pool: Pool, images: number, pixels: number, random: Random): Batch {
  const rows = images * pixels;
  const batch: Batch = {
    images,
    pixels,
    inputs: new Float32Array(images * MAPPING_INPUTS),
    features: new Float32Array(rows * FEATURES),
    targets: new Float32Array(rows * 3),
  };
  for (let k = 0; k < images; k++) {
    const perSchool = pool.images / SCHOOL_COUNT;
    const image = Math.floor((schoolAt({ images }, k) + random()) * perSchool);
    const at = image * pool.points + Math.floor(random() * (pool.points - pixels + 1));
    const from = image * MAPPING_INPUTS;
    batch.inputs.set(pool.inputs.subarray(from, from + MAPPING_INPUTS), k * MAPPING_INPUTS);
    batch.features.set(
      pool.features.subarray(at * FEATURES, (at + pixels) * FEATURES),
      k * pixels * FEATURES,
    );
    batch.targets.set(pool.targets.subarray(at * 3, (at + pixels) * 3), k * pixels * 3);
  }
  return batch;
}

/** A whole pool as one batch. */
export function wholeBatch(pool: Pool): Batch {
  return {
    images: pool.images,
    pixels: pool.points,
    inputs: Float32Array.from(pool.inputs),
    features: Float32Array.from(pool.features),
    targets: pool.targets,
  };
}
