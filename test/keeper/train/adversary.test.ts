import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { adversaryStep, type Figures, judge } from "../../../keeper/train/adversary.ts";
import { project } from "../../../keeper/train/bounds.ts";
import { normals, randomFor } from "../../../keeper/train/chance.ts";
import {
  drawDiscriminator,
  gradientOfSeen,
  gradientsOf,
  look,
  PATCH,
  PATCH_PIXELS,
  partOf,
  tensorsOf,
  told,
} from "../../../keeper/train/discriminator.ts";
import { filterOf } from "../../../keeper/train/filter.ts";
import { drawWeights, quantised, type Shape } from "../../../keeper/train/network.ts";
import { learn, learnerOf } from "../../../keeper/train/optimiser.ts";
import { batchOf, paintPatchInto, poolOf } from "../../../keeper/train/pool.ts";

const SHAPE: Shape = { layers: 2, hidden: [8, 8] };
const WEIGHING = { adversarial: 1, low: 1, full: 0.1, penalty: 0.05 };
const PATCHES = 6;

beforeAll(async () => {
  await tf.setBackend("wasm");
});

function patches() {
  const random = randomFor(3, 1);
  const pool = poolOf(PATCHES, PATCH_PIXELS);
  for (let i = 0; i < PATCHES; i++) paintPatchInto(pool, i, "overcast", PATCH, random);
  return batchOf(pool, PATCHES, PATCH_PIXELS, random);
}

function generator() {
  const weights = drawWeights(SHAPE, 2);
  project(weights, SHAPE);
  return quantised(weights);
}

/** The weighted sum of all verdicts, whose gradient is known to be asked for. */
function scoreOf(weights: Float32Array[], seen: Float32Array, pull: Float32Array) {
  const batch = patches();
  return tf.tidy(() => {
    const about = told(batch.features, batch.inputs, PATCHES, 1);
    const sight = look(tensorsOf(weights), tf.tensor2d(seen, [seen.length / 3, 3]), about);
    const pulls = tf.tensor2d(pull, [pull.length, 1]);
    return {
      score: tf.sum(tf.mul(sight.verdicts, pulls)).dataSync()[0]!,
      dWeights: gradientsOf(sight, pulls).map((t) => t.dataSync().slice()),
      dSeen: gradientOfSeen(sight, pulls).dataSync().slice(),
    };
  }) as unknown as { score: number; dWeights: Float32Array[]; dSeen: Float32Array };
}

test("default: the discriminator's gradients are slopes, by its weights and by what it saw", () => {
  const weights = drawDiscriminator(1);
  const seen = normals(PATCHES * PATCH_PIXELS * 3, 0.5, randomFor(1, 2));
  const pull = normals(PATCHES * 9, 1, randomFor(1, 3));
  const { dWeights, dSeen } = scoreOf(weights, seen, pull);
  const largest = (g: Float32Array) =>
    g.reduce((best, v, i) => (Math.abs(v) > Math.abs(g[best]!) ? i : best), 0);
  const step = 1e-2;
  for (const [k, g] of dWeights.entries()) {
    const at = largest(g);
    const moved = (by: number) =>
      scoreOf(
        weights.map((w, i) => (i === k ? w.map((v, j) => (j === at ? v + by : v)) : w)),
        seen,
        pull,
      ).score;
    const slope = (moved(step) - moved(-step)) / (2 * step);
    expect(slope / g[at]!, `weight ${at} of tensor ${k}`).toBeCloseTo(1, 1);
  }
  const at = largest(dSeen);
  const moved = (by: number) =>
    scoreOf(
      weights,
      seen.map((v, j) => (j === at ? v + by : v)),
      pull,
    ).score;
  expect((moved(0.05) - moved(-0.05)) / 0.1 / dSeen[at]!).toBeCloseTo(1, 1);
});

