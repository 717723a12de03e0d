// What the holder's choices have left on the plant: raffia round a graft for each move, a coloured thread for
// each other choice, and a label on a pin while a moment is pinned. Twin of contracts/art/Marks.sol.
import { nth } from "./fixed.ts";
import { amounts, type Tint, tone } from "./palette.ts";
import { disc, edged, endGroup, endPath, lines, lineTo, moveTo, path, text } from "./pen.ts";
import { atX, atY, axisAt, type Stalk } from "./shapes.ts";
import type { Study } from "./study.ts";

/** On the main stem, `width` its half width. */
export function marks(s: Study, stem: Stalk, width: number): void {
  if (s.p.grafts + s.p.ties === 0) return;
  const t = amounts(s.p);
  if (s.p.grafts > 0) {
    for (let row = 0; row < 2; row++) bandages(s, t, stem, width + 5, row);
  }
  threads(s, t, stem, width + 3);
}

/** Raffia wound round a wound in zigzag, and the dark between the turns. */
function bandages(s: Study, t: Tint, stem: Stalk, out: number, row: number): void {
  lines(s.pen, tone(row === 0 ? 0xd8b878 : 0x7a5628, t), row === 0 ? 15 : 3);
  path(s.pen);
  for (let i = 0; i < s.p.grafts; i++) {
    const a = axisAt(stem, i < 4 ? nth(i, 4, 3, 5, 6) : 7, 0);
    for (let k = 0; k < 4; k++) {
      const u = k * 12 - 18;
      const v = (k & 1) === 0 ? 0 - out : out;
      if (k === 0) moveTo(s.pen, atX(a, u, v), atY(a, u, v));
      else lineTo(s.pen, atX(a, u, v), atY(a, u, v));
    }
  }
  endPath(s.pen);
  endGroup(s.pen);
}

/** Threads tied round the stem near the foot, in three colours by turns, with their loose ends. */
function threads(s: Study, t: Tint, stem: Stalk, out: number): void {
  for (let row = 0; row < 3 && row < s.p.ties; row++) {
    lines(s.pen, tone(nth(row, 0xd0402c, 0x2c6cb4, 0xe8b020, 0), t), 7);
    path(s.pen);
    for (let i = row; i < s.p.ties; i += 3) {
      const a = axisAt(stem, 2, 0);
      const u = i * 13 - 40;
      moveTo(s.pen, atX(a, u, 0 - out), atY(a, u, 0 - out));
      lineTo(s.pen, atX(a, u + 3, out), atY(a, u + 3, out));
      lineTo(s.pen, atX(a, u - 14, out + 16), atY(a, u - 14, out + 16));
    }
    endPath(s.pen);
    endGroup(s.pen);
  }
}

/** A brass-headed pin in the ground with a paper label on it, written on in two lines. */
export function label(s: Study, t: Tint): void {
  edged(s.pen, tone(0xf2e8cc, t), tone(0xa89468, t), 4);
  text(s.pen, "<path d='M1226,1536l150,22l-13,92l-150-22z'/>");
  endGroup(s.pen);
  lines(s.pen, tone(0x5a5048, t), 6);
  text(s.pen, "<path d='M1288,1752l22-220M1244,1574l100,14M1240,1600l64,9'/>");
  endGroup(s.pen);
  disc(s.pen, 1310, 1532, 16, tone(0xd8a43c, t));
}
