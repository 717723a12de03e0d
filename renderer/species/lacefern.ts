// Lacefern: a shuttlecock of fronds that uncurl from croziers; combs of dashes are its lace.
// Twin of contracts/art/species/Lacefern.sol.
import { clamp, div } from "../fixed.ts";
import { layers, mutation, petals, stature } from "../genome.ts";
import { dashed, endGroup, endPath, group, lines, lineTo, mix, moveTo, path } from "../pen.ts";
import {
  type Axis,
  along,
  atX,
  atY,
  axis,
  axisAt,
  bend,
  grow,
  ribbon,
  type Stalk,
  through,
  wire,
} from "../shapes.ts";
import { FOOT_X, FOOT_Y, grown, isRipe, nicks, type Study, vary } from "../study.ts";

export function lacefern(s: Study): void {
  const top = FOOT_Y - caudex(s);
  const count = countOf(s);
  // From the middle outwards on both sides, the far ones first.
  for (let i = 0; i < count; i++) {
    frond(s, frondOf(s, i, count, top), i, count);
  }
  croziers(s, top);
}

/** How many fronds stand: three in a sprout, up to six. */
function countOf(s: Study): number {
  if (s.p.stage < 2) return 3;
  return clamp(3 + div(s.p.bloom, 30), 4, 5 + (petals(s.g) & 1));
}

/** Old ferns stand on the stumps of their fronds; the height that they have reached. */
function caudex(s: Study): number {
  const height = clamp(div(s.p.age - 500, 18), 0, 230);
  if (height < 20) return 0;
  const stem = grow(FOOT_X, FOOT_Y + 8, 0, height + 8, div(s.lean, 4), 0);
  const bark = mix(s.ink.stem, 0x2a1c18, 110);
  group(s.pen, bark);
  ribbon(s.pen, stem, 74, 46, -64, 64);
  endGroup(s.pen);
  dashed(s.pen, mix(bark, s.ink.stemLit, 70), 84, 6, 17);
  wire(s.pen, stem, s.side * 640);
  endGroup(s.pen);
  return height;
}

/** The i-th frond; its place runs from the middle to both sides, 0 to 256. */
function frondOf(s: Study, i: number, count: number, top: number): Stalk {
  const right = ((i + s.seed) & 1) === 0 ? 1 : -1;
  const place = div((i + 1) * 256, count + 1);
  const full = 1330 + div(stature(s.g), 2) + vary(s, 2 + i, 160) - div(place * 3, 2);
  const length = div(grown(s, full) * s.p.bloom, 127);
  const heading = right * (place * 30 + vary(s, 20 + i, 1200) - 600);
  const nod = right * (11_000 + place * 46 + s.p.droop * 50 + s.p.dormancy * 120) + div(s.lean, 2);
  return grow(FOOT_X + div(right * place * 36, 256), top, heading, length, s.lean, nod);
}

function frond(s: Study, rib: Stalk, i: number, count: number): void {
  lines(s.pen, sere(s, mix(s.ink.deep, s.ink.stem, 120)), 13);
  midrib(s, rib);
  // A frond that is not grown up is still rolled in at its tip; a doubled one is crested there.
  const isCrested = mutation(s.g) === 3;
  if (isCrested) coil(s, rib, 1, grown(s, 44));
  if (isCrested || s.p.bloom < 112) {
    coil(s, rib, ((i + s.seed) & 1) * 2 - 1, grown(s, clamp(120 - s.p.bloom, 44, 90)));
  }
  endGroup(s.pen);
  const near = div(i * 120, count);
  const change = mutation(s.g) === 0 || isCrested ? 0 : 70;
  const far = mix(s.ink.leaf, 0x14202c, 70 - div(near, 2));
  const dark = mix(mix(far, s.ink.leafLit, div(near, 2)), s.ink.petal, change);
  const away = ((i + s.seed) & 1) * 2 - 1 === s.side ? 60 : 0;
  const light = mix(mix(s.ink.leafLit, far, 70 - div(near, 2) + away), s.ink.lit, change + 16);
  lace(s, rib, i, dark, light);
  if (i === count - 1) nicks(s, rib, 9);
}

/** Through the places that the pinnae leave from. */
function midrib(s: Study, rib: Stalk): void {
  path(s.pen);
  let to = axisAt(rib, 0, 0);
  moveTo(s.pen, to.x, to.y);
  for (let i = 2; i < 8; i += 4) {
    const via = axisAt(rib, i, 0);
    to = axisAt(rib, i + 2, 0);
    through(s.pen, via.x, via.y, to.x, to.y);
  }
  endPath(s.pen);
}

