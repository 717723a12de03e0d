// The model file: its layout, what makes it valid, and the bounds that prove it exact.

import { keccak_256 } from "@noble/hashes/sha3.js";
import { SCHOOL_COUNT } from "../genome.ts";
import { fromHex, type Hex, toHex } from "../hex.ts";
import { FEATURES } from "./features.ts";
import { MAPPING_INPUTS } from "./latent.ts";

/** Most bytes of a model: it must fit one SSTORE2 chunk and a token's page. */
export const MODEL_BYTES_MAX = 24_500;
/** A pixel's inputs hold 0..127, and so does everything in the mapping network. */
export const INPUT_MAX = 127;
/** Activations of the layers hold 0..63. */
export const ACTIVATION_MAX = 63;
/** Sums of the layers and of the colours count 64ths. */
export const SUM_BITS = 6;
/** What one picture adds to a sum is limited to this, on either side of zero. */
export const SHIFT_MAX = 8191;
/** The least and the most that a finished sum may be: the EVM keeps it in a lane of 16 bits. */
export const LANE_MIN = -32_768;
export const LANE_MAX = 32_767;
/** Most gas of one run in the EVM, by `runGas`: a challenge recomputes one. */
export const RUN_GAS_MAX = 400_000;
/** Neurons of every layer: one row of weights is one 32-byte word. */
export const WIDTH = 32;

/**
 * File layout; integers are big-endian, weights are bytes of w + 128 with w in -127..127.
 *
 * | bytes | what |
 * |---|---|
 * | 0-3 | "HSKY" |
 * | 4 | format, 2 |
 * | 5 | layers L, 1..8 |
 * | 6, 7 | hidden neurons M1 and M2 of the mapping network, 8..64 |
 * | 32 M1 | mapping layer 1: for each input, the weights of all outputs |
 * | M1 M2 | mapping layer 2, likewise |
 * | M2 (32 L + 3) | mapping layer 3, likewise: shifts of every neuron, then of red, green, blue |
 * | 6 * 1024 | the first layer of each of six schools: for each neuron, the weights of its 32 inputs |
 * | 1024 (L - 1) | the other layers, which all schools share |
 * | 6 * 96 | colours of the inputs for each school: red, green and blue rows of 32 |
 * | 96 L | colours of each layer, likewise |
 * | 3 (M1 + M2 + 32 L + 3) | biases of the mapping network, int24 |
 * | 32 | self-test: keccak256 of the 32 x 32 picture of the known latent and condition |
 * | 32 | keccak256 of all bytes before |
 */
export const HEADER_BYTES = 8;
const MAGIC = 0x48534b59;
const FORMAT = 2;
const TRAILER_BYTES = 64;

/** A parsed, validated model. Weights are signed; matrices are row-major in the file's order. */
export interface SkyModel {
  layers: number;
  hidden: readonly [number, number];
  outputs: number;
  /** Mapping weights, [input][output]. */
  mapping: readonly [Int8Array, Int8Array, Int8Array];
  biases: readonly [Int32Array, Int32Array, Int32Array];
  /** Layer weights, [neuron][input]; the first, [school][neuron][input]. */
  weights: readonly Int8Array[];
  /** Colour weights after each layer, [channel][input]; the first, of the inputs, [school][channel][input]. */
  colours: readonly Int8Array[];
  /** How far every sum can go, the one with the least room first. */
  bounds: readonly Reach[];
  selfTest: Hex;
  hash: Hex;
}

/** How far one sum can go, over all inputs and shifts. */
export interface Reach {
  /** The layer, 1..L, or L + 1 for the colours. */
  layer: number;
  /** Whose sum it is, where schools differ. */
  school?: number;
  /** The neuron, or the colour. */
  output: number;
  /** The least and the most that the sum can be: both are reached. */
  least: number;
  most: number;
  /** What its lane has left on the tighter side; below zero, the sum leaves its lane. */
  room: number;
}

/** The weights before packing, as training leaves them. */
export interface ModelParts {
  layers: number;
  hidden: readonly [number, number];
  mapping: readonly [Int8Array, Int8Array, Int8Array];
  biases: readonly [Int32Array, Int32Array, Int32Array];
  weights: readonly Int8Array[];
  colours: readonly Int8Array[];
}

/** A model file that cannot be used: what is wrong, and what to do. */
export class ModelError extends Error {
  override name = "ModelError";
  constructor(what: string, remedy: string) {
    super(`sky model: ${what}. ${remedy}`);
  }
}

const AGAIN = "Fetch the file again, or train a new one with `npm run train`.";

/** keccak256 of a model file: the name under which the registry keeps it. */
export function modelHash(bytes: Uint8Array): Hex {
  return toHex(keccak_256(bytes));
}

