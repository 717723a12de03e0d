// Bellspire: a clump of spikes, hung all around with bells that open from below and ripen from below into
// capsules. Twin of contracts/art/species/Bellspire.sol.
import { clamp, div } from "../fixed.ts";
import { mutation, petals, stature } from "../genome.ts";
import {
  closePath,
  cubicEnd,
  cubicVia,
  edged,
  endGroup,
  endPath,
  filled,
  group,
  moveTo,
  path,
} from "../pen.ts";
import { type Axis, atX, atY, axis, bend, grow, leaf, petal, type Stalk } from "../shapes.ts";
import { sprout } from "../sprout.ts";
import { FOOT_X, FOOT_Y, grown, nicks, type Study, stalk, vary } from "../study.ts";

export function bellspire(s: Study): void {
  if (s.p.stage < 2) {
    sprout(s, 230, 6, 170, 15);
    return;
  }
  basal(s);
  const count = 3 + (petals(s.g) & 1);
  for (let i = 0; i < count; i++) {
    // The tallest in the middle is drawn last.
    const k = count - 1 - i;
    spike(s, stemOf(s, k), k);
  }
}

function stemOf(s: Study, k: number): Stalk {
  const out = (k & 1) === 0 ? k : 0 - k;
  const height = grown(s, 1160 + div(stature(s.g), 2) - k * 150 - vary(s, 2 + k, 60));
  const heading = out * 2600 + vary(s, 6 + k, 1600) - 800;
  return grow(FOOT_X + out * 34, FOOT_Y, heading, height, s.lean - out * 1300, s.nod);
}

/** Long leaves from the foot; in winter they lie on the ground. */
function basal(s: Study): void {
  group(s.pen, s.ink.leaf);
  for (let i = 0; i < 7; i++) {
    const right = (i & 1) === 0 ? 1 : -1;
    const steep = 15_500 - i * 1900 + vary(s, 10 + i, 1200);
    const flat = div((15_700 - steep) * s.p.dormancy, 160);
    const angle = right * (steep + flat) + div(s.lean, 2);
    const length = grown(s, 380 + vary(s, 20 + i, 130) + i * 12 - s.p.dormancy);
    const sag = right * (70 + s.p.droop - div(s.p.dormancy, 3)) - div(angle, 900);
    leaf(s.pen, axis(FOOT_X, FOOT_Y - 6, angle), length, 74, sag, s.side, s.ink.leafLit);
  }
  endGroup(s.pen);
}

function spike(s: Study, stem: Stalk, k: number): void {
  stalk(s, stem, 14, 5);
  if (k === 0) nicks(s, stem, 9);
  const bells = 18 - k * 4 + (mutation(s.g) === 3 && k < 2 ? 4 : 0);
  // The capsules stand where the lowest bells hung.
  const ripe = div(bells * s.p.ripeness, 127);
  if (ripe > 0) {
    edged(s.pen, s.ink.huskLit, s.ink.husk, 6);
    for (let i = bells - ripe; i < bells; i++) capsule(s, stem, i, bells);
    endGroup(s.pen);
  }
  const open = div(s.p.bloom * (60 + s.p.openness), 187);
  edged(s.pen, s.ink.petal, s.ink.deep, 3);
  for (let i = 0; i < bells - ripe; i++) {
    // From the tip down, so that the larger bells lie over the smaller ones.
    bell(s, hung(s, stem, i, bells), i, clamp(open - 50 + i * 7, 24, 127));
  }
  endGroup(s.pen);
}

/** How far up the spike the i-th bell from its tip hangs, of 256. */
function placeOf(i: number, bells: number): number {
  return 256 - div(i * 160, bells);
}

/** Where and how the i-th bell hangs: to the left, towards the viewer, to the right. */
function hung(s: Study, stem: Stalk, i: number, bells: number): Axis {
  const right = ((i * 2) % 3) - 1;
  const angle = right * (19_500 + i * 300) + (right === 0 ? 29_000 * s.side : 0) + s.nod;
  return between(stem, placeOf(i, bells), angle);
}

/** A dry capsule that points upwards, drawn out into a beak. */
function capsule(s: Study, stem: Stalk, i: number, bells: number): void {
  const right = ((i * 2) % 3) - 1;
  const size = grown(s, 30 + i);
  const a = between(stem, placeOf(i, bells), right * 9000 + vary(s, 40 + i, 3000) - 1500);
  path(s.pen);
  petal(s.pen, a, size * 2, div(size * 2, 5), size);
  endPath(s.pen);
}

/** The place `up` / 256 of the way along a stalk. */
function between(stem: Stalk, up: number, turn: number): Axis {
  const i = clamp(div(up, 32), 0, 7);
  const rest = up - i * 32;
  const x = div(stem.x[i]! * (32 - rest) + stem.x[i + 1]! * rest, 2048);
  const y = div(stem.y[i]! * (32 - rest) + stem.y[i + 1]! * rest, 2048);
  return axis(x, y, stem.angle[i]! + turn);
}

/** A bell along its axis: cup and flaring lip. The bells that face the viewer are the lightest. */
function bell(s: Study, a: Axis, i: number, ripe: number): void {
  const isFront = (i * 2) % 3 === 1;
  const size = grown(s, 30 + i * 3 - div(i * i, 24));
  const length = size + div(size * ripe, 127);
  const mouth = div(size * (30 + ripe), 150);
  if (isFront) filled(s.pen, s.ink.lit);
  else path(s.pen);
  moveTo(s.pen, a.x, a.y);
  flank(s, a, length, mouth);
  bend(s.pen, a, div(length * 5, 4), 0, length, 0 - mouth);
  const waist = div(mouth * -3, 5);
  cubicVia(s.pen, atX(a, div(length * 5, 8), waist), atY(a, div(length * 5, 8), waist));
  const low = div(length, 16);
  cubicEnd(s.pen, atX(a, low, 0 - mouth), atY(a, low, 0 - mouth), a.x, a.y);
  closePath(s.pen);
  if (isFront && ripe > 63) throat(s, a, length, mouth);
}

/** Into the mouth of a bell that hangs towards the viewer one sees. */
function throat(s: Study, a: Axis, length: number, mouth: number): void {
  filled(s.pen, s.ink.deep);
  moveTo(s.pen, atX(a, length, mouth), atY(a, length, mouth));
  bend(s.pen, a, div(length * 5, 4), 0, length, 0 - mouth);
  bend(s.pen, a, div(length * 7, 8), 0, length, mouth);
  endPath(s.pen);
}

/** A bell's right side, from its stalk to its lip. */
function flank(s: Study, a: Axis, length: number, mouth: number): void {
  const low = div(length, 16);
  const waist = div(mouth * 3, 5);
  cubicVia(s.pen, atX(a, low, mouth), atY(a, low, mouth));
  const cx = atX(a, div(length * 5, 8), waist);
  const cy = atY(a, div(length * 5, 8), waist);
  cubicEnd(s.pen, cx, cy, atX(a, length, mouth), atY(a, length, mouth));
}
