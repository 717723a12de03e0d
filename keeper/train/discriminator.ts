// The discriminator: a small convolutional network that looks at patches of 26 x 26 pixels, tells a
// painted one from the network's, and is told what both were made from: some of the pixels' inputs, and
// the mapping network's inputs by projection. It sees the picture through a high-pass filter alone, so
// it judges texture and edges; colours are held by the anchor. Convolutions are slices, concat and
// matMul, and the way back is written out: it is needed once over, has two thirds of the work of
// TF.js's own, and uses nothing that a backend lacks.

import * as tf from "@tensorflow/tfjs-core";
import { FEATURES } from "../../renderer/sky/features.ts";
import { MAPPING_INPUTS } from "../../renderer/sky/latent.ts";
import { normals, randomFor } from "./chance.ts";
import type { WeightList } from "./network.ts";

/** Pixels along a patch, and in it. */
export const PATCH = 26;
export const PATCH_PIXELS = PATCH * PATCH;
/** Places along a patch that each get a verdict. */
const GRID = 3;
/** The inputs that it is shown: land, discs, clouds, the tools' marks, stars, what falls. */
const SHOWN = [0, 3, 4, 5, 8, 13, 14, 16, 17, 18, 20, 21, 22, 24, 26, 30] as const;
const CHANNELS = 3 + SHOWN.length;
const FIRST = 40;
const SECOND = 64;
const LAST = 64;
/** Of a leaky ReLU. */
const SLOPE = 0.2;

const SHAPES: readonly [number, number][] = [
  [16 * CHANNELS, FIRST],
  [1, FIRST],
  [16 * FIRST, SECOND],
  [1, SECOND],
  [9 * SECOND, LAST],
  [1, LAST],
  [LAST, 1],
  [MAPPING_INPUTS, LAST],
];

/** Draws the first weights. */
export function drawDiscriminator(seed: number): WeightList {
  return SHAPES.map(([rows, columns], k) => {
    if (rows === 1) return new Float32Array(columns);
    const deviation = k === 7 ? 0.02 : Math.sqrt(2 / rows) * (k === 6 ? 0.5 : 1);
    return normals(rows * columns, deviation, randomFor(seed, 9, k));
  });
}

/** The weights as tensors. */
export function tensorsOf(weights: WeightList): tf.Tensor2D[] {
  return weights.map((w, k) => tf.tensor2d(w, SHAPES[k]!));
}

/** What the discriminator is told about some patches. */
export interface Told {
  patches: number;
  /** [patches * PATCH_PIXELS, SHOWN.length], about -1..1 */
  shown: tf.Tensor2D;
  /** [patches, MAPPING_INPUTS], 0..1 */
  condition: tf.Tensor2D;
}

/** Picks what is shown out of all inputs of the pixels, and says it `times` times over. */
export function told(
  features: Float32Array,
  inputs: Float32Array,
  patches: number,
  times: number,
): Told {
  const pixels = patches * PATCH_PIXELS;
  const shown = new Float32Array(times * pixels * SHOWN.length);
  const condition = new Float32Array(times * patches * MAPPING_INPUTS);
  for (let p = 0; p < pixels; p++) {
    for (let i = 0; i < SHOWN.length; i++) {
      shown[p * SHOWN.length + i] = (features[p * FEATURES + SHOWN[i]!]! - 64) / 64;
    }
  }
  inputs.forEach((v, i) => {
    condition[i] = v / 127;
  });
  for (let k = 1; k < times; k++) {
    shown.copyWithin(k * pixels * SHOWN.length, 0, pixels * SHOWN.length);
    condition.copyWithin(k * patches * MAPPING_INPUTS, 0, patches * MAPPING_INPUTS);
  }
  return {
    patches: times * patches,
    shown: tf.tensor2d(shown, [times * pixels, SHOWN.length]),
    condition: tf.tensor2d(condition, [times * patches, MAPPING_INPUTS]),
  };
}

