import { keccak_256 } from "@noble/hashes/sha3.js";
import { describe, expect, test } from "vitest";
import {
  boundsOf,
  HEADER_BYTES,
  LANE_LIMIT,
  MODEL_BYTES_MAX,
  ModelError,
  modelLength,
  packModel,
  parseModel,
} from "../../../renderer/sky/model.ts";
import { SHIPPED } from "./backends.ts";

/** The shipped file with a change, and a checksum that covers it. */
function resealed(change: (bytes: Uint8Array) => void): Uint8Array {
  const bytes = SHIPPED.slice();
  change(bytes);
  bytes.set(keccak_256(bytes.subarray(0, bytes.length - 32)), bytes.length - 32);
  return bytes;
}

function expectError(bytes: Uint8Array, message: RegExp): void {
  expect(() => parseModel(bytes)).toThrow(ModelError);
  expect(() => parseModel(bytes)).toThrow(message);
}

describe("parseModel", () => {
  test("default: reads the shipped model and proves its bounds", () => {
    const model = parseModel(SHIPPED);
    expect(SHIPPED.length).toBeLessThanOrEqual(MODEL_BYTES_MAX);
    expect(SHIPPED.length).toBe(modelLength(model.layers, model.hidden));
    expect(model.bounds.worst).toBeLessThan(LANE_LIMIT);
    expect(model.bounds.worst).toBe(
      Math.max(...model.bounds.mapping, ...model.bounds.layers, model.bounds.colour),
    );
  });

  test("behavior: packing what was parsed gives the same file", () => {
    const model = parseModel(SHIPPED);
    expect(packModel(model, model.selfTest)).toEqual(SHIPPED);
  });

  test("behavior: reads a file that lies inside a larger buffer", () => {
    const larger = new Uint8Array(SHIPPED.length + 11);
    larger.set(SHIPPED, 7);
    expect(parseModel(larger.subarray(7, 7 + SHIPPED.length)).hash).toBe(parseModel(SHIPPED).hash);
  });

  test("error: a truncated file", () => {
    for (const length of [0, 10, 71, 1000, SHIPPED.length - 1]) {
      expectError(SHIPPED.slice(0, length), /cut short/);
    }
  });

  test("error: a file with something after its end", () => {
    expectError(Uint8Array.from([...SHIPPED, 0]), /too long/);
  });

  test("error: one altered bit, wherever it lies", () => {
    for (let at = HEADER_BYTES; at < SHIPPED.length; at += 997) {
      const bytes = SHIPPED.slice();
      bytes[at]! ^= 1;
      expectError(bytes, /altered/);
    }
  });

  test("error: another kind of file, another format, another shape", () => {
    expectError(
      resealed((b) => b.set([0x89, 0x50])),
      /not a sky model/,
    );
    expectError(
      resealed((b) => b.set([2], 4)),
      /format 2 is unknown/,
    );
    expectError(
      resealed((b) => b.set([0], 5)),
      /out of range/,
    );
    expectError(
      resealed((b) => b.set([9], 5)),
      /out of range/,
    );
    expectError(
      resealed((b) => b.set([65], 6)),
      /out of range/,
    );
  });

  test("error: a weight of -128", () => {
    expectError(
      resealed((b) => b.set([0], HEADER_BYTES + 5)),
      /weight at byte 13 is -128/,
    );
  });

  test("error: more bytes than one chunk holds", () => {
    expectError(new Uint8Array(MODEL_BYTES_MAX + 1), /the most is 24500/);
  });

  test("error: a sum that could leave its lane", () => {
    const model = parseModel(SHIPPED);
    const biases = [model.biases[0], model.biases[1], model.biases[2].slice()] as const;
    biases[2][0] = LANE_LIMIT;
    const parts = { ...model, biases };
    expect(boundsOf(parts).worst).toBeGreaterThanOrEqual(LANE_LIMIT);
    expectError(packModel(parts, model.selfTest), /a sum can reach \d+/);
  });
});
