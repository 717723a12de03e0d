// The strokes that every species is built from. Twin of contracts/art/Shapes.sol. Angles are 65,536ths of a
// turn, 0 upwards, clockwise; every shape is laid out along its own axis and turned.
import { clamp, cos, div, ONE, shr, sin } from "./fixed.ts";
import {
  close,
  closePath,
  cubicEnd,
  cubicVia,
  curveTo,
  dot,
  endPath,
  filled,
  lineTo,
  moveTo,
  type Pen,
  path,
} from "./pen.ts";

/** A place and a direction, with its sine and cosine at hand. */
export interface Axis {
  x: number;
  y: number;
  sine: number;
  cosine: number;
}

export function axis(x: number, y: number, angle: number): Axis {
  return { x, y, sine: sin(angle), cosine: cos(angle) };
}

/** The point u along the axis and v to its right. */
export function atX(a: Axis, u: number, v: number): number {
  return a.x + shr(u * a.sine + v * a.cosine, 14);
}

export function atY(a: Axis, u: number, v: number): number {
  return a.y + shr(v * a.sine - u * a.cosine, 14);
}

/** A curve to (u, v) through the control point (cu, cv), in the axis's frame. */
export function bend(pen: Pen, a: Axis, cu: number, cv: number, u: number, v: number): void {
  curveTo(pen, atX(a, cu, cv), atY(a, cu, cv), atX(a, u, v), atY(a, u, v));
}

/** A leaf: two curves from base to tip, `sag` bending both to the right. */
export function blade(pen: Pen, a: Axis, length: number, width: number, sag: number): void {
  const middle = div(length * 9, 20);
  moveTo(pen, a.x, a.y);
  bend(pen, a, middle, width - sag, length, sag);
  bend(pen, a, middle, 0 - width - sag, 0, 0);
  close(pen);
}

/** A leaf in its group's colour, one half of it lit. `side` 1 lights the right half, -1 the left. */
export function leaf(
  pen: Pen,
  a: Axis,
  length: number,
  width: number,
  sag: number,
  side: number,
  lit: number,
): void {
  const middle = div(length * 9, 20);
  path(pen);
  blade(pen, a, length, width, sag);
  endPath(pen);
  filled(pen, lit);
  moveTo(pen, a.x, a.y);
  bend(pen, a, middle, side * width - sag, length, sag);
  bend(pen, a, middle, 0 - sag, 0, 0);
  closePath(pen);
}

/** A petal: narrow at its base, broad towards its end; `point` draws out its tip. */
export function petal(pen: Pen, a: Axis, length: number, width: number, point: number): void {
  moveTo(pen, a.x, a.y);
  side(pen, a, length, width, point);
  const low = div(length, 4);
  cubicVia(pen, atX(a, length - point, 0 - width), atY(a, length - point, 0 - width));
  cubicEnd(pen, atX(a, low, 0 - width), atY(a, low, 0 - width), a.x, a.y);
  close(pen);
}

/** A petal's right edge, from its base to its tip. */
function side(pen: Pen, a: Axis, length: number, width: number, point: number): void {
  const low = div(length, 4);
  cubicVia(pen, atX(a, low, width), atY(a, low, width));
  const cx = atX(a, length - point, width);
  cubicEnd(pen, cx, atY(a, length - point, width), atX(a, length, 0), atY(a, length, 0));
}

/** Five round petals around one point, in a path of lines about as wide as `size`. */
export function floret(pen: Pen, a: Axis, size: number): void {
  dot(pen, atX(a, size, 0), atY(a, size, 0));
  round(pen, a, div(size * 5063, ONE), div(size * 15_582, ONE));
  round(pen, a, div(size * -13_255, ONE), div(size * 9630, ONE));
}

/** Two of them, on either side of the axis. */
function round(pen: Pen, a: Axis, u: number, v: number): void {
  dot(pen, atX(a, u, v), atY(a, u, v));
  dot(pen, atX(a, u, 0 - v), atY(a, u, 0 - v));
}

