// Stonerose: a low rosette of thick leaves, and from its heart one candelabrum of flowers.
// Twin of contracts/art/species/Stonerose.sol.
import { clamp, cos, div, shr, sin } from "../fixed.ts";
import { layers, mutation, petals, stature } from "../genome.ts";
import { disc, edged, endGroup, endPath, lines, mix, path } from "../pen.ts";
import { axis, axisAt, blade, grow, leaf, type Stalk, wire } from "../shapes.ts";
import { FOOT_X, FOOT_Y, grown, nicks, type Study, stalk, vary } from "../study.ts";

const GOLDEN = 25_032;

export function stonerose(s: Study): void {
  rosette(s, 0);
  if (s.p.stage > 1) candelabrum(s);
  rosette(s, 1);
}

/** Leaves by the golden angle on a flattened spiral; the back half first, then the front. */
function rosette(s: Study, half: number): void {
  const count = 17 + (layers(s.g) & 5);
  const blush = clamp(20 + s.p.drought - half * 10, 0, 110);
  edged(s.pen, mix(s.ink.leaf, s.ink.deep, blush), mix(s.ink.leaf, s.ink.deep, 90), 4);
  for (let i = 0; i < count; i++) {
    // The outer leaves first.
    const k = count - i;
    const turn = k * GOLDEN;
    const front = cos(turn) < 0 ? 1 : 0;
    if (front !== half) continue;
    fleshy(s, sin(turn), div(k * 64, count), front);
  }
  endGroup(s.pen);
}

/** One leaf, `out` from the heart, to the right by the sine of its turn. */
function fleshy(s: Study, sine: number, out: number, front: number): void {
  const angle = shr(sine * (5000 + out * 150), 14) + div(s.lean, 3);
  const length = grown(s, 170 + out * 6 - front * out * 2 + vary(s, 10 + out, 40));
  const y = FOOT_Y - 20 + front * out - div(out, 3);
  const a = axis(FOOT_X + shr(sine * out, 14), y, angle);
  const bow = shr(sine * (20 + s.p.droop), 14);
  const lit = mix(s.ink.leafLit, s.ink.lit, 40 - front * 20);
  leaf(s.pen, a, length, div(length, 3) + 26, bow, s.side, lit);
}

function candelabrum(s: Study): void {
  const height = grown(s, 860 + stature(s.g));
  const stem = grow(FOOT_X, FOOT_Y - 60, vary(s, 1, 1400) - 700, height, s.lean, s.nod);
  stalk(s, stem, 19, 8);
  nicks(s, stem, 12);
  const arms = 5 + (petals(s.g) & 3);
  for (let i = 0; i < arms; i++) {
    const arm = armOf(s, stem, i, arms);
    lines(s.pen, s.ink.stem, 14);
    wire(s.pen, arm, 0);
    endGroup(s.pen);
    flower(s, arm, 92 - i * 3, i);
  }
  flower(s, stem, 104, 20);
}

function armOf(s: Study, stem: Stalk, i: number, arms: number): Stalk {
  const right = (i & 1) === 0 ? 1 : -1;
  const node = axisAt(stem, clamp(3 + div(i * 5, arms), 3, 7), 0);
  const heading = stem.angle[4]! + right * (13_500 - i * 400);
  return grow(node.x, node.y, heading, grown(s, 320 - i * 24), right * -11_000, s.nod);
}

/** An upright star of five or more petals. */
function flower(s: Study, arm: Stalk, full: number, i: number): void {
  const tip = axisAt(arm, 8, 0);
  const size = grown(s, div((full + vary(s, 60 + i, 20)) * (30 + s.p.bloom), 157));
  const spread = 5000 + s.p.openness * 160;
  const count = 5 + (mutation(s.g) === 3 ? 1 : 0);
  for (let row = 0; row < 2; row++) {
    edged(s.pen, row === 0 ? s.ink.deep : s.ink.lit, row === 0 ? s.ink.deep : s.ink.petal, 3);
    for (let k = 0; k < count - row; k++) {
      const angle = arm.angle[8]! + div((2 * k - count + 1 + row) * spread, count - 1);
      path(s.pen);
      blade(s.pen, axis(tip.x, tip.y, angle), size - row * shr(size, 2), div(size, 2), 0);
      endPath(s.pen);
    }
    endGroup(s.pen);
  }
  disc(s.pen, tip.x, tip.y, div(size, 6), s.ink.heart);
}
