import { createRequire } from "node:module";
import { dirname } from "node:path";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { project } from "../../../keeper/train/bounds.ts";
import {
  conditionIn,
  GROUPS,
  type Group,
  latentBy,
  randomOf,
} from "../../../keeper/train/moments.ts";
import {
  type Batch,
  drawWeights,
  lossAndGradients,
  partsOf,
  quantised,
  type Shape,
  type WeightList,
} from "../../../keeper/train/network.ts";
import { batchOf, drawGroup, paintInto, poolOf } from "../../../keeper/train/pool.ts";
import { hexOf, paintTarget } from "../../../keeper/train/sheet.ts";
import { SCHOOL_COUNT } from "../../../renderer/genome.ts";
import { FEATURES, paintFeatures, sceneOf } from "../../../renderer/sky/features.ts";
import { paintInteger } from "../../../renderer/sky/integer.ts";
import { MAPPING_INPUTS, mappingInputs } from "../../../renderer/sky/latent.ts";
import { packModel, parseModel } from "../../../renderer/sky/model.ts";

const SHAPE: Shape = { layers: 3, hidden: [16, 8] };

beforeAll(async () => {
  const require = createRequire(import.meta.url);
  setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"))}/dist/`);
  await tf.setBackend("wasm");
});

/** A batch of a whole picture of each school, whose targets are what the packed weights paint. */
function picturesOf(weights: WeightList, side: number): Batch {
  const random = randomOf(5);
  const model = parseModel(packModel(partsOf(weights, SHAPE), `0x${"00".repeat(32)}`));
  const pixels = side * side;
  const batch: Batch = {
    images: SCHOOL_COUNT,
    pixels,
    inputs: new Float32Array(SCHOOL_COUNT * MAPPING_INPUTS),
    features: new Float32Array(SCHOOL_COUNT * pixels * FEATURES),
    targets: new Float32Array(SCHOOL_COUNT * pixels * 3),
  };
  for (let school = 0; school < SCHOOL_COUNT; school++) {
    const latent = latentBy(random, school);
    const condition = conditionIn("any", random);
    const features = new Uint8Array(pixels * FEATURES);
    paintFeatures(sceneOf(latent, condition, side), side, 0, 0, side, side, features);
    const [l, c] = [hexOf(latent), hexOf(condition)];
    const request = { latent: l, condition: c, size: side, x: 0, y: 0, width: side, height: side };
    batch.inputs.set(mappingInputs(latent, condition), school * MAPPING_INPUTS);
    batch.features.set(features, school * pixels * FEATURES);
    batch.targets.set(paintInteger(model, request), school * pixels * 3);
  }
  return batch;
}

test("default: the network that is trained is the network that is shipped, to the last bit", async () => {
  for (const seed of [3, 103]) {
    const weights = drawWeights(SHAPE, seed);
    if (seed === 103) for (const w of weights) for (let i = 0; i < w.length; i++) w[i]! *= 3;
    project(weights, SHAPE);
    const { loss } = await lossAndGradients(
      quantised(weights),
      SHAPE,
      picturesOf(weights, 20),
      true,
    );
    expect(loss).toBe(0);
  }
});

test("behavior: leaves no tensor behind", async () => {
  const weights = drawWeights(SHAPE, 4);
  project(weights, SHAPE);
  const batch = picturesOf(weights, 4);
  const before = tf.memory().numTensors;
  const { gradients } = await lossAndGradients(weights, SHAPE, batch, true);
  expect(gradients.map((g) => g.length)).toEqual(weights.map((w) => w.length));
  expect(tf.memory().numTensors).toBe(before);
});

test("behavior: gradients are those of the loss where nothing is rounded", async () => {
  const weights = drawWeights(SHAPE, 5);
  project(weights, SHAPE);
  const batch = picturesOf(weights, 12);
  // Targets in the middle, so that no colour is clipped.
  batch.targets.fill(128);
  const { gradients } = await lossAndGradients(weights, SHAPE, batch, false);
  const step = 4e-3;
  for (const k of weights.keys()) {
    const g = gradients[k]!;
    const at = g.reduce((best, v, i) => (Math.abs(v) > Math.abs(g[best]!) ? i : best), 0);
    const lossAt = async (by: number) => {
      const moved = weights.map((values) => values.slice());
      moved[k]![at]! += by;
      return (await lossAndGradients(moved, SHAPE, batch, false)).loss;
    };
    const slope = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step);
    // Gradients leak a little through limits, so the slopes agree in sign and size, not in digits.
    expect(Math.sign(slope), `weight ${at} of tensor ${k}`).toBe(Math.sign(g[at]!));
    expect(slope / g[at]!, `weight ${at} of tensor ${k}`).toBeGreaterThan(0.5);
    expect(slope / g[at]!, `weight ${at} of tensor ${k}`).toBeLessThan(2);
  }
});

test("behavior: the same seed paints the same pool and draws the same batch", () => {
  const draw = () => {
    const random = randomOf(11);
    const pool = poolOf(6, 40);
    for (let i = 0; i < 6; i++) paintInto(pool, i, drawGroup(random), random);
    return batchOf(pool, 6, 16, random);
  };
  expect(draw()).toEqual(draw());
});

test("behavior: every group paints pictures that are neither black nor blank", () => {
  const random = randomOf(21);
  for (const group of Object.keys(GROUPS) as Group[]) {
    for (let k = 0; k < 3; k++) {
      const picture = paintTarget(latentBy(random), conditionIn(group, random), 24);
      const mean = picture.reduce((sum, v) => sum + v, 0) / picture.length;
      const spread = Math.sqrt(
        picture.reduce((sum, v) => sum + (v - mean) ** 2, 0) / picture.length,
      );
      expect(mean, group).toBeGreaterThan(24);
      expect(spread, group).toBeGreaterThan(4);
    }
  }
});
