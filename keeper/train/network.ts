// The sky network in TF.js, forward and backward, in the numbers of model format 2: layers and colours
// in steps of 1/64 on activations of 0..63, the mapping network in steps of 1/128 on 0..127. Tensors
// hold sums already divided by their unit, which a float does exactly. The backward pass is written
// out: autodiff would use matMul's transpose flags, sixteen times slower than a transpose on wasm, and
// keep what it does not need. Elementwise kernels are chosen by measurement: `minimum`, `equal` and
// `where` are ten times slower there than `mul`, `sub` and `clipByValue`.

import * as tf from "@tensorflow/tfjs-core";
import { SCHOOL_COUNT } from "../../renderer/genome.ts";
import { FEATURES } from "../../renderer/sky/features.ts";
import { MAPPING_INPUTS } from "../../renderer/sky/latent.ts";
import { type ModelParts, WIDTH } from "../../renderer/sky/model.ts";
import { normals, randomFor } from "./chance.ts";

/** The network's shape. */
export interface Shape {
  layers: number;
  hidden: [number, number];
}

/**
 * What the network reads: `images` pictures of `pixels` pixels each, as many of every school, the
 * schools in order.
 */
export interface Inputs {
  images: number;
  pixels: number;
  /** [images, MAPPING_INPUTS] */
  inputs: Float32Array;
  /** [images * pixels, FEATURES] */
  features: Float32Array;
}

/** One batch to regress on. */
export interface Batch extends Inputs {
  /** [images * pixels, 3], 0..255 */
  targets: Float32Array;
}

/** Trainable numbers in one order: mapping weights, mapping biases, layers, colours. */
export type WeightList = Float32Array[];

/** A forward pass, with everything that the backward pass needs. */
export interface Pass {
  images: number;
  pixels: number;
  shape: Shape;
  /** The weights as tensors, in the order of a `WeightList`. */
  weights: tf.Tensor2D[];
  hidden: tf.Tensor2D[];
  x: tf.Tensor2D[];
  /** [images * pixels, 3]: levels before they are limited to 0..255. */
  level: tf.Tensor2D;
}

/** Steps of a layer's or colour's weight, and the top of a layer's activation. */
export const WEIGHT_UNIT = 64;
const LAYER_TOP = 63;
/** The same of the mapping network. */
const MAPPING_UNIT = 128;
const MAPPING_TOP = 127;
/** A bias is a weight on an activation that is always full. */
const BIAS_UNIT = MAPPING_UNIT * MAPPING_TOP;
/** Largest shift of a sum, in units of 1/64. */
const SHIFT_MAX = 8191;
/** What a gradient keeps where an activation is at its limit, so that no neuron dies for good. */
const LEAK = 0.01;

/** [rows, columns] of every tensor, in the order of a `WeightList`. */
export function shapesOf({ layers, hidden: [m1, m2] }: Shape): [number, number][] {
  const outputs = WIDTH * layers + 3;
  const times = (n: number, s: [number, number]) => Array.from({ length: n }, () => s);
  return [
    [MAPPING_INPUTS, m1],
    [m1, m2],
    [m2, outputs],
    [1, m1],
    [1, m2],
    [1, outputs],
    // Each school has a first layer, and colours of the inputs, of its own.
    [SCHOOL_COUNT * WIDTH, WIDTH],
    ...times(layers - 1, [WIDTH, WIDTH]),
    [SCHOOL_COUNT * WIDTH, 3],
    ...times(layers, [WIDTH, 3]),
  ];
}

/** Draws the first weights. The same seed gives the same weights. */
export function drawWeights(shape: Shape, seed: number): WeightList {
  const deviations = [0.35, 0.2, 0.08];
  return shapesOf(shape).map(([rows, columns], k) => {
    if (k >= 3 && k < 6) return new Float32Array(rows * columns).fill(k < 5 ? 0.1 : 0.15);
    const deviation = k < 3 ? deviations[k]! : columns === 3 ? 0.1 : k === 6 ? 0.16 : 0.24;
    const random = randomFor(seed, 8, k);
    return normals(rows * columns, deviation, random).map((v) =>
      Math.max(-0.95, Math.min(0.95, v)),
    );
  });
}

/** The step between two values of the k-th tensor's numbers. */
function unitOf(k: number): number {
  return k < 3 ? MAPPING_UNIT : k < 6 ? BIAS_UNIT : WEIGHT_UNIT;
}

/** The whole numbers that the weights stand for. */
export function wholeOf(weights: WeightList): Int32Array[] {
  return weights.map((w, k) => Int32Array.from(w, (v) => Math.floor(v * unitOf(k) + 0.5)));
}

/** The weights as the shipped model will have them. */
export function quantised(weights: WeightList): WeightList {
  return wholeOf(weights).map((w, k) => Float32Array.from(w, (v) => v / unitOf(k)));
}

/**
 * Runs the network. With `exact` (and quantised weights) this is the integer network itself; without,
 * nothing is rounded. The caller disposes of the tensors, best by `tf.tidy`.
 */
