// Mooncup: a fan of thin stalks, each with one cup; it opens when the light goes. In autumn the cups become
// papery pods, and the leaves lie down and die back to the bulb. Twin of contracts/art/species/Mooncup.sol.
import { clamp, div, nth, shr } from "../fixed.ts";
import { mutation, petals, stature } from "../genome.ts";
import { disc, dot, edged, endGroup, endPath, group, lines, path } from "../pen.ts";
import {
  type Axis,
  atX,
  atY,
  axis,
  axisAt,
  blade,
  grow,
  leaf,
  petal,
  type Stalk,
  wire,
} from "../shapes.ts";
import { FOOT_X, FOOT_Y, grown, isRipe, nicks, type Study, stalk, vary } from "../study.ts";

export function mooncup(s: Study): void {
  grass(s);
  if (s.p.stage < 2) {
    spathe(s);
    return;
  }
  // The bulb divides: a flower more in each of its first years, up to five.
  const count = clamp(3 + div((petals(s.g) & 3) * 3, 4) + s.p.rings, 3, 5);
  for (let row = 0; row < 2; row++) {
    lines(s.pen, row === 0 ? s.ink.stem : s.ink.stemLit, row === 0 ? 16 : 6);
    for (let i = 0; i < count; i++) {
      wire(s.pen, stemOf(s, i, i * 2 - count + 1, count), row * s.side * 256);
    }
    endGroup(s.pen);
  }
  const middle = shr(count, 1);
  nicks(s, stemOf(s, middle, middle * 2 - count + 1, count), 8);
  for (let i = 0; i < count; i++) {
    const stem = stemOf(s, i, i * 2 - count + 1, count);
    if (isRipe(s, i)) pod(s, stem, i);
    else bloom(s, stem, i);
  }
}

function stemOf(s: Study, i: number, place: number, count: number): Stalk {
  const heading = div(place * 7200, count) + vary(s, 2 + i, 1800) - 900;
  const less = (place < 0 ? 0 - place : place) * 26;
  const height = grown(s, 720 + div(stature(s.g), 2) + vary(s, 10 + i, 360) - less);
  const nod = s.nod + vary(s, 18 + i, 7000) - 3500;
  return grow(FOOT_X + place * 9, FOOT_Y, heading, height, s.lean + div(heading, 3), nod);
}

/** What a seedling's first flower is still wrapped in. */
function spathe(s: Study): void {
  const stem = grow(FOOT_X, FOOT_Y, vary(s, 1, 1600) - 800, 200 + s.p.age * 50, s.lean, s.nod);
  stalk(s, stem, 10, 7);
  nicks(s, stem, 8);
  edged(s.pen, s.ink.leafLit, s.ink.deep, 4);
  path(s.pen);
  petal(s.pen, axisAt(stem, 8, 0), 120, 24, 40);
  endPath(s.pen);
  endGroup(s.pen);
}

function grass(s: Study): void {
  group(s.pen, s.ink.leaf);
  const count = s.p.stage < 2 ? 3 : 7;
  for (let i = 0; i < count; i++) {
    const right = (i & 1) === 0 ? 1 : -1;
    const upright = 1500 + i * 1700 + vary(s, 30 + i, 1500);
    // Lying down with the season, the upright ones the farthest.
    const angle = right * (upright + div((16_000 - upright) * s.p.ripeness, 190)) + s.lean;
    strap(s, axis(FOOT_X + right * i * 7, FOOT_Y - 4, angle), i, right);
  }
  endGroup(s.pen);
}

function strap(s: Study, a: Axis, i: number, right: number): void {
  const full = grown(s, 600 - i * 20 + vary(s, 50 + i, 160));
  const length = full - div(full * s.p.dormancy, 320);
  // One that lies does not hang: it would reach into the soil.
  const sag = right * div((110 + s.p.droop * 2) * (190 - s.p.ripeness), 190);
  leaf(s.pen, a, length, 46, sag, s.side, s.ink.leafLit);
}

