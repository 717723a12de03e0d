// What lies under the plant: the network's picture, and vectors where there is none. Twin of contracts/Skies.sol.
import { backdrop } from "./backdrop.ts";
import { base64 } from "./base64.ts";
import { type Genome, latentOf } from "./genome.ts";
import { discs, placeOf, stars, sunColour } from "./heavens.ts";
import {
  done,
  endGroup,
  endPath,
  lineTo,
  mix,
  moveTo,
  newPen,
  ownLines,
  type Pen,
  path,
  text,
} from "./pen.ts";
import type { Phenotype } from "./phenotype.ts";
import { encodePng } from "./png.ts";
import { conditionOf } from "./sky/condition.ts";
import { bolt, skyline } from "./sky/features.ts";
import { paintInteger } from "./sky/integer.ts";
import { wordBytes } from "./sky/latent.ts";
import type { SkyModel } from "./sky/model.ts";
import { flakes, rain } from "./weather.ts";

/** Pixels along a side of the picture inside `tokenURI`. */
const SIDE = 30;
/** Places along the skyline. */
const POINTS = 48;
/** The row under which the network has no bolt; land hides its end. */
const BOLT_END = 1435;

/** The sky that `model` paints, with crisp vectors for what a picture this small cannot hold. */
export function skyOf(p: Phenotype, g: Genome, model: SkyModel | undefined): string {
  if (!model) return backdrop(p);
  const latent = latentOf(g);
  const condition = conditionOf(p);
  const whole = { size: SIDE, x: 0, y: 0, width: SIDE, height: SIDE };
  const rgb = paintInteger(model, { latent, condition, ...whole });
  const pen = newPen();
  text(
    pen,
    "<image id='i' width='1920' height='1920' preserveAspectRatio='none' href='data:image/png;base64,",
  );
  text(pen, base64(encodePng(rgb, SIDE, SIDE)));
  // Blurred by less than half of its pixels, over itself for the sake of the edges: enlarging alone shows
  // the pixels' corners.
  text(
    pen,
    "'/><defs><filter id='b' x='0' y='0' width='1' height='1'><feGaussianBlur stdDeviation='24'/></filter><g id='s'><use href='#i'/><use href='#i' filter='url(#b)'/></g>",
  );
  const line = skyline(wordBytes(latent), POINTS).map(place);
  clip(pen, line);
  // The sky is drawn down to the skyline and the land up to it, so that none blurs into the other.
  text(pen, "</defs><use href='#s' transform='scale(1,1.03)'/>");
  stars(pen, p);
  discs(pen, p, sunColourOf(p, rgb, line));
  strike(pen, bolt(wordBytes(condition), SIDE));
  text(pen, "<g clip-path='url(#l)'><use href='#s' y='-40'/></g>");
  if (p.rain > 0) {
    text(pen, "<g opacity='.45'>");
    rain(pen, p, 0xf0f4f8);
    endGroup(pen);
  }
  if (p.snow > 0) flakes(pen, p);
  return done(pen);
}

/** A bolt from the clouds down behind the skyline. */
function strike(pen: Pen, columns: readonly number[]): void {
  if (columns.length === 0) return;
  ownLines(pen, 0xfff6dc, 8);
  path(pen);
  moveTo(pen, place(columns[0]!), 0);
  for (let i = 0; i < SIDE && (2 * i + 1) * 960 < SIDE * BOLT_END; i++) {
    lineTo(pen, place(columns[i]!), Math.floor(((2 * i + 1) * 960) / SIDE));
  }
  endPath(pen);
  endGroup(pen);
}

/** A place in 16 bits, on the drawing. */
function place(coordinate: number): number {
  return (coordinate * 15) >> 9;
}

/** The sun as the network painted it: the pixel around its centre, unless land hides that. */
function sunColourOf(p: Phenotype, rgb: Uint8Array, line: readonly number[]): number {
  const [x, y] = placeOf(p.sunX, p.sunY);
  if (y < 0 || y + 60 > line[Math.floor((x * POINTS) / 1920)]!) return sunColour(p);
  const at = 3 * (Math.floor((y * SIDE) / 1920) * SIDE + Math.floor((x * SIDE) / 1920));
  const painted = (rgb[at]! << 16) | (rgb[at + 1]! << 8) | rgb[at + 2]!;
  return mix(painted, 0xfffbe8, 40);
}

/** All that lies below the skyline. */
function clip(pen: Pen, line: readonly number[]): void {
  text(pen, "<clipPath id='l'><path d='");
  moveTo(pen, 0, 1920);
  line.forEach((y, i) => {
    // Points lie in the middle of their columns.
    if (i === 0) lineTo(pen, 0, y);
    lineTo(pen, Math.floor(((2 * i + 1) * 960) / POINTS), y);
    if (i === POINTS - 1) lineTo(pen, 1920, y);
  });
  text(pen, "V1920z'/></clipPath>");
}
