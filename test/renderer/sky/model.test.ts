import { keccak_256 } from "@noble/hashes/sha3.js";
import { describe, expect, test } from "vitest";
import { SCHOOL_COUNT } from "../../../renderer/genome.ts";
import {
  ACTIVATION_MAX,
  boundsOf,
  HEADER_BYTES,
  INPUT_MAX,
  LANE_MAX,
  LANE_MIN,
  MODEL_BYTES_MAX,
  ModelError,
  type ModelParts,
  modelLength,
  packModel,
  parseModel,
  RUN_GAS_MAX,
  runGas,
  SHIFT_MAX,
  WIDTH,
} from "../../../renderer/sky/model.ts";
import { SHIPPED } from "./backends.ts";
import { randomModel, randomParts } from "./random-model.ts";

const LAYERS = 3;
const ZERO = `0x${"00".repeat(32)}` as const;

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
    expect(model.bounds.length).toBe((model.layers - 1 + SCHOOL_COUNT) * WIDTH + 3 * SCHOOL_COUNT);
    expect(model.bounds[0]!.room).toBeGreaterThanOrEqual(0);
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
      resealed((b) => b.set([1], 4)),
      /format 1 is unknown/,
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

  test("error: a shape whose run costs more gas than a challenge may recompute", () => {
    expect(runGas(7, [8, 8])).toBeLessThanOrEqual(RUN_GAS_MAX);
    const costly = resealed((b) => b.set([8], 5));
    expectError(costly, new RegExp(`a run can cost ${runGas(8, [48, 48])} gas`));
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

  test.each(sides())(
    "behavior: %s is taken at its bound and refused one weight past it",
    (_, p) => {
      const { layer, output, sign, most } = p;
      const inside = withRow(layer, output, sign, most);
      const reach = boundsOf(inside).find((r) => r.layer === layer && r.output === output)!;
      const limit = layer === 1 ? INPUT_MAX : ACTIVATION_MAX;
      expect(sign > 0 ? LANE_MAX - reach.most : reach.least - LANE_MIN).toBe(reach.room);
      expect(reach.room).toBeGreaterThanOrEqual(0);
      expect(reach.room).toBeLessThan(limit);
      parseModel(packModel(inside, ZERO));
      const outside = withRow(layer, output, sign, most + 1);
      const name =
        layer > LAYERS ? ["red", "green", "blue"][output] : `layer ${layer}, neuron ${output}`;
      expectError(
        packModel(outside, ZERO),
        new RegExp(
          `the sum of ${name}(?: of school \\d)? can reach ${sign * (LANE_MAX + limit - reach.room + (sign < 0 ? 1 : 0))}, ${limit - reach.room} outside its lane`,
        ),
      );
    },
  );

  test("behavior: a balanced row may have twice the weights of a one-sided one", () => {
    const parts = withRow(2, 5, 1, 390);
    for (let i = 0; i < 4; i++) parts.weights[1]![5 * WIDTH + 31 - i] = i < 3 ? -127 : -9;
    expect(boundsOf(parts)[0]).toEqual({
      layer: 2,
      output: 5,
      least: -390 * 63 - SHIFT_MAX,
      most: 390 * 63 + SHIFT_MAX,
      room: 6,
    });
  });

  test("behavior: random models of every shape are read", () => {
    for (const [layers, hidden] of [
      [1, [8, 64]],
      [7, [17, 9]],
      [5, [48, 48]],
    ] as const) {
      const model = parseModel(randomModel(7, layers, hidden));
      expect(model.layers).toBe(layers);
      expect(model.hidden).toEqual(hidden);
      expect(model.bounds[0]!.room).toBeLessThan(1000);
    }
  });
});

interface Side {
  layer: number;
  output: number;
  sign: 1 | -1;
  /** The largest sum of weights of this sign that stays inside. */
  most: number;
}

/** Both sides of one neuron of every layer and of every colour. */
function sides(): [string, Side][] {
  const all: [string, Side][] = [];
  for (const sign of [1, -1] as const) {
    const side = sign > 0 ? "positive" : "negative";
    for (let layer = 1; layer <= LAYERS; layer++) {
      const most = layer === 1 ? 193 : 390;
      all.push([`layer ${layer}, ${side}`, { layer, output: 7 * layer, sign, most }]);
    }
    for (let output = 0; output < 3; output++) {
      all.push([`colour ${output}, ${side}`, { layer: LAYERS + 1, output, sign, most: 390 }]);
    }
  }
  return all;
}

/** A model of zeros but for one row, whose weights of one sign add up to `total`. */
function withRow(layer: number, output: number, sign: 1 | -1, total: number): ModelParts {
  const parts = randomParts(1, LAYERS, [8, 8]);
  for (const block of [...parts.weights, ...parts.colours]) block.fill(0);
  // A colour's weights are spread over the blocks of the layers, each input of which is 0..63.
  const blocks = layer > LAYERS ? parts.colours.slice(1) : [parts.weights[layer - 1]!];
  for (let left = total, i = 0; left > 0; i++) {
    const w = Math.min(left, 127);
    blocks[i % blocks.length]![output * WIDTH + i] = sign * w;
    left -= w;
  }
  return parts;
}
