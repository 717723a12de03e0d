// Windplume: a fountain of blades, and over it feathery plumes that stream with the wind.
// Twin of contracts/art/species/Windplume.sol.
import { clamp, div, shr } from "../fixed.ts";
import { layers, mutation, petals, stature } from "../genome.ts";
import {
  close,
  dashed,
  endGroup,
  endPath,
  group,
  lines,
  lineTo,
  mix,
  moveTo,
  path,
} from "../pen.ts";
import { type Axis, along, atX, atY, axis, bend, grow, type Stalk, wire } from "../shapes.ts";
import { FOOT_X, FOOT_Y, grown, isRipe, nicks, type Study, vary } from "../study.ts";

export function windplume(s: Study): void {
  const culms = culmsOf(s);
  blades(s, 0);
  for (let row = 0; row < 2; row++) {
    lines(s.pen, row === 0 ? s.ink.stem : s.ink.stemLit, row === 0 ? 13 : 5);
    for (let i = 0; i < culms; i++) wire(s.pen, culmOf(s, i, culms), row * s.side * 256);
    endGroup(s.pen);
  }
  if (culms > 0) {
    plumes(s, culms);
    nicks(s, culmOf(s, shr(culms, 1), culms), 8);
  }
  blades(s, 1);
  seeds(s);
}

/** Sprouts have none, and an old clump has six. */
function culmsOf(s: Study): number {
  if (s.p.stage < 2) return 0;
  return clamp(div(s.p.bloom - 66, 12), 1, 4) + (petals(s.g) & 1) + (s.p.stage > 3 ? 1 : 0);
}

/** Blades that rise and bow: the far ones behind the culms, the near ones before them. */
function blades(s: Study, row: number): void {
  const count = s.p.stage < 2 ? 5 : clamp(4 + div(s.p.bloom, 11), 6, 15);
  const straw = clamp(s.p.dormancy + div(s.p.ripeness, 3), 0, 127);
  for (let tone = 0; tone < 2; tone++) {
    group(s.pen, mix(tone === 0 ? s.ink.leaf : s.ink.leafLit, s.ink.stemLit, straw));
    path(s.pen);
    for (let i = tone; i < count; i += 2) arch(s, row * 20 + i, row);
    endPath(s.pen);
    endGroup(s.pen);
  }
  if (row === 0) return;
  // The white midribs of the darker half.
  lines(s.pen, mix(s.ink.leafLit, s.ink.lit, 90), 4);
  path(s.pen);
  for (let i = 0; i < count; i += 2) midrib(s, row * 20 + i, row);
  endPath(s.pen);
  endGroup(s.pen);
}

/** Where a blade starts and how it heads; the fan is wider before than behind. */
function bladeAt(s: Study, i: number, row: number): Axis {
  const right = wayOf(i);
  const place = vary(s, 10 + i, 256);
  const heading = right * (900 + place * (12 + row * 16)) + div(s.lean, 2);
  return axis(FOOT_X + right * div(place * 70, 256), FOOT_Y + row * 8, heading);
}

/** Two to the right, two to the left: every second one is dark. */
function wayOf(i: number): number {
  return (i & 2) === 0 ? 1 : -1;
}

function arch(s: Study, i: number, row: number): void {
  const a = bladeAt(s, i, row);
  const length = reachOf(s, i, row);
  const bow = bowOf(s, i, length);
  const middle = div(length * 21, 32);
  const end = length - div((bow < 0 ? 0 - bow : bow) * 3, 4);
  moveTo(s.pen, atX(a, 0, -10), atY(a, 0, -10));
  bend(s.pen, a, middle, -17, end, bow);
  bend(s.pen, a, middle - 26, 19, 0, 10);
  close(s.pen);
}

function midrib(s: Study, i: number, row: number): void {
  const a = bladeAt(s, i, row);
  const length = reachOf(s, i, row);
  const bow = bowOf(s, i, length);
  const end = length - div((bow < 0 ? 0 - bow : bow) * 3, 4);
  moveTo(s.pen, a.x, a.y);
  bend(s.pen, a, div(length * 20, 32), 0, end, bow);
}

