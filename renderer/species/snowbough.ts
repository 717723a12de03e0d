// Snowbough: a small tree, twice forked, in blossom before and among its leaves; then fruit, autumn leaves, and
// bare branches with their buds. Twin of contracts/art/species/Snowbough.sol.
import { clamp, div } from "../fixed.ts";
import { layers, mutation, stature } from "../genome.ts";
import { dot, endGroup, endPath, group, lines, mix, path } from "../pen.ts";
import { axis, axisAt, blade, floret, grow, ribbon, type Stalk, wire } from "../shapes.ts";
import { sprout } from "../sprout.ts";
import { FOOT_X, FOOT_Y, grown, isRipe, nicks, type Study, vary } from "../study.ts";

export function snowbough(s: Study): void {
  if (s.p.stage < 2) {
    sprout(s, 520, 6, 120, 18);
    return;
  }
  const height = grown(s, 560 + div(stature(s.g), 2));
  const bow = div(s.lean, 2) + vary(s, 2, 6000) - 3000;
  const trunk = grow(FOOT_X, FOOT_Y + 8, vary(s, 1, 3000) - 1500, height, bow, 0);
  wood(s, trunk, 50, 20);
  nicks(s, trunk, 24);
  const twigs: Stalk[] = [];
  for (let i = 0; i < 4; i++) branch(s, limbOf(s, trunk, i), twigs, i);
  buds(s, twigs);
  if (s.p.ripeness > 0) {
    fruit(s, twigs, 0);
    fruit(s, twigs, 1);
  }
  fallen(s);
}

function limbOf(s: Study, trunk: Stalk, i: number): Stalk {
  const right = (i & 1) === 0 ? 1 : -1;
  const turn = right * (11_500 - i * 2100 + vary(s, 20 + i, 2400));
  const length = grown(s, 600 - i * 26 + vary(s, 10 + i, 120));
  return offshoot(s, trunk, clamp(5 + i, 5, 8), turn, length, right);
}

/** A limb from the trunk's place `at`, which bends upwards again. */
function offshoot(
  s: Study,
  trunk: Stalk,
  at: number,
  turn: number,
  length: number,
  right: number,
): Stalk {
  const node = axisAt(trunk, at, 0);
  const nod = div(s.nod, 2) + right * 2600;
  return grow(node.x, node.y, trunk.angle[at]! + turn, length, s.lean - right * 7600, nod);
}

function wood(s: Study, stalk: Stalk, width: number, tip: number): void {
  group(s.pen, mix(s.ink.stem, s.ink.heart, 90));
  ribbon(s.pen, stalk, width, tip, -64, 64);
  endGroup(s.pen);
  lines(s.pen, mix(s.ink.stemLit, s.ink.heart, 50), div(width, 2));
  wire(s.pen, stalk, s.side * tip * 32);
  endGroup(s.pen);
}

function branch(s: Study, limb: Stalk, twigs: Stalk[], i: number): void {
  wood(s, limb, 20, 6);
  lines(s.pen, mix(s.ink.stem, s.ink.heart, 90), 9);
  for (let k = 0; k < 3; k++) {
    twigs[i * 3 + k] = twigOf(s, limb, i, k);
    wire(s.pen, twigs[i * 3 + k]!, 0);
  }
  endGroup(s.pen);
  leaves(s, twigs, i);
  blossoms(s, twigs, i);
}

function twigOf(s: Study, limb: Stalk, i: number, k: number): Stalk {
  const way = ((i + k) & 1) === 0 ? 1 : -1;
  const node = axisAt(limb, 4 + k * 2, 0);
  const length = grown(s, 290 - k * 40 + vary(s, 40 + i * 4 + k, 90));
  const heading = limb.angle[4 + k * 2]! + way * (k === 2 ? 600 : 6500);
  return grow(node.x, node.y, heading, length, s.lean, s.nod);
}