test("behavior: the losses' gradients by the verdicts are slopes", () => {
  const verdicts = normals(4 * 9, 1, randomFor(4));
  const penalty = 0.3;
  const lossD = (v: Float32Array) => {
    const { figures } = judge(v, penalty);
    return figures.lossD + (penalty / 2) * (figures.r1 + figures.r2);
  };
  const { dDiscriminator, dGenerator } = judge(verdicts, penalty);
  const slope = (loss: (v: Float32Array) => number, at: number) => {
    const moved = (by: number) => loss(verdicts.map((v, i) => (i === at ? v + by : v)));
    return (moved(1e-3) - moved(-1e-3)) / 2e-3;
  };
  for (let i = 0; i < verdicts.length; i += 5) {
    expect(slope(lossD, i) - dDiscriminator[i]!).toBeCloseTo(0, 2);
  }
  for (let i = 0; i < 9; i++) {
    expect(slope((v) => judge(v, penalty).figures.lossG, 9 + i) - dGenerator[i]!).toBeCloseTo(0, 3);
  }
});

test("behavior: a part of a pass gives the gradients of that part", () => {
  const batch = patches();
  const weights = drawDiscriminator(1);
  const seen = normals(2 * PATCHES * PATCH_PIXELS * 3, 0.5, randomFor(1, 2));
  const pull = normals(PATCHES * 9, 1, randomFor(1, 3));
  const dSeen = tf.tidy(() => {
    const about = told(batch.features, batch.inputs, PATCHES, 2);
    const sight = look(tensorsOf(weights), tf.tensor2d(seen, [seen.length / 3, 3]), about);
    const part = partOf(sight, PATCHES, PATCHES);
    return gradientOfSeen(part, tf.tensor2d(pull, [pull.length, 1]))
      .dataSync()
      .slice();
  }) as Float32Array;
  const alone = scoreOf(weights, seen.slice(seen.length / 2), pull);
  expect(dSeen).toEqual(alone.dSeen);
});

test("behavior: the filter parts a patch in two, and knows its gradient", () => {
  const filter = filterOf(8);
  const values = (t: tf.Tensor) => t.dataSync().slice() as Float32Array;
  const x = tf.tensor2d(normals(8 * 8 * 3, 40, randomFor(1)), [64, 3]);
  const y = tf.tensor2d(normals(8 * 8 * 3, 1, randomFor(2)), [64, 3]);
  const dot = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.mul(a, b)).dataSync()[0]!;
  expect(dot(filter.blur(x), y)).toBeCloseTo(dot(x, filter.blurBack(y)), 1);
  expect(dot(filter.texture(x), y)).toBeCloseTo(dot(x, filter.textureBack(y)), 2);
  const flat = values(filter.texture(tf.fill([64, 3], 90)));
  for (const v of flat) expect(v).toBeCloseTo(0, 4);
});

test("behavior: steps lower the discriminator's loss against a network that stays as it is", async () => {
  const batch = patches();
  const made = generator();
  const learner = learnerOf(drawDiscriminator(1));
  const losses: number[] = [];
  for (let i = 0; i < 12; i++) {
    const random = randomFor(5, i);
    const answer = await adversaryStep(made, learner.weights, SHAPE, batch, WEIGHING, random);
    const { lossD, r1, r2 }: Figures = answer.figures;
    losses.push(lossD + (WEIGHING.penalty / 2) * (r1 + r2));
    learn(learner, answer.discriminator, 0.002, { first: 0, second: 0.99, average: 0 });
  }
  expect(losses.at(-1)).toBeLessThan(losses[0]! * 0.8);
});

test("behavior: gives a gradient for each weight of both, and leaves no tensor behind", async () => {
  const batch = patches();
  const made = generator();
  const judged = drawDiscriminator(1);
  const step = () => adversaryStep(made, judged, SHAPE, batch, WEIGHING, randomFor(1));
  await step();
  const before = tf.memory().numTensors;
  const answer = await step();
  expect(tf.memory().numTensors).toBe(before);
  expect(answer.generator.map((g) => g.length)).toEqual(made.map((w) => w.length));
  expect(answer.discriminator.map((g) => g.length)).toEqual(judged.map((w) => w.length));
  for (const g of [...answer.generator, ...answer.discriminator]) {
    expect(g.every(Number.isFinite)).toBe(true);
  }
});
