// Starwheel: umbels, wheels of thin rays with a star at the end of each, over feathered leaves. In autumn each
// umbel closes into a bird's nest of seeds. Twin of contracts/art/species/Starwheel.sol.
import { clamp, div, nth, shr } from "../fixed.ts";
import { mutation, stature } from "../genome.ts";
import { dot, endGroup, endPath, lines, lineTo, moveTo, path } from "../pen.ts";
import { type Axis, atX, atY, axisAt, bend, floret, grow, type Stalk, wire } from "../shapes.ts";
import { sprout } from "../sprout.ts";
import { FOOT_X, FOOT_Y, grown, isRipe, nicks, type Study, stalk, vary } from "../study.ts";

export function starwheel(s: Study): void {
  if (s.p.stage < 2) {
    sprout(s, 300, 5, 210, 8);
    return;
  }
  for (let row = 0; row < 2; row++) {
    lines(s.pen, row === 0 ? s.ink.leaf : s.ink.leafLit, 15);
    for (let i = row * 2; i < row * 2 + 2; i++) fern(s, i);
    endGroup(s.pen);
  }
  const height = grown(s, 900 + stature(s.g));
  const stem = grow(FOOT_X, FOOT_Y, vary(s, 1, 1600) - 800, height, s.lean, s.nod);
  for (let i = 1; i < 3; i++) {
    const side = sideOf(s, stem, i);
    lines(s.pen, s.ink.stem, 16);
    wire(s.pen, side, 0);
    endGroup(s.pen);
    lines(s.pen, s.ink.stemLit, 6);
    wire(s.pen, side, s.side * 256);
    endGroup(s.pen);
    wheel(s, side, grown(s, 210 + vary(s, 12 + i, 50)), i);
  }
  stalk(s, stem, 15, 6);
  nicks(s, stem, 10);
  wheel(s, stem, grown(s, 330), 0);
}

function sideOf(s: Study, stem: Stalk, i: number): Stalk {
  const right = (i & 1) === 0 ? 1 : -1;
  const node = axisAt(stem, 2 + i, 0);
  const length = grown(s, 700 - i * 110 + vary(s, 4 + i, 90));
  const turn = stem.angle[2 + i]! + right * (6200 + vary(s, 8 + i, 1800));
  return grow(node.x, node.y, turn, length, s.lean - right * 4000, s.nod);
}

/** A feathered leaf: a rib and its pinnae, all strokes; winter curls it. */
function fern(s: Study, i: number): void {
  const right = (i & 1) === 0 ? 1 : -1;
  const low = 4600 + i * 2100 + vary(s, 20 + i, 1600);
  // They rise steeper, so that what curls down has room above the soil.
  const heading = right * (low - div(low * s.p.dormancy, 250));
  const sag = right * (3000 + s.p.droop * 60 + s.p.dormancy * 90);
  const full = grown(s, 560 - i * 40);
  const length = full - div(full * s.p.dormancy, 400);
  const rib = grow(FOOT_X + right * 8, FOOT_Y - 4, heading, length, s.lean, sag);
  wire(s.pen, rib, 0);
  path(s.pen);
  for (let k = 2; k < 8; k++) {
    pinna(s, rib, k, 9000);
    pinna(s, rib, k, -9000);
  }
  endPath(s.pen);
}

function pinna(s: Study, rib: Stalk, k: number, turn: number): void {
  const a = axisAt(rib, k, turn);
  const length = grown(s, 165 - k * 16 - div(s.p.dormancy, 3));
  moveTo(s.pen, a.x, a.y);
  bend(s.pen, a, div(length * 2, 3), 0, length, div(0 - turn, 450));
}

/** Rays over a dome seen from its side, then stars at their ends, then the hearts and seeds. */
function wheel(s: Study, stem: Stalk, radius: number, i: number): void {
  const rays = 8 + shr(radius, 5);
  const ends: Axis[] = [];
  lines(s.pen, s.ink.stemLit, 4);
  path(s.pen);
  const reach = div(radius * (50 + s.p.bloom), 177);
  for (let k = 0; k < rays; k++) {
    ends[k] = ray(s, stem, 2 * k - rays + 1, rays, reachOf(s, reach, k, i));
  }
  endPath(s.pen);
  endGroup(s.pen);
  stars(s, ends, i);
  hearts(s, ends, i);
}

/**
 * One ray, and its end; thirst and rain close the wheel like an umbrella, autumn like a nest: ripe rays bow
 * outwards and bring their ends together.
 */
function ray(s: Study, stem: Stalk, place: number, rays: number, out: number): Axis {
  const dome = 7000 + clamp(s.p.openness, div(s.p.ripeness, 2), 127) * 90;
  const a = axisAt(stem, 8, div(place * dome, rays));
  const inward = div(place * out * s.p.ripeness, rays * 190);
  moveTo(s.pen, a.x, a.y);
  if (s.p.ripeness === 0) lineTo(s.pen, atX(a, out, 0), atY(a, out, 0));
  else bend(s.pen, a, div(out, 2), shr(inward, 1), out, 0 - inward);
  const x = atX(a, out, 0 - inward);
  a.y = atY(a, out, 0 - inward);
  a.x = x;
  return a;
}

function stars(s: Study, ends: Axis[], i: number): void {
  const star = grown(s, div((26 + (mutation(s.g) === 3 ? 9 : 0)) * (40 + s.p.bloom), 167));
  for (let row = 0; row < 3; row++) {
    lines(s.pen, nth(row, s.ink.deep, s.ink.petal, s.ink.lit, 0), star);
    path(s.pen);
    for (let k = row; k < ends.length; k += 3) {
      if (!isRipe(s, i * 32 + k)) floret(s.pen, ends[k]!, star);
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
}

/** The hearts of the stars, then the seeds: in pairs, on what were the stars' rays. */
function hearts(s: Study, ends: Axis[], i: number): void {
  for (let row = 0; row < 2; row++) {
    lines(s.pen, row === 0 ? s.ink.heartLit : s.ink.husk, grown(s, row === 0 ? 15 : 18));
    path(s.pen);
    for (let k = 0; k < ends.length; k++) {
      const a = ends[k]!;
      const ripe = isRipe(s, i * 32 + k);
      if (row === 0 && !ripe) dot(s.pen, a.x, a.y);
      if (row === 0 || !ripe) continue;
      for (let n = -1; n < 2; n += 2) dot(s.pen, atX(a, 8, n * 11), atY(a, 8, n * 11));
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
}

/** Rays differ in length: three rings seen from the side. */
function reachOf(s: Study, reach: number, k: number, i: number): number {
  const ring = (k * 2) % 3;
  return div(reach * (100 - ring * 24 + vary(s, 100 + k + i * 40, 14)), 100);
}
