// What lies over what, in whole numbers: the plant over its sky, and a sky of twice the size.

/** Lays RGBA over opaque RGB, in place. */
export function layOver(under: Uint8Array, over: Uint8ClampedArray): void {
  for (let from = 0, to = 0; from < over.length; from += 4, to += 3) {
    const alpha = over[from + 3]!;
    if (alpha === 0) continue;
    for (let c = 0; c < 3; c++) {
      const mixed = over[from + c]! * alpha + under[to + c]! * (255 - alpha);
      under[to + c] = Math.floor((2 * mixed + 255) / 510);
    }
  }
}

/**
 * Rows of a picture of twice the side: each pixel leans a quarter towards its neighbours.
 * @param rows of the smaller picture, RGB, with one more row above and one below what is enlarged: at the
 * picture's own edge, the edge again.
 */
export function doubled(rows: Uint8Array, width: number): Uint8Array {
  const row = 3 * width;
  const height = rows.length / row - 2;
  const out = new Uint8Array(4 * row * height);
  for (let y = 0; y < 2 * height; y++) {
    const near = (1 + (y >> 1)) * row;
    const far = near + (y & 1 ? row : -row);
    for (let x = 0; x < 2 * width; x++) {
      const here = 3 * (x >> 1);
      const beside = 3 * Math.max(0, Math.min(width - 1, (x >> 1) + (x & 1 ? 1 : -1)));
      const to = 3 * (y * 2 * width + x);
      for (let c = 0; c < 3; c++) {
        const sum =
          9 * rows[near + here + c]! +
          3 * rows[near + beside + c]! +
          3 * rows[far + here + c]! +
          rows[far + beside + c]!;
        out[to + c] = (sum + 8) >> 4;
      }
    }
  }
  return out;
}
