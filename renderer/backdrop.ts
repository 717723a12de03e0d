// A painted sky in vectors, for where no network has painted one: gradient, sun or moon, stars, clouds,
// ridgelines, rain and snow. Twin of contracts/art/Backdrop.sol. Sun, moon and horizon stand where the sky
// model puts them.
import { clamp, div, nth, pick, shr } from "./fixed.ts";
import { HORIZON, moon, placeOf, stars, sunColour } from "./heavens.ts";
import { amounts, tone } from "./palette.ts";
import {
  attribute,
  colour,
  curveTo,
  disc,
  done,
  endGroup,
  endPath,
  first,
  group,
  lineTo,
  mix,
  moveTo,
  newPen,
  type Pen,
  path,
  text,
  veiled,
} from "./pen.ts";
import type { Phenotype } from "./phenotype.ts";
import { bands, bolt, clouds, flakes, rain } from "./weather.ts";

export function backdrop(p: Phenotype): string {
  const pen = newPen();
  const sky = skyOf(p);
  defs(pen, p, sky);
  text(pen, "<path fill='url(#k)' d='M0,0h1920v1920H0z'/>");
  stars(pen, p);
  if (p.aurora > 8) aurora(pen, p);
  lights(pen, p, sky);
  clouds(pen, p, sky);
  if (p.storm > 40) bolt(pen, p);
  ridges(pen, p, sky);
  if (p.fog + p.haze > 20) bands(pen, p, sky);
  if (p.rain > 0) rain(pen, p, mix(sky[3]!, 0xffffff, 90));
  if (p.snow > 0) flakes(pen, p);
  return done(pen);
}

/** Four colours from the zenith to the horizon. */
function skyOf(p: Phenotype): number[] {
  const day = clamp(p.sunY - 46, 0, 40);
  const grey = mix(0x1c2230, 0xa9b2b8, div(day * 256, 40));
  const pale = mix(0x3a4050, 0xd6d8d2, div(day * 256, 40));
  const sky: number[] = [0, 0, 0, 0];
  for (let k = 0; k < 4; k++) {
    const c = mix(clear(p, k), mix(grey, pale, k * 60), clamp(p.cloud * 2 - 60, 0, 190));
    sky[k] = thicken(p, c, pale, k);
  }
  return sky;
}

/** The colour of a clear sky at this height of the sun. */
function clear(p: Phenotype, k: number): number {
  let i = 0;
  while (i < 3 && p.sunY > hourAt(i + 1)) i++;
  const from = hourAt(i);
  const share = clamp(div((p.sunY - from) * 256, hourAt(i + 1) - from), 0, 256);
  return mix(hourColour(i, k), hourColour(i + 1, k), share);
}

/** Storm, dust, fog and age, thicker towards the horizon. */
function thicken(p: Phenotype, rgb: number, pale: number, k: number): number {
  let c = mix(rgb, 0x2e2838, div(p.storm * (200 - k * 36), 127));
  c = mix(c, 0xe2c890, div(p.haze * (30 + k * 30), 127));
  return mix(c, pale, div(clamp(p.fog + p.mist, 0, 127) * (110 + k * 30), 127));
}

/** The heights of the sun that have colours of their own. */
function hourAt(i: number): number {
  return i === 4 ? 112 : nth(i, 46, 58, 66, 80);
}

/** Night, twilight, low sun, morning, noon. */
function hourColour(i: number, k: number): number {
  if (i === 0) return nth(k, 0x0b1030, 0x141c46, 0x24305e, 0x3a4674);
  if (i === 1) return nth(k, 0x262a60, 0x574682, 0xa8627e, 0xe6946e);
  if (i === 2) return nth(k, 0x4a669e, 0x9a8aa6, 0xe8a680, 0xf8cc8c);
  if (i === 3) return nth(k, 0x4f8cc0, 0x86b4d4, 0xc0d8da, 0xf0e4c6);
  return nth(k, 0x3a80bc, 0x6ca6d4, 0xa8cede, 0xdce8e2);
}