/** Petals behind, petals between, stamens, petals before: the deepest behind, the lightest before. */
function bloom(s: Study, stem: Stalk, i: number): void {
  const size = sizeOf(s, i);
  for (let row = 0; row < 3; row++) {
    if (row === 2 && s.p.openness > 40) stamens(s, stem, div(size * 7, 8));
    const fill = nth(row, s.ink.deep, s.ink.petal, s.ink.lit, 0);
    edged(s.pen, fill, row < 2 ? s.ink.deep : s.ink.petal, 3);
    cup(s, stem, size, row);
    endGroup(s.pen);
  }
  calyx(s, stem, size, s.ink.stem);
}

/** A row of petals. As the flower opens they spread and draw out their tips, and those before sink. */
function cup(s: Study, stem: Stalk, size: number, row: number): void {
  const wide = row === 2 ? 3 : 4 - row + (mutation(s.g) === 3 ? 1 : 0);
  const spread = div((1800 + s.p.openness * 74) * (row === 2 ? 3 : 4 - row), 4);
  for (let k = 0; k < wide; k++) {
    // From the sides to the middle, which lies on top.
    const place = (k & 1) === 0 ? shr(k, 1) : wide - 1 - shr(k, 1);
    const a = axisAt(stem, 8, div((2 * place - wide + 1) * spread, wide - 1));
    const front = div(size * ((k === 2 ? 185 : 200) - div(s.p.openness * 2, 3)), 240);
    const length = row < 2 ? size + div(size * s.p.openness, 600) - row * 20 : front;
    petalOf(s, a, length, div(size * 46, 100), row);
  }
}

/** The wider open, the longer the tip. */
function petalOf(s: Study, a: Axis, length: number, full: number, row: number): void {
  const width = row < 2 ? full : full - div(full * s.p.openness, 320);
  path(s.pen);
  petal(s.pen, a, length, width, div(width * (70 + s.p.openness), 160));
  endPath(s.pen);
}

function sizeOf(s: Study, i: number): number {
  return grown(s, div((230 + vary(s, 70 + i, 70)) * (40 + s.p.bloom), 167));
}

/** What holds the petals, and later the pod. */
function calyx(s: Study, stem: Stalk, size: number, fill: number): void {
  group(s.pen, fill);
  for (let k = 0; k < 2; k++) {
    path(s.pen);
    blade(s.pen, axisAt(stem, 8, (2 * k - 1) * 5200), div(size, 3), 26, 0);
    endPath(s.pen);
  }
  endGroup(s.pen);
  const tip = axisAt(stem, 8, 0);
  disc(s.pen, tip.x, tip.y, div(size, 13), fill);
}

/** A papery pod of three chambers, split at its tips over dark seeds. */
function pod(s: Study, stem: Stalk, i: number): void {
  const size = div(sizeOf(s, i) * 5, 8);
  stamens(s, stem, size);
  edged(s.pen, s.ink.huskLit, s.ink.husk, 5);
  for (let k = 0; k < 3; k++) {
    const a = axisAt(stem, 8, nth(k, -2600, 2600, 0, 0));
    path(s.pen);
    petal(s.pen, a, size - (k === 2 ? 12 : 0), div(size, 4), div(size, 3));
    endPath(s.pen);
  }
  endGroup(s.pen);
  calyx(s, stem, div(size * 3, 4), s.ink.husk);
}

function stamens(s: Study, stem: Stalk, size: number): void {
  lines(s.pen, s.ink.heart, 15);
  path(s.pen);
  for (let k = 0; k < 5; k++) {
    const a = axisAt(stem, 8, (k - 2) * 2000);
    const out = size - 12 - (k & 1) * 22;
    dot(s.pen, atX(a, out, 0), atY(a, out, 0));
  }
  endPath(s.pen);
  endGroup(s.pen);
}
