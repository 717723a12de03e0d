// The ground that the plant stands in, cut open like a plate in a herbarium: turf, humus, loam and clay, one
// line for each year, stones, and the roots that spread with age; moss, snow, tufts, and mist before it all.
// Twin of contracts/art/Ground.sol.
import { clamp, div, nth, shr, sin } from "./fixed.ts";
import { SPECIES_COUNT, species } from "./genome.ts";
import { label } from "./marks.ts";
import { amounts, eyeOf, seen, type Tint, tone } from "./palette.ts";
import {
  curveTo,
  dot,
  endGroup,
  endPath,
  filled,
  group,
  lines,
  mix,
  moveTo,
  path,
  text,
  veiled,
} from "./pen.ts";
import { type Axis, atX, atY, axis, bend, petal } from "./shapes.ts";
import { FOOT_X, FOOT_Y, rootX, type Study, vary } from "./study.ts";

export function ground(s: Study): void {
  const t = amounts(s.p);
  const white = clamp(s.p.snow * 3 + s.p.rime, 0, 240);
  const fallow = clamp(s.p.drought + s.p.dormancy, 0, 200);
  const turf = shade(s, t, mix(mix(0x5a7038, 0xa08c50, fallow), 0xf2f6f8, white));
  const wet = mix(mix(0x43342a, 0x7a6040, s.p.drought), 0x2c2a20, s.p.moss);
  group(s.pen, turf);
  mound(s, 0 - div(s.p.snow, 2));
  endGroup(s.pen);
  moss(s, shade(s, t, 0x5e7a34), shade(s, t, 0x9ab050));
  layers(s, t, wet);
  years(s, shade(s, t, mix(wet, 0xe8d4a8, 90)));
  stones(s, shade(s, t, mix(wet, 0x8a7c6c, 130)), shade(s, t, mix(wet, 0xb4a48c, 150)));
  roots(s, shade(s, t, 0xc8b088));
}

/** The tufts and the label stand before the stem's foot; the veil before everything. */
export function foreground(s: Study): void {
  const t = amounts(s.p);
  const straw = mix(
    mix(0x4c6236, 0xa8935a, clamp(s.p.drought + s.p.dormancy, 0, 220)),
    0xdfe8ee,
    clamp(s.p.rime + s.p.snow, 0, 160),
  );
  if (s.p.snow > 12) drift(s, shade(s, t, 0xf4f7fa));
  tufts(s, shade(s, t, straw), shade(s, t, mix(straw, 0xc8d890, 90)));
  if (s.p.pinned === 1) label(s, t);
  const haze = clamp(s.p.mist + div(s.p.fog, 2), 0, 127);
  if (haze > 7) veil(s, tone(0xe6e6dc, t), div(haze * 60, 127));
}

/** Snow that the plant stands in. */
function drift(s: Study, white: number): void {
  const high = 16 + div(s.p.snow, 4);
  filled(s.pen, white);
  moveTo(s.pen, 560, 1660);
  curveTo(s.pen, 740, 1644 - high, FOOT_X + vary(s, 430, 90), 1660 - high);
  curveTo(s.pen, 1190, 1644 - high, 1370, 1660);
  curveTo(s.pen, FOOT_X, 1640, 560, 1660);
  endPath(s.pen);
}

/** A colour as the plant's school sees it, in the light of the moment. */
function shade(s: Study, t: Tint, rgb: number): number {
  return tone(seen(rgb, eyeOf(s.g), 0), t);
}

/** The mound's outline, `down` below its own line. */
function mound(s: Study, down: number): void {
  path(s.pen);
  moveTo(s.pen, 0, 1720 + vary(s, 200, 60) + down);
  curveTo(s.pen, 420, FOOT_Y + 10 + down, FOOT_X, FOOT_Y - 14 + down);
  curveTo(s.pen, 1500, FOOT_Y + 6 + down, 1920, 1720 + vary(s, 201, 60) + down);
  text(s.pen, "V1920H0z");
  endPath(s.pen);
}

/** Humus under the turf, then loam, then clay, each lighter and flatter than the one before. */
function layers(s: Study, t: Tint, humus: number): void {
  for (let i = 0; i < 3; i++) {
    const y = 1654 + i * 76 - i * i * 3;
    const sunk = 84 - i * 30;
    const earth = shade(s, t, mix(humus, 0xa8845a, i * 62));
    // In one group: the living page draws groups out to the width of a window.
    if (i === 0) group(s.pen, earth);
    filled(s.pen, earth);
    moveTo(s.pen, 0, y + sunk + vary(s, 202 + i, 50));
    curveTo(s.pen, 460, y - 10 + vary(s, 206 + i, 40), FOOT_X, y - 10);
    curveTo(s.pen, 1460, y - 10 - vary(s, 212 + i, 40), 1920, y + sunk + vary(s, 216 + i, 50));
    text(s.pen, "V1920H0z");
    endPath(s.pen);
  }
  endGroup(s.pen);
}

/** One line a year and one for the year that grows, as rivers lay them down. */
function years(s: Study, light: number): void {
  const rings = clamp(s.p.rings, 0, 9) + 1;
  lines(s.pen, light, 3);
  path(s.pen);
  for (let i = 0; i < rings; i++) {
    const y = FOOT_Y + 34 + i * 24;
    const reach = 620 + vary(s, 220 + i, 300);
    moveTo(s.pen, FOOT_X - reach, y + 22 + vary(s, 230 + i, 14));
    curveTo(s.pen, FOOT_X, y - 24, FOOT_X + reach, y + 22);
  }
  endPath(s.pen);
  endGroup(s.pen);
}

