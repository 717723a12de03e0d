// Bellspire: a clump of spikes, hung all around with bells that open from below.
// Twin of contracts/art/species/Bellspire.sol.
import { clamp, div } from "../fixed.ts";
import { mutation, petals, stature } from "../genome.ts";
import { edged, endGroup, endPath, filled, group, moveTo, path, text } from "../pen.ts";
import { type Axis, axis, bend, grow, leaf, type Stalk } from "../shapes.ts";
import { FOOT_X, FOOT_Y, grown, nicks, type Study, stalk, vary } from "../study.ts";

export function bellspire(s: Study): void {
  basal(s);
  const count = 2 + (petals(s.g) & 1) + (s.p.stage > 1 ? 1 : 0);
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

/** Long leaves from the foot. */
function basal(s: Study): void {
  group(s.pen, s.ink.leaf);
  for (let i = 0; i < 7; i++) {
    const right = (i & 1) === 0 ? 1 : -1;
    const angle = right * (15_500 - i * 1900 + vary(s, 10 + i, 1200)) + div(s.lean, 2);
    const length = grown(s, 380 + vary(s, 20 + i, 130) + i * 12);
    const sag = right * (70 + s.p.droop) - div(angle, 900);
    leaf(s.pen, axis(FOOT_X, FOOT_Y - 6, angle), length, 74, sag, s.side, s.ink.leafLit);
  }
  endGroup(s.pen);
}

function spike(s: Study, stem: Stalk, k: number): void {
  stalk(s, stem, 14, 5);
  if (k === 0) nicks(s, stem, 9);
  const bells = 19 - k * 4 + (mutation(s.g) === 3 ? 4 : 0);
  const open = div(s.p.bloom * (60 + s.p.openness), 187);
  edged(s.pen, s.ink.petal, s.ink.deep, 3);
  for (let i = 0; i < bells; i++) {
    // From the tip down, so that the larger bells lie over the smaller ones.
    const up = 256 - div(i * 160, bells);
    const right = ((i * 2) % 3) - 1;
    const size = grown(s, 26 + i * 3);
    const ripe = clamp(open - 50 + i * 7, 24, 127);
    const angle = right * (19_500 + i * 300) + (right === 0 ? 29_000 * s.side : 0) + s.nod;
    bell(s, between(stem, up, angle), size, ripe, right);
  }
  endGroup(s.pen);
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
function bell(s: Study, a: Axis, size: number, ripe: number, right: number): void {
  const length = size + div(size * ripe, 127);
  const mouth = div(size * (30 + ripe), 150);
  const waist = div(mouth * 3, 4);
  if (right === 0) filled(s.pen, s.ink.lit);
  else path(s.pen);
  moveTo(s.pen, a.x, a.y);
  bend(s.pen, a, div(length, 8), waist, div(length * 5, 8), waist);
  bend(s.pen, a, div(length * 7, 8), waist, length, mouth);
  bend(s.pen, a, div(length * 5, 4), 0, length, 0 - mouth);
  bend(s.pen, a, div(length * 7, 8), 0 - waist, div(length * 5, 8), 0 - waist);
  bend(s.pen, a, div(length, 8), 0 - waist, 0, 0);
  text(s.pen, "z");
  endPath(s.pen);
}
