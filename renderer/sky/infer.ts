// The sky network through TF.js, on whichever backend is set. Tensors hold integers in floats, and
// every sum stays within 2^15, so every backend that adds and multiplies 32-bit floats gives the bytes
// of the integer reference. TF.js is handed in: this file imports only its types.

import { keccak_256 } from "@noble/hashes/sha3.js";
import type * as tfc from "@tensorflow/tfjs-core";
import { toHex } from "../hex.ts";
import { FEATURES } from "./features.ts";
import { mapLatent, prepare, type SkyRequest } from "./integer.ts";
import { mappingInputs } from "./latent.ts";
import { ACTIVATION_MAX, type SkyModel, SUM_BITS, WIDTH } from "./model.ts";
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
  | "tensor1d"
  | "tensor2d"
  | "tidy"
>;

/** Paints rectangles of pictures with one model on one backend. */
export interface Painter {
  /** RGB bytes, row by row, equal to `paintInteger`. Throws a RangeError for a bad request. */
  paint(request: SkyRequest): Promise<Uint8Array>;
  /** Frees the weights. The painter cannot be used afterwards. */
  dispose(): void;
}

/** A backend that paints other bytes than the model promises. */
export class BackendRefused extends Error {
  override name = "BackendRefused";
  constructor(backend: string, got: string, expected: string) {
    super(
      `the TF.js backend "${backend}" does not paint exactly: the known picture hashes to ${got}, the model promises ${expected}. Use another backend (wasm and cpu are exact everywhere; webgl needs 32-bit float render targets).`,
    );
  }
}

/** Most pixels in one pass: the activations of a tile stay within a few megabytes. */
const TILE_PIXELS = 16_384;
/** Sums are kept divided by 2^6, which a float does exactly. */
const UNIT = 1 / (1 << SUM_BITS);

/** Puts the model's weights on the backend that is set and tests it. Throws BackendRefused. */
export async function createPainter(tf: TensorFlow, model: SkyModel): Promise<Painter> {
  const layers = model.weights.map((block) => turned(tf, block, WIDTH));
  const colours = model.colours.map((block) => turned(tf, block, 3));
  let disposed = false;
  const painter: Painter = {
    paint: (request) => {
      if (disposed) throw new Error("this painter was disposed of; create another one.");
      return paint(tf, model, layers, colours, request);
    },
    dispose: () => {
      if (disposed) return;
      disposed = true;
      tf.dispose([...layers, ...colours]);
    },
  };
  try {
    const known = toHex(keccak_256(await painter.paint(SELF_TEST)));
    if (known === model.selfTest) return painter;
    throw new BackendRefused(tf.getBackend(), known, model.selfTest);
  } catch (error) {
    painter.dispose();
    throw error;
  }
}

async function paint(
  tf: TensorFlow,
  model: SkyModel,
  layers: readonly tfc.Tensor2D[],
  colours: readonly tfc.Tensor2D[],
  request: SkyRequest,
): Promise<Uint8Array> {
  const { latent, condition, features } = prepare(request);
  const shifts = Float32Array.from(
    mapLatent(model, mappingInputs(latent, condition)),
    (shift) => shift * UNIT,
  );
  const count = request.width * request.height;
  const out = new Uint8Array(count * 3);
  for (let from = 0; from < count; from += TILE_PIXELS) {
    const size = Math.min(TILE_PIXELS, count - from);
    const tile = tf.tidy(() => {
      const bytes = features.subarray(from * FEATURES, (from + size) * FEATURES);
      let x = tf.tensor2d(Float32Array.from(bytes), [size, FEATURES]);
      const biasOf = (at: number, width: number) => tf.tensor1d(shifts.slice(at, at + width));
      // 128 is the middle of a colour.
      let rgb: tfc.Tensor = tf.add(
        tf.matMul(x, colours[0]!),
        tf.add(biasOf(WIDTH * model.layers, 3), 128),
      );
      for (let l = 0; l < model.layers; l++) {
        const bias = biasOf(WIDTH * l, WIDTH);
        const sum = tf.fused.matMul({ a: x, b: layers[l]!, bias }) as tfc.Tensor2D;
        x = tf.clipByValue(tf.floor(sum), 0, ACTIVATION_MAX);
        rgb = tf.add(rgb, tf.matMul(x, colours[l + 1]!));
      }
      return tf.clipByValue(tf.floor(rgb), 0, 255);
    });
    try {
      out.set(await tile.data(), from * 3);
    } finally {
      tf.dispose(tile);
    }
  }
  return out;
}

/** Weights as [input, output], divided by 2^6. */
function turned(tf: TensorFlow, block: Int8Array, outputs: number): tfc.Tensor2D {
  const values = new Float32Array(block.length);
  for (let j = 0; j < outputs; j++) {
    for (let i = 0; i < WIDTH; i++) values[i * outputs + j] = block[j * WIDTH + i]! * UNIT;
  }
  return tf.tensor2d(values, [WIDTH, outputs]);
}
