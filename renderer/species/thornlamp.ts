// Thornlamp: a ribbed column that raises arms with age, and lights flowers on its crowns when the day goes.
// Twin of contracts/art/species/Thornlamp.sol.
import { clamp, div, nth, shr } from "../fixed.ts";
import { layers, mutation, petals, stature } from "../genome.ts";
import { amounts, tone } from "../palette.ts";
import {
  close,
  dashed,
  dot,
  edged,
  endGroup,
  endPath,
  group,
  lines,
  lineTo,
  mix,
  moveTo,
  path,
} from "../pen.ts";
import {
  type Axis,
  atX,
  atY,
  axis,
  axisAt,
  bend,
  blade,
  grow,
  type Stalk,
  through,
} from "../shapes.ts";
import { FOOT_X, FOOT_Y, isRipe, nicks, type Study, vary } from "../study.ts";

/** Half the width of an arm. */
const ARM = 58;

export function thornlamp(s: Study): void {
  if (s.p.ripeness + s.p.dormancy > 0) evergreen(s);
  const trunk = trunkOf(s);
  const girth = girthOf(s);
  const arms = armsOf(s);
  if (arms > 0) {
    for (let part = 0; part < 5; part++) {
      openPart(s, part, 3, ARM);
      for (let i = 0; i < arms; i++) column(s, armOf(s, trunk, i), ARM, 2, part);
      endGroup(s.pen);
    }
  }
  for (let part = 0; part < 7; part++) {
    openPart(s, part, 5, girth);
    column(s, trunk, girth, 4, part);
    endGroup(s.pen);
  }
  nicks(s, trunk, girth - 12);
  if (mutation(s.g) === 3) crest(s, trunk, girth);
  for (let row = 0; row < 4; row++) {
    openRow(s, row);
    for (let i = 0; i < arms; i++) crown(s, armOf(s, trunk, i), ARM, i + 1, row);
    crown(s, trunk, girth, 0, row);
    endGroup(s.pen);
  }
  if (s.p.snow < 13 || mutation(s.g) === 3) return;
  lines(s.pen, tone(0xf4f7fa, amounts(s.p)), 40);
  for (let i = 0; i < arms; i++) cap(s, armOf(s, trunk, i), ARM);
  cap(s, trunk, girth);
  endGroup(s.pen);
}

/** It neither turns nor browns as leaves do: the cold draws a wax over it, and a blush into its shade. */
function evergreen(s: Study): void {
  const t = amounts(s.p);
  const share = clamp((s.p.ripeness + s.p.dormancy) * 2, 0, 215);
  s.ink.leaf = mix(s.ink.leaf, tone(mix(0x3a5c48, 0x54466a, s.p.dormancy), t), share);
  s.ink.leafLit = mix(s.ink.leafLit, tone(mix(0x86a070, 0x8cb0a0, s.p.dormancy * 2), t), share);
}

/** Snow on a crown. */
function cap(s: Study, stem: Stalk, girth: number): void {
  const a = axisAt(stem, 8, 0);
  const [u, v] = [div(girth * 3, 4), div(girth * 5, 8)];
  path(s.pen);
  moveTo(s.pen, atX(a, u, 0 - v), atY(a, u, 0 - v));
  bend(s.pen, a, div(girth * 4, 3), 0, u, v);
  endPath(s.pen);
}

/** A ball at first. */
function trunkOf(s: Study): Stalk {
  const full = 1000 + div(stature(s.g), 2) + vary(s, 1, 120);
  const height = 50 + div(full * s.p.age, s.p.age + 70);
  return grow(FOOT_X, FOOT_Y + 6, vary(s, 2, 1200) - 600, height, div(s.lean, 4), div(s.nod, 8));
}

/** Thirst folds the ribs, and winter shrinks them. */
function girthOf(s: Study): number {
  return 70 + div(44 * s.p.age, s.p.age + 60) - div(s.p.droop, 8) - div(s.p.dormancy, 16);
}

/** Two or three, the first of them after two months; an old plant has three. */
function armsOf(s: Study): number {
  return clamp(div(s.p.age - 60, 130), 0, s.p.stage > 3 ? 3 : 2 + (petals(s.g) & 1));
}

/** Out to one side, then up; the lowest are the oldest. */
function armOf(s: Study, trunk: Stalk, i: number): Stalk {
  const right = ((i + s.seed) & 1) === 0 ? 1 : -1;
  const node = axisAt(trunk, nth(i, 3, 2, 5, 4), 0);
  const age = clamp(s.p.age - 60 - i * 130, 0, 4000);
  const length = 170 + div((560 - i * 80 + vary(s, 10 + i, 140)) * age, age + 260);
  const heading = right * (17_500 + vary(s, 20 + i, 1800) - div(s.p.droop, 1));
  const fall = right * div(s.nod, 3);
  return grow(
    node.x,
    node.y,
    heading,
    length,
    right * -31_000 + div(s.lean, 4),
    right * 13_500 + fall,
  );
}

/** A column's parts: its outline, `count` ribs from the shadow to the light, its thorns. */
function openPart(s: Study, part: number, count: number, girth: number): void {
  const change = mutation(s.g) === 0 || mutation(s.g) === 3 ? 0 : 60;
  const dark = mix(mix(s.ink.leaf, 0x14202c, 90), s.ink.deep, change);
  const light = mix(s.ink.leafLit, s.ink.lit, change + 30);
  if (part === 0) group(s.pen, dark);
  else if (part <= count) {
    const ink = mix(dark, light, 30 + div((part - 1) * 220, count - 1));
    lines(s.pen, ink, div(girth * wideOf(part - 1, count), 64));
  } else {
    // Thorns stand in tufts along the ribs: dashes across a broad line.
    dashed(s.pen, mix(s.ink.stemLit, 0xfff4dc, 130), div(girth, 5), 3, 27);
  }
}

