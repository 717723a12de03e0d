// One list of requests, every engine that runs under Node, the bytes of the integer reference.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Painter } from "../../../renderer/sky/infer.ts";
import { paintInteger } from "../../../renderer/sky/integer.ts";
import { parseModel } from "../../../renderer/sky/model.ts";
import { CONFORMANCE, ENGINES, hexOf, openEngine, SHIPPED, tf, VECTORS } from "./backends.ts";

const model = parseModel(SHIPPED);
const expected = CONFORMANCE.map((request) => hexOf(paintInteger(model, request)));

describe.each(ENGINES)("%s", (engine) => {
  let painter: Painter;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ painter, close } = await openEngine(engine));
  });
  afterAll(() => close?.());

  test("default: paints the bytes of the integer reference", async () => {
    for (const [i, request] of CONFORMANCE.entries()) {
      expect(hexOf(await painter.paint(request)), `request ${i}`).toBe(expected[i]);
    }
    expect(expected.length).toBe(15);
    expect(painter.backend).toBe(engine === "threads" ? "wasm" : engine);
  });

  test("behavior: pictures that are asked for together do not disturb each other", async () => {
    const some = [3, 0, 5, 9, 1];
    const painted = await Promise.all(some.map((i) => painter.paint(CONFORMANCE[i]!)));
    expect(painted.map(hexOf)).toEqual(some.map((i) => expected[i]));
  });

  test("behavior: leaves no tensor behind", async () => {
    await painter.paint(CONFORMANCE[0]!);
    const { numTensors } = tf.memory();
    for (let k = 0; k < 5; k++) await painter.paint(CONFORMANCE[k]!);
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  test.each([
    [{ size: 0, width: 0, height: 0 }, "size must be 1..4096, got 0"],
    [{ size: 4097 }, "size must be 1..4096, got 4097"],
    [{ size: 24.5 }, "size must be a whole number of pixels, got 24.5"],
    [{ size: Number.NaN }, "size must be a whole number of pixels, got NaN"],
    [{ x: -1 }, "x must be a whole number of pixels, got -1"],
    [{ y: 24 }, "leaves a picture of 24 x 24"],
  ])("error: %o", async (wrong, message) => {
    const { latent, condition } = VECTORS.runs[0]!;
    const request = { latent, condition, size: 24, x: 0, y: 0, width: 1, height: 1, ...wrong };
    await expect(async () => painter.paint(request)).rejects.toThrow(RangeError);
    await expect(async () => painter.paint(request)).rejects.toThrow(message);
  });
});