/** Reads and checks a model file. Throws ModelError when it is cut, altered or could overflow. */
export function parseModel(bytes: Uint8Array): SkyModel {
  if (bytes.length > MODEL_BYTES_MAX) {
    throw new ModelError(
      `the file has ${bytes.length} bytes, the most is ${MODEL_BYTES_MAX}`,
      "Use fewer layers or a smaller mapping network.",
    );
  }
  if (bytes.length < HEADER_BYTES + TRAILER_BYTES) {
    throw new ModelError(`the file is cut short at ${bytes.length} bytes`, AGAIN);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== MAGIC) throw new ModelError("the file is not a sky model", AGAIN);
  if (bytes[4] !== FORMAT) {
    throw new ModelError(
      `format ${bytes[4]} is unknown, this program reads format ${FORMAT}`,
      "Use the version of Heliotrope that the model was made for.",
    );
  }
  const layers = bytes[5]!;
  const hidden = [bytes[6]!, bytes[7]!] as const;
  if (layers < 1 || layers > 8 || hidden.some((n) => n < 8 || n > 64)) {
    throw new ModelError(
      `a shape of ${layers} layers and a mapping of ${hidden.join(" and ")} neurons is out of range`,
      AGAIN,
    );
  }
  const gas = runGas(layers, hidden);
  if (gas > RUN_GAS_MAX) {
    throw new ModelError(
      `with this shape a run can cost ${gas} gas, the most is ${RUN_GAS_MAX}`,
      "Use fewer layers or a smaller mapping network.",
    );
  }
  const expected = modelLength(layers, hidden);
  if (bytes.length !== expected) {
    const how = bytes.length < expected ? "cut short" : "too long";
    throw new ModelError(`the file is ${how}: ${bytes.length} bytes instead of ${expected}`, AGAIN);
  }
  const check = toHex(keccak_256(bytes.subarray(0, bytes.length - 32)));
  if (check !== toHex(bytes.subarray(bytes.length - 32))) {
    throw new ModelError("the file was altered: its checksum does not match", AGAIN);
  }

  let at = HEADER_BYTES;
  const take = (count: number): Int8Array => {
    const out = new Int8Array(count);
    for (let i = 0; i < count; i++) {
      const byte = bytes[at + i]!;
      if (byte === 0) {
        throw new ModelError(
          `the weight at byte ${at + i} is -128, outside -127..127`,
          "Clip the weights when packing the model.",
        );
      }
      out[i] = byte - 128;
    }
    at += count;
    return out;
  };
  const outputs = WIDTH * layers + 3;
  const [m1, m2] = hidden;
  const mapping = [take(MAPPING_INPUTS * m1), take(m1 * m2), take(m2 * outputs)] as const;
  const weights: Int8Array[] = [];
  for (let l = 0; l < layers; l++) weights.push(take(copies(l) * WIDTH * WIDTH));
  const colours: Int8Array[] = [];
  for (let l = 0; l <= layers; l++) colours.push(take(copies(l) * 3 * WIDTH));
  const takeBiases = (count: number): Int32Array => {
    const out = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      out[i] = (view.getInt8(at) << 16) | view.getUint16(at + 1);
      at += 3;
    }
    return out;
  };
  const biases = [takeBiases(m1), takeBiases(m2), takeBiases(outputs)] as const;
  const parts: ModelParts = { layers, hidden, mapping, biases, weights, colours };
  const bounds = boundsOf(parts);
  const [tightest] = bounds;
  if (tightest!.room < 0) {
    throw new ModelError(
      `${describe(tightest!, layers)}, ${-tightest!.room} outside its lane (${LANE_MIN}..${LANE_MAX})`,
      "Train with smaller weights: the bound must hold for every input.",
    );
  }
  return {
    ...parts,
    outputs,
    bounds,
    selfTest: toHex(bytes.subarray(at, at + 32)),
    hash: modelHash(bytes),
  };
}

/** Packs trained parts into a file; `selfTest` is the hash of the known picture. */
export function packModel(parts: ModelParts, selfTest: Hex): Uint8Array {
  const out = new Uint8Array(modelLength(parts.layers, parts.hidden));
  const view = new DataView(out.buffer);
  view.setUint32(0, MAGIC);
  out.set([FORMAT, parts.layers, ...parts.hidden], 4);
  let at = HEADER_BYTES;
  for (const block of [...parts.mapping, ...parts.weights, ...parts.colours]) {
    for (const w of block) out[at++] = w + 128;
  }
  for (const block of parts.biases) {
    for (const b of block) {
      view.setInt8(at, b >> 16);
      view.setUint16(at + 1, b & 0xffff);
      at += 3;
    }
  }
  out.set(fromHex(selfTest), at);
  at += 32;
  out.set(keccak_256(out.subarray(0, at)), at);
  return out;
}

