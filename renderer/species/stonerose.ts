// Stonerose: a low rosette of thick leaves, and from its heart one candelabrum of flowers. The stalk dries with
// its seeds; in the cold the rosette closes and reddens. Twin of contracts/art/species/Stonerose.sol.
import { clamp, cos, div, shr, sin } from "../fixed.ts";
import { layers, mutation, petals, stature } from "../genome.ts";
import { amounts, tone } from "../palette.ts";
import { dot, edged, endGroup, endPath, filled, group, lines, mix, path } from "../pen.ts";
import { axis, axisAt, blade, grow, petal, type Stalk, wire } from "../shapes.ts";
import { FOOT_X, FOOT_Y, grown, isRipe, nicks, type Study, stalk, vary } from "../study.ts";

const GOLDEN = 25_032;

export function stonerose(s: Study): void {
  rosette(s, 0);
  if (s.p.stage > 1) candelabrum(s);
  rosette(s, 1);
}

/** Leaves by the golden angle on a flattened spiral; the back half first, then the front. */
function rosette(s: Study, half: number): void {
  const count = 20 + (layers(s.g) & 5);
  const blush = clamp(30 + s.p.drought + s.p.dormancy, 0, 190);
  const red = mix(s.ink.deep, tone(0xb4402e, amounts(s.p)), s.p.dormancy * 2);
  edged(s.pen, s.ink.leaf, mix(s.ink.leaf, red, blush + 40), 4);
  for (let i = 0; i < count; i++) {
    // The outer leaves first.
    const k = count - i;
    const turn = k * GOLDEN;
    const front = cos(turn) < 0 ? 1 : 0;
    if (front !== half) continue;
    const out = div(k * 64, count);
    // The lightest at the heart; red at the rim, and all over in the cold.
    const green = mix(s.ink.leafLit, s.ink.leaf, clamp(out * 4 - 30 - vary(s, 40 + k, 90), 0, 256));
    filled(s.pen, mix(green, red, div(blush * (20 + out), 96)));
    fleshy(s, sin(turn), cos(turn), out);
    endPath(s.pen);
  }
  endGroup(s.pen);
}

/** One leaf, `out` from the heart, towards its turn, foreshortened; a closing rosette draws them upright. */
function fleshy(s: Study, sine: number, cosine: number, out: number): void {
  const open = 5200 + out * (150 - div(s.p.dormancy, 3));
  const angle = shr(sine * open, 14) + div(s.lean, 4);
  // Leaves that point at the viewer or away from him look shorter.
  const full = grown(s, 156 + out * 4 + vary(s, 10 + out, 30));
  const length = div(full * (76 + div(shr(sine * sine, 14) * 24, 16_384)), 100);
  const y = FOOT_Y - 16 - shr(cosine * out * 3, 16);
  const a = axis(FOOT_X + shr(sine * out * 2, 14), y, angle);
  petal(s.pen, a, length, div(full, 4) + 14, div(length, 3));
}

function candelabrum(s: Study): void {
  const height = grown(s, 860 + stature(s.g));
  const stem = grow(FOOT_X, FOOT_Y - 60, vary(s, 1, 1400) - 700, height, s.lean, s.nod);
  stalk(s, stem, 19, 8);
  nicks(s, stem, 12);
  const arms = 4 + (petals(s.g) & 3);
  const stems: Stalk[] = [];
  lines(s.pen, s.ink.stem, 14);
  for (let i = 0; i < arms; i++) {
    stems[i] = armOf(s, stem, i, arms);
    wire(s.pen, stems[i]!, 0);
  }
  endGroup(s.pen);
  stems[arms] = stem;
  edged(s.pen, s.ink.husk, s.ink.huskLit, 3);
  flowers(s, stems, 1, 1);
  endGroup(s.pen);
  group(s.pen, s.ink.deep);
  flowers(s, stems, 0, 0);
  endGroup(s.pen);
  edged(s.pen, s.ink.lit, s.ink.petal, 3);
  flowers(s, stems, 1, 0);
  endGroup(s.pen);
  hearts(s, stems);
}

function armOf(s: Study, stem: Stalk, i: number, arms: number): Stalk {
  const right = (i & 1) === 0 ? 1 : -1;
  const node = axisAt(stem, clamp(3 + div(i * 5, arms), 3, 7), 0);
  const heading = stem.angle[4]! + right * (13_500 - i * 400);
  return grow(node.x, node.y, heading, grown(s, 320 - i * 24), right * -11_000, s.nod);
}

/** One row of petals of every flower, or of the follicles of those that have ripened. */
function flowers(s: Study, stems: Stalk[], row: number, ripe: number): void {
  const spread = ripe === 1 ? 6000 : 5000 + s.p.openness * 160;
  const count = 6 + (mutation(s.g) === 3 ? 2 : 0) - ripe;
  for (let i = 0; i < stems.length; i++) {
    if (isRipe(s, i) !== (ripe === 1)) continue;
    const arm = stems[i]!;
    const tip = axisAt(arm, 8, 0);
    const size = sizeOf(s, i);
    path(s.pen);
    for (let k = 0; k < count - row; k++) {
      const angle = arm.angle[8]! + div((2 * k - count + 1 + row) * spread, count - 1);
      blade(s.pen, axis(tip.x, tip.y, angle), size - row * shr(size, 2), div(size * 3, 7), 0);
    }
    endPath(s.pen);
  }
}

function sizeOf(s: Study, i: number): number {
  return grown(s, div((86 + vary(s, 60 + i, 30)) * (30 + s.p.bloom), 157));
}

function hearts(s: Study, stems: Stalk[]): void {
  lines(s.pen, s.ink.heart, grown(s, 30));
  path(s.pen);
  for (let i = 0; i < stems.length; i++) {
    const tip = axisAt(stems[i]!, 8, 0);
    dot(s.pen, tip.x, tip.y);
  }
  endPath(s.pen);
  endGroup(s.pen);
}
