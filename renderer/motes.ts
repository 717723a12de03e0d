// What floats about a plant with a rare mutation: pollen about a pale one, sparks over an ember, stars about
// midnight; a doubled one needs none. Twin of contracts/art/Motes.sol.
import { div, nth } from "./fixed.ts";
import { mutation } from "./genome.ts";
import { amounts, tone } from "./palette.ts";
import { endGroup, endPath, lines, lineTo, mix, moveTo, path } from "./pen.ts";
import { FOOT_X, FOOT_Y, type Study, vary } from "./study.ts";

export function motes(s: Study): void {
  const kind = mutation(s.g);
  if (s.p.stage < 2 || kind === 0 || kind === 3 || kind > 4) return;
  const own = nth(kind - 1, 0xfff6e4, 0xff9838, 0, 0xd4e0ff);
  // They shine by themselves as much as in the light of the moment.
  const ink = mix(tone(own, amounts(s.p)), own, 150);
  const count = s.p.stage === 2 ? 3 : 6;
  for (let row = 0; row < 2; row++) {
    lines(s.pen, ink, row === 0 ? 13 : 7);
    path(s.pen);
    for (let i = row * 8; i < row * 8 + count; i++) mote(s, i, kind);
    endPath(s.pen);
    endGroup(s.pen);
  }
}

/** Pollen lies in the wind, sparks rise, stars stand still. */
function mote(s: Study, i: number, kind: number): void {
  const y = 380 + vary(s, 820 + i, 1100);
  const drift = kind === 4 ? 0 : div((FOOT_Y - y) * (s.p.windEast - 64), 120);
  const x = FOOT_X + vary(s, 800 + i, 1100) - 550 + drift;
  moveTo(s.pen, x, y);
  if (kind === 1) lineTo(s.pen, x + div(s.p.windEast - 64, 4), y + 2);
  else if (kind === 2) lineTo(s.pen, x + div(s.p.windEast - 64, 4), y - 20);
  else lineTo(s.pen, x, y);
}