function reachOf(s: Study, i: number, row: number): number {
  return div(grown(s, 980 - row * 180 + vary(s, 50 + i, 300)) * (s.p.bloom + 20), 147);
}

/** How far a blade's end hangs over, and to which side the wind takes it. */
function bowOf(s: Study, i: number, length: number): number {
  const own = div(length * (50 + vary(s, 90 + i, 110) + shr(s.p.droop + s.p.dormancy, 1)), 256);
  return clamp(wayOf(i) * own + div(s.lean * length, 16_000), 0 - length, length);
}

function culmOf(s: Study, i: number, culms: number): Stalk {
  const place = 2 * i - culms + 1;
  const low = (place < 0 ? 0 - place : place) * 40;
  return grow(
    FOOT_X + place * 11,
    FOOT_Y,
    div(place * 5400, culms) + vary(s, 140 + i, 1600) - 800,
    grown(s, 1040 + div(stature(s.g), 2) + vary(s, 130 + i, 240) - low),
    s.lean + div(place * 2600, culms),
    div(s.nod, 2) + s.lean + place * 300,
  );
}

/** Light spreads the racemes, wind combs them, and one plume after another turns to silver in autumn. */
function plumes(s: Study, culms: number): void {
  for (let row = 0; row < 3; row++) {
    const ink = row === 0 ? s.ink.deep : row === 1 ? s.ink.petal : s.ink.lit;
    if (s.p.ripeness < 127) racemes(s, culms, row, ink, false);
    if (s.p.ripeness > 0) racemes(s, culms, row, mix(ink, s.ink.huskLit, 110 + row * 40), true);
  }
}

/** One row of racemes in all plumes that are ripe, or in those that are not. */
function racemes(s: Study, culms: number, row: number, ink: number, ripe: boolean): void {
  if (row < 2) dashed(s.pen, ink, 34 - row * 8, 3, 4);
  else lines(s.pen, ink, 5);
  path(s.pen);
  for (let i = 0; i < culms; i++) {
    if (isRipe(s, i) === ripe) plume(s, culmOf(s, i, culms), i, row);
  }
  endPath(s.pen);
  endGroup(s.pen);
}

function plume(s: Study, stem: Stalk, i: number, row: number): void {
  const count = 15 + (layers(s.g) & 3) + (mutation(s.g) === 3 ? 4 : 0);
  for (let k = row; k < count; k += row === 2 ? 3 : 2) {
    const side = ((k + shr(k, 1)) & 1) === 0 ? 1 : -1;
    const on = div(k * 256, count);
    const spread = 900 + s.p.openness * 30 + vary(s, 160 + i * 24 + k, 1500);
    const turn = div(side * spread * (280 - on), 280);
    raceme(s, along(stem, 152 + div(on * 100, 256), turn), side, on);
  }
}

/** `on` runs from a plume's foot to its tip, 0 to 255. */
function raceme(s: Study, a: Axis, side: number, on: number): void {
  const length = div(grown(s, 370 - div(on * 190, 256)) * s.p.bloom, 127);
  const wind = div((s.lean + (s.p.windEast - 64) * 60) * length, 11_000);
  const fall = div(length * (24 + s.p.droop), 256);
  moveTo(s.pen, a.x, a.y);
  bend(s.pen, a, div(length, 2), 0, length - fall, div(side * fall * (256 - on), 256) + wind);
}

/** What the wind has taken by now. */
function seeds(s: Study): void {
  const count = s.p.dormancy > 64 ? 0 : div(s.p.ripeness, 9);
  if (count === 0) return;
  const way = s.p.windEast < 64 ? -1 : 1;
  lines(s.pen, s.ink.lit, 6);
  path(s.pen);
  for (let i = 0; i < count; i++) {
    const x = FOOT_X + way * (60 + vary(s, 520 + i, 800));
    const y = 560 + vary(s, 540 + i, 640);
    moveTo(s.pen, x, y);
    lineTo(s.pen, x + way * 12, y - 7);
  }
  endPath(s.pen);
  endGroup(s.pen);
}