function defs(pen: Pen, p: Phenotype, sky: number[]): void {
  text(pen, "<defs><linearGradient id='k' x2='0' y2='1'>");
  for (let k = 0; k < 4; k++) stop(pen, nth(k, 0, 30, 54, 70), sky[k]!, 100);
  text(pen, "</linearGradient><radialGradient id='h'>");
  const glow = p.sunY > 60 ? mix(0xfff4cc, 0xffb060, clamp((84 - p.sunY) * 10, 0, 256)) : 0xdfe6f2;
  stop(pen, 0, glow, 90);
  stop(pen, 30, glow, 40);
  stop(pen, 100, glow, 0);
  text(pen, "</radialGradient></defs>");
}

function stop(pen: Pen, at: number, rgb: number, percent: number): void {
  text(pen, "<stop offset='");
  first(pen, at);
  text(pen, "%' stop-color='");
  colour(pen, rgb);
  if (percent < 100) {
    text(pen, "' stop-opacity='.");
    first(pen, percent);
  }
  text(pen, "'/>");
}

function aurora(pen: Pen, p: Phenotype): void {
  for (let k = 0; k < 3; k++) {
    veiled(pen, nth(k, 0x58e0a8, 0x48b8c8, 0x9a6ad0, 0), clamp(div(p.aurora, 4), 4, 40));
    path(pen);
    const y = 760 - k * 110;
    moveTo(pen, 0, y);
    for (let x = 320; x < 1921; x += 320) {
      const fold = pick(p.sunX + 90, x + k, 320) - 160;
      curveTo(pen, x - 160, y + fold, x, y - 60 + pick(p.moonX, x + k, 120));
    }
    lineTo(pen, 1920, y - 420);
    curveTo(pen, 1300, y - 300, 960, y - 520);
    curveTo(pen, 500, y - 330, 0, y - 460);
    text(pen, "z");
    endPath(pen);
    endGroup(pen);
  }
}

function lights(pen: Pen, p: Phenotype, sky: number[]): void {
  const cover = clamp(p.cloud + p.fog + p.storm, 0, 127);
  if (p.sunY > 54) {
    const [x, y] = placeOf(p.sunX, p.sunY);
    if (cover < 100) glow(pen, x, y, 620 - cover * 3);
    disc(pen, x, y, 78, mix(sunColour(p), sky[1]!, clamp(cover * 2 - 60, 0, 190)));
  }
  if (p.moonY > 60 && p.sunY < 74) {
    const [x, y] = placeOf(p.moonX, p.moonY);
    if (p.sunY < 58 && cover < 90) glow(pen, x, y, 420 - cover * 3);
    moon(pen, p, x, y, mix(0xf4efdc, sky[1]!, clamp(cover * 2 - 60 + (p.sunY - 40) * 2, 0, 210)));
  }
}

function glow(pen: Pen, x: number, y: number, r: number): void {
  attribute(pen, "<circle fill='url(#h)' cx='", x);
  attribute(pen, " cy='", y);
  attribute(pen, " r='", r);
  text(pen, "/>");
}

/** Four ridges, paler the farther away. */
function ridges(pen: Pen, p: Phenotype, sky: number[]): void {
  const green = mix(mix(0x3c5a44, 0x8a7a48, p.drought), 0xd8e2e8, clamp(p.snow + p.frost, 0, 150));
  const wood = mix(tone(green, amounts(p)), 0x1c2430, 70);
  for (let k = 0; k < 4; k++) {
    group(pen, mix(sky[3]!, wood, nth(k, 70, 116, 168, 216)));
    ridge(pen, k);
    endGroup(pen);
  }
}

function ridge(pen: Pen, k: number): void {
  const y = HORIZON - 40 + k * 100;
  const tall = 250 - k * 40;
  path(pen);
  moveTo(pen, 0, y - pick(920 + k, 40, 120));
  for (let x = 240; x < 1921; x += 240) {
    const a = pick(920 + k, x, tall);
    curveTo(pen, x - 120, y - a, x, y - shr(a + pick(940 + k, x, tall), 1));
  }
  text(pen, "V1920H0z");
  endPath(pen);
}
