// Snowbough: a small tree, twice forked, in blossom before and among its leaves.
// Twin of contracts/art/species/Snowbough.sol.
import { clamp, div } from "../fixed.ts";
import { layers, mutation, petals, stature } from "../genome.ts";
import { curveTo, dot, endGroup, endPath, group, lines, mix, moveTo, path } from "../pen.ts";
import { axisAt, blade, floret, grow, ribbon, type Stalk } from "../shapes.ts";
import { FOOT_X, FOOT_Y, grown, type Study, vary } from "../study.ts";

export function snowbough(s: Study): void {
  const height = grown(s, 560 + div(stature(s.g), 2));
  const trunk = grow(
    FOOT_X,
    FOOT_Y + 8,
    vary(s, 1, 5000) - 2500,
    height,
    div(s.lean, 2) + vary(s, 2, 8000) - 4000,
    0,
  );
  const limbs = 4 + (petals(s.g) & 1);
  wood(s, trunk, 46, 20);
  for (let i = 0; i < limbs; i++) twigs(s, limbOf(s, trunk, i), i);
}

function limbOf(s: Study, trunk: Stalk, i: number): Stalk {
  const right = (i & 1) === 0 ? 1 : -1;
  const at = clamp(4 + i, 4, 8);
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

function twigs(s: Study, limb: Stalk, i: number): void {
  wood(s, limb, 20, 7);
  for (let k = 0; k < 3; k++) {
    const twig = twigOf(s, limb, i, k);
    lines(s.pen, mix(s.ink.stem, s.ink.heart, 90), 9);
    path(s.pen);
    const a = axisAt(twig, 0, 0);
    const middle = axisAt(twig, 4, 0);
    const tip = axisAt(twig, 8, 0);
    moveTo(s.pen, a.x, a.y);
    curveTo(s.pen, middle.x, middle.y, tip.x, tip.y);
    endPath(s.pen);
    endGroup(s.pen);
    leaves(s, twig, i * 3 + k);
    blossom(s, twig, i * 3 + k);
  }
}

function twigOf(s: Study, limb: Stalk, i: number, k: number): Stalk {
  const way = ((i + k) & 1) === 0 ? 1 : -1;
  const node = axisAt(limb, 4 + k * 2, 0);
  const length = grown(s, 270 - k * 40 + vary(s, 40 + i * 4 + k, 90));
  const heading = limb.angle[4 + k * 2]! + way * (k === 2 ? 600 : 6500);
  return grow(node.x, node.y, heading, length, s.lean, s.nod);
}

function leaves(s: Study, twig: Stalk, i: number): void {
  for (let row = 0; row < 2; row++) {
    group(s.pen, row === 0 ? s.ink.leaf : s.ink.leafLit);
    path(s.pen);
    for (let k = 0; k < 3; k++) {
      const turn = (row === 0 ? 1 : -1) * (9000 + vary(s, 60 + i * 3 + k, 4000));
      const length = grown(s, 105 + vary(s, 110 + i * 3 + k, 50));
      blade(s.pen, axisAt(twig, 2 + k * 2 + row, turn), length, div(length * 2, 5), 8);
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
}

/** Blossoms along the twig, the last one the lightest, and their hearts. */
function blossom(s: Study, twig: Stalk, i: number): void {
  const count = 2 + (layers(s.g) & 1) + (mutation(s.g) === 3 ? 1 : 0);
  const size = grown(s, div((30 + vary(s, 170 + i, 10)) * (40 + s.p.bloom), 167));
  const open = div(size * (60 + s.p.openness), 187);
  for (let k = 0; k < count; k++) {
    const a = axisAt(twig, 8 - k * 2, 0);
    lines(s.pen, k === 0 ? s.ink.lit : mix(s.ink.petal, s.ink.lit, k * 60), open);
    floret(s.pen, a.x, a.y, open, i * 5000 + k * 9000);
    endGroup(s.pen);
  }
  lines(s.pen, s.ink.deep, clamp(div(open, 2), 5, 17));
  path(s.pen);
  for (let k = 0; k < count; k++) {
    const a = axisAt(twig, 8 - k * 2, 0);
    dot(s.pen, a.x, a.y);
  }
  endPath(s.pen);
  endGroup(s.pen);
}
