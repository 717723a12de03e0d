// Starwheel: umbels, wheels of thin rays with a star at the end of each, over feathered leaves.
// Twin of contracts/art/species/Starwheel.sol.
import { div, shr } from "../fixed.ts";
import { mutation, stature } from "../genome.ts";
import { dot, endGroup, endPath, lines, lineTo, moveTo, path } from "../pen.ts";
import {
  type Axis,
  atX,
  atY,
  axis,
  axisAt,
  bend,
  floret,
  grow,
  type Stalk,
  wire,
} from "../shapes.ts";
import { FOOT_X, FOOT_Y, grown, nicks, type Study, stalk, vary } from "../study.ts";

export function starwheel(s: Study): void {
  for (let i = 0; i < 4; i++) fern(s, i);
  const height = grown(s, 900 + stature(s.g));
  const stem = grow(FOOT_X, FOOT_Y, vary(s, 1, 1600) - 800, height, s.lean, s.nod);
  const wheels = s.p.stage < 2 ? 1 : 3;
  for (let i = 1; i < wheels; i++) {
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

/** A feathered leaf: a rib and its pinnae, all strokes. */
function fern(s: Study, i: number): void {
  const right = (i & 1) === 0 ? 1 : -1;
  const heading = right * (4600 + i * 2100 + vary(s, 20 + i, 1600));
  const sag = right * (3000 + s.p.droop * 60);
  const rib = grow(FOOT_X + right * 8, FOOT_Y - 4, heading, grown(s, 560 - i * 40), s.lean, sag);
  const back = i < 2 ? s.ink.leaf : s.ink.leafLit;
  lines(s.pen, back, 15);
  wire(s.pen, rib, 0);
  path(s.pen);
  for (let k = 1; k < 8; k++) {
    pinna(s, rib, k, 9000);
    pinna(s, rib, k, -9000);
  }
  endPath(s.pen);
  endGroup(s.pen);
}

function pinna(s: Study, rib: Stalk, k: number, turn: number): void {
  const a = axisAt(rib, k, turn);
  const length = grown(s, 165 - k * 16);
  moveTo(s.pen, a.x, a.y);
  bend(s.pen, a, div(length * 2, 3), 0, length, div(0 - turn, 450));
}

/** Rays over a dome seen from its side; thirst and rain close it like an umbrella. */
function wheel(s: Study, stem: Stalk, radius: number, i: number): void {
  const rays = 10 + shr(radius, 5);
  const reach = div(radius * (50 + s.p.bloom), 177);
  lines(s.pen, s.ink.stemLit, 4);
  path(s.pen);
  for (let k = 0; k < rays; k++) {
    const a = rayOf(s, stem, k, rays);
    const out = reachOf(s, reach, k, i);
    moveTo(s.pen, a.x, a.y);
    lineTo(s.pen, atX(a, out, 0), atY(a, out, 0));
  }
  endPath(s.pen);
  endGroup(s.pen);
  const star = grown(s, div((26 + (mutation(s.g) === 3 ? 9 : 0)) * (40 + s.p.bloom), 167));
  for (let row = 0; row < 3; row++) {
    lines(s.pen, row === 0 ? s.ink.deep : row === 1 ? s.ink.petal : s.ink.lit, star);
    for (let k = row; k < rays; k += 3) {
      const a = rayOf(s, stem, k, rays);
      const out = reachOf(s, reach, k, i);
      floret(s.pen, axis(atX(a, out, 0), atY(a, out, 0), k * 2000), star);
    }
    endGroup(s.pen);
  }
  hearts(s, stem, rays, reach, i);
}

function hearts(s: Study, stem: Stalk, rays: number, reach: number, i: number): void {
  lines(s.pen, s.ink.heartLit, grown(s, 15));
  path(s.pen);
  for (let k = 0; k < rays; k++) {
    const a = rayOf(s, stem, k, rays);
    const out = reachOf(s, reach, k, i);
    dot(s.pen, atX(a, out, 0), atY(a, out, 0));
  }
  endPath(s.pen);
  endGroup(s.pen);
}

function rayOf(s: Study, stem: Stalk, k: number, rays: number): Axis {
  return axisAt(stem, 8, div((2 * k - rays + 1) * (7000 + s.p.openness * 90), rays));
}

/** Rays differ in length: three rings seen from the side. */
function reachOf(s: Study, reach: number, k: number, i: number): number {
  const ring = (k * 2) % 3;
  return div(reach * (100 - ring * 24 + vary(s, 100 + k + i * 40, 14)), 100);
}
