// Parts a patch into colours and texture: a Gaussian blur, as one matrix over all pixels of a patch, and
// what the blur leaves out.

import * as tf from "@tensorflow/tfjs-core";

/** Width of the blur, in pixels. */
const BLUR = 2.5;
/** Levels that count as one in a texture. */
const CONTRAST = 12;

export interface Filter {
  /** Blurs levels, [patches * side * side, 3]. */
  blur(levels: tf.Tensor2D): tf.Tensor2D;
  /** The gradient of `blur`. */
  blurBack(dSoft: tf.Tensor2D): tf.Tensor2D;
  /** What the blur leaves out, about -1..1. */
  texture(levels: tf.Tensor2D): tf.Tensor2D;
  /** The gradient of `texture`. */
  textureBack(dTexture: tf.Tensor2D): tf.Tensor2D;
}

/** A filter of square patches; its tensors are kept. */
export function filterOf(side: number): Filter {
  const pixels = side * side;
  const line = Array.from({ length: side }, (_, to) => {
    const row = Array.from({ length: side }, (_, at) =>
      Math.exp(-((at - to) ** 2) / (2 * BLUR * BLUR)),
    );
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map((v) => v / sum);
  });
  const values = new Float32Array(pixels * pixels);
  for (let from = 0; from < pixels; from++) {
    for (let to = 0; to < pixels; to++) {
      const across = line[to % side]![from % side]!;
      values[from * pixels + to] = across * line[Math.floor(to / side)]![Math.floor(from / side)]!;
    }
  }
  const matrix = tf.keep(tf.tensor2d(values, [pixels, pixels]));
  const turned = tf.keep(tf.transpose(matrix)) as tf.Tensor2D;
  const apply = (x: tf.Tensor2D, by: tf.Tensor2D): tf.Tensor2D => {
    const patches = x.shape[0] / pixels;
    const planes = tf.transpose(tf.reshape(x, [patches, pixels, 3]), [0, 2, 1]);
    const product = tf.matMul(tf.reshape(planes, [patches * 3, pixels]), by);
    const back = tf.transpose(tf.reshape(product, [patches, 3, pixels]), [0, 2, 1]);
    return tf.reshape(back, [patches * pixels, 3]);
  };
  const rest = (x: tf.Tensor2D, by: tf.Tensor2D) =>
    tf.mul(tf.sub(x, apply(x, by)), 1 / CONTRAST) as tf.Tensor2D;
  return {
    blur: (levels) => apply(levels, matrix),
    blurBack: (dSoft) => apply(dSoft, turned),
    texture: (levels) => rest(levels, matrix),
    textureBack: (dTexture) => rest(dTexture, turned),
  };
}
