// The sky network in plain integers: the reference that every other engine is held against. Twin of
// contracts/art/Sky.sol.

import type { Hex } from "../hex.ts";
import { FEATURES, paintFeatures, sceneOf } from "./features.ts";
import { clip, mappingInputs, wordBytes } from "./latent.ts";
import { ACTIVATION_MAX, SHIFT_MAX, type SkyModel, SUM_BITS, WIDTH } from "./model.ts";

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

/** Paints a rectangle: RGB bytes, row by row. Throws a RangeError for a rectangle outside. */
export function paintInteger(model: SkyModel, request: SkyRequest): Uint8Array {
  const { latent, condition, features } = prepare(request);
  const shifts = mapLatent(model, mappingInputs(latent, condition));
  const count = request.width * request.height;
  const out = new Uint8Array(count * 3);
  const x = new Int32Array(WIDTH);
  const next = new Int32Array(WIDTH);
  const rgb = new Int32Array(3);
  for (let p = 0; p < count; p++) {
    for (let i = 0; i < WIDTH; i++) x[i] = features[p * FEATURES + i]!;
    for (let c = 0; c < 3; c++) rgb[c] = shifts[WIDTH * model.layers + c]!;
    addColour(model.colours[0]!, x, rgb);
    for (let l = 0; l < model.layers; l++) {
      const block = model.weights[l]!;
      for (let j = 0; j < WIDTH; j++) {
        let sum = shifts[l * WIDTH + j]!;
        for (let i = 0; i < WIDTH; i++) sum += block[j * WIDTH + i]! * x[i]!;
        next[j] = activate(sum);
      }
      x.set(next);
      addColour(model.colours[l + 1]!, x, rgb);
    }
    for (let c = 0; c < 3; c++) {
      const level = (rgb[c]! >> SUM_BITS) + 128;
      out[p * 3 + c] = Math.max(0, Math.min(255, level));
    }
  }
  return out;
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

/** Checks a request and works out its features. Throws a RangeError that names what is wrong. */
export function prepare(request: SkyRequest): {
  latent: Uint8Array;
  condition: Uint8Array;
  features: Uint8Array;
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
  const features = new Uint8Array(width * height * FEATURES);
  paintFeatures(sceneOf(latent, condition, size), size, x, y, width, height, features);
  return { latent, condition, features };
}

/** A finished sum of a layer as an activation, 0..63. */
function activate(sum: number): number {
  return Math.max(0, Math.min(ACTIVATION_MAX, sum >> SUM_BITS));
}

function addColour(block: Int8Array, x: Int32Array, rgb: Int32Array): void {
  for (let c = 0; c < 3; c++) {
    let sum = rgb[c]!;
    for (let i = 0; i < WIDTH; i++) sum += block[c * WIDTH + i]! * x[i]!;
    rgb[c] = sum;
  }
}
