// What the weather puts into a sky, in vectors: clouds, a bolt, sheets of fog, rain and snow.
// Twin of contracts/art/Weather.sol.
import { clamp, div, nth, pick } from "./fixed.ts";
import {
  curveTo,
  dot,
  endGroup,
  endPath,
  lineTo,
  mix,
  moveTo,
  ownLines,
  type Pen,
  path,
  text,
  veiled,
} from "./pen.ts";
import type { Phenotype } from "./phenotype.ts";

export function clouds(pen: Pen, p: Phenotype, sky: number[]): void {
  const count = div(p.cloud, 12);
  const day = clamp((p.sunY - 50) * 8, 0, 230);
  const top = mix(mix(sky[0]!, 0x8a93a8, 60), mix(0xfffaf0, sky[3]!, 110), day);
  for (let i = 0; i < count; i++) {
    // From the far ones near the horizon to the near ones overhead.
    const y = 1010 - div(i * 880 + pick(900, i, 300), count);
    const x = pick(902 + p.windEast, i + p.warmth, 2100) - 90;
    const rgb = mix(mix(top, sky[2]!, div(y, 8)), 0x3a3444, p.storm);
    const w = 330 + pick(901, i + p.season, 420) - div(y, 5);
    veiled(pen, mix(rgb, sky[1]!, 120), 80);
    bank(pen, x + 30, y + div(w, 14), w, i);
    endGroup(pen);
    veiled(pen, rgb, 86);
    bank(pen, x, y, w, i);
    endGroup(pen);
  }
}

/** A long low bank: three billows over a hollow base. */
function bank(pen: Pen, x: number, y: number, w: number, i: number): void {
  path(pen);
  moveTo(pen, x - w, y);
  for (let k = 0; k < 3; k++) {
    const end = k === 2 ? w : div(w * (pick(903 + i, k, 40) + k * 70 - 50), 100);
    const rise = div(w * (pick(904 + i, k, 16) + nth(k, 18, 34, 16, 0)), 64);
    curveTo(pen, x + end - div(w, 3), y - rise, x + end, y - (k === 2 ? 0 : div(rise, 3)));
  }
  curveTo(pen, x + div(w, 3), y + div(w, 9), x - w, y);
  text(pen, "z");
  endPath(pen);
}

export function bolt(pen: Pen, p: Phenotype): void {
  ownLines(pen, 0xfff4d0, 9);
  path(pen);
  let x = 400 + pick(p.season, 3, 1100);
  let y = 330;
  moveTo(pen, x, y);
  for (let i = 0; i < 8; i++) {
    x += pick(910 + p.season, i, 180) - 90;
    y += 120;
    lineTo(pen, x, y);
  }
  endPath(pen);
  endGroup(pen);
}

/** Sheets of fog or dust along the horizon. */
export function bands(pen: Pen, p: Phenotype, sky: number[]): void {
  veiled(pen, sky[3]!, clamp(div(p.fog + p.haze, 3), 5, 50));
  for (let i = 0; i < 4; i++) {
    const y = 1060 + i * 130;
    path(pen);
    moveTo(pen, 0, y);
    curveTo(pen, 480, y - 110 + pick(950, i, 220), 960, y);
    curveTo(pen, 1440, y + 110 - pick(950, i, 220), 1920, y - 20);
    lineTo(pen, 1920, y + 140);
    curveTo(pen, 1000, y + 60 + pick(951, i, 160), 0, y + 150);
    text(pen, "z");
    endPath(pen);
  }
  endGroup(pen);
}

export function rain(pen: Pen, p: Phenotype, rgb: number): void {
  const count = 24 + div(p.rain, 2);
  const slant = div((p.windEast - 64) * 2, 3);
  ownLines(pen, rgb, 4);
  path(pen);
  for (let i = 0; i < count; i++) {
    const length = 60 + pick(960, i, 90);
    moveTo(pen, pick(961 + p.season, i, 1920), pick(962 + p.season, i, 1560));
    lineTo(pen, pen.x + div(slant * length, 64), pen.y + length);
  }
  endPath(pen);
  endGroup(pen);
}

export function flakes(pen: Pen, p: Phenotype): void {
  for (let row = 0; row < 3; row++) {
    ownLines(pen, row === 0 ? 0xdfe6ee : 0xffffff, nth(row, 9, 15, 24, 0));
    path(pen);
    for (let i = 0; i < div(p.snow, row + 3); i++) {
      dot(pen, pick(970 + row, i + p.season, 1920), pick(973 + row, i, 1600));
    }
    endPath(pen);
    endGroup(pen);
  }
}
