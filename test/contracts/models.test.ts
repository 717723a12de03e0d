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
  HEADER_BYTES,
  LANE_LIMIT,
  MODEL_BYTES_MAX,
  ModelError,
  type ModelParts,
  packModel,
  parseModel,
  WIDTH,
} from "../../renderer/sky/model.ts";
import { SELF_TEST } from "../../renderer/sky/selftest.ts";
import { SHIPPED, tf, useBackend } from "../renderer/sky/backends.ts";
import { mined, owner, type System, startSystem } from "./system.ts";

/** EIP-7825: the most gas of one transaction. */
const TRANSACTION_GAS = 2n ** 24n;

const REASONS = [
  ["ModelTooLarge", /the most is/],
  ["ModelSizeMismatch", /cut short|too long/],
  ["ModelFormatUnknown", /not a sky model|format \d+ is unknown/],
  ["ModelShapeOutOfRange", /a shape of/],
  ["ModelAltered", /was altered/],
  ["WeightOutOfRange", /the weight at byte/],
  ["SumOutOfLane", /a sum can reach/],
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
  test("behavior: one unit inside every bound is taken, one outside is refused by name", async () => {
    const { layers } = parseModel(SHIPPED);
    let tried = 0;
    for (let stage = 0; stage <= layers + 3; stage++) {
      for (const [output, sign] of [
        [0, 1],
        [2, -1],
      ] as const) {
        const inside = withWorst(stage, output, LANE_LIMIT - 1, sign);
        expect(parseModel(inside).bounds.worst).toBe(LANE_LIMIT - 1);
        expect(await refusalOf(inside), `stage ${stage}`).toBeUndefined();
        const outside = withWorst(stage, output, LANE_LIMIT, sign);
        expect(parserRefusal(outside)).toBe("SumOutOfLane");
        expect(await refusalOf(outside)).toEqual({
          name: "SumOutOfLane",
          args: [stage, output, LANE_LIMIT, LANE_LIMIT].map(BigInt),
        });
        tried++;
      }
    }
    expect(tried).toBe(2 * (3 + layers + 1));
  });

  test("behavior: agrees with the parser on 450 mutations of the shipped model", async () => {
    const random = mulberry(0x48534b59);
    const counts = new Map<string, number>();
    for (let i = 0; i < 450; i++) {
      const file = MUTATIONS[i % MUTATIONS.length]!(random);
      const expected = parserRefusal(file);
      const answer = await refusalOf(file);
      // An unchanged file would be refused as a second one, which the parser cannot know.
      const name = answer?.name === "ModelAlreadyRegistered" ? undefined : answer?.name;
      expect(name, `mutation ${i}`).toBe(expected);
      counts.set(name ?? "taken", (counts.get(name ?? "taken") ?? 0) + 1);
    }
    expect([...counts.values()].reduce((sum, n) => sum + n)).toBe(450);
    for (const name of ["taken", ...REASONS.map(([reason]) => reason)]) {
      expect(counts.get(name) ?? 0, name).toBeGreaterThanOrEqual(10);
    }
    expect(counts.get("taken")).toBeGreaterThanOrEqual(50);
    expect(counts.get("SumOutOfLane")).toBeGreaterThanOrEqual(50);
  });

  test("behavior: proof and storage together fit one transaction", async () => {
    const file = withWorst(3, 5, LANE_LIMIT - 1, 1);
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

/**
 * The shipped model with one bias set so that the sum of `output` of `stage` can reach exactly `worst`.
 * Stages are counted as the contract counts them: the mapping's layers, the layers, the colours.
 */
function withWorst(stage: number, output: number, worst: number, sign: 1 | -1): Uint8Array {
  const shipped = parseModel(SHIPPED);
  const parts: ModelParts = {
    ...shipped,
    biases: [shipped.biases[0].slice(), shipped.biases[1].slice(), shipped.biases[2].slice()],
    weights: shipped.weights.map((block) => block.slice()),
  };
  const mapping = Math.min(stage, 2) as 0 | 1 | 2;
  const place = stage < 3 ? output : WIDTH * (stage - 3) + output;
  const outputs = parts.biases[mapping].length;
  // A neuron's sum contains its shift, so a shift at its bound needs a row of nothing else.
  if (stage === 2) parts.weights[0]!.fill(0, WIDTH * output, WIDTH * (output + 1));
  let weights = 0;
  parts.mapping[mapping].forEach((w, i) => {
    if (i % outputs === place) weights += Math.abs(w);
  });
  const rows =
    stage < 3 ? [] : stage < 3 + parts.layers ? [parts.weights[stage - 3]!] : parts.colours;
  for (const block of rows) {
    for (let i = 0; i < WIDTH; i++) weights += Math.abs(block[WIDTH * output + i]!);
  }
  const middle = stage === 3 + parts.layers ? 128 * 128 : 0;
  parts.biases[mapping][place] = sign * (worst - middle - weights * ACTIVATION_MAX);
  return packModel(parts, shipped.selfTest);
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
  // A sum close to the end of its lane, on either side.
  (random) => {
    const { layers } = parseModel(SHIPPED);
    const stage = random(layers + 4);
    const output = random(stage === layers + 3 ? 3 : WIDTH);
    const worst = LANE_LIMIT - 3 + random(6);
    return withWorst(stage, output, worst, random(2) === 0 ? 1 : -1);
  },
  // A bias of any size.
  (random) => {
    const { layers } = parseModel(SHIPPED);
    const stage = random(layers + 4);
    const output = random(stage === layers + 3 ? 3 : WIDTH);
    return withWorst(stage, output, 600_000 + random(1_000_000), random(2) === 0 ? 1 : -1);
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
  // Cut short, or with something after the end.
  (random) => {
    const length = random(2) === 0 ? random(SHIPPED.length) : SHIPPED.length + 1 + random(400);
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
