// What every engine under Node must do: the list of requests, the million pixels, and the same errors.

import { keccak_256 } from "@noble/hashes/sha3.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Painter } from "../../../renderer/sky/infer.ts";
import { paintInteger } from "../../../renderer/sky/integer.ts";
import { parseModel } from "../../../renderer/sky/model.ts";
import { CONFORMANCE, type Engine, hexOf, openEngine, SHIPPED, tf, VECTORS } from "./backends.ts";
import { MILLION, runsWithin } from "./million.ts";

/** Pixels that the contract paints at a time. */
const RUN = 16;
/** A GPU in software may not get through the million; what it gets through is said. */
const MILLION_MS = 60_000;
const FEWEST_WINDOWS = 20;

/** The suite of one engine. */
export function describeEngine(engine: Engine): void {
  describe(engine, () => {
    const model = parseModel(SHIPPED);
    let painter: Painter;
    let close: () => Promise<void>;
    beforeAll(async () => {
      ({ painter, close } = await openEngine(engine));
    });
    afterAll(() => close?.());

    test("default: paints the bytes of the integer reference", async () => {
      for (const [i, request] of CONFORMANCE.entries()) {
        const painted = await painter.paint(request);
        expect(hexOf(painted), `request ${i}`).toBe(hexOf(paintInteger(model, request)));
      }
      expect(CONFORMANCE.length).toBe(15);
      expect(painter.backend).toBe(engine === "threads" ? "wasm" : engine);
    });

    // The reference need not be held against itself.
    if (engine !== "integer")
      test("behavior: has the hash of the integer reference over the million pixels", async () => {
        const hash = keccak_256.create();
        const until = performance.now() + MILLION_MS;
        let windows = 0;
        for (const request of MILLION) {
          if (engine === "webgpu" && performance.now() > until) break;
          hash.update(await painter.paint(request));
          windows++;
        }
        expect(hexOf(hash.digest())).toBe(paintMillion(windows).hash);
        console.log(`${engine}: ${windows} of ${MILLION.length} windows of 1,000 pixels`);
        expect(windows).toBeGreaterThanOrEqual(FEWEST_WINDOWS);
      });

    test("behavior: pictures that are asked for together do not disturb each other", async () => {
      const some = [3, 0, 5, 9, 1].map((i) => CONFORMANCE[i]!);
      const painted = await Promise.all(some.map((request) => painter.paint(request)));
      for (const [i, request] of some.entries()) {
        expect(hexOf(painted[i]!)).toBe(hexOf(paintInteger(model, request)));
      }
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
}

let reference: { pixels: Uint8Array; ends: number[]; runs: string } | undefined;

/** What the integer reference makes of the first windows: their hash; and of all windows' runs. */
export function paintMillion(windows: number): { hash: string; runs: string } {
  reference ??= paintReference();
  const { pixels, ends, runs } = reference;
  return { hash: hexOf(keccak_256(pixels.subarray(0, ends[windows]))), runs };
}

function paintReference() {
  const model = parseModel(SHIPPED);
  const pixels = new Uint8Array(3_000_000);
  const ends = [0];
  const runs = keccak_256.create();
  for (const [i, request] of MILLION.entries()) {
    const painted = paintInteger(model, request);
    const start = ends[i]!;
    pixels.set(painted, start);
    ends.push(start + painted.length);
    for (const at of runsWithin(request, i)) runs.update(painted.subarray(at, at + 3 * RUN));
  }
  return { pixels, ends, runs: hexOf(runs.digest()) };
}
