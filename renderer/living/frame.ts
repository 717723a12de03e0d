// How the square drawing lies in a window of any shape: its foot on the lower edge, its middle in the middle; wide
// windows show more of the world to both sides, tall ones more of the sky.
import type { Frame } from "./network.ts";

/** The drawing's side, and the least and the most of its width that a window shows. */
const SIDE = 1920;
const NARROWEST = 1400;
const WIDEST = 5700;

/** A window in units of the drawing: left edge, top, width and height. */
export type View = [number, number, number, number];

export function viewOf(width: number, height: number): View {
  const unit = Math.max(Math.min(height / SIDE, width / NARROWEST), width / WIDEST);
  const [across, down] = [width / unit, height / unit];
  return [(SIDE - across) / 2, SIDE - down, across, down];
}

/** The pixels of the sky over a view, `size` to a side of the square. */
export function frameOf(view: View, size: number): Frame {
  const [left, top, width, height] = view.map((units) => units / SIDE) as View;
  return {
    size,
    left: Math.floor(left * 65_536),
    top: Math.floor(top * 65_536),
    width: Math.ceil(width * size),
    height: Math.ceil(height * size),
  };
}

/** How much of a frame lies in its view, across and down. */
export function spreadOf(view: View, { size, width, height }: Frame): [number, number] {
  return [(view[2] * size) / SIDE / width, (view[3] * size) / SIDE / height];
}
