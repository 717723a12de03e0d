// Stars, sun and moon, each where the sky model puts it. Twin of contracts/art/Heavens.sol.
import { clamp, cos, div, pick, shr } from "./fixed.ts";
import {
  attribute,
  dot,
  endGroup,
  endPath,
  filled,
  first,
  mix,
  moveTo,
  ownLines,
  type Pen,
  path,
  text,
  veiled,
} from "./pen.ts";
import type { Phenotype } from "./phenotype.ts";

/** The row of the horizon, where the sky model has it. */
export const HORIZON = 1318;
const SUN_RADIUS = 78;

/** The crisp discs that lie over a painted sky, which has their glow already. Clouds hide them. */
export function discs(pen: Pen, p: Phenotype, sun: number): void {
  const cover = p.cloud + p.fog + p.storm + p.mist;
  let shown = clamp(130 - cover, 0, 99);
  if (p.sunY > 54 && shown > 9) {
    const [x, y] = placeOf(p.sunX, p.sunY);
    veiled(pen, sun, shown);
    attribute(pen, "<circle cx='", x);
    attribute(pen, " cy='", y);
    attribute(pen, " r='", SUN_RADIUS);
    text(pen, "/>");
    endGroup(pen);
  }
  // By day the moon is pale, and then gone.
  shown = div(shown * clamp(84 - p.sunY, 0, 30), 30);
  if (p.moonY > 60 && shown > 9) {
    const [x, y] = placeOf(p.moonX, p.moonY);
    veiled(pen, 0xf4efdc, shown);
    moon(pen, p, x, y, 0xf4efdc);
    endGroup(pen);
  }
}

/** The colour of a sun that nobody has painted. */
export function sunColour(p: Phenotype): number {
  return mix(0xfffbe8, 0xffc070, clamp((80 - p.sunY) * 12, 0, 256));
}

/** Where on the drawing sun or moon stand. */
export function placeOf(side: number, height: number): [x: number, y: number] {
  return [side * 15 + 8, HORIZON - div((height - 64) * 1140, 64)];
}

export function stars(pen: Pen, p: Phenotype): void {
  const count = div(clamp(58 - p.sunY, 0, 24) * clamp(110 - p.cloud - p.fog, 0, 80), 24);
  for (let row = 0; row < 2; row++) {
    if (count < 8) return;
    ownLines(pen, row === 0 ? 0xc8d2ec : 0xfff6dc, row === 0 ? 5 : 9);
    path(pen);
    for (let i = row * 100; i < row * 100 + (row === 0 ? count : shr(count, 2)); i++) {
      dot(pen, pick(77, i, 1920), pick(78, i, 1200));
    }
    endPath(pen);
    endGroup(pen);
  }
}

/** The lit part of the disc: half a circle and half an ellipse. */
export function moon(pen: Pen, p: Phenotype, x: number, y: number, rgb: number): void {
  const terminator = shr(66 * cos(p.moonPhase * 512), 14);
  const waxing: boolean = p.moonPhase < 64;
  filled(pen, rgb);
  moveTo(pen, x, y - 66);
  text(pen, waxing ? "a66,66,0,0,1,0,132a" : "a66,66,0,0,0,0,132a");
  first(pen, terminator < 0 ? 0 - terminator : terminator);
  text(pen, waxing === terminator < 0 ? ",66,0,0,1,0-132z" : ",66,0,0,0,0-132z");
  endPath(pen);
}
