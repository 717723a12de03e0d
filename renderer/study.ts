// What every part of a drawing needs at hand. Twin of contracts/art/Study.sol.
import { div, pick } from "./fixed.ts";
import { type Genome, petals, SPECIES_COUNT, seed, species } from "./genome.ts";
import { marks } from "./marks.ts";
import { type Palette, paletteOf } from "./palette.ts";
import {
  endGroup,
  endPath,
  group,
  lines,
  lineTo,
  mix,
  moveTo,
  newPen,
  type Pen,
  path,
} from "./pen.ts";
import type { Phenotype } from "./phenotype.ts";
import { atX, atY, axisAt, ribbon, type Stalk } from "./shapes.ts";

/** The foot of the plant. */
export const FOOT_X = 960;
export const FOOT_Y = 1640;
/** Half as far as the climber's rod is wide. */
export const RODS_HALF = 433;

export interface Study {
  pen: Pen;
  p: Phenotype;
  g: Genome;
  /** 32 bits for small differences. */
  seed: number;
  ink: Palette;
  /** 1 when the light comes from the right, -1 from the left. */
  side: number;
  /** Angles added along a whole stalk by wind, and at its end by thirst. */
  lean: number;
  nod: number;
}

export function studyOf(p: Phenotype, g: Genome): Study {
  return {
    pen: newPen(),
    p,
    g,
    seed: Number(seed(g) & 0xffffffffn),
    ink: paletteOf(p, g),
    side: (p.sunY > 60 ? p.sunX : p.moonX) < 64 ? -1 : 1,
    lean: p.lean * 110,
    nod: p.droop * 90,
  };
}

/** Where it is rooted: at the foot, but for the climber, whose rod's leg stands to one side. */
export function rootX(s: Study): number {
  if (species(s.g) % SPECIES_COUNT !== 8) return FOOT_X;
  return FOOT_X + ((petals(s.g) & 1) === 0 ? -RODS_HALF : RODS_HALF);
}

/** The i-th small difference of this plant, 0..range-1. */
export function vary(s: Study, i: number, range: number): number {
  return pick(s.seed, i, range);
}

/** Whether the i-th flower has gone to seed: one after another as autumn goes on. */
export function isRipe(s: Study, i: number): boolean {
  return vary(s, 700 + i, 127) < s.p.ripeness;
}

/** `full` at the height that the plant has grown to. */
export function grown(s: Study, full: number): number {
  return div(full * s.p.stature, 127);
}

/** What a life has left on the main stem: the holder's marks, and a light nick for each doubling of its frost. */
export function nicks(s: Study, stem: Stalk, width: number): void {
  marks(s, stem, width);
  if (s.p.scars === 0) return;
  lines(s.pen, mix(s.ink.stemLit, 0xf0e4cc, 120), 5);
  path(s.pen);
  for (let i = 1; i <= s.p.scars; i++) {
    const a = axisAt(stem, i, 0);
    moveTo(s.pen, atX(a, 26, 0 - width), atY(a, 26, 0 - width));
    lineTo(s.pen, atX(a, 38, width), atY(a, 38, width));
  }
  endPath(s.pen);
  endGroup(s.pen);
}

/** A stalk in the plant's colours, one edge of it lit; half widths at foot and tip. */
export function stalk(s: Study, stem: Stalk, width: number, tip: number): void {
  group(s.pen, s.ink.stem);
  ribbon(s.pen, stem, width, tip, -64, 64);
  endGroup(s.pen);
  group(s.pen, s.ink.stemLit);
  ribbon(s.pen, stem, width, tip, s.side < 0 ? -64 : 10, s.side < 0 ? -10 : 64);
  endGroup(s.pen);
}
