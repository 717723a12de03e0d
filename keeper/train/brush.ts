// Whoever paints whole pictures to be measured: the painter, or a network.

import * as tf from "@tensorflow/tfjs-core";
import { SCHOOL_COUNT } from "../../renderer/genome.ts";
import { FEATURES, paintFeatures, sceneOf } from "../../renderer/sky/features.ts";
import { MAPPING_INPUTS, mappingInputs } from "../../renderer/sky/latent.ts";
import type { SkyModel } from "../../renderer/sky/model.ts";
import type { Picture } from "./distance.ts";
import { forward, type Shape, valuesOf, type WeightList } from "./network.ts";
import { canvasOf, paintPixels } from "./painter.ts";

/** Who, and when. Moments come in sixes, one of each school in order. */
export interface Moment {
  latent: Uint8Array;
  condition: Uint8Array;
}

export type Brush = (moments: readonly Moment[], size: number) => Promise<Picture[]>;

/** The painter, without what it leaves to chance. */
export const painter: Brush = async (moments, size) =>
  moments.map(({ latent, condition }) => {
    const rgb = new Float32Array(size * size * 3);
    paintPixels(
      canvasOf(latent, condition),
      featuresOf({ latent, condition }, size),
      size * size,
      rgb,
    );
    return { side: size, rgb };
  });

/** A network. With `exact` the weights must be quantised. */
export function networkBrush(weights: WeightList, shape: Shape, exact: boolean): Brush {
  return async (moments, size) => {
    const out: Picture[] = [];
    const pixels = size * size;
    for (let at = 0; at < moments.length; at += SCHOOL_COUNT) {
      const some = moments.slice(at, at + SCHOOL_COUNT);
      const inputs = new Float32Array(SCHOOL_COUNT * MAPPING_INPUTS);
      const features = new Float32Array(SCHOOL_COUNT * pixels * FEATURES);
      some.forEach((moment, k) => {
        inputs.set(mappingInputs(moment.latent, moment.condition), k * MAPPING_INPUTS);
        features.set(featuresOf(moment, size), k * pixels * FEATURES);
      });
      const batch = { images: SCHOOL_COUNT, pixels, inputs, features };
      const level = tf.tidy(() =>
        tf.clipByValue(forward(weights, shape, batch, exact).level, 0, 255),
      );
      const [rgb] = await valuesOf([level]);
      for (let k = 0; k < some.length; k++) {
        out.push({ side: size, rgb: rgb!.slice(k * pixels * 3, (k + 1) * pixels * 3) });
      }
    }
    return out;
  };
}

/** The weights of a model file, as training has them. */
export function weightsOf(model: SkyModel): { weights: WeightList; shape: Shape } {
  const width = 32;
  const turned = (block: Int8Array, columns: number): Float32Array => {
    const size = width * columns;
    return Float32Array.from(block, (_, at) => {
      const first = at - (at % size);
      const row = Math.floor((at % size) / columns);
      return block[first + (at % columns) * width + row]! / 64;
    });
  };
  const shape: Shape = { layers: model.layers, hidden: [model.hidden[0], model.hidden[1]] };
  return {
    shape,
    weights: [
      ...model.mapping.map((w) => Float32Array.from(w, (v) => v / 128)),
      ...model.biases.map((b) => Float32Array.from(b, (v) => v / (128 * 127))),
      ...model.weights.map((w) => turned(w, width)),
      ...model.colours.map((w) => turned(w, 3)),
    ],
  };
}

function featuresOf({ latent, condition }: Moment, size: number): Uint8Array {
  const out = new Uint8Array(size * size * FEATURES);
  paintFeatures(sceneOf(latent, condition, size), size, 0, 0, size, size, out);
  return out;
}
