// How far two pictures are apart where it can be seen.

export interface Difference {
  /** Of all channels of all pixels, 0..255. */
  readonly mean: number;
  /** Share of pixels with a channel that is further apart than `VISIBLE`. */
  readonly share: number;
}

/** A difference of one channel that the eye may notice beside an edge. */
const VISIBLE = 24;

/** Compares after a blur of one pixel: renderers place the steps of an edge differently. */
export function differenceOf(a: Uint8Array, b: Uint8Array, side: number): Difference {
  if (a.length !== 3 * side * side || b.length !== a.length) {
    throw new Error(`Pictures of ${a.length} and ${b.length} bytes are not ${side} pixels square.`);
  }
  const [p, q] = [blurred(a, side), blurred(b, side)];
  let sum = 0;
  let visible = 0;
  for (let at = 0; at < p.length; at += 3) {
    let most = 0;
    for (let c = 0; c < 3; c++) {
      const apart = Math.abs(p[at + c]! - q[at + c]!);
      sum += apart;
      if (apart > most) most = apart;
    }
    if (most > VISIBLE) visible++;
  }
  return { mean: sum / p.length, share: visible / (side * side) };
}

/** The mean of each pixel and its neighbours. */
function blurred(rgb: Uint8Array, side: number): Float32Array {
  const row = 3 * side;
  const pass = (from: ArrayLike<number>, step: number, place: (at: number) => number) => {
    const out = new Float32Array(from.length);
    for (let at = 0; at < from.length; at++) {
      const i = place(at);
      const before = i > 0 ? from[at - step]! : from[at]!;
      const behind = i < side - 1 ? from[at + step]! : from[at]!;
      out[at] = (before + from[at]! + behind) / 3;
    }
    return out;
  };
  const across = pass(rgb, 3, (at) => Math.floor((at % row) / 3));
  return pass(across, row, (at) => Math.floor(at / row));
}
