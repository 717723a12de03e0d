import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { project } from "../../../keeper/train/bounds.ts";
import { type Brush, networkBrush, painter, weightsOf } from "../../../keeper/train/brush.ts";
import { randomFor } from "../../../keeper/train/chance.ts";
import { curvesOf, joined } from "../../../keeper/train/curves.ts";
import type { Picture } from "../../../keeper/train/distance.ts";
import { conditionIn, latentBy } from "../../../keeper/train/moments.ts";
import { drawWeights, quantised, type Shape } from "../../../keeper/train/network.ts";
import {
  agreement,
  change,
  consistencyOf,
  continuityOf,
  diversityOf,
  type Extent,
  learnProbes,
} from "../../../keeper/train/quality.ts";
import {
  correlation,
  findSun,
  luminance,
  probeOf,
  separability,
} from "../../../keeper/train/recover.ts";
import { seal } from "../../../keeper/train/seal.ts";
import { hexOf } from "../../../keeper/train/sheet.ts";
import { paintInteger } from "../../../renderer/sky/integer.ts";

const EXTENT: Extent = { size: 48, suns: 2, skies: 4, probes: 8, seeds: 2, walks: 1 };

beforeAll(async () => {
  await tf.setBackend("wasm");
});

/** A plain sky with a disc in it. */
function skyWithDisc(side: number, x: number, y: number): Picture {
  const rgb = Float32Array.from({ length: side * side * 3 }, (_, i) => {
    const px = ((Math.floor(i / 3) % side) + 0.5) / side;
    const py = (Math.floor(i / 3 / side) + 0.5) / side;
    return Math.hypot(px - x, py - y) < 0.047 ? 250 : 90 + 60 * py;
  });
  return { side, rgb };
}

test("default: finds a disc where it was put", () => {
  for (const [x, y] of [
    [0.3, 0.2],
    [0.71, 0.44],
    [0.12, 0.35],
  ] as const) {
    const found = findSun(skyWithDisc(120, x, y));
    expect(Math.hypot(found.x - x, found.y - y)).toBeLessThan(0.02);
  }
});

test("behavior: a probe reads what depends on what it sees, and nothing else", () => {
  const random = randomFor(1);
  const seen = Array.from({ length: 200 }, () => [random(), random(), random()]);
  const truth = seen.map(([a, b]) => 2 * a! - b! + 3);
  const read = probeOf(seen.slice(0, 100), truth.slice(0, 100));
  expect(correlation(seen.slice(100).map(read), truth.slice(100))).toBeGreaterThan(0.99);
  const noise = seen.map(() => random());
  const blind = probeOf(seen.slice(0, 100), noise.slice(0, 100));
  expect(Math.abs(correlation(seen.slice(100).map(blind), noise.slice(100)))).toBeLessThan(0.4);
});

test("behavior: separability is 1 for sets apart, a half for equal ones", () => {
  expect(separability([5, 6, 7], [1, 2])).toBe(1);
  expect(separability([1, 2, 3], [1, 2, 3])).toBe(0.5);
  expect(separability([1], [2])).toBe(0);
});

test("behavior: equal pictures do not differ, others do by their mean", () => {
  const dark: Picture = { side: 2, rgb: new Float32Array(12).fill(10) };
  const light: Picture = { side: 2, rgb: new Float32Array(12).fill(30) };
  expect(change(dark, dark)).toBe(0);
  expect(change(dark, light)).toBe(20);
  expect(luminance(light)).toBeCloseTo(30);
  expect(agreement([dark], [light])).toBeCloseTo(20 * Math.log10(255 / 20));
});

test("behavior: the painter's pictures tell their moment, those of a blind painter do not", async () => {
  const blind: Brush = async (moments, size) =>
    moments.map((_, i) => {
      const random = randomFor(9, i);
      return {
        side: size,
        rgb: Float32Array.from({ length: size * size * 3 }, () => 255 * random()),
      };
    });
  const probes = await learnProbes(painter, EXTENT, 1);
  const seeing = await consistencyOf(painter, probes, EXTENT, 1);
  const unseeing = await consistencyOf(blind, probes, EXTENT, 1);
  expect(seeing.luminance).toBeGreaterThan(0.7);
  expect(seeing.cloud).toBeGreaterThan(unseeing.cloud + 0.2);
  expect(seeing.sunError).toBeLessThan(unseeing.sunError);
});

test("behavior: tokens differ, a painter of one picture does not", async () => {
  const dull: Brush = async (moments, size) =>
    moments.map(() => ({ side: size, rgb: new Float32Array(size * size * 3) }));
  const few = { ...EXTENT, seeds: 2 };
  expect(await diversityOf(dull, few, 1)).toBe(0);
  expect(await diversityOf(painter, few, 1)).toBeGreaterThan(4);
});

test("behavior: an hour changes more than six minutes and less than six hours", async () => {
  const { minutes, hour, sixHours, detour } = await continuityOf(painter, EXTENT, 1);
  expect(minutes).toBeLessThan(hour);
  expect(hour).toBeLessThan(sixHours);
  expect(detour).toBeGreaterThanOrEqual(1);
});

test("behavior: a model's file paints the bytes of the integer network when measured", async () => {
  const shape: Shape = { layers: 2, hidden: [8, 8] };
  const drawn = drawWeights(shape, 1);
  project(drawn, shape);
  const { model } = seal(drawn, shape);
  const { weights } = weightsOf(model);
  expect(weights).toEqual(quantised(drawn));
  const moments = Array.from({ length: 6 }, (_, i) => ({
    latent: latentBy(randomFor(1, i), i),
    condition: conditionIn("any", randomFor(2, i)),
  }));
  const made = await networkBrush(weights, shape, true)(moments, 16);
  for (const [i, { latent, condition }] of moments.entries()) {
    const bytes = paintInteger(model, {
      latent: hexOf(latent),
      condition: hexOf(condition),
      size: 16,
      x: 0,
      y: 0,
      width: 16,
      height: 16,
    });
    expect(made[i]!.rgb).toEqual(Float32Array.from(bytes));
  }
});

test("behavior: curves are drawn of what was noted, runs one after the other", () => {
  const run = [
    { stage: "warm", step: 1, ms: 60_000, loss: 100 },
    { stage: "warm", step: 2, ms: 120_000, loss: 50, held: 30 },
  ];
  const next = [{ stage: "adversarial", step: 1, ms: 60_000, real: 1, fake: 0 }];
  const notes = joined([run, next]);
  expect(notes.map((n) => [n.ms, n.step])).toEqual([
    [60_000, 1],
    [120_000, 2],
    [180_000, 3],
  ]);
  const svg = curvesOf(notes);
  expect(svg).toContain("3 min");
  expect(svg).not.toContain("NaN");
});
