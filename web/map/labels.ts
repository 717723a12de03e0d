// Which side of its dot a place's name stands on, so that names keep clear of other places and of each other. Pure.
import { MAP_WIDTH } from "./projection.ts";

export type Side = "right" | "left";

/** A place's name and where its dot lies on the map. */
export interface Label {
  name: string;
  x: number;
  y: number;
}

/** From the middle of a dot to its name, in units of the map. */
export const LABEL_GAP = 20;
/** The larger letters of small screens, for which there is least room. */
const LETTER_WIDTH = 17;
const LETTER_HEIGHT = 34;
/** Half of what a dot and its ring take up. */
const DOT_REACH = 12;

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The side of each label, in the order given; whoever comes first chooses first. */
export function sidesOf(labels: readonly Label[]): Side[] {
  const dots = labels.map(({ x, y }) => boxAt(x - DOT_REACH, x + DOT_REACH, y, 2 * DOT_REACH));
  const written: Box[] = [];
  return labels.map((label, i) => {
    const taken = [...dots.filter((_, other) => other !== i), ...written];
    const isFree = (side: Side) => {
      const box = boxOf(label, side);
      return box.left >= 0 && box.right <= MAP_WIDTH && !taken.some((other) => meet(box, other));
    };
    // Where neither side is free the name stays on the map at least.
    const side = isFree("right")
      ? "right"
      : isFree("left") || boxOf(label, "right").right > MAP_WIDTH
        ? "left"
        : "right";
    written.push(boxOf(label, side));
    return side;
  });
}

function boxOf({ name, x, y }: Label, side: Side): Box {
  const width = name.length * LETTER_WIDTH;
  const left = side === "right" ? x + LABEL_GAP : x - LABEL_GAP - width;
  return boxAt(left, left + width, y, LETTER_HEIGHT);
}

function boxAt(left: number, right: number, y: number, height: number): Box {
  return { left, right, top: y - height / 2, bottom: y + height / 2 };
}

function meet(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