/** Pinnae as combs: broad and dark inside, then narrow and light to their ends; ripe ones bear sori there. */
function lace(s: Study, rib: Stalk, i: number, dark: number, light: number): void {
  dashed(s.pen, dark, 32, 9, 3);
  path(s.pen);
  for (let k = 1; k < 6; k++) {
    inner(s, pinnaOf(s, rib, k, -1, i), k, -1);
    inner(s, pinnaOf(s, rib, k, 1, i), k, 1);
  }
  endPath(s.pen);
  endGroup(s.pen);
  if (isRipe(s, i)) dashed(s.pen, mix(light, s.ink.husk, 190), 18, 6, 7);
  else dashed(s.pen, light, 19, 9, 3);
  path(s.pen);
  for (let k = 1; k < 10; k++) {
    outer(s, pinnaOf(s, rib, k, -1, i), k, -1);
    outer(s, pinnaOf(s, rib, k, 1, i), k, 1);
  }
  endPath(s.pen);
  endGroup(s.pen);
}

/** The k-th pinna's axis on one side; they crowd towards the tip. */
function pinnaOf(s: Study, rib: Stalk, k: number, side: number, i: number): Axis {
  const up = 34 + k * (32 - k) + (side < 0 ? 0 : 6);
  const turn = 14_800 - up * 20 + (s.p.openness - 64) * 24 + vary(s, 40 + i, 1200);
  return along(rib, up, side * turn);
}

/** Longest in the middle of the frond. */
function lengthOf(s: Study, k: number): number {
  const full = k < 6 ? 110 + k * (62 - k * 5) : 295 - (k - 5) * 48;
  return div(grown(s, full - div(s.p.dormancy, 2)) * s.p.bloom, 127);
}

/** The broad part of a pinna. */
function inner(s: Study, a: Axis, k: number, side: number): void {
  const length = lengthOf(s, k);
  moveTo(s.pen, a.x, a.y);
  const [u, v] = [div(length * 11, 16), div(0 - side * length, 14)];
  lineTo(s.pen, atX(a, u, v), atY(a, u, v));
}

/** All of a pinna, bent to the frond's tip. */
function outer(s: Study, a: Axis, k: number, side: number): void {
  const length = lengthOf(s, k);
  moveTo(s.pen, a.x, a.y);
  bend(s.pen, a, div(length * 2, 3), 0, length, div(0 - side * length, 5));
}

/** A colour as it dries: with the spores, and with the cold. */
function sere(s: Study, rgb: number): number {
  return mix(rgb, s.ink.husk, clamp((s.p.ripeness + s.p.dormancy) * 2, 0, 220));
}

/** The fists of next year's fronds; winter keeps them low and tight. */
function croziers(s: Study, top: number): void {
  const count = 2 + (s.p.stage < 4 ? layers(s.g) & 1 : 0);
  for (let row = 0; row < 2; row++) {
    const ink = row === 0 ? s.ink.deep : mix(s.ink.petal, s.ink.lit, 60);
    lines(s.pen, sere(s, ink), row === 0 ? 20 : 8);
    for (let i = 0; i < count; i++) fist(s, i, (i & 1) === 0 ? 1 : -1, top);
    endGroup(s.pen);
  }
}

function fist(s: Study, i: number, right: number, top: number): void {
  const full = grown(s, 130 + vary(s, 60 + i, 190));
  const height = full - div(full * s.p.dormancy, 190);
  const x = FOOT_X + right * (12 + i * 26);
  const stem = grow(x, top, right * (1500 + i * 900), height, s.lean - right * 2600, 0);
  wire(s.pen, stem, 0);
  coil(s, stem, right, grown(s, 52 - div(s.p.dormancy, 7)));
}

/** A logarithmic spiral at a stalk's tip: quarter turns, each a little smaller than the one before. */
function coil(s: Study, stem: Stalk, side: number, size: number): void {
  let a = axisAt(stem, 8, 0);
  let angle = stem.angle[8]!;
  let step = size;
  path(s.pen);
  moveTo(s.pen, a.x, a.y);
  for (let k = 0; k < 6; k++) {
    const next = div(step * 26, 32);
    bend(s.pen, a, step, 0, step, side * next);
    angle += side * 16_384;
    a = axis(atX(a, step, side * next), atY(a, step, side * next), angle);
    step = div(next * 26, 32);
  }
  endPath(s.pen);
}
