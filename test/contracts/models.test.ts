// The registry on a real chain, held against renderer/sky/model.ts: both must take the same files, and
// refuse the same ones for the same reason.
import { keccak_256 } from "@noble/hashes/sha3.js";
import {
  BaseError,
  ContractFunctionRevertedError,
  keccak256,
  parseEventLogs,
  size,
  toBytes,
  toHex,
} from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { engineAbi, modelsAbi } from "../../contracts/abi.ts";
import { createPainter } from "../../renderer/sky/infer.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
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
  packModel,
  parseModel,
  SHIFT_MAX,
  WIDTH,
} from "../../renderer/sky/model.ts";
import { SELF_TEST } from "../../renderer/sky/selftest.ts";
import { SHIPPED, tf, useBackend } from "../renderer/sky/backends.ts";
import { mined, owner, type System, startSystem } from "./system.ts";

/** EIP-7825: the most gas of one transaction. */
const TRANSACTION_GAS = 2n ** 24n;

const REASONS = [
  ["ModelTooLarge", /bytes, the most is/],
  ["ModelSizeMismatch", /cut short|too long/],
  ["ModelFormatUnknown", /not a sky model|format \d+ is unknown/],
  ["ModelShapeOutOfRange", /a shape of/],
  ["ModelTooCostly", /a run can cost/],
  ["ModelAltered", /was altered/],
  ["WeightOutOfRange", /the weight at byte/],
  ["SumOutOfLane", /can reach/],
] as const;

interface Refusal {
  readonly name: string;
  readonly args: readonly unknown[];
}

let system: System;
beforeAll(async () => {
  system = await startSystem();
}, 900_000);
afterAll(() => system?.anvil.stop());

const models = () => ({ address: system.contracts.Models!, abi: modelsAbi }) as const;

/** What the registry says to a file; undefined when it would take it in one transaction. */
async function refusalOf(file: Uint8Array): Promise<Refusal | undefined> {
  try {
    await system.client.simulateContract({
      ...models(),
      account: owner,
      functionName: "register",
      args: [toHex(file), system.contracts.Engine!],
      gas: TRANSACTION_GAS,
    });
    return undefined;
  } catch (error) {
    const revert =
      error instanceof BaseError &&
      error.walk((cause) => cause instanceof ContractFunctionRevertedError);
    if (!(revert instanceof ContractFunctionRevertedError) || !revert.data) throw error;
    return { name: revert.data.errorName, args: revert.data.args ?? [] };
  }
}

/** The name of the contract's error for what the parser says; undefined when it takes the file. */
function parserRefusal(file: Uint8Array): string | undefined {
  try {
    parseModel(file);
    return undefined;
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const reason = REASONS.find(([, words]) => words.test(error.message));
    expect(reason, error.message).toBeDefined();
    return reason![0];
  }
}

