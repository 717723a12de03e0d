// The ground that the plant stands in: a mound with one contour line for each year, pebbles, moss, tufts,
// snow, and mist before it all. Twin of contracts/art/Ground.sol.
import { clamp, div, nth, shr, sin } from "./fixed.ts";
import { amounts, tone } from "./palette.ts";
import {
  curveTo,
  dot,
  endGroup,
  endPath,
  group,
  lines,
  mix,
  moveTo,
  path,
  text,
  veiled,
} from "./pen.ts";
import { axis, bend } from "./shapes.ts";
import { FOOT_X, FOOT_Y, type Study, vary } from "./study.ts";

export function ground(s: Study): void {
  const t = amounts(s.p);
  const earth = mix(mix(0x4a3d30, 0x8a7048, s.p.drought), 0x3a4430, s.p.moss);
  const soil = mix(earth, 0xe4ecf2, clamp(s.p.snow * 2 + s.p.rime, 0, 236));
  // A strip of turf, then the soil.
  const turf = mix(
    mix(0x5a7038, 0xa08c50, s.p.drought),
    0xf2f6f8,
    clamp(s.p.snow * 3 + s.p.rime, 0, 240),
  );
  group(s.pen, tone(turf, t));
  mound(s, 0);
  endGroup(s.pen);
  group(s.pen, tone(soil, t));
  mound(s, 22);
  endGroup(s.pen);
  contours(s, tone(mix(soil, 0x14100c, 90), t), tone(mix(soil, 0xf4e4c0, 60), t));
  pebbles(s, tone(mix(0x9a9488, soil, 80), t), tone(mix(0xd8d0c0, soil, 60), t));
  moss(s, tone(0x6e8a3c, t));
}

/** The tufts stand before the stem's foot; the veil before everything. */
export function foreground(s: Study): void {
  const t = amounts(s.p);
  const straw = mix(
    mix(0x4c6236, 0xa8935a, s.p.drought),
    0xdfe8ee,
    clamp(s.p.rime + s.p.snow, 0, 160),
  );
  tufts(s, tone(straw, t), tone(mix(straw, 0xc8d890, 90), t));
  const haze = clamp(s.p.mist + div(s.p.fog, 2), 0, 127);
  if (haze > 7) veil(s, tone(0xe6e6dc, t), div(haze * 60, 127));
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

/** One line a year and one for the year that grows, like the rings of a tree laid open. */
function contours(s: Study, dark: number, light: number): void {
  const rings = clamp(s.p.rings, 0, 9) + 1;
  lines(s.pen, dark, 5);
  for (let i = 0; i < rings; i++) contour(s, 46 + i * 25, i);
  endGroup(s.pen);
  lines(s.pen, light, 4);
  contour(s, 12, 11);
  endGroup(s.pen);
}

function contour(s: Study, down: number, i: number): void {
  const reach = 250 + down * 3 + vary(s, 210 + i, 120);
  path(s.pen);
  moveTo(s.pen, FOOT_X - reach, FOOT_Y + 26 + down + shr(reach, 4));
  curveTo(
    s.pen,
    FOOT_X,
    FOOT_Y - 30 + down + vary(s, 222 + i, 12),
    FOOT_X + reach,
    FOOT_Y + 24 + down + shr(reach, 4),
  );
  endPath(s.pen);
}

function pebbles(s: Study, dark: number, light: number): void {
  for (let row = 0; row < 2; row++) {
    lines(s.pen, row === 0 ? dark : light, row === 0 ? 30 : 14);
    path(s.pen);
    for (let i = 0; i < 7; i++) {
      const x = 300 + vary(s, 240 + i, 1320);
      dot(s.pen, x - row * 5, 1760 + vary(s, 250 + i, 110) - row * 7);
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
}

function moss(s: Study, green: number): void {
  const count = div(s.p.moss, 7);
  if (count === 0) return;
  lines(s.pen, green, 24);
  path(s.pen);
  for (let i = 0; i < count; i++) {
    const x = vary(s, 260 + i, 560) - 280;
    dot(s.pen, FOOT_X + x, FOOT_Y + 20 + vary(s, 280 + i, 50) + shr(x * x, 12));
  }
  endPath(s.pen);
  endGroup(s.pen);
}

function tufts(s: Study, dark: number, light: number): void {
  const gust = (s.p.windEast - 64) * 90;
  for (let row = 0; row < 2; row++) {
    lines(s.pen, row === 0 ? dark : light, 8);
    path(s.pen);
    for (let i = row * 20; i < row * 20 + 18; i++) {
      const clump = i % 5;
      const x = (clump === 4 ? 850 : nth(clump, 180, 520, 1240, 1620)) + vary(s, 300 + i, 120) - 60;
      const y = 1700 + shr((x - 960) * (x - 960), 13) + vary(s, 345 + clump, 60) + row * 8;
      grassBlade(s, x, y, gust + vary(s, 360 + i, 9000) - 4500, 90 + vary(s, 400 + i, 100));
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
  for (let i = 0; i < 4; i++) {
    const y = 1180 + i * 150;
    path(s.pen);
    moveTo(s.pen, 0, y + vary(s, 440 + i, 80));
    curveTo(s.pen, 480, y - 90 + vary(s, 444 + i, 120), FOOT_X, y);
    curveTo(s.pen, 1440, y + 90 - vary(s, 448 + i, 120), 1920, y - 40 + vary(s, 452 + i, 80));
    text(s.pen, "V1920H0z");
    endPath(s.pen);
  }
  endGroup(s.pen);
}
