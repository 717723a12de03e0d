// A pool of painted pixels to learn from: each picture keeps some random points, and old pictures
// give way to new ones while training runs, so that no picture is ever learnt by heart.

import { FEATURES, pointFeatures, sceneOf } from "../../renderer/sky/features.ts";
import { MAPPING_INPUTS, mappingInputs } from "../../renderer/sky/latent.ts";
import { conditionIn, GROUPS, type Group, latentBy, type Random } from "./moments.ts";
import type { Batch } from "./network.ts";
import { canvasOf, paintPixels } from "./painter.ts";

/** The part of the pictures that is small. */
const COARSE = 0.12;

/** Painted points of many pictures. */
export interface Pool {
  images: number;
  points: number;
  inputs: Uint8Array;
  features: Uint8Array;
  targets: Float32Array;
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
  const latent = latentBy(random);
  const condition = conditionIn(group, random);
  // Some pictures are as small as the contract's, without what is finer than a pixel.
  const scene = sceneOf(latent, condition, random() < COARSE ? 32 : 240);
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
    const image = Math.floor(random() * pool.images);
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
