// The sky network by typed arrays: the same bytes as renderer/sky/integer.ts, from the part of a model file that
// one school uses. Sums are whole numbers in floats of 64 bits, which are the fastest here.
import { sceneOf } from "../sky/features.ts";
import { mapLatent } from "../sky/integer.ts";
import { mappingInputs } from "../sky/latent.ts";
import type { SkyModel } from "../sky/model.ts";

/** features.glsl as script. */
export interface Features {
  /** The numbers of the scene. */
  q: Int32Array;
  /** The inputs of a pixel. */
  f: Float64Array;
  column(X: number): void;
  pixel(X: number, Y: number): void;
}

export interface Network {
  depth: number;
  /** Of each layer, and of what follows the last: for each input the weights of 32 neurons and three colours. */
  matrices: Float64Array[];
  mapping: Int8Array[];
  biases: Int32Array[];
}

/** A grid of pixels over the sky's plane. */
export interface Frame {
  /** Pixels a side of the chain's square picture, whose left upper corner is the origin. */
  size: number;
  /** The first column and row, in 65,536ths of the square. */
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A picture that is being painted. */
export interface Picture {
  frame: Frame;
  condition: Uint8Array;
  /** What the mapping network adds to every sum. */
  shifts: Int32Array;
  numbers: number[];
  /** Columns, or on the card rows, that are done. */
  ready: number;
  rgba?: Uint8ClampedArray<ArrayBuffer>;
  texture?: WebGLTexture;
}

/** Outputs of a matrix for one input. */
const OUTPUTS = 35;

/** Reads layers, two widths, then weights and biases in the order of the model file. */
export function networkOf(bytes: Uint8Array, from: number): Network {
  const [depth, m1, m2] = bytes.subarray(from) as unknown as [number, number, number];
  const last = 32 * depth + 3;
  let at = from + 3;
  const take = () => bytes[at++]! - 128;
  const mapping = [32 * m1, m1 * m2, m2 * last].map((length) => Int8Array.from({ length }, take));
  const matrices = Array.from({ length: depth + 1 }, () => new Float64Array(32 * OUTPUTS));
  const fill = (matrix: Float64Array, first: number, count: number) => {
    for (let j = 0; j < count; j++) {
      for (let i = 0; i < 32; i++) matrix[OUTPUTS * i + first + j] = take();
    }
  };
  for (let l = 0; l < depth; l++) fill(matrices[l]!, 0, 32);
  for (const matrix of matrices) fill(matrix, 32, 3);
  const biases = [m1, m2, last].map((length) =>
    Int32Array.from({ length }, () => {
      at += 3;
      return ((bytes[at - 3]! << 24) >> 8) | (bytes[at - 2]! << 8) | bytes[at - 1]!;
    }),
  );
  return { depth, matrices, mapping, biases };
}

/** A picture before its first pixel. */
export function pictureOf(
  network: Network,
  latent: Uint8Array,
  condition: Uint8Array,
  frame: Frame,
): Picture {
  const shifts = mapLatent(network as unknown as SkyModel, mappingInputs(latent, condition));
  const [, ...scene] = Object.values(sceneOf(latent, condition, frame.size));
  const place = [frame.size, frame.left, frame.top, network.depth];
  const numbers = [...scene.map(Number), ...condition, ...place];
  return { frame, condition, shifts, numbers, ready: 0 };
}

/** Paints the next column. */
export function paintColumn(
  { q, f, column, pixel }: Features,
  { depth, matrices }: Network,
  picture: Picture,
): void {
  const { frame, shifts } = picture;
  const { size, width, height } = frame;
  picture.rgba ??= new Uint8ClampedArray(4 * width * height);
  const rgba = picture.rgba;
  const place = (i: number) => Math.floor(((2 * i + 1) * 32768) / size);
  const sums = new Float64Array(OUTPUTS);
  let at = 4 * picture.ready;
  q.set(picture.numbers);
  const X = place(picture.ready++) + frame.left;
  column(X);
  for (let y = 0; y < height; y++) {
    pixel(X, place(y) + frame.top);
    sums.set(shifts.subarray(32 * depth), 32);
    for (let l = 0; l <= depth; l++) {
      const matrix = matrices[l]!;
      if (l < depth) sums.set(shifts.subarray(32 * l, 32 * l + 32));
      for (let i = 0; i < 32; i++) {
        const input = f[i]!;
        if (input) for (let j = 0; j < OUTPUTS; j++) sums[j]! += matrix[OUTPUTS * i + j]! * input;
      }
      for (let j = 0; j < 32; j++) f[j] = Math.max(0, Math.min(63, sums[j]! >> 6));
    }
    // Limited by the array.
    for (let j = 0; j < 3; j++) rgba[at + j] = (sums[32 + j]! >> 6) + 128;
    rgba[at + 3] = 255;
    at += 4 * width;
  }
}