function stones(s: Study, dark: number, light: number): void {
  for (let row = 0; row < 2; row++) {
    lines(s.pen, row === 0 ? dark : light, row === 0 ? 38 : 22);
    path(s.pen);
    for (let i = 0; i < 4; i++) {
      const x = 60 + i * 480 + vary(s, 240 + i, 340);
      dot(s.pen, x - row * 4, 1800 + vary(s, 250 + i, 110) - row * 6);
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
}

/** Roots from the foot and finer ones along them; a bulb, a shallow mat or a tree's thick ones, by species. */
function roots(s: Study, pale: number): void {
  const kind = species(s.g) % SPECIES_COUNT;
  const thick = kind === 5 ? 13 : 6;
  const y = FOOT_Y + (kind === 8 ? 22 : 0);
  for (let row = 0; row < 2; row++) {
    lines(s.pen, pale, row === 0 ? thick : 3);
    path(s.pen);
    for (let i = 0; i < 7; i++) {
      const right = (i & 1) === 0 ? 1 : -1;
      // The first ones run nearly level, the last ones straight down.
      const steep = 18_600 + (kind === 9 ? 0 : i * 2100) + vary(s, 264 + i, 1800);
      root(s, axis(rootX(s) + right * thick, y, right * steep), i, right, row);
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
  if (kind !== 2) return;
  filled(s.pen, mix(pale, s.ink.petal, 70));
  petal(s.pen, axis(FOOT_X, FOOT_Y - 20, 32_768), 150, 66, 16);
  endPath(s.pen);
}

/** It grows with age. */
function root(s: Study, a: Axis, i: number, right: number, row: number): void {
  const full = 140 + div(340 * s.p.age, s.p.age + 300);
  const length = full - i * 42 + vary(s, 272 + i, 90);
  if (row === 1) {
    // Those that go down deep hardly branch.
    if (i < 5) rootlets(s, a, length, right, i);
    return;
  }
  const sway = vary(s, 280 + i, 100) - 30;
  moveTo(s.pen, a.x, a.y);
  bend(s.pen, a, div(length, 4), 0 - right * sway, div(length, 2), 0);
  bend(s.pen, a, div(length * 3, 4), right * sway, length, right * 12);
}

/** Two fine roots that leave a root on either side. */
function rootlets(s: Study, a: Axis, length: number, right: number, i: number): void {
  for (let k = 2; k < 4; k++) {
    const u = div(length * k, 4);
    const way = (k & 1) === 0 ? right : 0 - right;
    const far = 30 + k * 10 + vary(s, 290 + i * 3 + k, 50);
    moveTo(s.pen, atX(a, u, 0), atY(a, u, 0));
    bend(s.pen, a, u + 10, way * div(far, 2), u + far, way * div(far * 2, 3));
  }
}

/** Cushions about the foot, half sunk into the earth, the lit side of each lighter. */
function moss(s: Study, green: number, lit: number): void {
  const count = div(s.p.moss, 14);
  if (count === 0) return;
  for (let row = 0; row < 2; row++) {
    lines(s.pen, row === 0 ? green : lit, row === 0 ? 56 : 22);
    path(s.pen);
    for (let i = 0; i < count; i++) {
      const x = vary(s, 300 + i, 640) - 320;
      const y = FOOT_Y + 2 + vary(s, 320 + i, 12) + div(x * x, 6500);
      dot(s.pen, FOOT_X + x + row * s.side * 9, y - row * 11);
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
}

/** Grass and what it has of seeds; the wind bends it. */
function tufts(s: Study, dark: number, light: number): void {
  const gust = (s.p.windEast - 64) * 90;
  for (let row = 0; row < 2; row++) {
    lines(s.pen, row === 0 ? dark : light, row === 0 ? 8 : 6);
    path(s.pen);
    for (let i = row * 7; i < row * 7 + 7; i++) {
      const clump = i % 5;
      const x = (clump === 4 ? 830 : nth(clump, 150, 500, 1270, 1660)) + vary(s, 340 + i, 130) - 65;
      const y = 1672 + shr((x - 960) * (x - 960), 13) + vary(s, 370 + clump, 20);
      grassBlade(s, x, y, gust + vary(s, 380 + i, 9000) - 4500, 90 + vary(s, 410 + i, 120));
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
}

/** One stroke that the wind bends on. */
function grassBlade(s: Study, x: number, y: number, angle: number, length: number): void {
  const a = axis(x, y, angle);
  moveTo(s.pen, x, y);
  bend(s.pen, a, div(length, 2), 0, length, shr(sin(angle) * length, 16));
}

/** Thin sheets of white, one before the other, thickest at the ground. */
function veil(s: Study, white: number, percent: number): void {
  veiled(s.pen, white, clamp(div(percent, 2) + 1, 1, 99));
  for (let i = 0; i < 3; i++) {
    const y = 1200 + i * 190;
    path(s.pen);
    moveTo(s.pen, 0, y + vary(s, 440 + i, 80));
    curveTo(s.pen, 480, y - 90 + vary(s, 444 + i, 120), FOOT_X, y);
    curveTo(s.pen, 1440, y + 90 - vary(s, 448 + i, 120), 1920, y - 40 + vary(s, 452 + i, 80));
    text(s.pen, "V1920H0z");
    endPath(s.pen);
  }
  endGroup(s.pen);
}
