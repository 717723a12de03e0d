// `npm run train -- --budget 20m --out renderer/sky/model.bin`: trains a sky model on painted
// pictures with TF.js, on any machine, in the time given. Stops cleanly on Ctrl-C and goes on from
// its checkpoint when started again with the same --out.

import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { paintInteger } from "../../renderer/sky/integer.ts";
import {
  LANE_LIMIT,
  type ModelParts,
  packModel,
  parseModel,
  type SkyModel,
} from "../../renderer/sky/model.ts";
import { SELF_TEST } from "../../renderer/sky/selftest.ts";
import { GROUPS, type Group, randomOf } from "./moments.ts";
import {
  drawWeights,
  listOf,
  lossAndGradients,
  partsOf,
  type Shape,
  weightsFrom,
} from "./network.ts";
import { batchOf, drawGroup, type Pool, paintInto, poolOf } from "./pool.ts";
import { HELP, readSettings, type Settings } from "./settings.ts";

/** Everything that a killed run needs to go on. */
interface State {
  step: number;
  spentMs: number;
  weights: Float32Array[];
  first: Float32Array[];
  second: Float32Array[];
}

const IMAGES = 32;
const PIXELS = 256;
const POOL_IMAGES = 6000;
const POOL_POINTS = 384;
/** Part of the time in which nothing is rounded yet. */
const FLOAT_PART = 0.2;
const RATE = 0.012;
const CHECKPOINT_MS = 60_000;
const WEIGHT_MAX = 127 / 128;

const settings = readSettingsOrEnd();
setWasmPaths(
  `${dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json"))}/dist/`,
);
await tf.setBackend("wasm");
await tf.ready();
train(settings);

function train({ budgetMs, steps, out, seed, shape, fresh }: Settings): void {
  mkdirSync(dirname(out), { recursive: true });
  const logFile = `${out}.log`;
  const say = (line: string) => {
    console.log(line);
    appendFileSync(logFile, `${line}\n`);
  };
  const checkpoint = `${out}.checkpoint`;
  const drawn = drawWeights(shape, seed);
  const shapes = listOf(drawn).map((t) => t.shape);
  const resumed = !fresh && existsSync(checkpoint);
  const state = resumed
    ? readCheckpoint(checkpoint, shapes)
    : {
        step: 0,
        spentMs: 0,
        weights: listOf(drawn).map((t) => Float32Array.from(t.dataSync())),
        first: shapes.map(([a, b]) => new Float32Array(a * b)),
        second: shapes.map(([a, b]) => new Float32Array(a * b)),
      };
  tf.dispose(listOf(drawn));
  say(
    `${resumed ? `resumed at step ${state.step}` : "started"}: seed ${seed}, ${shape.layers} layers, mapping ${shape.hidden.join("-")}, ${steps > 0 ? `${steps} steps` : `budget ${minutes(budgetMs)}`}`,
  );

  const random = randomOf(seed + state.step * 7919);
  const pool = poolOf(POOL_IMAGES, POOL_POINTS);
  for (let i = 0; i < pool.images; i++) paintInto(pool, i, drawGroup(random), random);
  say(`painted ${pool.images} pictures, ${pool.points} points each`);
  const held = heldOut(seed + 1_000_003);

  let stopping = false;
  process.on("SIGINT", () => {
    stopping = true;
  });
  process.on("SIGTERM", () => {
    stopping = true;
  });
  let last = Date.now();
  let saved = last;
  let told = last;
  let mean = 0;
  let counted = 0;

  const tick = (): boolean => {
    const part = steps > 0 ? state.step / steps : state.spentMs / budgetMs;
    const exact = part > FLOAT_PART;
    const batch = batchOf(pool, IMAGES, PIXELS, random);
    const list = state.weights.map((w, i) => tf.tensor2d(w, shapes[i] as [number, number]));
    const { loss, gradients } = lossAndGradients(weightsFrom(list, shape), shape, batch, exact);
    adam(state, gradients, rateAt(part, state.step));
    tf.dispose(list);
    tf.dispose(gradients);
    for (let k = 0; k < 2; k++) {
      paintInto(pool, Math.floor(random() * pool.images), drawGroup(random), random);
    }
    state.step++;
    const now = Date.now();
    state.spentMs += now - last;
    last = now;
    mean += loss;
    counted++;
    if (now - told > 20_000) {
      const all = steps > 0 ? (state.spentMs / state.step) * steps : budgetMs;
      const left = Math.max(0, all - state.spentMs);
      say(
        `step ${state.step}: ${decibel(mean / counted).toFixed(2)} dB on the batch, ${exact ? "quantised" : "float"}, ${(state.step / (state.spentMs / 1000)).toFixed(1)} steps/s, ${minutes(left)} left`,
      );
      mean = 0;
      counted = 0;
      told = now;
    }
    if (now - saved > CHECKPOINT_MS) {
      writeCheckpoint(checkpoint, state);
      saved = now;
    }
    return !stopping && (steps > 0 ? state.step < steps : state.spentMs < budgetMs);
  };
  const loop = (): void => {
    for (let i = 0; i < 8; i++) {
      if (!tick()) {
        finish(state, shapes, shape, held, out, checkpoint, stopping, say);
        return;
      }
    }
    setImmediate(loop);
  };
  loop();
}

