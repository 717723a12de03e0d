// Dawnvine: a bent hazel rod, and a climber that winds round it to the right, over the bow as it ages;
// trumpets that open with the light, twisted buds at night. Twin of contracts/art/species/Dawnvine.sol.
import { clamp, div, nth, shr } from "../fixed.ts";
import { mutation, petals } from "../genome.ts";
import { amounts, tone } from "../palette.ts";
import {
  close,
  cubicEnd,
  cubicVia,
  dot,
  edged,
  endGroup,
  endPath,
  group,
  lines,
  lineTo,
  mix,
  moveTo,
  path,
} from "../pen.ts";
import { type Axis, atX, atY, axis, bend, blade, grow, through } from "../shapes.ts";
import { FOOT_X, FOOT_Y, isRipe, nicks, RODS_HALF, rootX, type Study, vary } from "../study.ts";

/** Half turns of the vine round the whole rod. */
const TURNS = 22;

/** The rod: two legs that lean to each other by this angle, and the bow over them, in units. */
const SPLAY = 1600;
const LEG = 900;
const BOW = 300;
const LENGTH = 2 * LEG + 850;

/** What a seedling gets first: a straight one, where the arch will rise. */
const STAKE = 470;

export function dawnvine(s: Study): void {
  // How many half turns it has climbed.
  const climbed = clamp(2 + div(s.p.age * 24, s.p.age + 110), 2, TURNS);
  vine(s, climbed, 0);
  hazel(s);
  vine(s, climbed, 1);
  const right = (petals(s.g) & 1) === 0 ? 1 : -1;
  const leg = right * SPLAY + div(s.lean, 3);
  const tall = s.p.stage < 2 ? STAKE : LEG;
  nicks(s, grow(rootX(s), FOOT_Y + 20, leg, tall, 0, 0), 16);
  leaves(s, climbed);
  flowers(s, climbed);
  snow(s);
}

/** The place `on` along the rod, which nobody but the wind moves. */
function rodAt(s: Study, on: number, turn: number): Axis {
  const right = (petals(s.g) & 1) === 0 ? 1 : -1;
  const foot = axis(0, 0, SPLAY);
  const rise = shr(LEG * foot.cosine, 14);
  // Upright first: u is how far to the middle, y how high.
  let [angle, u, y] = [SPLAY, 0 - RODS_HALF, 0];
  if (on < LEG) {
    u += shr(on * foot.sine, 14);
    y = shr(on * foot.cosine, 14);
  } else if (on > LENGTH - LEG) {
    const left = LENGTH - on;
    angle = 32_768 - SPLAY;
    u = RODS_HALF - shr(left * foot.sine, 14);
    y = shr(left * foot.cosine, 14);
  } else {
    angle = SPLAY + div((on - LEG) * 10_430, BOW);
    const a = axis(0, 0, angle);
    u = 0 - shr(BOW * a.cosine, 14);
    y = rise + shr(BOW * (a.sine - foot.sine), 14);
  }
  return axis(FOOT_X + right * u + shr(s.lean * y, 15), FOOT_Y + 20 - y, right * angle + turn);
}

