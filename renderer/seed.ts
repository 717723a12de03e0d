// What a token is before it germinates: a seed asleep in the earth, in rings of warmth.
// Twin of contracts/art/Seed.sol.
import { div, pick } from "./fixed.ts";
import { disc, dot, edged, endGroup, endPath, lines, mix, path, text, veiled } from "./pen.ts";
import { axis, petal } from "./shapes.ts";
import type { Study } from "./study.ts";

export function seed(s: Study): void {
  text(s.pen, "<path fill='#1c1820' d='M0,0h1920v1920H0z'/>");
  for (let i = 0; i < 9; i++) {
    disc(s.pen, 960, 1010, 900 - i * 88, mix(0x241d24, 0xb4703a, i * 19));
  }
  crumbs(s);
  veiled(s.pen, 0xffd890, 30);
  path(s.pen);
  petal(s.pen, axis(930, 1370, 3000), 780, 300, 110);
  endPath(s.pen);
  endGroup(s.pen);
  edged(s.pen, 0x4a2e22, 0x2a1a16, 10);
  path(s.pen);
  petal(s.pen, axis(936, 1330, 3000), 690, 240, 96);
  endPath(s.pen);
  endGroup(s.pen);
  stripes(s);
}

/** Lighter bands along the shell. */
function stripes(s: Study): void {
  edged(s.pen, 0xd8b078, 0xa87848, 4);
  for (let i = 0; i < 5; i++) {
    const off = (i - 2) * 1500;
    path(s.pen);
    petal(s.pen, axis(940, 1300, 3000 + off), 600 - (i - 2) * (i - 2) * 16, 19, 70);
    endPath(s.pen);
  }
  endGroup(s.pen);
}

function crumbs(s: Study): void {
  for (let row = 0; row < 3; row++) {
    lines(s.pen, mix(0x3a2c2c, 0xe0a860, row * 80), 7 + row * 5);
    path(s.pen);
    for (let i = 0; i < 26; i++) {
      dot(s.pen, pick(41 + row, i, 1920), pick(51 + row, i, 1920) - div(row, 2));
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
}