/** The length of a model file with this shape. */
export function modelLength(layers: number, hidden: readonly [number, number]): number {
  const [m1, m2] = hidden;
  const outputs = WIDTH * layers + 3;
  const weights =
    MAPPING_INPUTS * m1 +
    m1 * m2 +
    m2 * outputs +
    WIDTH * WIDTH * (layers - 1 + SCHOOL_COUNT) +
    3 * WIDTH * (layers + SCHOOL_COUNT);
  return HEADER_BYTES + weights + 3 * (m1 + m2 + outputs) + TRAILER_BYTES;
}

/**
 * What one run costs the EVM at most with a model of this shape: features in every kind of weather, the
 * weights brought into memory, the mapping network, the layers. Twin of `runGas` in
 * contracts/art/ModelBounds.sol, which is held against measurements.
 */
export function runGas(layers: number, [m1, m2]: readonly [number, number]): number {
  // The mapping network computes 32 outputs at once.
  const groups = (outputs: number) => Math.ceil(outputs / WIDTH);
  const products = WIDTH * groups(m1) + m1 * groups(m2) + m2 * (layers + 1);
  const mapping =
    130 * products +
    200 * (WIDTH + m1 + m2) +
    3000 * (groups(m1) + groups(m2)) +
    4600 * layers +
    4000;
  const loaded = 8000 + 1600 * layers;
  return 80_000 + loaded + mapping + 4000 + 30_300 * layers;
}

/** The part of the l-th block that one school uses: the first block has a part for each. */
export function blockFor(blocks: readonly Int8Array[], l: number, school: number): Int8Array {
  const block = blocks[l]!;
  const length = block.length / copies(l);
  const from = l === 0 ? school * length : 0;
  return block.subarray(from, from + length);
}

/** How often the l-th block stands in the file: schools see the inputs each in their own way. */
function copies(l: number): number {
  return l === 0 ? SCHOOL_COUNT : 1;
}

/**
 * How far every sum of the layers and colours can go, the one with the least room first. It is as far
 * as the positive weights alone, or the negative ones, take it at full inputs, and the shift with them.
 * The mapping network needs no bound: 64 products of 127 * 127 and a bias of 24 bits stay under 2^24.
 */
export function boundsOf({ layers, weights, colours }: ModelParts): Reach[] {
  const bounds: Reach[] = [];
  const add = (where: Pick<Reach, "layer" | "school" | "output">, sums: [number, number]): void => {
    const [least, most] = [-sums[1] - SHIFT_MAX, sums[0] + SHIFT_MAX];
    const room = Math.min(LANE_MAX - most, least - LANE_MIN);
    bounds.push({ ...where, least, most, room });
  };
  for (let school = 0; school < SCHOOL_COUNT; school++) {
    for (let l = 0; l < layers; l++) {
      if (l > 0 && school > 0) break;
      const own = l === 0 ? { school } : {};
      for (let j = 0; j < WIDTH; j++) {
        const sums = signedSums(blockFor(weights, l, school), j, inputMax(l));
        add({ layer: l + 1, ...own, output: j }, sums);
      }
    }
    for (let c = 0; c < 3; c++) {
      const sums: [number, number] = [0, 0];
      for (let l = 0; l <= layers; l++) {
        const [above, below] = signedSums(blockFor(colours, l, school), c, inputMax(l));
        sums[0] += above;
        sums[1] += below;
      }
      add({ layer: layers + 1, school, output: c }, sums);
    }
  }
  return bounds.sort((a, b) => a.room - b.room);
}

/** The most that an input of layer `l` (from 0) can be: a pixel's, or an activation. */
function inputMax(l: number): number {
  return l === 0 ? INPUT_MAX : ACTIVATION_MAX;
}

/** What a row's positive weights, and its negative ones, add up to at full inputs; both not negative. */
function signedSums(block: Int8Array, row: number, top: number): [number, number] {
  let above = 0;
  let below = 0;
  for (const w of block.subarray(row * WIDTH, (row + 1) * WIDTH)) {
    if (w > 0) above += w * top;
    else below -= w * top;
  }
  return [above, below];
}

function describe({ layer, school, output, least, most }: Reach, layers: number): string {
  const what =
    layer > layers ? ["red", "green", "blue"][output] : `layer ${layer}, neuron ${output}`;
  const whose = school === undefined ? "" : ` of school ${school}`;
  const farther = LANE_MAX - most < least - LANE_MIN ? most : least;
  return `the sum of ${what}${whose} can reach ${farther}`;
}

if (FEATURES !== WIDTH) throw new Error("the features of a pixel must fill one row of weights");
