// The sky network in plain integers: the reference that every other engine is held against. Twin of
// contracts/art/Sky.sol.

import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Hex, toHex } from "../hex.ts";
import { BackendRefused } from "./backends.ts";
import { bandsOf } from "./bands.ts";
import { FEATURES, paintFeatures, type Scene, sceneOf } from "./features.ts";
import type { Painter } from "./infer.ts";
import { clip, mappingInputs, schoolOf, wordBytes } from "./latent.ts";
import { ACTIVATION_MAX, blockFor, SHIFT_MAX, type SkyModel, SUM_BITS, WIDTH } from "./model.ts";
import { SELF_TEST } from "./selftest.ts";

/** Which pixels of which picture: a rectangle of a picture of `size` pixels square. */
export interface SkyRequest {
  latent: Hex;
  condition: Hex;
  size: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Largest picture: 16-bit coordinates tell no more pixels apart. */
const SIZE_MAX = 4096;

/** Pixels whose features are worked out at a time. */
const BAND_PIXELS = 4096;

/** Paints a rectangle: RGB bytes, row by row. Throws a RangeError for a rectangle outside. */
export function paintInteger(model: SkyModel, request: SkyRequest): Uint8Array {
  const { latent, condition, scene } = prepare(request);
  const shifts = mapLatent(model, mappingInputs(latent, condition));
  const { size, width, height } = request;
  const out = new Uint8Array(width * height * 3);
  const features = new Uint8Array(Math.max(BAND_PIXELS, width) * FEATURES);
  let at = 0;
  for (const band of bandsOf(request, BAND_PIXELS)) {
    const count = width * band.height;
    paintFeatures(scene, size, band.x, band.y, width, band.height, features);
    paintBand(model, schoolOf(latent), shifts, features, out.subarray(at, at + count * 3));
    at += count * 3;
  }
  return out;
}

/** The reference as a painter, for where no TF.js backend will do. Throws BackendRefused. */
export function createIntegerPainter(model: SkyModel): Painter {
  const known = toHex(keccak_256(paintInteger(model, SELF_TEST)));
  if (known !== model.selfTest) throw new BackendRefused("integer", known, model.selfTest);
  return {
    backend: "integer",
    paint: async (request) => paintInteger(model, request),
    dispose: () => {},
  };
}

/** Paints as many pixels as `out` has room for from their features. */
export function paintBand(
  model: SkyModel,
  school: number,
  shifts: Int32Array,
  features: Uint8Array,
  out: Uint8Array,
): void {
  // Copies, because some loaders make an imported constant cost as much as the whole multiplication.
  const [n, bits, top] = [WIDTH, SUM_BITS, ACTIVATION_MAX];
  const { layers } = model;
  const weights = model.weights.map((_, l) => blockFor(model.weights, l, school));
  const colours = model.colours.map((_, l) => blockFor(model.colours, l, school));
  const count = out.length / 3;
  const x = new Int32Array(n);
  const next = new Int32Array(n);
  const rgb = new Int32Array(3);
  for (let p = 0; p < count; p++) {
    for (let i = 0; i < n; i++) x[i] = features[p * n + i]!;
    for (let c = 0; c < 3; c++) rgb[c] = dot(colours[0]!, c * n, x, shifts[n * layers + c]!);
    for (let l = 0; l < layers; l++) {
      for (let j = 0; j < n; j++) {
        const sum = dot(weights[l]!, j * n, x, shifts[l * n + j]!);
        next[j] = Math.max(0, Math.min(top, sum >> bits));
      }
      x.set(next);
      for (let c = 0; c < 3; c++) rgb[c] = dot(colours[l + 1]!, c * n, x, rgb[c]!);
    }
    for (let c = 0; c < 3; c++) {
      out[p * 3 + c] = Math.max(0, Math.min(255, (rgb[c]! >> bits) + 128));
    }
  }
}

/** `start` and the products of `x` with a row of weights. */
function dot(block: Int8Array, row: number, x: Int32Array, start: number): number {
  let sum = start;
  for (let i = 0; i < x.length; i++) sum += block[row + i]! * x[i]!;
  return sum;
}

/** The mapping network: the shifts, what one picture adds to every neuron's sum and to the colours. */
export function mapLatent(model: SkyModel, inputs: Uint8Array): Int32Array {
  let x: ArrayLike<number> = inputs;
  let sums = new Int32Array(0);
  for (let k = 0; k < 3; k++) {
    const weights = model.mapping[k]!;
    sums = Int32Array.from(model.biases[k]!);
    const n = sums.length;
    for (let i = 0; i < x.length; i++) {
      for (let j = 0; j < n; j++) sums[j]! += weights[i * n + j]! * x[i]!;
    }
    if (k < 2) x = sums.map((sum) => clip(sum >> 7));
  }
  return sums.map((sum) => Math.max(-SHIFT_MAX, Math.min(SHIFT_MAX, sum >> 2)));
}

/** Checks a request and works out its scene. Throws a RangeError that names what is wrong. */
export function prepare(request: SkyRequest): {
  latent: Uint8Array;
  condition: Uint8Array;
  scene: Scene;
} {
  const { size, x, y, width, height } = request;
  for (const [name, value] of Object.entries({ size, x, y, width, height })) {
    if (!Number.isInteger(value) || value < 0) {
      throw new RangeError(`${name} must be a whole number of pixels, got ${value}`);
    }
  }
  if (size < 1 || size > SIZE_MAX) throw new RangeError(`size must be 1..${SIZE_MAX}, got ${size}`);
  if (x + width > size || y + height > size) {
    throw new RangeError(
      `the rectangle ${width} x ${height} at (${x}, ${y}) leaves a picture of ${size} x ${size}`,
    );
  }
  const latent = wordBytes(request.latent);
  const condition = wordBytes(request.condition);
  const at = condition.findIndex((byte) => byte > 127);
  if (at >= 0) throw new RangeError(`condition byte ${at} is ${condition[at]}, the most is 127`);
  return { latent, condition, scene: sceneOf(latent, condition, size) };
}
