// The sky network in TF.js, forward and backward, quantised on the way: weights in steps of 1/128,
// activations floored to 0..127. Gradients pass straight through the rounding. The backward pass is
// written out, since autodiff would use matMul's transpose flags, seven times slower on wasm.

import * as tf from "@tensorflow/tfjs-core";
import { FEATURES } from "../../renderer/sky/features.ts";
import { MAPPING_INPUTS } from "../../renderer/sky/latent.ts";
import { type ModelParts, WIDTH } from "../../renderer/sky/model.ts";

/** The network's shape. */
export interface Shape {
  layers: number;
  hidden: [number, number];
}

/** One batch: `images` pictures of `pixels` pixels each. */
export interface Batch {
  images: number;
  pixels: number;
  /** [images, MAPPING_INPUTS] */
  inputs: Float32Array;
  /** [images * pixels, FEATURES] */
  features: Float32Array;
  /** [images * pixels, 3], 0..255 */
  targets: Float32Array;
}

/** Trainable tensors in one order: mapping weights, mapping biases, layer weights, colours. */
export interface Weights {
  mapping: tf.Tensor2D[];
  biases: tf.Tensor2D[];
  layers: tf.Tensor2D[];
  colours: tf.Tensor2D[];
}

const SCALE = 128;
const TOP = 127;

/** Draws the first weights. The same seed gives the same weights. */
export function drawWeights(shape: Shape, seed: number): Weights {
  const [m1, m2] = shape.hidden;
  const outputs = WIDTH * shape.layers + 3;
  let salt = seed;
  const normal = (rows: number, columns: number, deviation: number) =>
    tf.tidy(
      () =>
        tf.clipByValue(
          tf.randomNormal([rows, columns], 0, deviation, "float32", salt++),
          -0.95,
          0.95,
        ) as tf.Tensor2D,
    );
  const fill = (columns: number, value: number) => tf.fill([1, columns], value) as tf.Tensor2D;
  return {
    mapping: [normal(MAPPING_INPUTS, m1, 0.35), normal(m1, m2, 0.2), normal(m2, outputs, 0.06)],
    biases: [fill(m1, 0.1), fill(m2, 0.1), fill(outputs, 0.15)],
    layers: Array.from({ length: shape.layers }, () => normal(WIDTH, WIDTH, 0.24)),
    colours: Array.from({ length: shape.layers + 1 }, () => normal(WIDTH, 3, 0.08)),
  };
}

/** All trainable tensors as one list. */
export function listOf(weights: Weights): tf.Tensor2D[] {
  return [...weights.mapping, ...weights.biases, ...weights.layers, ...weights.colours];
}

/** The inverse of `listOf`. */
export function weightsFrom(list: readonly tf.Tensor2D[], shape: Shape): Weights {
  const at = 6 + shape.layers;
  return {
    mapping: list.slice(0, 3),
    biases: list.slice(3, 6),
    layers: list.slice(6, at),
    colours: list.slice(at),
  };
}

/**
 * Loss (mean squared error in 0..255 levels) and its gradients, in the order of `listOf`. With
 * `exact` the forward pass is the integer network itself; without, nothing is rounded.
 */
