// The sky network through TF.js. Tensors hold integers in floats, and every sum stays within 2^15, so every
// backend that adds and multiplies 32-bit floats gives the bytes of the integer reference. TF.js is handed
// in: this file imports only its types.

import { keccak_256 } from "@noble/hashes/sha3.js";
import type * as tfc from "@tensorflow/tfjs-core";
import { SCHOOL_COUNT } from "../genome.ts";
import { toHex } from "../hex.ts";
import { BackendLost, BackendRefused } from "./backends.ts";
import { bandsOf } from "./bands.ts";
import type { Device } from "./device.ts";
import { FEATURES, paintFeatures } from "./features.ts";
import { mapLatent, prepare, type SkyRequest } from "./integer.ts";
import { mappingInputs, schoolOf } from "./latent.ts";
import { ACTIVATION_MAX, blockFor, type SkyModel, SUM_BITS, WIDTH } from "./model.ts";
import { SELF_TEST } from "./selftest.ts";

/** What a painter needs of `@tensorflow/tfjs-core`. */
export type TensorFlow = Pick<
  typeof tfc,
  | "add"
  | "clipByValue"
  | "dispose"
  | "floor"
  | "fused"
  | "getBackend"
  | "matMul"
  | "setBackend"
  | "tensor1d"
  | "tensor2d"
  | "tidy"
>;

/** Paints rectangles of pictures with one model on one backend. */
export interface Painter {
  /** The backend that paints. */
  readonly backend: string;
  /**
   * RGB bytes, row by row, equal to `paintInteger`. Throws a RangeError for a bad request, BackendLost when
   * the device goes away.
   */
  paint(request: SkyRequest): Promise<Uint8Array>;
  /** Frees the weights. The painter cannot be used afterwards. */
  dispose(): void;
}

export interface PainterOptions {
  /** The device under the backend, where it has one that can be lost. */
  readonly device?: Device | undefined;
  /** Most pixels in one pass: it bounds the memory, 128 bytes a pixel and layer. */
  readonly tilePixels?: number | undefined;
}

/** The activations of a tile are 1 MB each and stay in the caches: a quarter faster than twice the tile. */
const TILE_PIXELS = 8192;
/** Sums are kept divided by 2^6, which a float does exactly. */
const UNIT = 1 / (1 << SUM_BITS);

/** Weights on one backend: of a school, or of a whole model with the first of all schools in front. */
interface Weights {
  layers: readonly tfc.Tensor2D[];
  colours: readonly tfc.Tensor2D[];
}

/** Puts the model's weights on the backend that is set and tests it. Throws BackendRefused, BackendLost. */
export async function createPainter(
  tf: TensorFlow,
  model: SkyModel,
  options: PainterOptions = {},
): Promise<Painter> {
  const backend = tf.getBackend();
  const weights: Weights = {
    layers: partsOf(model.weights).map((block) => turned(tf, block, WIDTH)),
    colours: partsOf(model.colours).map((block) => turned(tf, block, 3)),
  };
  let disposed = false;
  const painter: Painter = {
    backend,
    paint: async (request) => {
      if (disposed) throw new Error("this painter was disposed of; create another one.");
      return paint(tf, backend, model, weights, options, request);
    },
    dispose: () => {
      if (disposed) return;
      disposed = true;
      tf.dispose([...weights.layers, ...weights.colours]);
    },
  };
  try {
    const known = toHex(keccak_256(await painter.paint(SELF_TEST)));
    if (known === model.selfTest) return painter;
    throw new BackendRefused(backend, known, model.selfTest);
  } catch (error) {
    painter.dispose();
    throw error;
  }
}

