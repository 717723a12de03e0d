// Valid models without training: every weight drawn from a seed, every row scaled to come close to the
// ends of its lane, so that sums of both signs, limits and carries all happen.

import { keccak_256 } from "@noble/hashes/sha3.js";
import { SCHOOL_COUNT } from "../../../renderer/genome.ts";
import type { Hex } from "../../../renderer/hex.ts";
import { toHex } from "../../../renderer/hex.ts";
import { paintInteger } from "../../../renderer/sky/integer.ts";
import { MAPPING_INPUTS } from "../../../renderer/sky/latent.ts";
import {
  ACTIVATION_MAX,
  INPUT_MAX,
  LANE_MAX,
  type ModelParts,
  packModel,
  parseModel,
  SHIFT_MAX,
  WIDTH,
} from "../../../renderer/sky/model.ts";
import { SELF_TEST } from "../../../renderer/sky/selftest.ts";

/** A number in 0..1, the next at every call. */
type Random = () => number;

const UNTESTED: Hex = `0x${"00".repeat(32)}`;

/** The file of a valid random model; the self-test's hash is right. */
export function randomModel(
  seed: number,
  layers: number,
  hidden: readonly [number, number],
): Uint8Array {
  const parts = randomParts(seed, layers, hidden);
  const model = parseModel(packModel(parts, UNTESTED));
  return packModel(parts, toHex(keccak_256(paintInteger(model, SELF_TEST))));
}

/** The weights of a valid random model. */
export function randomParts(
  seed: number,
  layers: number,
  hidden: readonly [number, number],
): ModelParts {
  const random = randomFrom(seed);
  const outputs = WIDTH * layers + 3;
  const [m1, m2] = hidden;
  const flat = (count: number, most: number) =>
    Int8Array.from({ length: count }, () => Math.round((random() - 0.5) * 2 * most));
  const biases = (count: number, most: number) =>
    Int32Array.from({ length: count }, () => Math.round((random() - 0.5) * 2 * most));
  const room = LANE_MAX - SHIFT_MAX;
  const block = (outputs: number, most: number) => {
    const rows = Array.from({ length: outputs }, () => row(random, most));
    return Int8Array.from(rows.flatMap((weights) => [...weights]));
  };
  return {
    layers,
    hidden,
    mapping: [flat(MAPPING_INPUTS * m1, 60), flat(m1 * m2, 60), flat(m2 * outputs, 127)],
    biases: [biases(m1, 9000), biases(m2, 9000), biases(outputs, 30_000)],
    weights: Array.from({ length: layers }, (_, l) =>
      block(WIDTH * (l === 0 ? SCHOOL_COUNT : 1), room / (l === 0 ? INPUT_MAX : ACTIVATION_MAX)),
    ),
    // The lane of a colour is shared out evenly among the inputs and all layers.
    colours: Array.from({ length: layers + 1 }, (_, l) =>
      block(
        3 * (l === 0 ? SCHOOL_COUNT : 1),
        room / (layers + 1) / (l === 0 ? INPUT_MAX : ACTIVATION_MAX),
      ),
    ),
  };
}

/** A row whose positive weights add up to at most `most`, and its negative ones likewise. */
function row(random: Random, most: number): Int8Array {
  const drawn = Array.from({ length: WIDTH }, () => random() - 0.5);
  const above = drawn.reduce((sum, w) => sum + Math.max(w, 0), 0);
  const below = drawn.reduce((sum, w) => sum + Math.max(-w, 0), 0);
  return Int8Array.from(drawn, (w) =>
    Math.max(-127, Math.min(127, Math.trunc((w * most) / (w > 0 ? above : below)))),
  );
}

function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
