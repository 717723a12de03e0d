// Mooncup: a fan of thin stalks, each with one cup; it opens when the light goes.
// Twin of contracts/art/species/Mooncup.sol.
import { div, nth, shr } from "../fixed.ts";
import { mutation, petals, stature } from "../genome.ts";
import { disc, dot, edged, endGroup, endPath, group, lines, path } from "../pen.ts";
import { atX, atY, axis, axisAt, blade, grow, leaf, petal, type Stalk, wire } from "../shapes.ts";
import { FOOT_X, FOOT_Y, grown, nicks, type Study, vary } from "../study.ts";

export function mooncup(s: Study): void {
  grass(s);
  const count = 3 + (petals(s.g) & 3);
  for (let row = 0; row < 2; row++) {
    lines(s.pen, row === 0 ? s.ink.stem : s.ink.stemLit, row === 0 ? 16 : 6);
    for (let i = 0; i < count; i++) {
      wire(s.pen, stemOf(s, i, i * 2 - count + 1, count), row * s.side * 256);
    }
    endGroup(s.pen);
  }
  nicks(s, stemOf(s, shr(count, 1), 1, count), 8);
  for (let i = 0; i < count; i++) bloom(s, stemOf(s, i, i * 2 - count + 1, count), i);
}

function stemOf(s: Study, i: number, place: number, count: number): Stalk {
  const heading = div(place * 7200, count) + vary(s, 2 + i, 1800) - 900;
  const less = (place < 0 ? 0 - place : place) * 26;
  const height = grown(s, 720 + div(stature(s.g), 2) + vary(s, 10 + i, 360) - less);
  const nod = s.nod + vary(s, 18 + i, 7000) - 3500;
  return grow(FOOT_X + place * 9, FOOT_Y, heading, height, s.lean + div(heading, 3), nod);
}

function grass(s: Study): void {
  group(s.pen, s.ink.leaf);
  for (let i = 0; i < 9; i++) {
    const right = (i & 1) === 0 ? 1 : -1;
    const angle = right * (1500 + i * 1400 + vary(s, 30 + i, 1500)) + s.lean;
    const length = grown(s, 600 - i * 20 + vary(s, 50 + i, 160));
    const sag = right * (110 + s.p.droop * 2);
    leaf(
      s.pen,
      axis(FOOT_X + right * i * 7, FOOT_Y - 4, angle),
      length,
      46,
      sag,
      s.side,
      s.ink.leafLit,
    );
  }
  endGroup(s.pen);
}

/** Three petals behind, stamens, three before; they spread as the flower opens. */
function bloom(s: Study, stem: Stalk, i: number): void {
  const tip = axisAt(stem, 8, 0);
  const facing = stem.angle[8]!;
  const size = grown(s, div((230 + vary(s, 70 + i, 70)) * (40 + s.p.bloom), 167));
  const spread = 1800 + s.p.openness * 62;
  const width = div(size * (80 + div(s.p.openness, 2)), 200);
  for (let row = 0; row < 2; row++) {
    edged(s.pen, row === 0 ? s.ink.deep : s.ink.petal, s.ink.deep, 3);
    const wide = 5 - row + (mutation(s.g) === 3 ? 1 : 0);
    for (let k = 0; k < wide; k++) {
      const angle = facing + div((2 * k - wide + 1) * spread, wide - 1);
      path(s.pen);
      petal(s.pen, axis(tip.x, tip.y, angle), size - row * 8, width, div(width, 2));
      endPath(s.pen);
    }
    endGroup(s.pen);
    if (row === 0 && s.p.openness > 40) stamens(s, tip.x, tip.y, facing, size);
  }
  edged(s.pen, s.ink.lit, s.ink.petal, 3);
  for (let k = 0; k < 3; k++) {
    const turn = nth(k, -1, 1, 0, 0) * div(spread * 2, 3);
    const front = div(size * (k === 2 ? 150 : 180), 220);
    path(s.pen);
    petal(s.pen, axis(tip.x, tip.y, facing + turn), front, width, div(width, 3));
    endPath(s.pen);
  }
  endGroup(s.pen);
  group(s.pen, s.ink.stem);
  for (let k = 0; k < 2; k++) {
    path(s.pen);
    blade(s.pen, axis(tip.x, tip.y, facing + (2 * k - 1) * 5200), div(size, 3), 26, 0);
    endPath(s.pen);
  }
  endGroup(s.pen);
  disc(s.pen, tip.x, tip.y, div(size, 13), s.ink.stem);
}

function stamens(s: Study, x: number, y: number, facing: number, size: number): void {
  lines(s.pen, s.ink.heart, 15);
  path(s.pen);
  for (let k = 0; k < 7; k++) {
    const a = axis(x, y, facing + (k - 3) * 1500);
    const out = size - 12 - (k & 1) * 22;
    dot(s.pen, atX(a, out, 0), atY(a, out, 0));
  }
  endPath(s.pen);
  endGroup(s.pen);
}
