// Held-out windows of pictures at their full fineness, painted by hand and by a network, to be compared
// by `distance.ts`.

import * as tf from "@tensorflow/tfjs-core";
import { SCHOOL_COUNT } from "../../renderer/genome.ts";
import { FEATURES } from "../../renderer/sky/features.ts";
import { MAPPING_INPUTS, mappingInputs } from "../../renderer/sky/latent.ts";
import { randomFor } from "./chance.ts";
import type { Picture } from "./distance.ts";
import { conditionIn, GROUPS, type Group, latentBy } from "./moments.ts";
import { forward, type Shape, valuesOf, type WeightList } from "./network.ts";
import { paintPatch } from "./texture.ts";

/** A window of one picture, and what the painter makes of it. */
export interface Exhibit {
  group: Group;
  inputs: Uint8Array;
  features: Uint8Array;
  painted: Picture;
}

const SIZE = 240;
/** Pixels along a window: three scales of 7 x 7 fit. */
export const WINDOW = 48;

/**
 * Windows of every group and school. `hand` draws what the painter leaves to chance, so two hands paint
 * the same scenes differently.
 */
export function exhibits(seed: number, each: number, hand: number): Exhibit[] {
  const out: Exhibit[] = [];
  for (const [g, group] of (Object.keys(GROUPS) as Group[]).entries()) {
    for (let i = 0; i < each * SCHOOL_COUNT; i++) {
      const random = randomFor(seed, 6, g, i);
      const latent = latentBy(random, i % SCHOOL_COUNT);
      const condition = conditionIn(group, random);
      const x = Math.floor(random() * (SIZE - WINDOW + 1));
      const y = Math.floor(random() * (SIZE - WINDOW + 1));
      const chance = randomFor(seed, 7, g, i, hand);
      const patch = paintPatch(latent, condition, SIZE, x, y, WINDOW, WINDOW, chance);
      out.push({
        group,
        inputs: mappingInputs(latent, condition),
        features: patch.features,
        painted: { side: WINDOW, rgb: patch.colours },
      });
    }
  }
  return out;
}

/** What a network makes of the same windows. With `exact`, of quantised weights. */
export async function paintedBy(
  weights: WeightList,
  shape: Shape,
  windows: readonly Exhibit[],
  exact: boolean,
): Promise<Picture[]> {
  const out: Picture[] = [];
  const pixels = WINDOW * WINDOW;
  // One of each school makes a batch.
  for (let at = 0; at < windows.length; at += SCHOOL_COUNT) {
    const some = windows.slice(at, at + SCHOOL_COUNT);
    const inputs = new Float32Array(SCHOOL_COUNT * MAPPING_INPUTS);
    const features = new Float32Array(SCHOOL_COUNT * pixels * FEATURES);
    some.forEach((window, k) => {
      inputs.set(window.inputs, k * MAPPING_INPUTS);
      features.set(window.features, k * pixels * FEATURES);
    });
    const batch = { images: SCHOOL_COUNT, pixels, inputs, features };
    const level = tf.tidy(() =>
      tf.clipByValue(forward(weights, shape, batch, exact).level, 0, 255),
    );
    const [rgb] = await valuesOf([level]);
    for (let k = 0; k < some.length; k++) {
      out.push({ side: WINDOW, rgb: rgb!.slice(k * pixels * 3, (k + 1) * pixels * 3) });
    }
  }
  return out;
}
