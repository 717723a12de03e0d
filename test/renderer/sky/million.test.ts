// One hash for a million pixels of 50 tokens under 20 conditions, from every engine that runs under Node.

import { readFileSync } from "node:fs";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { beforeAll, describe, expect, test } from "vitest";
import { paintInteger } from "../../../renderer/sky/integer.ts";
import { parseModel } from "../../../renderer/sky/model.ts";
import { ENGINES, hexOf, openEngine, SHIPPED, VECTORS } from "./backends.ts";
import { MILLION, runListJson, runsWithin } from "./million.ts";

/** Pixels that the contract paints at a time. */
const RUN = 16;

let expected = "";
/** The hash of the contract's share. */
let ofRuns = "";

beforeAll(() => {
  const model = parseModel(SHIPPED);
  const hash = keccak_256.create();
  const runs = keccak_256.create();
  for (const [i, request] of MILLION.entries()) {
    const pixels = paintInteger(model, request);
    hash.update(pixels);
    for (const at of runsWithin(request, i)) runs.update(pixels.subarray(at, at + 3 * RUN));
  }
  expected = hexOf(hash.digest());
  ofRuns = hexOf(runs.digest());
});

test("default: a million pixels of 50 tokens under 20 conditions", () => {
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
  expect(VECTORS.million).toEqual({ runs: 1500, pixels: ofRuns });
});

describe.each(ENGINES.filter((engine) => engine !== "integer"))("%s", (engine) => {
  test("default: has the hash of the integer reference", async () => {
    const { painter, close } = await openEngine(engine);
    try {
      const hash = keccak_256.create();
      for (const request of MILLION) hash.update(await painter.paint(request));
      expect(hexOf(hash.digest())).toBe(expected);
    } finally {
      await close();
    }
  });
});
