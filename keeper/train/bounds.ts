// Keeps the weights inside what a lane of the EVM holds: for every neuron and every colour, what the
// positive weights can add up to and what the negative ones can, each with the largest shift. Held
// after every step on the rounded weights, so that whatever is exported proves (renderer/sky/model.ts).

import { SCHOOL_COUNT } from "../../renderer/genome.ts";
import { WIDTH } from "../../renderer/sky/model.ts";
import { type Shape, shapesOf, WEIGHT_UNIT, type WeightList } from "./network.ts";

/** Most that the positive, and that the negative, terms of a sum may reach: half a lane, less a shift. */
const ROOM = [32_767 - 8191, 32_768 - 8191] as const;
const INPUT_TOP = 127;
const LAYER_TOP = 63;
/** Largest weight of a layer or colour, and of the mapping network: a byte holds -127..127. */
const WEIGHT_MAX = 127 / WEIGHT_UNIT;
const MAPPING_MAX = 127 / 128;
/** Biases have 24 bits; in practice they stay small. */
const BIAS_MAX = 4;

/** Brings all weights, in place, into their ranges and every sum into its lane. */
export function project(weights: WeightList, shape: Shape): void {
  const shapes = shapesOf(shape);
  weights.forEach((w, k) => {
    const most = k < 3 ? MAPPING_MAX : k < 6 ? BIAS_MAX : WEIGHT_MAX;
    for (let i = 0; i < w.length; i++) w[i] = Math.max(-most, Math.min(most, w[i]!));
  });
  const top = (l: number) => (l === 0 ? INPUT_TOP : LAYER_TOP);
  const part = (w: Float32Array, k: number, school: number) => {
    const columns = shapes[k]![1];
    const shared = shapes[k]![0] === WIDTH;
    return shared ? w : w.subarray(school * WIDTH * columns, (school + 1) * WIDTH * columns);
  };
  const colours = 6 + shape.layers;
  for (let school = 0; school < SCHOOL_COUNT; school++) {
    for (let l = 0; l < shape.layers; l++) {
      if (l > 0 && school > 0) break;
      const block = part(weights[6 + l]!, 6 + l, school);
      for (let j = 0; j < WIDTH; j++) shrink([block], WIDTH, j, [top(l)]);
    }
    const blocks = weights.slice(colours).map((w, l) => part(w, colours + l, school));
    const tops = blocks.map((_, l) => top(l));
    // Shrinking what schools share only gives the schools before more room.
    for (let c = 0; c < 3; c++) shrink(blocks, 3, c, tops);
  }
}

/** Shrinks the positive and the negative weights of one column over all `blocks` until they fit. */
function shrink(
  blocks: readonly Float32Array[],
  columns: number,
  column: number,
  tops: readonly number[],
): void {
  for (const [side, room] of ROOM.entries()) {
    const sign = side === 0 ? 1 : -1;
    for (;;) {
      let reach = 0;
      blocks.forEach((w, b) => {
        for (let i = column; i < w.length; i += columns) {
          const whole = Math.floor(w[i]! * WEIGHT_UNIT + 0.5) * sign;
          if (whole > 0) reach += whole * tops[b]!;
        }
      });
      if (reach <= room) break;
      // A little more than needed, since rounding may give some of it back.
      const factor = (room / reach) * 0.999;
      for (const w of blocks) {
        for (let i = column; i < w.length; i += columns) {
          if (w[i]! * sign > 0) w[i]! *= factor;
        }
      }
    }
  }
}
