// A seedling: a thin stem, two seed leaves, the first true ones above them, and the growing tip still folded.
// Twin of contracts/art/Sprout.sol.
import { clamp, div } from "./fixed.ts";
import { endGroup, endPath, filled, group } from "./pen.ts";
import { type Axis, axisAt, blade, grow, leaf, type Stalk } from "./shapes.ts";
import { FOOT_X, FOOT_Y, nicks, type Study, stalk, vary } from "./study.ts";

/** `height` and the number of leaves when it ends being one; how long those are, and how wide of 64 parts. */
export function sprout(s: Study, height: number, count: number, long: number, wide: number): void {
  const tall = div(height * (5 + s.p.age), 7);
  const lean = s.lean + vary(s, 2, 2400) - 1200;
  const stem = grow(FOOT_X, FOOT_Y + 4, vary(s, 1, 1600) - 800, tall, lean, div(s.nod, 2));
  stalk(s, stem, 10, 4);
  nicks(s, stem, 8);
  filled(s.pen, s.ink.leafLit);
  blade(s.pen, axisAt(stem, 8, 0), div(long, 2), div(long, 10), 0);
  endPath(s.pen);
  group(s.pen, s.ink.leaf);
  for (let i = 0; i < count; i++) first(s, stem, i, div(long * (5 + s.p.age), 7), wide);
  endGroup(s.pen);
}

/** The seed leaves are opposite each other and blunt; the true ones climb by turns. */
function first(s: Study, stem: Stalk, i: number, long: number, wide: number): void {
  const right = (i & 1) === 0 ? 1 : -1;
  const turn = right * (13_400 - i * 900 + vary(s, 20 + i, 1600) + s.p.droop * 50);
  const a = axisAt(stem, clamp(i < 2 ? 4 : 3 + i, 4, 8), turn);
  const length = long - i * 6 + vary(s, 10 + i, 20);
  lay(s, a, length, div(length * (i < 2 ? wide + 6 : wide), 64), right);
}

function lay(s: Study, a: Axis, length: number, width: number, right: number): void {
  const sag = right * (24 + div(s.p.droop, 2));
  leaf(s.pen, a, length, width, sag, s.side, s.ink.leafLit);
}
