import { keccak_256 } from "@noble/hashes/sha3.js";
import { expect, test } from "vitest";
import { latentOf } from "../../../renderer/genome.ts";
import {
  centre,
  FEATURE_NAMES,
  FEATURES,
  paintFeatures,
  pointFeatures,
  sceneOf,
} from "../../../renderer/sky/features.ts";
import { paintInteger } from "../../../renderer/sky/integer.ts";
import { wordBytes } from "../../../renderer/sky/latent.ts";
import { modelHash, parseModel } from "../../../renderer/sky/model.ts";
import { SELF_TEST } from "../../../renderer/sky/selftest.ts";
import { hexOf, SHIPPED, VECTORS } from "./backends.ts";

/** Pixels that the contract paints at once. */
const RUN = 16;

const model = parseModel(SHIPPED);

test("default: reproduces every run that the contract computed", () => {
  expect(VECTORS.model).toBe(modelHash(SHIPPED));
  expect(VECTORS.runs.length).toBe(128);
  const features = new Uint8Array(RUN * FEATURES);
  for (const [i, vector] of VECTORS.runs.entries()) {
    const { latent, condition, size, x, y, inputs, pixels } = vector;
    const scene = sceneOf(wordBytes(latent), wordBytes(condition), size);
    paintFeatures(scene, size, x, y, RUN, 1, features);
    expect(hexOf(keccak_256(features)), `inputs of run ${i}`).toBe(inputs);
    const run = paintInteger(model, { latent, condition, size, x, y, width: RUN, height: 1 });
    expect(hexOf(run), `run ${i}`).toBe(pixels);
  }
});

test("behavior: the known picture has the hash that the model promises", () => {
  expect(hexOf(keccak_256(paintInteger(model, SELF_TEST)))).toBe(model.selfTest);
});

test("behavior: a rectangle is a part of the whole picture", () => {
  const { latent, condition } = VECTORS.runs[50]!;
  const whole = paintInteger(model, {
    latent,
    condition,
    size: 48,
    x: 0,
    y: 0,
    width: 48,
    height: 48,
  });
  const part = paintInteger(model, {
    latent,
    condition,
    size: 48,
    x: 5,
    y: 9,
    width: 30,
    height: 20,
  });
  for (let j = 0; j < 20; j++) {
    const from = 3 * ((9 + j) * 48 + 5);
    expect(part.subarray(90 * j, 90 * (j + 1))).toEqual(whole.subarray(from, from + 90));
  }
});

test("behavior: every size samples one picture", () => {
  // Pixel centres of a picture three times as large hit those of the small one.
  const { latent, condition } = VECTORS.runs[51]!;
  const small = paintInteger(model, {
    latent,
    condition,
    size: 32,
    x: 0,
    y: 7,
    width: 32,
    height: 1,
  });
  const large = paintInteger(model, {
    latent,
    condition,
    size: 96,
    x: 0,
    y: 22,
    width: 96,
    height: 1,
  });
  for (let i = 0; i < 32; i++) {
    expect(large.subarray(3 * (3 * i + 1), 3 * (3 * i + 2))).toEqual(
      small.subarray(3 * i, 3 * i + 3),
    );
  }
});

test("behavior: every feature stays in 0..127, at every point and in every weather", () => {
  const out = new Uint8Array(FEATURES * 48 * 48);
  const seen = new Uint8Array(FEATURES);
  for (const { latent, condition } of VECTORS.runs) {
    const scene = sceneOf(wordBytes(latent), wordBytes(condition), 240);
    paintFeatures(scene, 48, 0, 0, 48, 48, out);
    out.forEach((v, i) => {
      seen[i % FEATURES] = Math.max(seen[i % FEATURES]!, v);
    });
    const one = new Uint8Array(FEATURES);
    pointFeatures(scene, centre(5, 48), centre(9, 48), one, 0);
    expect(one).toEqual(out.slice(FEATURES * (9 * 48 + 5), FEATURES * (9 * 48 + 6)));
  }
  for (const [place, most] of seen.entries()) {
    expect(most, FEATURE_NAMES[place]!).toBeGreaterThan(60);
    expect(most, FEATURE_NAMES[place]!).toBeLessThan(128);
  }
});

test("behavior: latentOf keeps the seed and moves the school", () => {
  const genome =
    `0x01${"00".repeat(7)}aa0102030405${"0b".repeat(2)}${"c0ffee00".repeat(4)}` as const;
  expect(latentOf(genome)).toBe(`0x${"00".repeat(15)}04${"c0ffee00".repeat(4)}`);
});

test("error: a condition above 127 or a word of another length is refused", () => {
  const { latent } = VECTORS.runs[0]!;
  const request = { latent, size: 24, x: 0, y: 0, width: 1, height: 1 };
  const high = `0x80${"00".repeat(31)}` as const;
  expect(() => paintInteger(model, { ...request, condition: high })).toThrow(
    /condition byte 0 is 128/,
  );
  expect(() => paintInteger(model, { ...request, condition: "0x00" })).toThrow(/32-byte word/);
});