/** A pass over some patches, with everything that the way back needs. */
interface Sight {
  patches: number;
  weights: readonly tf.Tensor2D[];
  condition: tf.Tensor2D;
  /** What each convolution multiplied, and what came out of it. */
  windows: tf.Tensor2D[];
  outputs: tf.Tensor2D[];
  /** [patches, 1, LAST]: what the condition asks the last features for. */
  meant: tf.Tensor3D;
  /** [patches * GRID * GRID, 1]: the higher, the more like a painted one. */
  verdicts: tf.Tensor2D;
}

const SIDE1 = PATCH / 2;
const SIDE2 = (SIDE1 - 1) / 2;
/** Side and channels of what each convolution's windows are cut from, and the windows' side. */
const CUTS = [
  { side: SIDE1, channels: 4 * CHANNELS, size: 2 },
  { side: SIDE2, channels: 4 * FIRST, size: 2 },
  { side: SIDE2 - 1, channels: SECOND, size: 3 },
] as const;

/** Looks at `seen`, [patches * PATCH_PIXELS, 3]. */
export function look(
  weights: readonly tf.Tensor2D[],
  seen: tf.Tensor2D,
  { patches, shown, condition }: Told,
): Sight {
  const cuts: tf.Tensor2D[] = [];
  const outputs: tf.Tensor2D[] = [];
  let x = halved(tf.concat([seen, shown], 1) as tf.Tensor2D, patches, PATCH, CHANNELS);
  CUTS.forEach((cut, k) => {
    const rows = windows(x, patches, cut);
    const sum = tf.add(tf.matMul(rows, weights[2 * k]!), weights[2 * k + 1]!);
    const out = tf.leakyRelu(sum, SLOPE) as tf.Tensor2D;
    cuts.push(rows);
    outputs.push(out);
    x = k === 0 ? halved(out, patches, SIDE1 - 1, FIRST) : out;
  });
  const plain = tf.matMul(x, weights[6]!);
  const meant: tf.Tensor3D = tf.reshape(tf.matMul(condition, weights[7]!), [patches, 1, LAST]);
  const agreement = tf.sum(tf.mul(tf.reshape(x, [patches, GRID * GRID, LAST]), meant), 2);
  const verdicts = tf.add(plain, tf.reshape(agreement, [patches * GRID * GRID, 1]));
  return {
    patches,
    weights,
    condition,
    windows: cuts,
    outputs,
    meant,
    verdicts: verdicts as tf.Tensor2D,
  };
}

/** The part of a pass that belongs to `patches` patches from `from`. */
export function partOf(sight: Sight, from: number, patches: number): Sight {
  const take = <T extends tf.Tensor>(t: T): T => {
    const each = t.shape[0]! / sight.patches;
    const rest = t.shape.slice(1);
    return tf.slice(
      t,
      [from * each, ...rest.map(() => 0)],
      [patches * each, ...rest],
    ) as unknown as T;
  };
  return {
    ...sight,
    patches,
    condition: take(sight.condition),
    windows: sight.windows.map(take),
    outputs: sight.outputs.map(take),
    meant: take(sight.meant),
    verdicts: take(sight.verdicts),
  };
}

/** From the gradient of the verdicts to those of the weights. */
export function gradientsOf(sight: Sight, dVerdicts: tf.Tensor2D): tf.Tensor2D[] {
  const { patches, condition, outputs } = sight;
  const across = (t: tf.Tensor2D) => tf.transpose(t) as tf.Tensor2D;
  const top = outputs[2]!;
  const dMeant = tf.sum(
    tf.mul(
      tf.reshape(top, [patches, GRID * GRID, LAST]),
      tf.reshape(dVerdicts, [patches, GRID * GRID, 1]),
    ),
    1,
  ) as tf.Tensor2D;
  const out: tf.Tensor2D[] = [
    tf.matMul(across(top), dVerdicts),
    tf.matMul(across(condition), dMeant),
  ];
  for (const [k, dSum] of wayBack(sight, dVerdicts).entries()) {
    out.splice(
      2 * k,
      0,
      tf.matMul(across(sight.windows[k]!), dSum),
      tf.sum(dSum, 0, true) as tf.Tensor2D,
    );
  }
  return out;
}

