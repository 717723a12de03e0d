// What the hand adds that the network is not told: every dab drags the paint a little way, so edges
// break along the dabs, and the fibres of the ground show. The inputs name a dab by its tone, but not
// where it drags to, so a network that only averages blurs here; this is the adversarial stage's work.

import { centre, FEATURES, pointFeatures, sceneOf } from "../../renderer/sky/features.ts";
import { schoolOf } from "../../renderer/sky/latent.ts";
import type { Random } from "./moments.ts";
import { canvasOf, paintPixels } from "./painter.ts";
import { HANDS } from "./palettes.ts";

/** Places of the inputs that stay where they are: the tools' own marks, sun and moon, and what falls. */
const OWN = [0, 8, 11, 17, 18, 20, 21, 22, 28, 30] as const;
const DAB = 17;
const GRAIN = 18;
/** One pixel of a 240 x 240 raster, in 16-bit coordinates. */
const PIXEL = 273;

/** A rectangle of a picture of `size` pixels square, as the painter would do it by hand. */
export interface Patch {
  /** [pixels, FEATURES], 0..127 */
  features: Uint8Array;
  /** [pixels, 3], 0..255 */
  colours: Float32Array;
}

/** Paints `width` x `height` pixels from (x, y) with the hand's own texture, which `random` draws. */
export function paintPatch(
  latent: Uint8Array,
  condition: Uint8Array,
  size: number,
  x: number,
  y: number,
  width: number,
  height: number,
  random: Random,
): Patch {
  const scene = sceneOf(latent, condition, size);
  const hand = HANDS[schoolOf(latent)]!;
  const seed = Math.floor(random() * 2 ** 32);
  const count = width * height;
  const features = new Uint8Array(count * FEATURES);
  const dragged = new Uint8Array(count * FEATURES);
  for (let p = 0; p < count; p++) {
    const X = centre(x + (p % width), size);
    const Y = centre(y + Math.floor(p / width), size);
    const at = p * FEATURES;
    pointFeatures(scene, X, Y, features, at);
    const mark = hand.stroke >= 0.3 ? features[at + DAB]! : features[at + GRAIN]!;
    const h = stirred(mark, seed);
    const reach = (hand.edge * PIXEL) / 32768;
    const dx = ((h & 0xffff) - 32768) * reach;
    const dy = ((h >>> 16) - 32768) * reach * 0.7;
    pointFeatures(scene, inside(X + dx), inside(Y + dy), dragged, at);
    for (const place of OWN) dragged[at + place] = features[at + place]!;
  }
  const colours = new Float32Array(count * 3);
  paintPixels(canvasOf(latent, condition), dragged, count, colours);
  for (let p = 0; p < count; p++) {
    const dab = (stirred(features[p * FEATURES + DAB]!, seed ^ 0x5bd1) & 255) / 127.5 - 1;
    const fibre = random() * 2 - 1;
    const tone = 5 * hand.stroke * dab + 4.5 * hand.grain * fibre;
    for (let k = 0; k < 3; k++) {
      colours[p * 3 + k] = Math.max(0, Math.min(255, colours[p * 3 + k]! + tone));
    }
  }
  return { features, colours };
}

/** 32 bits for a mark of the tool. */
function stirred(mark: number, seed: number): number {
  let h = Math.imul(mark + 1, 0x9e3779b1) ^ seed;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

function inside(at: number): number {
  return Math.max(0, Math.min(65535, Math.round(at)));
}