export function lossAndGradients(
  weights: Weights,
  shape: Shape,
  batch: Batch,
  exact: boolean,
): { loss: number; gradients: tf.Tensor2D[] } {
  const rows = batch.images * batch.pixels;
  let lossTensor: tf.Scalar | undefined;
  const gradients = tf.tidy(() => {
    const quantise = (w: tf.Tensor2D): tf.Tensor2D =>
      exact ? tf.floor(tf.add(tf.mul(w, SCALE), 0.5)) : tf.mul(w, SCALE);
    const activate = (sum: tf.Tensor): tf.Tensor => {
      const scaled = tf.mul(sum, 1 / SCALE);
      return tf.clipByValue(exact ? tf.floor(scaled) : scaled, 0, TOP);
    };

    // Mapping network. Biases are in units of a full activation times a full weight.
    const inputs = tf.tensor2d(batch.inputs, [batch.images, MAPPING_INPUTS]);
    const mapping = weights.mapping.map(quantise);
    const biases = weights.biases.map((b) => {
      const scaled = tf.mul(b, SCALE * TOP);
      return exact ? tf.floor(scaled) : scaled;
    });
    const hidden: tf.Tensor2D[] = [inputs];
    let shifts = inputs as tf.Tensor2D;
    for (let k = 0; k < 3; k++) {
      const sum = tf.add(tf.matMul(hidden[k]!, mapping[k]!), biases[k]!) as tf.Tensor2D;
      if (k < 2) hidden.push(activate(sum) as tf.Tensor2D);
      else shifts = sum;
    }

    // Layers.
    const { images, pixels } = batch;
    const layers = weights.layers.map(quantise);
    const colours = weights.colours.map(quantise);
    const spread = (from: number, width: number) =>
      tf.reshape(tf.slice(shifts, [0, from], [images, width]), [images, 1, width]);
    const x: tf.Tensor2D[] = [tf.tensor2d(batch.features, [rows, FEATURES])];
    let rgb = tf.add(
      tf.reshape(tf.matMul(x[0]!, colours[0]!), [images, pixels, 3]),
      spread(WIDTH * shape.layers, 3),
    );
    for (let l = 0; l < shape.layers; l++) {
      const sum = tf.add(
        tf.reshape(tf.matMul(x[l]!, layers[l]!), [images, pixels, WIDTH]),
        spread(WIDTH * l, WIDTH),
      );
      x.push(tf.reshape(activate(sum), [rows, WIDTH]) as tf.Tensor2D);
      rgb = tf.add(rgb, tf.reshape(tf.matMul(x[l + 1]!, colours[l + 1]!), [images, pixels, 3]));
    }
    const level = tf.add(tf.mul(tf.reshape(rgb, [rows, 3]), 1 / SCALE), 128);
    const shown = exact ? tf.floor(level) : level;
    const error = tf.sub(shown, tf.tensor2d(batch.targets, [rows, 3])) as tf.Tensor2D;
    const clipped = tf.sub(tf.clipByValue(shown, 0, 255), tf.tensor2d(batch.targets, [rows, 3]));
    lossTensor = tf.keep(tf.mean(tf.mul(clipped, clipped)) as tf.Scalar);

    // Backward. Units: d(level) / d(weight) carries x / 128 * 128 = x.
    const across = (t: tf.Tensor2D) => tf.transpose(t) as tf.Tensor2D;
    const passes = (y: tf.Tensor): tf.Tensor =>
      tf.clipByValue(tf.minimum(y, tf.sub(TOP, y)), 0.01, 1);
    const dRgb = tf.mul(error, 2 / (3 * rows)) as tf.Tensor2D;
    const dColours: tf.Tensor2D[] = [];
    const dLayers: tf.Tensor2D[] = [];
    const dShifts: tf.Tensor[] = [];
    for (let l = 0; l <= shape.layers; l++) dColours.push(tf.matMul(across(x[l]!), dRgb));
    let dx: tf.Tensor = tf.mul(tf.matMul(dRgb, across(colours[shape.layers]!)), 1 / SCALE);
    for (let l = shape.layers - 1; l >= 0; l--) {
      const dSum = tf.mul(dx, passes(x[l + 1]!)) as tf.Tensor2D;
      dLayers.unshift(tf.matMul(across(x[l]!), dSum));
      dShifts.unshift(tf.sum(tf.reshape(dSum, [images, pixels, WIDTH]), 1));
      if (l > 0) {
        dx = tf.mul(
          tf.add(tf.matMul(dSum, across(layers[l]!)), tf.matMul(dRgb, across(colours[l]!))),
          1 / SCALE,
        );
      }
    }
    dShifts.push(tf.sum(tf.reshape(dRgb, [images, pixels, 3]), 1));
    const dMapping: tf.Tensor2D[] = [];
    const dBiases: tf.Tensor2D[] = [];
    let dSum = tf.concat(dShifts, 1) as tf.Tensor2D;
    for (let k = 2; k >= 0; k--) {
      dMapping.unshift(tf.matMul(across(hidden[k]!), dSum));
      dBiases.unshift(tf.mul(tf.sum(dSum, 0, true), TOP) as tf.Tensor2D);
      if (k > 0) {
        const back = tf.mul(tf.matMul(dSum, across(mapping[k]!)), 1 / SCALE);
        dSum = tf.mul(back, passes(hidden[k]!)) as tf.Tensor2D;
      }
    }
    return [...dMapping, ...dBiases, ...dLayers, ...dColours];
  });
  const loss = lossTensor!.dataSync()[0]!;
  lossTensor!.dispose();
  return { loss, gradients };
}

/** The trained weights as the integers of a model file. */
export function partsOf(weights: Weights, shape: Shape): ModelParts {
  const values = (make: () => tf.Tensor): Float32Array => {
    const tensor = tf.tidy(make);
    const data = Float32Array.from(tensor.dataSync());
    tensor.dispose();
    return data;
  };
  const whole = (t: tf.Tensor2D, turn: boolean): Int8Array =>
    Int8Array.from(
      values(() => {
        const q = tf.floor(tf.add(tf.mul(t, SCALE), 0.5));
        return turn ? tf.transpose(q) : q;
      }),
    );
  const [a, b, c] = weights.mapping.map((t) => whole(t, false));
  const [p, q, r] = weights.biases.map((t) =>
    Int32Array.from(values(() => tf.floor(tf.mul(t, SCALE * TOP)))),
  );
  return {
    layers: shape.layers,
    hidden: shape.hidden,
    mapping: [a!, b!, c!],
    biases: [p!, q!, r!],
    weights: weights.layers.map((t) => whole(t, true)),
    colours: weights.colours.map((t) => whole(t, true)),
  };
}