/** They fall one by one as winter comes, those on the shadow's side first. */
function leaves(s: Study, twigs: Stalk[], i: number): void {
  // The fewer the more blossoms.
  const count = 9 - blossomsOf(s);
  for (let row = 0; row < 2; row++) {
    group(s.pen, row === 0 ? s.ink.leaf : s.ink.leafLit);
    path(s.pen);
    for (let k = 0; k < count; k++) {
      if (vary(s, 200 + i * 20 + k * 2 + row, 110) < s.p.dormancy + div(s.p.ripeness, 4)) continue;
      const turn = (row === 0 ? 1 : -1) * (9000 + vary(s, 60 + i * 9 + k, 4000));
      const a = axisAt(twigs[i * 3 + div(k, 3)]!, 2 + (k % 3) * 2 + row, turn);
      const length = grown(s, 130 + vary(s, 110 + i * 9 + k, 60));
      blade(s.pen, a, length, div(length * 2, 5), 8);
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
}

/** How many blossoms sit along a twig. */
function blossomsOf(s: Study): number {
  return mutation(s.g) === 3 ? 3 : 2 + (layers(s.g) & 1);
}

/** Along the twigs, the outermost the lightest. */
function blossoms(s: Study, twigs: Stalk[], i: number): void {
  const size = grown(s, div((38 + vary(s, 170 + i, 10)) * (40 + s.p.bloom), 167));
  const open = div(size * (60 + s.p.openness), 187);
  for (let row = blossomsOf(s) - 1; row >= 0; row--) {
    lines(s.pen, row === 0 ? s.ink.lit : mix(s.ink.petal, s.ink.lit, row * 60), open);
    path(s.pen);
    for (let k = i * 3; k < i * 3 + 3; k++) {
      if (isRipe(s, k * 3 + row)) continue;
      floret(s.pen, axisAt(twigs[k]!, 8 - row * 2, i * 5000 + k * 9000), open);
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
}

/** The blossoms' hearts, which are the buds of winter. */
function buds(s: Study, twigs: Stalk[]): void {
  const count = blossomsOf(s);
  lines(s.pen, s.ink.deep, 15);
  path(s.pen);
  for (let k = 0; k < 12; k++) {
    for (let row = 0; row < count; row++) {
      const a = axisAt(twigs[k]!, 8 - row * 2, 0);
      dot(s.pen, a.x, a.y);
    }
  }
  endPath(s.pen);
  endGroup(s.pen);
}

/** What hangs where blossoms ripened, and its shine; by deep winter most of it has been eaten. */
function fruit(s: Study, twigs: Stalk[], shine: number): void {
  const count = blossomsOf(s);
  const size = grown(s, 36);
  lines(
    s.pen,
    shine === 1 ? s.ink.lit : mix(s.ink.petal, s.ink.deep, 120),
    shine === 1 ? div(size, 4) : size,
  );
  path(s.pen);
  for (let k = 0; k < 12; k++) {
    for (let row = 0; row < count; row++) {
      if (!isRipe(s, k * 3 + row) || vary(s, 300 + k * 3 + row, 150) < s.p.dormancy) continue;
      const a = axisAt(twigs[k]!, 8 - row * 2, 0);
      dot(s.pen, a.x + shine * s.side * 9, a.y + size - shine * 9);
    }
  }
  endPath(s.pen);
  endGroup(s.pen);
}

/** Leaves on the ground about the foot, from the first cold until the spring. */
function fallen(s: Study): void {
  const count = div(clamp(s.p.ripeness + s.p.dormancy, 0, 160), 13);
  if (count === 0) return;
  group(s.pen, s.ink.leafLit);
  path(s.pen);
  for (let i = 0; i < count; i++) {
    const x = vary(s, 330 + i, 900) - 450;
    const y = FOOT_Y + 6 + vary(s, 345 + i, 24) + div(x * x, 5000);
    blade(s.pen, axis(FOOT_X + x, y, 14_000 + vary(s, 360 + i, 5000)), 76, 26, 8);
  }
  endPath(s.pen);
  endGroup(s.pen);
}