function hazel(s: Study): void {
  const end = s.p.stage < 2 ? STAKE : LENGTH;
  const bark = mix(mix(s.ink.stem, s.ink.heart, 90), 0x4a3424, 90);
  for (let row = 0; row < 2; row++) {
    lines(s.pen, row === 0 ? bark : mix(bark, s.ink.stemLit, 120), row === 0 ? 26 : 8);
    path(s.pen);
    let a = rodAt(s, 0, 0);
    const shift = row * s.side * 6;
    moveTo(s.pen, a.x + shift, a.y);
    for (let i = 1; i < 18; i += 2) {
      a = rodAt(s, div(i * end, 18), 0);
      const b = rodAt(s, div((i + 1) * end, 18), 0);
      through(s.pen, a.x + shift, a.y, b.x + shift, b.y);
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
}

/** Snow lies on the bow. */
function snow(s: Study): void {
  if (s.p.snow < 13 || s.p.stage < 2) return;
  lines(s.pen, tone(0xf4f7fa, amounts(s.p)), 8 + div(s.p.snow, 9));
  path(s.pen);
  let to = rodAt(s, div(LENGTH * 7, 18), 0);
  moveTo(s.pen, to.x, to.y - 16);
  for (let i = 8; i < 12; i += 2) {
    const via = rodAt(s, div(LENGTH * i, 18), 0);
    to = rodAt(s, div(LENGTH * (i + 1), 18), 0);
    through(s.pen, via.x, via.y - 20, to.x, to.y - 16);
  }
  endPath(s.pen);
  endGroup(s.pen);
}

/** Half turns before (front 1) or behind the rod (front 0), each an S from edge to edge. */
function vine(s: Study, climbed: number, front: number): void {
  for (let row = 0; row < 2; row++) {
    lines(
      s.pen,
      row === 0 ? s.ink.stem : s.ink.stemLit,
      row === 0 ? 14 + clamp(s.p.rings, 0, 6) : 5,
    );
    path(s.pen);
    for (let i = 1 - front; i < climbed; i += 2) half(s, i, front, row * -3);
    endPath(s.pen);
    endGroup(s.pen);
  }
}

/** To the right in front of the rod, to the left behind it. */
function half(s: Study, i: number, front: number, shift: number): void {
  const [from, to] = [nodeOf(s, i, 0), nodeOf(s, i + 1, 0)];
  const side = front === 1 ? 24 : -24;
  const [left, right] = [shift - side, shift + side];
  moveTo(s.pen, atX(from, 0, left), atY(from, 0, left));
  cubicVia(s.pen, atX(from, 46, left), atY(from, 46, left));
  const [cx, cy] = [atX(to, -46, right), atY(to, -46, right)];
  cubicEnd(s.pen, cx, cy, atX(to, 0, right), atY(to, 0, right));
}

/** Where the i-th half turn starts. */
function nodeOf(s: Study, i: number, turn: number): Axis {
  return rodAt(s, 24 + div(i * (LENGTH - 40), TURNS), turn);
}

function leaves(s: Study, climbed: number): void {
  lines(s.pen, s.ink.stem, 7);
  path(s.pen);
  for (let i = 1; i <= climbed; i++) {
    if (!stays(s, i)) continue;
    const [from, to] = [nodeOf(s, i, 0), leafAt(s, i)];
    moveTo(s.pen, from.x, from.y);
    lineTo(s.pen, to.x, to.y);
  }
  endPath(s.pen);
  endGroup(s.pen);
  for (let row = 0; row < 2; row++) {
    group(s.pen, row === 0 ? s.ink.leaf : s.ink.leafLit);
    path(s.pen);
    for (let i = 1; i <= climbed; i++) {
      if (stays(s, i)) heart(s, leafAt(s, i), sizeOf(s, i, climbed), row);
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
}

/** Winter takes the leaves one by one. */
function stays(s: Study, i: number): boolean {
  return vary(s, 10 + i, 127) >= s.p.dormancy;
}

/** The youngest are the smallest. */
function sizeOf(s: Study, i: number, climbed: number): number {
  return div((112 + vary(s, 40 + i, 60)) * clamp(50 + (climbed - i) * 24, 50, 120), 120);
}

/** A leaf's notch: off to one side of the rod, the tip hanging. */
function leafAt(s: Study, i: number): Axis {
  const side = (i & 1) === 0 ? 1 : -1;
  const node = nodeOf(s, i, 0);
  const out = side * (62 + vary(s, 70 + i, 60));
  const [x, y] = [atX(node, 0, out), atY(node, 0, out)];
  const way = x > node.x ? 1 : -1;
  const hang = 32_768 - way * (7500 - s.p.droop * 50) + vary(s, 100 + i, 6000) - 3000;
  return axis(x, y, hang - div(s.lean, 2));
}

/** A heart, notch at its base; row 1 is its lit half. */
function heart(s: Study, a: Axis, size: number, row: number): void {
  const way = row === 0 ? 1 : s.side;
  moveTo(s.pen, a.x, a.y);
  const wide = div(size * 7, 8) * way;
  cubicVia(s.pen, atX(a, 0 - div(size, 2), div(wide, 2)), atY(a, 0 - div(size, 2), div(wide, 2)));
  cubicEnd(
    s.pen,
    atX(a, div(size, 6), wide),
    atY(a, div(size, 6), wide),
    atX(a, size, 0),
    atY(a, size, 0),
  );
  if (row === 0) {
    cubicVia(s.pen, atX(a, div(size, 6), 0 - wide), atY(a, div(size, 6), 0 - wide));
    cubicEnd(
      s.pen,
      atX(a, 0 - div(size, 2), 0 - div(wide, 2)),
      atY(a, 0 - div(size, 2), 0 - div(wide, 2)),
      a.x,
      a.y,
    );
  }
  close(s.pen);
}

/** Every third node flowers, once the vine is no sprout. */
function flowers(s: Study, climbed: number): void {
  if (s.p.stage < 2) return;
  pods(s, climbed);
  if (s.p.openness < 34) buds(s, climbed);
  else trumpets(s, climbed);
}

/** A flower's foot, and where it looks: outwards and up. */
function flowerAt(s: Study, i: number): Axis {
  const right = (petals(s.g) & 1) === 0 ? 1 : -1;
  // Not under the bow, where there is no room.
  const side = (i < 8 || i > 16) && vary(s, 130 + i, 4) === 0 ? 1 : -1;
  return nodeOf(s, i, side * right * (10_500 + vary(s, 150 + i, 5000)) + div(s.lean, 3));
}

function sizeAt(s: Study, i: number, climbed: number): number {
  return div((94 + vary(s, 170 + i, 30)) * clamp((climbed - i) * 30, 50, 127), 127);
}

/** Furled as an umbrella is, its stripes winding. */
function buds(s: Study, climbed: number): void {
  edged(s.pen, s.ink.petal, s.ink.deep, 4);
  path(s.pen);
  for (let i = 2; i < climbed; i += 3) {
    const size = sizeAt(s, i, climbed);
    if (!isRipe(s, i)) blade(s.pen, flowerAt(s, i), size * 2, div(size * 2, 5), 0);
  }
  endPath(s.pen);
  endGroup(s.pen);
  lines(s.pen, s.ink.lit, 5);
  path(s.pen);
  for (let i = 2; i < climbed; i += 3) {
    if (isRipe(s, i)) continue;
    const [a, size] = [flowerAt(s, i), sizeAt(s, i, climbed)];
    for (let k = 2; k < 7; k++) {
      const [u, v] = [div(size * k, 4), div(size * (7 - k), 28)];
      moveTo(s.pen, atX(a, u, 0 - v), atY(a, u, 0 - v));
      lineTo(s.pen, atX(a, u + div(size, 4), v), atY(a, u + div(size, 4), v));
    }
  }
  endPath(s.pen);
  endGroup(s.pen);
}

/** A tube, its rim seen from a little to the side, five bands of light in it, and the throat. */
function trumpets(s: Study, climbed: number): void {
  for (let row = 0; row < 5; row++) {
    if (row === 0) edged(s.pen, s.ink.deep, s.ink.deep, 3);
    else if (row === 1) edged(s.pen, s.ink.petal, s.ink.deep, 3);
    else lines(s.pen, row === 4 ? s.ink.heartLit : s.ink.lit, nth(row - 2, 8, 46, 24, 0));
    path(s.pen);
    for (let i = 2; i < climbed; i += 3) {
      if (!isRipe(s, i)) trumpet(s, flowerAt(s, i), sizeAt(s, i, climbed), row);
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
}

function trumpet(s: Study, a: Axis, size: number, row: number): void {
  const wide = div(size * (24 + s.p.openness), 112);
  const tube = div(size * 4, 3);
  const face: Axis = { x: atX(a, tube, 0), y: atY(a, tube, 0), sine: a.sine, cosine: a.cosine };
  if (row === 0) {
    moveTo(s.pen, a.x, a.y);
    bend(s.pen, a, div(tube * 3, 4), 8, tube, wide);
    lineTo(s.pen, atX(a, tube, 0 - wide), atY(a, tube, 0 - wide));
    bend(s.pen, a, div(tube * 3, 4), -8, 0, 0);
  } else if (row === 1) {
    rim(s, face, wide);
    if (mutation(s.g) === 3) rim(s, face, div(wide * 5, 8));
  } else if (row === 2) bands(s, face, wide);
  else dot(s.pen, face.x, face.y);
}

/** Five lobes on an ellipse. */
function rim(s: Study, face: Axis, wide: number): void {
  for (let k = 0; k < 6; k++) {
    const [b, c] = [axis(0, 0, k * 13_107), axis(0, 0, k * 13_107 - 6554)];
    const [u, v] = [shr(b.cosine * wide * 9, 18), shr(b.sine * wide, 14)];
    if (k === 0) moveTo(s.pen, atX(face, u, v), atY(face, u, v));
    else bend(s.pen, face, shr(c.cosine * wide * 12, 18), shr(c.sine * wide * 21, 18), u, v);
  }
  close(s.pen);
}

function bands(s: Study, face: Axis, wide: number): void {
  for (let k = 0; k < 5; k++) {
    const b = axis(0, 0, k * 13_107);
    const [u, v] = [shr(b.cosine * wide * 7, 18), shr(b.sine * wide * 13, 18)];
    moveTo(s.pen, face.x, face.y);
    lineTo(s.pen, atX(face, u, v), atY(face, u, v));
  }
}

/** Round capsules, each on its stalk. */
function pods(s: Study, climbed: number): void {
  if (s.p.ripeness === 0) return;
  for (let row = 0; row < 3; row++) {
    const ink = row === 0 ? s.ink.stem : row === 1 ? s.ink.husk : s.ink.huskLit;
    lines(s.pen, ink, row === 0 ? 9 : row === 1 ? 46 : 14);
    path(s.pen);
    for (let i = 2; i < climbed; i += 3) {
      if (!isRipe(s, i)) continue;
      const a = flowerAt(s, i);
      if (row === 0) moveTo(s.pen, a.x, a.y);
      const [x, y] = [atX(a, 74, 0), atY(a, 74, 0)];
      if (row === 0) lineTo(s.pen, atX(a, 104, 0), atY(a, 104, 0));
      else dot(s.pen, row === 1 ? x : x + s.side * 8, row === 1 ? y : y - 8);
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
}
