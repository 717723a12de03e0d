// Snowbough: a small tree, twice forked, in blossom before and among its leaves.
// Twin of contracts/art/species/Snowbough.sol.
import { clamp, div } from "../fixed.ts";
import { layers, mutation, stature } from "../genome.ts";
import { dot, endGroup, endPath, group, lines, mix, path } from "../pen.ts";
import { axisAt, blade, floret, grow, ribbon, type Stalk, wire } from "../shapes.ts";
import { FOOT_X, FOOT_Y, grown, nicks, type Study, vary } from "../study.ts";

export function snowbough(s: Study): void {
  const height = grown(s, 600 + div(stature(s.g), 2));
  const trunk = grow(
    FOOT_X,
    FOOT_Y + 8,
    vary(s, 1, 3000) - 1500,
    height,
    div(s.lean, 2) + vary(s, 2, 5000) - 2500,
    0,
  );
  const limbs = 4;
  wood(s, trunk, 46, 20);
  nicks(s, trunk, 24);
  for (let i = 0; i < limbs; i++) branch(s, limbOf(s, trunk, i), i);
}

function limbOf(s: Study, trunk: Stalk, i: number): Stalk {
  const right = (i & 1) === 0 ? 1 : -1;
  const at = clamp(5 + i, 5, 8);
  const node = axisAt(trunk, at, 0);
  const length = grown(s, 560 - i * 26 + vary(s, 10 + i, 120));
  const heading = trunk.angle[at]! + right * (9000 - i * 900 + vary(s, 20 + i, 2400));
  const nod = div(s.nod, 2) + right * 3000;
  return grow(node.x, node.y, heading, length, s.lean - right * 3800, nod);
}

function wood(s: Study, stalk: Stalk, width: number, tip: number): void {
  group(s.pen, mix(s.ink.stem, s.ink.heart, 90));
  ribbon(s.pen, stalk, width, tip, -64, 64);
  endGroup(s.pen);
  group(s.pen, mix(s.ink.stemLit, s.ink.heart, 50));
  ribbon(s.pen, stalk, width, tip, s.side < 0 ? -64 : 20, s.side < 0 ? -20 : 64);
  endGroup(s.pen);
}

function branch(s: Study, limb: Stalk, i: number): void {
  wood(s, limb, 20, 7);
  const twigs: Stalk[] = [twigOf(s, limb, i, 0), twigOf(s, limb, i, 1), twigOf(s, limb, i, 2)];
  lines(s.pen, mix(s.ink.stem, s.ink.heart, 90), 9);
  for (let k = 0; k < 3; k++) wire(s.pen, twigs[k]!, 0);
  endGroup(s.pen);
  leaves(s, twigs, i);
  blossoms(s, twigs, i);
}

function twigOf(s: Study, limb: Stalk, i: number, k: number): Stalk {
  const way = ((i + k) & 1) === 0 ? 1 : -1;
  const node = axisAt(limb, 4 + k * 2, 0);
  const length = grown(s, 270 - k * 40 + vary(s, 40 + i * 4 + k, 90));
  const heading = limb.angle[4 + k * 2]! + way * (k === 2 ? 600 : 6500);
  return grow(node.x, node.y, heading, length, s.lean, s.nod);
}

function leaves(s: Study, twigs: Stalk[], i: number): void {
  for (let row = 0; row < 2; row++) {
    group(s.pen, row === 0 ? s.ink.leaf : s.ink.leafLit);
    path(s.pen);
    for (let k = 0; k < 8; k++) {
      const turn = (row === 0 ? 1 : -1) * (9000 + vary(s, 60 + i * 9 + k, 4000));
      const a = axisAt(twigs[div(k, 3)]!, 2 + (k % 3) * 2 + row, turn);
      const length = grown(s, 110 + vary(s, 110 + i * 9 + k, 50));
      blade(s.pen, a, length, div(length * 2, 5), 8);
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
}

/** Blossoms along the twigs, the outermost the lightest, and their hearts. */
function blossoms(s: Study, twigs: Stalk[], i: number): void {
  const count = mutation(s.g) === 3 ? 3 : 2 + (layers(s.g) & 1);
  const size = grown(s, div((32 + vary(s, 170 + i, 10)) * (40 + s.p.bloom), 167));
  const open = div(size * (60 + s.p.openness), 187);
  for (let row = count - 1; row >= 0; row--) {
    lines(s.pen, row === 0 ? s.ink.lit : mix(s.ink.petal, s.ink.lit, row * 60), open);
    for (let k = 0; k < 3; k++) {
      floret(s.pen, axisAt(twigs[k]!, 8 - row * 2, i * 5000 + k * 9000), open);
    }
    endGroup(s.pen);
  }
  hearts(s, twigs, count, clamp(div(open, 2), 5, 17));
}

function hearts(s: Study, twigs: Stalk[], count: number, width: number): void {
  lines(s.pen, s.ink.deep, width);
  path(s.pen);
  for (let k = 0; k < 3 * count; k++) {
    const a = axisAt(twigs[k % 3]!, 8 - div(k, 3) * 2, 0);
    dot(s.pen, a.x, a.y);
  }
  endPath(s.pen);
  endGroup(s.pen);
}