describe("register", () => {
  test("behavior: a row at its bound is taken, and one weight more is refused by name", async () => {
    const { layers } = parseModel(SHIPPED);
    let tried = 0;
    for (let layer = 1; layer <= layers + 1; layer++) {
      for (const [output, sign] of [
        [0, 1],
        [2, -1],
      ] as const) {
        const school = layer === 1 || layer > layers ? 5 - output : 0;
        const top = layer === 1 || layer > layers ? INPUT_MAX : ACTIVATION_MAX;
        const most = Math.floor((LANE_MAX - SHIFT_MAX) / top);
        const inside = withRow({ layer, school, output }, sign * most);
        expect(boundsOf(parseModel(inside))[0]!.room).toBeGreaterThanOrEqual(0);
        expect(await refusalOf(inside), `layer ${layer}`).toBeUndefined();
        const outside = withRow({ layer, school, output }, sign * (most + 1));
        expect(parserRefusal(outside)).toBe("SumOutOfLane");
        const sum = sign * ((most + 1) * top + SHIFT_MAX);
        const limit = sign > 0 ? LANE_MAX : LANE_MIN;
        expect(await refusalOf(outside)).toEqual({
          name: "SumOutOfLane",
          args: [layer, school, output, sum, limit].map(BigInt),
        });
        tried++;
      }
    }
    expect(tried).toBe(2 * (layers + 1));
  });

  test("behavior: agrees with the parser on 500 mutations of the shipped model", async () => {
    const random = mulberry(0x48534b59);
    const counts = new Map<string, number>();
    for (let i = 0; i < 500; i++) {
      const file = MUTATIONS[i % MUTATIONS.length]!(random);
      const expected = parserRefusal(file);
      const answer = await refusalOf(file);
      // An unchanged file would be refused as a second one, which the parser cannot know.
      const name = answer?.name === "ModelAlreadyRegistered" ? undefined : answer?.name;
      expect(name, `mutation ${i}`).toBe(expected);
      counts.set(name ?? "taken", (counts.get(name ?? "taken") ?? 0) + 1);
    }
    expect([...counts.values()].reduce((sum, n) => sum + n)).toBe(500);
    for (const name of ["taken", ...REASONS.map(([reason]) => reason)]) {
      expect(counts.get(name) ?? 0, name).toBeGreaterThanOrEqual(10);
    }
    expect(counts.get("taken")).toBeGreaterThanOrEqual(50);
    expect(counts.get("SumOutOfLane")).toBeGreaterThanOrEqual(50);
  });

  test("behavior: proof and storage together fit one transaction", async () => {
    const file = withRow({ layer: 2, school: 0, output: 5 }, 390);
    const hash = await system.client.writeContract({
      ...models(),
      account: owner,
      functionName: "register",
      args: [toHex(file), system.contracts.Engine!],
      gas: TRANSACTION_GAS,
    });
    const { gasUsed, logs } = await mined(system, hash);
    expect(gasUsed).toBeLessThan(TRANSACTION_GAS / 2n);
    const [event] = parseEventLogs({ abi: modelsAbi, eventName: "ModelRegistered", logs });
    expect(event?.args.hash).toBe(toHex(keccak_256(file)));
  });
});

describe("modelBytes", () => {
  test("default: whoever reads the chain has the model, and knows that it is whole", async () => {
    const [pointer, hash] = await system.client.readContract({
      ...models(),
      functionName: "modelOf",
      args: [0n],
    });
    const read = await system.client.readContract({
      ...models(),
      functionName: "modelBytes",
      args: [0n],
    });
    // The same from a node alone, without the registry's help: the code behind its first byte.
    const code = await system.client.getCode({ address: pointer });
    expect(code).toBe(`0x00${read.slice(2)}`);
    expect(keccak256(read)).toBe(hash);

    const file = toBytes(read);
    const model = parseModel(file);
    expect(model.hash).toBe(hash);
    expect(packModel(model, model.selfTest)).toEqual(file);
    expect(keccak256(paintInteger(model, SELF_TEST))).toBe(model.selfTest);
    // A painter is only made by painting the known picture.
    await useBackend("wasm");
    const painter = await createPainter(tf, model);
    expect(keccak256(await painter.paint(SELF_TEST))).toBe(model.selfTest);
    painter.dispose();
  });

  test("behavior: the contract that the registry names paints the known picture too", async () => {
    const [, , engine] = await system.client.readContract({
      ...models(),
      functionName: "modelOf",
      args: [0n],
    });
    const { latent, condition, size: side } = SELF_TEST;
    const pixels = await system.client.readContract({
      address: engine,
      abi: engineAbi,
      functionName: "skyPixels",
      args: [0n, latent, condition, BigInt(side)],
    });
    expect(keccak256(pixels)).toBe(parseModel(SHIPPED).selfTest);
  });

  test("behavior: one altered byte on the way is noticed, wherever it is", async () => {
    const read = await system.client.readContract({
      ...models(),
      functionName: "modelBytes",
      args: [0n],
    });
    let noticed = 0;
    for (let at = 0; at < size(read); at += 499) {
      const file = toBytes(read);
      file[at]! ^= 1;
      expect(() => parseModel(file), `byte ${at}`).toThrow(ModelError);
      noticed++;
    }
    expect(noticed).toBe(Math.ceil(SHIPPED.length / 499));
  });
});

/** One row of weights: of a layer from 1 on, or of a colour's share of the inputs. */
interface Row {
  layer: number;
  /** Whose row it is, where each school has its own. */
  school: number;
  output: number;
}