/** Learning rate: a short rise, then a cosine down to a hundredth. */
function rateAt(part: number, step: number): number {
  const fall = 0.5 * (1 + Math.cos(Math.PI * Math.min(1, part)));
  return RATE * Math.min(1, (step + 1) / 200) * (0.004 + 0.996 * fall);
}

function adam(state: State, gradients: readonly tf.Tensor2D[], rate: number): void {
  const t = state.step + 1;
  const fix1 = 1 - 0.9 ** t;
  const fix2 = 1 - 0.995 ** t;
  gradients.forEach((tensor, k) => {
    const g = tensor.dataSync();
    const w = state.weights[k]!;
    const m = state.first[k]!;
    const v = state.second[k]!;
    // Biases (the three after the mapping weights) may leave the range of a weight.
    const limit = k >= 3 && k < 6 ? 4 : WEIGHT_MAX;
    for (let i = 0; i < w.length; i++) {
      const gi = g[i]!;
      m[i] = 0.9 * m[i]! + 0.1 * gi;
      v[i] = 0.995 * v[i]! + 0.005 * gi * gi;
      const next = w[i]! - (rate * (m[i]! / fix1)) / (Math.sqrt(v[i]! / fix2) + 1e-8);
      w[i] = Math.max(-limit, Math.min(limit, next));
    }
  });
}

/** Pictures that training never sees, by group. */
function heldOut(seed: number): Map<Group, Pool> {
  const out = new Map<Group, Pool>();
  for (const group of Object.keys(GROUPS) as Group[]) {
    const random = randomOf(seed);
    const pool = poolOf(24, 512);
    for (let i = 0; i < pool.images; i++) paintInto(pool, i, group, random);
    out.set(group, pool);
  }
  return out;
}

function finish(
  state: State,
  shapes: readonly number[][],
  shape: Shape,
  held: Map<Group, Pool>,
  out: string,
  checkpoint: string,
  stopped: boolean,
  say: (line: string) => void,
): void {
  writeCheckpoint(checkpoint, state);
  const list = state.weights.map((w, i) => tf.tensor2d(w, shapes[i] as [number, number]));
  const weights = weightsFrom(list, shape);
  let total = 0;
  for (const [group, pool] of held) {
    const batch = {
      images: pool.images,
      pixels: pool.points,
      inputs: Float32Array.from(pool.inputs),
      features: Float32Array.from(pool.features),
      targets: pool.targets,
    };
    const { loss, gradients } = lossAndGradients(weights, shape, batch, true);
    tf.dispose(gradients);
    total += loss;
    say(`held out, ${group}: ${decibel(loss).toFixed(2)} dB`);
  }
  say(`held out, all: ${decibel(total / held.size).toFixed(2)} dB`);
  const { bytes, model } = seal(partsOf(weights, shape));
  tf.dispose(list);
  writeFileSync(out, bytes);
  say(
    `${stopped ? "stopped" : "finished"} at step ${state.step} after ${minutes(state.spentMs)}: ${bytes.length} bytes, largest sum ${model.bounds.worst} of ${LANE_LIMIT}, hash ${model.hash}, written to ${out}`,
  );
}

/** Packs the parts with the hash of the known picture that they paint. */
function seal(parts: ModelParts): { bytes: Uint8Array; model: SkyModel } {
  const draft = parseModel(packModel(parts, `0x${"00".repeat(32)}`));
  const known = keccak_256(paintInteger(draft, SELF_TEST));
  const bytes = packModel(parts, `0x${Buffer.from(known).toString("hex")}`);
  return { bytes, model: parseModel(bytes) };
}

function writeCheckpoint(file: string, state: State): void {
  const arrays = [...state.weights, ...state.first, ...state.second];
  const header = Float64Array.from([state.step, state.spentMs]);
  const parts = [header, ...arrays].map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength));
  // A rename is all or nothing: a kill while writing leaves the last checkpoint whole.
  writeFileSync(`${file}.part`, Buffer.concat(parts));
  renameSync(`${file}.part`, file);
}

function readCheckpoint(file: string, shapes: readonly number[][]): State {
  const bytes = readFileSync(file);
  const sizes = shapes.map(([a, b]) => a! * b!);
  const expected = 16 + 12 * sizes.reduce((a, b) => a + b, 0);
  if (bytes.length !== expected) {
    throw new Error(
      `${file} is a checkpoint of another shape (${bytes.length} bytes, not ${expected}). Delete it or pass --fresh.`,
    );
  }
  let at = 16;
  const take = () =>
    sizes.map((size) => {
      const array = new Float32Array(size);
      Buffer.from(array.buffer).set(bytes.subarray(at, at + 4 * size));
      at += 4 * size;
      return array;
    });
  return {
    step: bytes.readDoubleLE(0),
    spentMs: bytes.readDoubleLE(8),
    weights: take(),
    first: take(),
    second: take(),
  };
}

function decibel(meanSquare: number): number {
  return 10 * Math.log10((255 * 255) / Math.max(meanSquare, 1e-9));
}

function minutes(ms: number): string {
  const s = Math.round(ms / 1000);
  return `${Math.floor(s / 60)}m${String(s % 60).padStart(2, "0")}s`;
}

function readSettingsOrEnd(): Settings {
  try {
    const settings = readSettings(process.argv.slice(2));
    if (settings) return settings;
    console.log(HELP);
    process.exit(0);
  } catch (error) {
    console.error(`heliotrope: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  }
}