/** Nine places along a growing stalk, in 64ths of a unit, and the direction at each. */
export interface Stalk {
  x: number[];
  y: number[];
  angle: number[];
}

/** Grows a stalk of eight steps that leans evenly and nods towards its end. */
export function grow(
  x: number,
  y: number,
  heading: number,
  length: number,
  lean: number,
  nod: number,
): Stalk {
  const stalk: Stalk = { x: [], y: [], angle: [] };
  let angle = heading;
  let px = x * 64;
  let py = y * 64;
  for (let i = 0; i < 9; i++) {
    stalk.x[i] = px;
    stalk.y[i] = py;
    stalk.angle[i] = angle;
    px += shr(length * 8 * sin(angle), 14);
    py -= shr(length * 8 * cos(angle), 14);
    angle += div(lean, 8) + div(nod * i, 28);
  }
  return stalk;
}

/** The axis at the i-th place of a stalk, turned by `turn`. */
export function axisAt(s: Stalk, i: number, turn: number): Axis {
  return axis(shr(s.x[i]!, 6), shr(s.y[i]!, 6), s.angle[i]! + turn);
}

/**
 * A stalk as a ribbon between two edges, from -64 (left) to 64 (right), tapering from `width` to `tip`
 * (half widths).
 */
export function ribbon(
  pen: Pen,
  s: Stalk,
  width: number,
  tip: number,
  left: number,
  right: number,
): void {
  path(pen);
  moveTo(pen, edgeX(s, 0, width, tip, left), edgeY(s, 0, width, tip, left));
  for (let i = 2; i < 9; i += 2) edge(pen, s, i - 1, i, width, tip, left);
  lineTo(pen, edgeX(s, 8, width, tip, right), edgeY(s, 8, width, tip, right));
  for (let i = 7; i > 0; i -= 2) edge(pen, s, i, i - 1, width, tip, right);
  closePath(pen);
}

/** A thin stalk as one stroke, in a group of lines; `shift` moves it sideways, in 64ths. */
export function wire(pen: Pen, s: Stalk, shift: number): void {
  path(pen);
  moveTo(pen, edgeX(s, 0, 1, 1, shift), edgeY(s, 0, 1, 1, shift));
  for (let i = 4; i < 9; i += 4) edge(pen, s, i - 2, i, 1, 1, shift);
  endPath(pen);
}

function edge(
  pen: Pen,
  s: Stalk,
  through: number,
  to: number,
  width: number,
  tip: number,
  side: number,
): void {
  const cx = edgeX(s, through, width, tip, side);
  const cy = edgeY(s, through, width, tip, side);
  curveTo(pen, cx, cy, edgeX(s, to, width, tip, side), edgeY(s, to, width, tip, side));
}

function edgeX(s: Stalk, i: number, width: number, tip: number, side: number): number {
  const half = div((width * (8 - i) + tip * i) * side, 8);
  return shr(s.x[i]! + shr(half * cos(s.angle[i]!), 14), 6);
}

function edgeY(s: Stalk, i: number, width: number, tip: number, side: number): number {
  const half = div((width * (8 - i) + tip * i) * side, 8);
  return shr(s.y[i]! + shr(half * sin(s.angle[i]!), 14), 6);
}

/** The axis `up` / 256 of the way along a stalk, turned by `turn`. */
export function along(s: Stalk, up: number, turn: number): Axis {
  const i = clamp(shr(up, 5), 0, 7);
  const rest = up - i * 32;
  const x = shr(s.x[i]! * (32 - rest) + s.x[i + 1]! * rest, 11);
  const y = shr(s.y[i]! * (32 - rest) + s.y[i + 1]! * rest, 11);
  return axis(x, y, shr(s.angle[i]! * (32 - rest) + s.angle[i + 1]! * rest, 5) + turn);
}

/** A curve to (x, y) that passes through (vx, vy) halfway. */
export function through(pen: Pen, vx: number, vy: number, x: number, y: number): void {
  curveTo(pen, 2 * vx - shr(pen.x + x, 1), 2 * vy - shr(pen.y + y, 1), x, y);
}