/** From the gradient of the verdicts to that of what was seen. */
export function gradientOfSeen(sight: Sight, dVerdicts: tf.Tensor2D): tf.Tensor2D {
  const { patches, weights } = sight;
  const [dSum] = wayBack(sight, dVerdicts);
  const dx = joined(tf.matMul(dSum!, tf.transpose(weights[0]!)), patches, CUTS[0]);
  const whole = doubled(dx, patches, PATCH, CHANNELS);
  return tf.slice(whole, [0, 0], [patches * PATCH_PIXELS, 3]);
}

/** The gradients of the three convolutions' sums, from the first. */
function wayBack(
  { patches, weights, outputs, meant }: Sight,
  dVerdicts: tf.Tensor2D,
): tf.Tensor2D[] {
  // A leaky output has the sign of its sum.
  const through = (dy: tf.Tensor, out: tf.Tensor2D) =>
    tf.mul(dy, tf.step(out, SLOPE)) as tf.Tensor2D;
  const back = (dSum: tf.Tensor2D, k: 1 | 2) =>
    joined(tf.matMul(dSum, tf.transpose(weights[2 * k]!)), patches, CUTS[k]);
  const asked: tf.Tensor2D = tf.reshape(
    tf.mul(tf.reshape(dVerdicts, [patches, GRID * GRID, 1]), meant),
    [patches * GRID * GRID, LAST],
  );
  const dTop = tf.add(tf.matMul(dVerdicts, tf.transpose(weights[6]!)), asked);
  const third: tf.Tensor2D = through(dTop, outputs[2]!);
  const second = through(back(third, 2), outputs[1]!);
  const first = through(doubled(back(second, 1), patches, SIDE1 - 1, FIRST), outputs[0]!);
  return [first, second, third];
}

/** Four pixels become one of four times the channels; [patches * side * side, channels]. */
function halved(x: tf.Tensor2D, patches: number, side: number, channels: number): tf.Tensor2D {
  const half = side / 2;
  const rows = tf.reshape(x, [patches * half, 2, side * channels]);
  const take = (row: number) =>
    tf.reshape(tf.slice(rows, [0, row, 0], [patches * half, 1, side * channels]), [
      patches * half * half,
      2 * channels,
    ]);
  return tf.concat([take(0), take(1)], 1) as tf.Tensor2D;
}

/** The inverse of `halved`; `side` and `channels` are those of what comes out. */
function doubled(x: tf.Tensor2D, patches: number, side: number, channels: number): tf.Tensor2D {
  const half = side / 2;
  const count = patches * half * half;
  const take = (row: number) =>
    tf.reshape(tf.slice(x, [0, row * 2 * channels], [count, 2 * channels]), [
      patches * half,
      1,
      side * channels,
    ]);
  return tf.reshape(tf.concat([take(0), take(1)], 1), [patches * side * side, channels]);
}

interface Cut {
  side: number;
  channels: number;
  size: number;
}

/** All windows of `size` x `size` pixels as rows. */
function windows(x: tf.Tensor2D, patches: number, { side, channels, size }: Cut): tf.Tensor2D {
  const image = tf.reshape(x, [patches, side, side, channels]);
  const out = side - size + 1;
  const parts: tf.Tensor[] = [];
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < size; i++) {
      parts.push(tf.slice(image, [0, j, i, 0], [patches, out, out, channels]));
    }
  }
  return tf.reshape(tf.concat(parts, 3), [patches * out * out, size * size * channels]);
}

/** Adds up windows where they lay: the gradient of `windows`. */
function joined(x: tf.Tensor2D, patches: number, { side, channels, size }: Cut): tf.Tensor2D {
  const out = side - size + 1;
  const parts: tf.Tensor[] = [];
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < size; i++) {
      const part = tf.slice(x, [0, (j * size + i) * channels], [x.shape[0], channels]);
      parts.push(
        tf.pad(tf.reshape(part, [patches, out, out, channels]), [
          [0, 0],
          [j, size - 1 - j],
          [i, size - 1 - i],
          [0, 0],
        ]),
      );
    }
  }
  const sum = parts.reduce((a, b) => tf.add(a, b));
  return tf.reshape(sum, [patches * side * side, channels]);
}