/** The shipped model with one row whose weights, all of one sign, add up to `total`. */
function withRow({ layer, school, output }: Row, total: number): Uint8Array {
  const shipped = parseModel(SHIPPED);
  const parts: ModelParts = {
    ...shipped,
    weights: shipped.weights.map((block) => block.slice()),
    colours: shipped.colours.map((block) => block.slice()),
  };
  const colour = layer > parts.layers;
  if (colour) {
    // What the layers add to the colour would come on top.
    for (const block of parts.colours.slice(1)) block.fill(0, WIDTH * output, WIDTH * (output + 1));
  }
  const block = colour ? parts.colours[0]! : parts.weights[layer - 1]!;
  const from = WIDTH * ((colour ? 3 : layer === 1 ? WIDTH : 0) * school + output);
  block.fill(0, from, from + WIDTH);
  for (let left = Math.abs(total), i = from; left > 0; i++) {
    const weight = Math.min(left, 127);
    block[i] = Math.sign(total) * weight;
    left -= weight;
  }
  return packModel(parts, shipped.selfTest);
}

/** Any row of the shipped model. */
function anyRow(random: Random): Row {
  const layer = 1 + random(parseModel(SHIPPED).layers + 1);
  const colour = layer > parseModel(SHIPPED).layers;
  return { layer, school: random(6), output: random(colour ? 3 : WIDTH) };
}

type Random = (below: number) => number;

/** Ways to change the shipped file, each taken in turn. */
const MUTATIONS: readonly ((random: Random) => Uint8Array)[] = [
  // One bit, unnoticed but for the checksum.
  (random) => {
    const file = SHIPPED.slice();
    file[random(file.length)]! ^= 1 << random(8);
    return file;
  },
  // A few weights or biases.
  (random) =>
    resealed((file) => {
      for (let n = 1 + random(20); n > 0; n--) {
        file[HEADER_BYTES + random(file.length - HEADER_BYTES - 64)] = 1 + random(255);
      }
    }),
  // A long stretch at its extremes, wherever it lies.
  (random) =>
    resealed((file) => {
      const length = 32 + random(2_000);
      const from = HEADER_BYTES + random(file.length - HEADER_BYTES - 64 - length);
      const extreme = random(2) === 0 ? 1 : 255;
      file.fill(extreme, from, from + length);
    }),
  // A row close to the end of its lane, on either side.
  (random) => {
    const row = anyRow(random);
    const most = row.layer === 1 || row.layer > parseModel(SHIPPED).layers ? 193 : 390;
    return withRow(row, (most - 2 + random(5)) * (random(2) === 0 ? 1 : -1));
  },
  // A row far beyond it.
  (random) => withRow(anyRow(random), (400 + random(3_000)) * (random(2) === 0 ? 1 : -1)),
  // A bias of any size: what it shifts is limited.
  (random) => {
    const { biases, ...parts } = parseModel(SHIPPED);
    const changed = biases.map((block) => block.slice()) as [Int32Array, Int32Array, Int32Array];
    const block = changed[random(3)]!;
    block[random(block.length)] = random(1 << 24) - (1 << 23);
    return packModel({ ...parts, biases: changed }, parts.selfTest);
  },
  // A weight of -128.
  (random) =>
    resealed((file) => {
      file[HEADER_BYTES + random(file.length - HEADER_BYTES - 64)] = 0;
    }),
  // A byte of the header.
  (random) =>
    resealed((file) => {
      file[random(HEADER_BYTES)] = random(random(2) === 0 ? 12 : 256);
    }),
  // A header that asks for what no file has.
  (random) =>
    resealed((file) => {
      file[5 + random(3)] = random(2) === 0 ? random(1) : 65 + random(191);
    }),
  // A header that asks for more than a challenge can recompute.
  (random) =>
    resealed((file) => {
      file[5] = 6 + random(3);
    }),
  // Cut short, or with something after the end.
  (random) => {
    const length = random(2) === 0 ? random(SHIPPED.length) : SHIPPED.length + 1 + random(2_800);
    const file = new Uint8Array(length);
    file.set(SHIPPED.subarray(0, length));
    return length < 32 || length > MODEL_BYTES_MAX ? file : sealed(file);
  },
];

function resealed(change: (file: Uint8Array) => void): Uint8Array {
  const file = SHIPPED.slice();
  change(file);
  return sealed(file);
}

function sealed(file: Uint8Array): Uint8Array {
  file.set(keccak_256(file.subarray(0, file.length - 32)), file.length - 32);
  return file;
}

/** Reproducible numbers under `below`. */
function mulberry(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
