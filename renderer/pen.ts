// Writes SVG. Twin of contracts/art/Pen.sol: one function for each kind of mark, so that both languages
// put down the same bytes. Coordinates are whole units of a square of 1,920; paths are relative
// after their first point, and numbers are parted by commas, which need no escape in a URI.
import { div } from "./fixed.ts";

export interface Pen {
  out: string;
  /** Where the pen stands. */
  x: number;
  y: number;
}

export function newPen(): Pen {
  return { out: "", x: 0, y: 0 };
}

/** What has been written. */
export function done(pen: Pen): string {
  return pen.out;
}

export function text(pen: Pen, words: string): void {
  pen.out += words;
}

/** A whole number. */
export function first(pen: Pen, v: number): void {
  pen.out += v < 0 ? `-${0 - v}` : `${v}`;
}

/** A number after another one: a minus sign parts them as well as a comma does. */
function next(pen: Pen, v: number): void {
  pen.out += v < 0 ? `-${0 - v}` : `,${v}`;
}

/** ` name='v'`. */
export function attribute(pen: Pen, name: string, v: number): void {
  text(pen, name);
  first(pen, v);
  text(pen, "'");
}

/** A colour as #rrggbb. */
export function colour(pen: Pen, rgb: number): void {
  pen.out += `#${rgb.toString(16).padStart(6, "0")}`;
}

/** Opens a group with a fill. */
export function group(pen: Pen, fill: number): void {
  text(pen, "<g fill='");
  colour(pen, fill);
  text(pen, "'>");
}

/** Opens a group of shapes with an edge. */
export function edged(pen: Pen, fill: number, stroke: number, width: number): void {
  text(pen, "<g fill='");
  colour(pen, fill);
  text(pen, "' stroke='");
  colour(pen, stroke);
  attribute(pen, "' stroke-width='", width);
  text(pen, ">");
}

/** Opens a layer of a drawing: in it, what is not filled is a line with round ends. */
export function layer(pen: Pen): void {
  text(pen, "<g fill='none' stroke-linecap='round'>");
}

/** Opens a group of lines in a layer. */
export function lines(pen: Pen, stroke: number, width: number): void {
  text(pen, "<g stroke='");
  colour(pen, stroke);
  attribute(pen, "' stroke-width='", width);
  text(pen, ">");
}

/** Opens a group of lines that stands in no layer. */
export function ownLines(pen: Pen, stroke: number, width: number): void {
  text(pen, "<g fill='none' stroke-linecap='round' stroke='");
  colour(pen, stroke);
  attribute(pen, "' stroke-width='", width);
  text(pen, ">");
}

export function endGroup(pen: Pen): void {
  text(pen, "</g>");
}

/** Opens a group that lets what lies below shine through; `percent` 1..99. */
export function veiled(pen: Pen, fill: number, percent: number): void {
  text(pen, "<g fill='");
  colour(pen, fill);
  text(pen, percent < 10 ? "' opacity='.0" : "' opacity='.");
  first(pen, percent);
  text(pen, "'>");
}

/** Opens a path that takes its colour from the group. */
export function path(pen: Pen): void {
  text(pen, "<path d='");
}

/** Opens a path with a fill of its own. */
export function filled(pen: Pen, fill: number): void {
  text(pen, "<path fill='");
  colour(pen, fill);
  text(pen, "' d='");
}

export function endPath(pen: Pen): void {
  text(pen, "'/>");
}

/** Closes the outline. */
export function close(pen: Pen): void {
  text(pen, "z");
}

/** Closes the outline and ends the path. */
export function closePath(pen: Pen): void {
  text(pen, "z'/>");
}

/** The only absolute command. */
export function moveTo(pen: Pen, x: number, y: number): void {
  text(pen, "M");
  first(pen, x);
  next(pen, y);
  pen.x = x;
  pen.y = y;
}

export function lineTo(pen: Pen, x: number, y: number): void {
  text(pen, "l");
  first(pen, x - pen.x);
  next(pen, y - pen.y);
  pen.x = x;
  pen.y = y;
}

/** A quadratic curve by its control point and its end. */
export function curveTo(pen: Pen, cx: number, cy: number, x: number, y: number): void {
  text(pen, "q");
  first(pen, cx - pen.x);
  next(pen, cy - pen.y);
  next(pen, x - pen.x);
  next(pen, y - pen.y);
  pen.x = x;
  pen.y = y;
}

/** The first control point of a cubic curve; `cubicEnd` must follow. */
export function cubicVia(pen: Pen, x: number, y: number): void {
  text(pen, "c");
  first(pen, x - pen.x);
  next(pen, y - pen.y);
}

/** The second control point of a cubic curve and its end. */
export function cubicEnd(pen: Pen, cx: number, cy: number, x: number, y: number): void {
  next(pen, cx - pen.x);
  next(pen, cy - pen.y);
  next(pen, x - pen.x);
  next(pen, y - pen.y);
  pen.x = x;
  pen.y = y;
}

/** A dot of the stroke's width: a line of no length under a round cap. */
export function dot(pen: Pen, x: number, y: number): void {
  text(pen, "M");
  first(pen, x);
  next(pen, y);
  text(pen, "h0");
}

/** A disc. */
export function disc(pen: Pen, x: number, y: number, r: number, fill: number): void {
  attribute(pen, "<circle cx='", x);
  attribute(pen, " cy='", y);
  attribute(pen, " r='", r);
  text(pen, " fill='");
  colour(pen, fill);
  text(pen, "'/>");
}

/** `amount` / 256 of colour b over colour a. */
export function mix(a: number, b: number, amount: number): number {
  const keep = 256 - amount;
  const red = div((a >> 16) * keep + (b >> 16) * amount, 256);
  const green = div(((a >> 8) & 255) * keep + ((b >> 8) & 255) * amount, 256);
  const blue = div((a & 255) * keep + (b & 255) * amount, 256);
  return (red << 16) | (green << 8) | blue;
}

/** Opens a group of broken lines: dashes across a broad line are a comb, a feather, a row of thorns. */
export function dashed(pen: Pen, stroke: number, width: number, dash: number, gap: number): void {
  text(pen, "<g stroke-linecap='butt' stroke-dasharray='");
  first(pen, dash);
  next(pen, gap);
  text(pen, "' stroke='");
  colour(pen, stroke);
  attribute(pen, "' stroke-width='", width);
  text(pen, ">");
}
