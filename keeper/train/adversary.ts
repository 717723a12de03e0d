// One step of the adversarial stage on some patches: the gradients of generator and discriminator for
// the relativistic pairing loss (R3GAN), each patch of the network against the painted one of the same
// place. R1 and R2 are measured by a small random nudge of the picture: the squared change of a verdict
// over the squared nudge has the squared gradient as its mean, and needs no gradient of a gradient.

import * as tf from "@tensorflow/tfjs-core";
import { normals } from "./chance.ts";
import {
  gradientOfSeen,
  gradientsOf,
  look,
  PATCH,
  PATCH_PIXELS,
  partOf,
  tensorsOf,
  told,
} from "./discriminator.ts";
import { type Filter, filterOf } from "./filter.ts";
import type { Random } from "./moments.ts";
import { type Batch, backward, forward, type Shape, valuesOf, type WeightList } from "./network.ts";

/** How the parts of the generator's loss weigh, and the penalty of the discriminator. */
export interface Weighing {
  adversarial: number;
  /** Squared error of blurred colours, in (levels / 10)^2. */
  low: number;
  /** Squared error of the pixels, likewise. */
  full: number;
  /** Half of this times the squared gradient, for R1 and R2 alike. */
  penalty: number;
}

export interface AdversaryAnswer {
  generator: Float32Array[];
  discriminator: Float32Array[];
  /** Means over the batch, for the log. */
  figures: Figures;
}

export interface Figures {
  /** Losses of both players. */
  lossG: number;
  lossD: number;
  /** Verdicts on painted patches and on the network's. */
  real: number;
  fake: number;
  /** Squared gradients at both. */
  r1: number;
  r2: number;
  /** Mean squared errors, in levels. */
  low: number;
  full: number;
}

const NUDGE = 0.1;
const UNIT = 100;
let filter: Filter | undefined;

export async function adversaryStep(
  generator: WeightList,
  discriminator: WeightList,
  shape: Shape,
  batch: Batch,
  weighing: Weighing,
  random: Random,
): Promise<AdversaryAnswer> {
  filter ??= filterOf(PATCH);
  const { blur, blurBack, texture, textureBack } = filter;
  const patches = batch.images;
  const rows = patches * PATCH_PIXELS;
  const kept = tidied(() => {
    const pass = forward(generator, shape, batch, true);
    const targets = tf.tensor2d(batch.targets, [rows, 3]);
    const levels = tf.clipByValue(pass.level, 0, 255) as tf.Tensor2D;
    // Painted patches, the network's, and both nudged, in one pass.
    const real = texture(targets);
    const fake = texture(levels);
    const nudge = tf.tensor2d(normals(rows * 3, NUDGE, random), [rows, 3]);
    const four = [real, fake, tf.add(real, nudge), tf.add(fake, nudge)];
    const sight = look(
      tensorsOf(discriminator),
      tf.concat(four, 0) as tf.Tensor2D,
      told(batch.features, batch.inputs, patches, four.length),
    );
    return { pass, targets, levels, sight };
  });
  const { pass, targets, levels, sight } = kept;
  const verdicts = await sight.verdicts.data<"float32">();
  const { figures, dDiscriminator, dGenerator } = judge(verdicts, weighing.penalty);

  const tensors = tf.tidy(() => {
    const column = (values: Float32Array) => tf.tensor2d(values, [values.length, 1]);
    const dSeen = gradientOfSeen(partOf(sight, patches, patches), column(dGenerator));
    const error = tf.sub(pass.level, targets) as tf.Tensor2D;
    const soft = blur(error);
    const scale = 2 / (3 * rows * UNIT);
    const dLevel = tf.addN([
      tf.mul(textureBack(dSeen), weighing.adversarial),
      tf.mul(blurBack(soft), scale * weighing.low),
      tf.mul(error, scale * weighing.full),
    ]) as tf.Tensor2D;
    const square = (t: tf.Tensor) => tf.mean(tf.mul(t, t));
    return [
      square(soft),
      square(tf.sub(levels, targets)),
      ...gradientsOf(sight, column(dDiscriminator)),
      ...backward(pass, dLevel),
    ];
  });
  tf.dispose(kept as unknown as tf.TensorContainer);
  const values = await valuesOf(tensors);
  return {
    figures: { ...figures, low: values[0]![0]!, full: values[1]![0]! },
    discriminator: values.slice(2, 2 + discriminator.length),
    generator: values.slice(2 + discriminator.length),
  };
}

/** `tf.tidy`, which keeps every tensor that it finds in what is made, for any kind of object. */
function tidied<T extends object>(make: () => T): T {
  return tf.tidy(make as unknown as () => tf.TensorContainer) as unknown as T;
}

/** Losses and their gradients by the verdicts on painted, made, and both nudged, in this order. */
export function judge(verdicts: Float32Array, penalty: number) {
  const n = verdicts.length / 4;
  const dDiscriminator = new Float32Array(4 * n);
  const dGenerator = new Float32Array(n);
  const figures = { lossG: 0, lossD: 0, real: 0, fake: 0, r1: 0, r2: 0 };
  for (let i = 0; i < n; i++) {
    const [real, fake, real2, fake2] = [0, 1, 2, 3].map((k) => verdicts[k * n + i]!) as [
      number,
      number,
      number,
      number,
    ];
    const ahead = real - fake;
    figures.lossD += softplus(-ahead) / n;
    figures.lossG += softplus(ahead) / n;
    figures.real += real / n;
    figures.fake += fake / n;
    const push = sigmoid(-ahead) / n;
    dDiscriminator[i]! -= push;
    dDiscriminator[n + i]! += push;
    dGenerator[i] = -sigmoid(ahead) / n;
    for (const [k, slope] of [(real2 - real) / NUDGE, (fake2 - fake) / NUDGE].entries()) {
      figures[k === 0 ? "r1" : "r2"] += (slope * slope) / n;
      const pull = (penalty * slope) / (NUDGE * n);
      dDiscriminator[(2 + k) * n + i]! += pull;
      dDiscriminator[k * n + i]! -= pull;
    }
  }
  return { figures, dDiscriminator, dGenerator };
}

/** log(1 + e^x), which does not overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