async function paint(
  tf: TensorFlow,
  backend: string,
  model: SkyModel,
  weights: Weights,
  { device, tilePixels = TILE_PIXELS }: PainterOptions,
  request: SkyRequest,
): Promise<Uint8Array> {
  const { latent, condition, scene } = prepare(request);
  const shifts = Float32Array.from(
    mapLatent(model, mappingInputs(latent, condition)),
    (shift) => shift * UNIT,
  );
  const own = ofSchool(weights, schoolOf(latent));
  const { size, x, width, height } = request;
  const out = new Uint8Array(width * height * 3);
  const most = Math.min(Math.max(tilePixels, width), width * height) * FEATURES;
  const features = new Uint8Array(most);
  // Two, because a backend may read the one while the other is filled.
  const floats = [new Float32Array(most), new Float32Array(most)] as const;
  let reading: Promise<void> = Promise.resolve();
  let at = 0;
  let pass = 0;
  try {
    for (const band of bandsOf(request, tilePixels)) {
      const bytes = width * band.height * FEATURES;
      paintFeatures(scene, size, x, band.y, width, band.height, features);
      const inputs = floats[pass++ & 1]!.subarray(0, bytes);
      inputs.set(bytes === most ? features : features.subarray(0, bytes));
      // Another painter of this thread may have set its own backend meanwhile.
      while (tf.getBackend() !== backend) await tf.setBackend(backend);
      const tile = run(tf, own, shifts, inputs);
      const from = at;
      at += width * band.height * 3;
      // While a GPU works on this tile, the features of the next are computed.
      const before = reading;
      reading = read(tf, tile, device).then((colours) => out.set(colours, from));
      reading.catch(() => {});
      await before;
    }
    await reading;
  } catch (error) {
    await reading.catch(() => {});
    if (error instanceof BackendLost) throw error;
    const reason = await device?.fault(true);
    throw reason === undefined ? error : new BackendLost(backend, reason, { cause: error });
  }
  const reason = await device?.fault(false);
  if (reason !== undefined) throw new BackendLost(backend, reason);
  return out;
}

/** The colours of one tile, still on the backend. */
function run(tf: TensorFlow, weights: Weights, shifts: Float32Array, inputs: Float32Array) {
  const { layers, colours } = weights;
  return tf.tidy(() => {
    let x = tf.tensor2d(inputs, [inputs.length / FEATURES, FEATURES]);
    // 128 is the middle of a colour.
    const middle = shifts.slice(WIDTH * layers.length).map((shift) => shift + 128);
    let rgb: tfc.Tensor = tf.fused.matMul({ a: x, b: colours[0]!, bias: tf.tensor1d(middle) });
    for (const [l, layer] of layers.entries()) {
      const bias = tf.tensor1d(shifts.slice(WIDTH * l, WIDTH * (l + 1)));
      const sum = tf.fused.matMul({ a: x, b: layer, bias }) as tfc.Tensor2D;
      x = tf.clipByValue(tf.floor(sum), 0, ACTIVATION_MAX);
      rgb = tf.add(rgb, tf.matMul(x, colours[l + 1]!));
    }
    return tf.clipByValue(tf.floor(rgb), 0, 255);
  });
}

/** A tile's bytes; does not wait for a device that will never answer. */
async function read(tf: TensorFlow, tile: tfc.Tensor, device: Device | undefined) {
  try {
    return await (device === undefined ? tile.data() : device.guard(tile.data()));
  } finally {
    tf.dispose(tile);
  }
}

/** The first block of each school, then those that all schools share. */
function partsOf(blocks: readonly Int8Array[]): Int8Array[] {
  const firsts = Array.from({ length: SCHOOL_COUNT }, (_, school) => blockFor(blocks, 0, school));
  return [...firsts, ...blocks.slice(1)];
}

/** The weights of a whole model that one school uses. */
function ofSchool({ layers, colours }: Weights, school: number): Weights {
  return {
    layers: [layers[school]!, ...layers.slice(SCHOOL_COUNT)],
    colours: [colours[school]!, ...colours.slice(SCHOOL_COUNT)],
  };
}

/** Weights as [input, output], divided by 2^6. */
function turned(tf: TensorFlow, block: Int8Array, outputs: number): tfc.Tensor2D {
  const values = new Float32Array(block.length);
  for (let j = 0; j < outputs; j++) {
    for (let i = 0; i < WIDTH; i++) values[i * outputs + j] = block[j * WIDTH + i]! * UNIT;
  }
  return tf.tensor2d(values, [WIDTH, outputs]);
}
