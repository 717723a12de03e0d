// The chart of shapes of the sky network.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Front, frontOf } from "../../../keeper/train/front.ts";
import { MODEL_BYTES_MAX, modelLength, RUN_GAS_MAX, runGas } from "../../../renderer/sky/model.ts";

const front: Front = JSON.parse(readFileSync("docs/sky-front.json", "utf8"));

test("default: docs/sky-front.svg is drawn from docs/sky-front.json", () => {
  const svg = frontOf(front);
  expect(svg).toBe(readFileSync("docs/sky-front.svg", "utf8"));
  expect(svg).not.toContain("NaN");
});

test("behavior: the figures are of today's file format and limits", () => {
  expect(front.goals.bytes).toBe(MODEL_BYTES_MAX);
  for (const { layers, hidden, bytes, gas } of front.candidates) {
    expect(bytes).toBe(modelLength(layers, hidden));
    const isRefused = bytes > MODEL_BYTES_MAX || runGas(layers, hidden) > RUN_GAS_MAX;
    expect(gas === undefined).toBe(isRefused);
    if (gas) expect(gas.run - 21_000).toBeLessThan(runGas(layers, hidden));
  }
});

test("behavior: nothing that fits is better for less gas and fewer bytes than what ships", () => {
  const { layers, hidden } = front.shipped;
  const isShipped = (c: Front["candidates"][number]) =>
    c.layers === layers && c.hidden.join() === hidden.join();
  const shipped = front.candidates.find(isShipped)!;
  const better = front.candidates.filter(
    (c) =>
      c.gas &&
      c.held > shipped.held &&
      c.gas.worst <= shipped.gas!.worst &&
      c.bytes <= shipped.bytes,
  );
  expect(better).toEqual([]);
});
