// Sunhead: one tall stem, broad leaves, a great composite head that follows the sun. In autumn its petals fall
// one by one, the head bows and its disc fills with seeds. Twin of contracts/art/species/Sunhead.sol.
import { clamp, div, shr, sqrt } from "../fixed.ts";
import { layers, mutation, petals, stature } from "../genome.ts";
import { disc, dot, edged, endGroup, endPath, group, lines, mix, path } from "../pen.ts";
import { type Axis, atX, atY, axis, axisAt, grow, leaf, petal, type Stalk } from "../shapes.ts";
import { sprout } from "../sprout.ts";
import { FOOT_X, FOOT_Y, grown, isRipe, nicks, type Study, stalk, vary } from "../study.ts";

const GOLDEN = 25_032;

export function sunhead(s: Study): void {
  if (s.p.stage < 2) {
    sprout(s, 340, 4, 180, 22);
    return;
  }
  const height = grown(s, 900 + stature(s.g));
  // By day the head turns to the sun, as long as it is not heavy with seeds.
  const sunward = s.p.sunY > 60 ? div((s.p.sunX - 64) * (127 - s.p.ripeness), 2) : 0;
  const nod = s.nod + sunward + s.p.ripeness * 140;
  const stem = grow(FOOT_X, FOOT_Y, vary(s, 1, 2000) - 1000, height, s.lean + 1400, nod);
  foliage(s, stem);
  stalk(s, stem, 22, 13);
  nicks(s, stem, 15);
  // An old one bears two.
  for (let k = 2; k < s.p.stage; k++) sideBud(s, stem, k - 2);
  head(s, stem);
}

/** The leaves hang when winter comes. */
function foliage(s: Study, stem: Stalk): void {
  const count = 4 + div(s.p.stature, 32);
  group(s.pen, s.ink.leaf);
  for (let i = 0; i < count; i++) {
    const right = (i & 1) === 0 ? 1 : -1;
    // The lowest have the least room to hang.
    const wither = s.p.droop * (14 + i * 10) + s.p.dormancy * (16 + i * 9);
    const spread = 12_500 + vary(s, 20 + i, 3000) - i * 500 + wither;
    const node = clamp(1 + div(i * 6, count), 1, 6);
    broad(s, axisAt(stem, node, right * spread), i, right);
  }
  endGroup(s.pen);
}

function broad(s: Study, a: Axis, i: number, right: number): void {
  const full = grown(s, 470 - i * 26 + vary(s, 30 + i, 60));
  const length = full - div(full * s.p.dormancy, 300);
  const sag = right * (40 + s.p.droop);
  leaf(s.pen, a, length, div(length * 3, 8), sag, s.side, s.ink.leafLit);
}

function sideBud(s: Study, stem: Stalk, k: number): void {
  const right = (vary(s, 50, 2) * 2 - 1) * (1 - 2 * k);
  const at = 5 - k;
  const node = axisAt(stem, at, 0);
  const heading = stem.angle[at]! + right * 7000;
  const twig = grow(node.x, node.y, heading, grown(s, 220 + k * 90), right * -5000, s.nod);
  stalk(s, twig, 9, 6);
  const tip = axisAt(twig, 8, 0);
  group(s.pen, isRipe(s, 1 + k) ? s.ink.husk : s.ink.deep);
  for (let i = 0; i < 5; i++) {
    path(s.pen);
    petal(s.pen, axis(tip.x, tip.y, twig.angle[8]! + (i - 2) * 3200), 74, 20, 24);
    endPath(s.pen);
  }
  endGroup(s.pen);
  disc(s.pen, tip.x, tip.y, 26, s.ink.leaf);
}

function head(s: Study, stem: Stalk): void {
  const size = grown(s, div((170 + vary(s, 60, 36)) * s.p.bloom, 127));
  sepals(s, stem, size);
  const doubled = mutation(s.g) === 3 ? 1 : 0;
  const rows = 2 + (layers(s.g) & 1) + doubled;
  const count = 13 + (petals(s.g) & (7 - doubled * 4));
  for (let row = 0; row < rows; row++) {
    const lift = mix(s.ink.petal, s.ink.lit, div(200 * (row - 1) + 40, rows - 1));
    edged(s.pen, row === 0 ? s.ink.deep : lift, s.ink.deep, 4);
    ring(s, stem, row, div(size * (45 - row * 9), 20), count);
    endGroup(s.pen);
  }
  const filled = clamp(s.p.openness, s.p.ripeness, 127);
  florets(s, stem, div(size * (50 + filled), 177));
}

function sepals(s: Study, stem: Stalk, size: number): void {
  group(s.pen, s.ink.stem);
  for (let i = 0; i < 7; i++) {
    path(s.pen);
    const a = axisAt(stem, 8, (i - 3) * 9000);
    petal(s.pen, a, div(size * 3, 2), div(size, 3), div(size, 3));
    endPath(s.pen);
  }
  endGroup(s.pen);
}

/** One row of petals; a closing flower folds them upwards around its axis, and ripe ones have fallen. */
function ring(s: Study, stem: Stalk, row: number, length: number, count: number): void {
  for (let i = 0; i < count; i++) {
    // Left and right in turn from the back, so that the middle one lies on top.
    const place = (i & 1) === 0 ? shr(i, 1) : count - 1 - shr(i, 1);
    if (isRipe(s, place + row * 24)) continue;
    const round = div((2 * place + 1 + row) * 32_768, count) - 32_768;
    const turn = div(round * (5080 + s.p.openness * 88), 16_256) + vary(s, 70 + i + row * 32, 1600);
    const reach = length + div(length * vary(s, 180 + i + row * 32, 64), 400);
    ray(s, axisAt(stem, 8, turn - 800), reach, count);
  }
}

/** One petal; those that stay the longest shrivel. */
function ray(s: Study, a: Axis, reach: number, count: number): void {
  const from = div(reach, 6);
  const width = div(reach * (9 - div(s.p.ripeness, 24)), 2 + count * 2);
  const root: Axis = { x: atX(a, from, 0), y: atY(a, from, 0), sine: a.sine, cosine: a.cosine };
  path(s.pen);
  petal(s.pen, root, reach - from, width, div(width, 2));
  endPath(s.pen);
}

/** Seeds by the golden angle, in equal areas. */
function florets(s: Study, stem: Stalk, radius: number): void {
  const tip = axisAt(stem, 8, 0);
  disc(s.pen, tip.x, tip.y, radius, mix(s.ink.heart, s.ink.husk, div(s.p.ripeness * 3, 2)));
  const seed = mix(s.ink.heartLit, s.ink.huskLit, s.p.ripeness * 2);
  lines(s.pen, seed, clamp(div(radius * (127 + s.p.ripeness), 1143), 4, 24));
  path(s.pen);
  for (let i = 2; i < 56; i++) {
    const out = div(radius * sqrt(i * 262), 128);
    const a = axis(tip.x, tip.y, i * GOLDEN);
    dot(s.pen, atX(a, out, 0), atY(a, out, 0));
  }
  endPath(s.pen);
  endGroup(s.pen);
}