export function forward(weights: WeightList, shape: Shape, batch: Inputs, exact: boolean): Pass {
  const { images, pixels } = batch;
  const rows = images * pixels;
  const shapes = shapesOf(shape);
  const w = weights.map((values, k) =>
    tf.tensor2d(k < 3 || k > 5 ? values : shown(values, exact), shapes[k]!),
  );
  const whole = <T extends tf.Tensor>(t: T): T => (exact ? (tf.floor(t) as T) : t);

  const hidden = [tf.tensor2d(batch.inputs, [images, MAPPING_INPUTS])];
  for (let k = 0; k < 2; k++) {
    const sum = tf.add(tf.matMul(hidden[k]!, w[k]!), w[3 + k]!);
    hidden.push(tf.clipByValue(whole(sum), 0, MAPPING_TOP) as tf.Tensor2D);
  }
  const sum = tf.add(tf.matMul(hidden[2]!, w[2]!), w[5]!);
  const shifts = tf.mul(
    tf.clipByValue(whole(tf.mul(sum, MAPPING_UNIT / 4)), -SHIFT_MAX, SHIFT_MAX),
    1 / WEIGHT_UNIT,
  );
  const spread = (from: number, width: number) =>
    tf.reshape(tf.slice(shifts, [0, from], [images, width]), [images, 1, width]);

  const x = [tf.tensor2d(batch.features, [rows, FEATURES])];
  let rgb: tf.Tensor = bySchool(x[0]!, w[6 + shape.layers]!);
  for (let l = 0; l < shape.layers; l++) {
    const sums = l === 0 ? bySchool(x[0]!, w[6]!) : tf.matMul(x[l]!, w[6 + l]!);
    const product = tf.reshape(sums, [images, pixels, WIDTH]);
    const activation = tf.clipByValue(
      whole(tf.add(product, spread(WIDTH * l, WIDTH))),
      0,
      LAYER_TOP,
    );
    x.push(tf.reshape(activation, [rows, WIDTH]));
    rgb = tf.add(rgb, tf.matMul(x[l + 1]!, w[7 + shape.layers + l]!));
  }
  const shifted = tf.add(
    tf.reshape(rgb, [images, pixels, 3]),
    tf.add(spread(WIDTH * shape.layers, 3), 128),
  );
  return {
    images,
    pixels,
    shape,
    weights: w,
    hidden,
    x,
    level: tf.reshape(whole(shifted), [rows, 3]),
  };
}

/** [rows, 32] times the block of each row's school: [6 * 32, n] to [rows, n]. */
function bySchool(x: tf.Tensor2D, w: tf.Tensor2D): tf.Tensor2D {
  const blocks = split(w);
  return tf.concat(
    split(x).map((part, school) => tf.matMul(part, blocks[school]!)),
    0,
  );
}

/** The gradient of `bySchool` by its weights, for any gradient of its result. */
function backBySchool(x: tf.Tensor2D): (d: tf.Tensor2D) => tf.Tensor2D {
  const turned = split(x).map((part) => tf.transpose(part) as tf.Tensor2D);
  return (d) => {
    const parts = split(d);
    return tf.concat(
      turned.map((part, school) => tf.matMul(part, parts[school]!)),
      0,
    );
  };
}

/** The same of a layer that all schools share. */
function backShared(x: tf.Tensor2D): (d: tf.Tensor2D) => tf.Tensor2D {
  const turned = tf.transpose(x) as tf.Tensor2D;
  return (d) => tf.matMul(turned, d);
}

/** The rows of each school. One by one, since products of stacks do not take the fast path on wasm. */
function split(t: tf.Tensor2D): tf.Tensor2D[] {
  return tf.split(t, SCHOOL_COUNT, 0);
}

/** Biases as they are added: whole numbers of 1/128, which a float holds, unlike 1/127 of them. */
function shown(biases: Float32Array, exact: boolean): Float32Array {
  return biases.map(
    (b) => (exact ? Math.floor(b * BIAS_UNIT + 0.5) : b * BIAS_UNIT) / MAPPING_UNIT,
  );
}

/**
 * From the gradient of the levels to the gradients of all weights. Rounding and weight steps are
 * passed straight through; the caller disposes of the tensors.
 */