function column(s: Study, stem: Stalk, girth: number, step: number, part: number): void {
  const count = step === 4 ? 5 : 3;
  path(s.pen);
  if (part === 0) outline(s, stem, girth, step);
  else if (part <= count) rib(s, stem, part - 1, girth, step);
  else for (let k = 1; k < count; k++) rib(s, stem, k, girth, step);
  endPath(s.pen);
}

/** Up one side, over the crown, and down the other. */
function outline(s: Study, stem: Stalk, girth: number, step: number): void {
  edge(s, stem, 0 - girth, girth, step);
  const end = axisAt(stem, 8, 0);
  const v = div(girth, 3);
  bend(s.pen, end, div(girth * 9, 8), 0, girth, v);
  bend(s.pen, end, div(girth * 3, 4), girth, 0, girth);
  for (let i = 8 - step; i >= 0; i -= step) beside(s, stem, i, girth, step);
  close(s.pen);
}

/** On to the i-th place of a stalk, `off` its middle, through the one between. */
function beside(s: Study, stem: Stalk, i: number, off: number, step: number): void {
  const [via, to] = [axisAt(stem, i + div(step, 2), 0), axisAt(stem, i, 0)];
  through(s.pen, atX(via, 0, off), atY(via, 0, off), atX(to, 0, off), atY(to, 0, off));
}

function wideOf(k: number, count: number): number {
  return count === 3 ? nth(k, 26, 38, 28, 0) : k === 4 ? 14 : nth(k, 10, 20, 26, 22);
}

/** As far apart as the ribs of a round column look, of a hundred. */
function rib(s: Study, stem: Stalk, k: number, girth: number, step: number): void {
  const off = step === 2 ? nth(k, -58, -4, 52, 0) : k === 4 ? 80 : nth(k, -84, -52, -8, 38);
  edge(s, stem, div(girth * off * s.side, 100), div(girth * 5, 8), step);
}

/** A line along a column, `off` its middle, that turns to it `rise` above the end. */
function edge(s: Study, stem: Stalk, off: number, rise: number, step: number): void {
  const foot = axisAt(stem, 0, 0);
  moveTo(s.pen, atX(foot, 0, off), atY(foot, 0, off));
  for (let i = step; i < 9; i += step) beside(s, stem, i, off, 0 - step);
  bend(s.pen, axisAt(stem, 8, 0), div(rise * 3, 4), off, rise, div(off, 3));
}

/** A doubled one ends in a fan. */
function crest(s: Study, stem: Stalk, girth: number): void {
  for (let row = 0; row < 2; row++) {
    lines(s.pen, row === 0 ? s.ink.leaf : s.ink.leafLit, div(girth, 2 + row * 2));
    path(s.pen);
    for (let k = -4; k < 5; k++) {
      const a = axisAt(stem, 8, k * 3000);
      moveTo(s.pen, atX(a, div(girth, 3), 0), atY(a, div(girth, 3), 0));
      const out = div(girth * 7, 4) - k * k * 2;
      lineTo(s.pen, atX(a, out, s.side * row * 7), atY(a, out, s.side * row * 7));
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
}

/** Outer petals, inner ones, stamens; last the fruits. */
function openRow(s: Study, row: number): void {
  if (row === 0) edged(s.pen, s.ink.petal, s.ink.deep, 3);
  else if (row === 1) edged(s.pen, s.ink.lit, s.ink.petal, 3);
  else if (row === 2) lines(s.pen, s.ink.heartLit, 9);
  else edged(s.pen, s.ink.deep, mix(s.ink.deep, s.ink.leaf, 120), 4);
}

/** A flower or two on a crown; by day they are buds, in autumn fruits. */
function crown(s: Study, stem: Stalk, girth: number, i: number, row: number): void {
  if (s.p.age < 24 || s.p.dormancy > 64) return;
  const count = i === 0 ? 2 + (layers(s.g) & 1) : 1;
  const size = div((girth + 60) * s.p.bloom, 127);
  const rise = mutation(s.g) === 3 && i === 0 ? div(girth * 7, 4) : girth - 10;
  for (let k = 0; k < count; k++) {
    const turn = (2 * k - count + 1) * 4200;
    const a = axisAt(stem, 8, turn);
    const root = axis(atX(a, rise, 0), atY(a, rise, 0), stem.angle[8]! + turn);
    const ripe = isRipe(s, i * 4 + k);
    if (ripe && row === 3) fruit(s, root, size);
    else if (!ripe && row < 3) flower(s, root, stem.angle[8]! + turn, size, row);
  }
}

function flower(s: Study, root: Axis, angle: number, size: number, row: number): void {
  if (row === 2 && s.p.openness < 40) return;
  const spread = 1500 + s.p.openness * (row === 0 ? 100 : 70);
  const count = row === 0 ? 6 + (mutation(s.g) === 3 ? 1 : 0) : row === 1 ? 4 : 5;
  if (row === 2) path(s.pen);
  for (let k = 0; k < count; k++) {
    const a = axis(root.x, root.y, angle + div((2 * k - count + 1) * spread, count - 1));
    if (row === 2) {
      const out = div(size * (5 + (k & 1)), 8);
      dot(s.pen, atX(a, out, 0), atY(a, out, 0));
    } else {
      path(s.pen);
      blade(s.pen, a, size - row * div(size, 8), div(size * 3, 8), 0);
      endPath(s.pen);
    }
  }
  if (row === 2) endPath(s.pen);
}

/** A fig on the crown, the dried flower still at its tip. */
function fruit(s: Study, root: Axis, size: number): void {
  path(s.pen);
  blade(s.pen, root, size, shr(size, 1), 0);
  endPath(s.pen);
}
