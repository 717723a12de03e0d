import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { VECTORS } from "./backends.ts";
import { describeEngine, paintMillion } from "./conformance.ts";
import { MILLION, runListJson } from "./million.ts";

describeEngine("wasm");
describeEngine("threads");
describeEngine("cpu");
describeEngine("integer");

test("default: the list has a million pixels of 50 tokens under 20 conditions", () => {
  expect(MILLION.reduce((sum, { width, height }) => sum + width * height, 0)).toBe(1_000_000);
  expect(new Set(MILLION.map(({ latent }) => latent)).size).toBe(50);
  expect(new Set(MILLION.map(({ condition }) => condition)).size).toBe(20);
});

test("behavior: the contract is asked for pixels of the same list", () => {
  const file = new URL("../../vectors/sky-runs.json", import.meta.url);
  // Written by `node test/renderer/sky/runs.ts`.
  expect(readFileSync(file, "utf8")).toBe(runListJson());
});

test("behavior: the contract painted its 24,000 of the pixels alike", () => {
  expect(VECTORS.million).toEqual({ runs: 1500, pixels: paintMillion(0).runs });
});