export function backward(pass: Pass, dLevel: tf.Tensor2D): tf.Tensor2D[] {
  const { images, pixels, shape, weights, hidden, x } = pass;
  const across = (t: tf.Tensor2D) => tf.transpose(t) as tf.Tensor2D;
  // 1 within the limits, LEAK at them: y (top - y) is 0 at both and at least `top - 1` in between.
  const passes = (y: tf.Tensor2D, top: number): tf.Tensor2D =>
    tf.clipByValue(tf.mul(y, tf.sub(top, y)), LEAK, 1) as tf.Tensor2D;

  const colour = (l: number) => weights[6 + shape.layers + l]!;
  const dColours: tf.Tensor2D[] = [];
  const dLayers: tf.Tensor2D[] = [];
  const dShifts: tf.Tensor[] = [tf.sum(tf.reshape(dLevel, [images, pixels, 3]), 1)];
  dColours.push(tf.matMul(across(x[shape.layers]!), dLevel));
  let dx = tf.matMul(dLevel, across(colour(shape.layers))) as tf.Tensor;
  for (let l = shape.layers - 1; l >= 0; l--) {
    const dSum = tf.mul(dx, passes(x[l + 1]!, LAYER_TOP)) as tf.Tensor2D;
    const times = l === 0 ? backBySchool(x[0]!) : backShared(x[l]!);
    dLayers.unshift(times(dSum));
    dColours.unshift(times(dLevel));
    dShifts.unshift(tf.sum(tf.reshape(dSum, [images, pixels, WIDTH]), 1));
    if (l > 0) {
      const back = tf.matMul(dSum, across(weights[6 + l]!));
      dx = tf.add(back, tf.matMul(dLevel, across(colour(l))));
    }
  }
  const dMapping: tf.Tensor2D[] = [];
  const dBiases: tf.Tensor2D[] = [];
  // A shift is a quarter of a mapping sum, in units half as fine.
  let dSum = tf.mul(tf.concat(dShifts, 1), MAPPING_UNIT / 4 / WEIGHT_UNIT) as tf.Tensor2D;
  for (let k = 2; k >= 0; k--) {
    dMapping.unshift(tf.matMul(across(hidden[k]!), dSum));
    dBiases.unshift(tf.mul(tf.sum(dSum, 0, true), MAPPING_TOP) as tf.Tensor2D);
    if (k > 0) {
      const back = tf.matMul(dSum, across(weights[k]!));
      dSum = tf.mul(back, passes(hidden[k]!, MAPPING_TOP)) as tf.Tensor2D;
    }
  }
  return [...dMapping, ...dBiases, ...dLayers, ...dColours];
}

/** Mean squared error in 0..255 levels, and its gradients in the order of a `WeightList`. */
export async function lossAndGradients(
  weights: WeightList,
  shape: Shape,
  batch: Batch,
  exact: boolean,
): Promise<{ loss: number; gradients: Float32Array[] }> {
  const rows = batch.images * batch.pixels;
  const tensors = tf.tidy(() => {
    const pass = forward(weights, shape, batch, exact);
    const targets = tf.tensor2d(batch.targets, [rows, 3]);
    // The gradient knows no limits of a colour, so that it can lead back from beyond them.
    const error = tf.sub(pass.level, targets) as tf.Tensor2D;
    const seen = tf.sub(tf.clipByValue(pass.level, 0, 255), targets);
    const loss = tf.mean(tf.mul(seen, seen));
    return [loss, ...backward(pass, tf.mul(error, 2 / (3 * rows)))];
  });
  const [loss, ...gradients] = await valuesOf(tensors);
  return { loss: loss![0]!, gradients };
}

/** Mean squared error alone. */
export async function lossOf(
  weights: WeightList,
  shape: Shape,
  batch: Batch,
  exact: boolean,
): Promise<number> {
  const loss = tf.tidy(() => {
    const { level } = forward(weights, shape, batch, exact);
    const targets = tf.tensor2d(batch.targets, [batch.images * batch.pixels, 3]);
    const seen = tf.sub(tf.clipByValue(level, 0, 255), targets);
    return tf.mean(tf.mul(seen, seen));
  });
  const [values] = await valuesOf([loss]);
  return values![0]!;
}

/** Reads tensors back, on any backend, and disposes of them. */
export async function valuesOf(tensors: readonly tf.Tensor[]): Promise<Float32Array[]> {
  const values = await Promise.all(tensors.map((t) => t.data<"float32">()));
  tf.dispose([...tensors]);
  return values;
}

/** The trained weights as the integers of a model file. */
export function partsOf(weights: WeightList, shape: Shape): ModelParts {
  const shapes = shapesOf(shape);
  const list = wholeOf(weights);
  const turned = (k: number): Int8Array => {
    const [rows, columns] = shapes[k]!;
    const size = WIDTH * columns;
    return Int8Array.from({ length: rows * columns }, (_, at) => {
      const block = Math.floor(at / size);
      const place = at % size;
      return list[k]![block * size + (place % WIDTH) * columns + Math.floor(place / WIDTH)]!;
    });
  };
  const [a, b, c, p, q, r] = list;
  const first = 6 + shape.layers;
  return {
    layers: shape.layers,
    hidden: shape.hidden,
    mapping: [Int8Array.from(a!), Int8Array.from(b!), Int8Array.from(c!)],
    biases: [p!, q!, r!],
    weights: Array.from({ length: shape.layers }, (_, l) => turned(6 + l)),
    colours: Array.from({ length: shape.layers + 1 }, (_, l) => turned(first + l)),
  };
}
