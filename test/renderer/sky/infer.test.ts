import { afterEach, describe, expect, test } from "vitest";
import { BackendRefused } from "../../../renderer/sky/backends.ts";
import { createPainter } from "../../../renderer/sky/infer.ts";
import { paintInteger } from "../../../renderer/sky/integer.ts";
import { parseModel } from "../../../renderer/sky/model.ts";
import { BACKENDS, CONFORMANCE, hexOf, SHIPPED, tf, useBackend, VECTORS } from "./backends.ts";

const model = parseModel(SHIPPED);
const expected = CONFORMANCE.map((request) => hexOf(paintInteger(model, request)));

afterEach(() => tf.disposeVariables());

describe.each(BACKENDS)("createPainter on %s", (backend) => {
  test("default: paints the bytes of the integer reference", async () => {
    await useBackend(backend);
    const painter = await createPainter(tf, model);
    for (const [i, request] of CONFORMANCE.entries()) {
      expect(hexOf(await painter.paint(request)), `request ${i}`).toBe(expected[i]);
    }
    expect(expected.length).toBe(15);
    painter.dispose();
  });

  test("behavior: leaves no tensor behind", async () => {
    await useBackend(backend);
    const before = tf.memory().numTensors;
    const painter = await createPainter(tf, model);
    const loaded = tf.memory().numTensors;
    const { latent, condition } = VECTORS.runs[40]!;
    for (let k = 0; k < 3; k++) {
      await painter.paint({ latent, condition, size: 48, x: 0, y: 0, width: 48, height: 48 });
    }
    expect(tf.memory().numTensors).toBe(loaded);
    painter.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test("error: a backend that rounds differently is refused, and leaves nothing behind", async () => {
    await useBackend(backend);
    const before = tf.memory().numTensors;
    const crooked = { ...tf, floor: tf.round };
    await expect(createPainter(crooked, model)).rejects.toThrow(BackendRefused);
    await expect(createPainter(crooked, model)).rejects.toThrow(/Use another backend/);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test("behavior: a thousand renders take no more tensors and no more memory than one", async () => {
  await useBackend("wasm");
  const painter = await createPainter(tf, model);
  const { latent, condition } = VECTORS.runs[40]!;
  const small = { latent, condition, size: 24, x: 0, y: 0, width: 24, height: 24 };
  const first = hexOf(await painter.paint(small));
  const { numTensors, numBytes, numDataBuffers } = tf.memory();
  for (let k = 1; k < 1_000; k++) await painter.paint(small);
  expect(hexOf(await painter.paint(small))).toBe(first);
  expect(tf.memory()).toMatchObject({ numTensors, numBytes, numDataBuffers });
  painter.dispose();
});

test("error: a request outside the picture names what is wrong", async () => {
  await useBackend("cpu");
  const painter = await createPainter(tf, model);
  const { latent, condition } = VECTORS.runs[0]!;
  const request = { latent, condition, size: 24, x: 20, y: 0, width: 5, height: 1 };
  await expect(async () => painter.paint(request)).rejects.toThrow(/leaves a picture of 24 x 24/);
  painter.dispose();
  await expect(async () => painter.paint(request)).rejects.toThrow(/disposed/);
});
