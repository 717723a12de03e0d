// The colours of a plant in its light. Twin of contracts/art/Palette.sol.
import { clamp, div, shr } from "./fixed.ts";
import { type Genome, mutation, PALETTE_COUNT, palette, SCHOOL_COUNT, school } from "./genome.ts";
import { mix } from "./pen.ts";
import type { Phenotype } from "./phenotype.ts";

export interface Palette {
  stem: number;
  stemLit: number;
  leaf: number;
  leafLit: number;
  deep: number;
  petal: number;
  lit: number;
  heart: number;
  heartLit: number;
  /** Of seed heads and all that has dried. */
  husk: number;
  huskLit: number;
}

// Nine colours a row: stem, stemLit, leaf, leafLit, deep, petal, lit, heart, heartLit.
const ROWS = [
  "3f4f2a7d8f4a2f4a336f9150b4501ee58a26f8c25a4a24189a5a2c", // marigold
  "34504a6f948427453f5f8c7823356f4464b48fb0e6e8b84afff2c4", // delft
  "4b5a3c8a9a6237523f7b9c6ab0445ee27d8cf8bdb47a2a3af6d78a", // rosewater
  "3b3f48777f7c2c3d3c64837a4a1f528a3f86c98ac0e8a83afbe9a8", // plum ink
  "50583c939c6839513a80a068b9a68cecdfc8fffaf0c0782af2c860", // bone
  "3d4a307f8c4c2e46326c8c528e1f1cd23c2af47c501f1a1c6a5248", // vermilion
  "33503c74946224453f5c8a6a5f7f4aa8c47ce0eebc7a4a6ac890b0", // celadon
  "42502e84944a2c4a3c66905cc47a10f0b429fbe08a2a2a5a6a70b0", // saffron
  "46543a889a5a30503e6e9a66c4503cf08a64ffc8a05a2a3af4e0a0", // coral
  "3c4c4478908a2b4844668e7c6a5aa0a494d4d8d0f4d89c34fff0b8", // lilac
  "2e3c3c66807a223634547a6c222a563f5190869ad0d86a4af8b07a", // midnight
  "4a4a30908a5437483080905a8a3a2ac87a5aecbc983a2a248a6a4a", // rust
];

// How each school of painting sees a plant, so that it stands in its sky: of the leaves, deep petals, petals,
// lit petals and hearts in turn a glaze (three channels), its share of 256, and how pure the colour is (64ths).
const SCHOOLS = [
  "00000000400000000040000000004000000000400000000040", // plein air: as it is
  "6a5222463c7a341c3c3ac0682c2c40f8d88c503c3a1c103240", // romantic: under a warm glaze
  "22446c58447c2a306040d24a30544cf6e2c86040203058503c", // woodblock: indigo and vermilion
  "a0c4c43c4c8a78c84c44f8e0e84c44fff8ec5e408a6aa85044", // impressionist: light and broken
  "1e7c743a5a3a48a83e60ffd84c1c60fff6e43c58302c786050", // risograph: few, pure, flat inks
  "58585c5c1a24222a8c3cb83a283448ece6da5c30201c20781c", // ink: grey, with one accent
];

/** What is left of a colour (of 256), and what the light adds to each channel. */
export interface Tint {
  keep: number;
  add: number;
}

export function paletteOf(p: Phenotype, g: Genome): Palette {
  const row = palette(g) % PALETTE_COUNT;
  const eye = eyeOf(g);
  const t = amounts(p);
  const husk = seen(mix(0x7a5c38, at(row, 7), 60), eye, 0);
  const change = mutation(g);
  const over = change === 1 ? 0xfff6e4 : change === 2 ? 0xc8321e : 0x1a1c44;
  const share = change === 1 ? 170 : change === 2 ? 120 : change === 4 ? 140 : 0;
  return {
    stem: tone(seen(foliage(at(row, 0), p, row, 0), eye, 0), t),
    stemLit: tone(seen(foliage(at(row, 1), p, row, 1), eye, 0), t),
    leaf: tone(seen(foliage(at(row, 2), p, row, 0), eye, 0), t),
    leafLit: tone(seen(foliage(at(row, 3), p, row, 1), eye, 0), t),
    deep: tone(mix(seen(at(row, 4), eye, 1), over, share), t),
    petal: tone(mix(seen(at(row, 5), eye, 2), over, share), t),
    lit: tone(mix(seen(at(row, 6), eye, 3), over, share), t),
    heart: tone(seen(at(row, 7), eye, 4), t),
    heartLit: tone(seen(at(row, 8), eye, 2), t),
    husk: tone(husk, t),
    huskLit: tone(mix(husk, 0xe6d2a0, 130), t),
  };
}

/** The school of painting, as a row. */
export function eyeOf(g: Genome): number {
  return school(g) % SCHOOL_COUNT;
}

/** A colour in the light of the moment. */
export function tone(rgb: number, t: Tint): number {
  const red = div((rgb >> 16) * t.keep, 256) + (t.add >> 16);
  const green = div(((rgb >> 8) & 255) * t.keep, 256) + ((t.add >> 8) & 255);
  const blue = div((rgb & 255) * t.keep, 256) + (t.add & 255);
  return (red << 16) | (green << 8) | blue;
}

/** Night, low sun, cloud, storm, fog and mist, laid over every colour in turn. */
export function amounts(p: Phenotype): Tint {
  const height = p.sunY - 64;
  const t: Tint = { keep: 256, add: 0 };
  // A moon above the horizon lifts the night.
  const moonlit = clamp(p.moonY - 60, 0, 28);
  veil(t, 0x18224c, clamp((4 - height) * 9, 0, 116 - moonlit));
  veil(t, 0xc8643c, clamp(46 - (height < 3 ? 3 - height : height - 3) * 4, 0, 46));
  veil(t, 0x7c8894, div(p.cloud * clamp(height + 20, 0, 60), 170));
  veil(t, 0x2a2636, div(p.storm * 70, 127));
  veil(t, 0xb4bcbc, div(p.fog * clamp(height + 30, 10, 60), 110));
  veil(t, 0xcfcabd, div(p.mist * clamp(height + 40, 16, 64), 100));
  return t;
}

function veil(t: Tint, rgb: number, amount: number): void {
  t.keep = div(t.keep * (256 - amount), 256);
  t.add = mix(t.add, rgb, amount);
}

/** Leaves are fresh in spring, turn as the flowers ripen, brown as the plant withdraws and yellow with thirst. */
function foliage(rgb: number, p: Phenotype, row: number, lit: number): number {
  const fromSpring = p.season > 38 ? p.season - 38 : 38 - p.season;
  const fresh = mix(rgb, 0x9cc850, clamp((16 - fromSpring) * 4, 0, 56));
  const autumn = row % 3 === 0 ? 0xc0622a : row % 3 === 1 ? 0xd09c30 : 0xa83a2c;
  const turned = mix(fresh, autumn, div(p.ripeness * (4 + lit * 3), 4));
  const browned = mix(turned, lit === 1 ? 0x94805c : 0x4c3e2e, div(p.dormancy * 4, 5));
  return mix(mix(browned, 0xa8935a, p.drought), 0xe2ecf0, clamp(p.rime + p.snow, 0, 64));
}

/** A colour as a school sees it; `part` is its place in the school's row. */
export function seen(rgb: number, eye: number, part: number): number {
  const glaze = Number.parseInt(SCHOOLS[eye]!.slice(10 * part, 10 * part + 10), 16);
  const pure = glaze % 256;
  const mean = div((rgb >> 16) + ((rgb >> 8) & 255) + (rgb & 255), 3);
  const red = purer(rgb >> 16, mean, pure);
  const green = purer((rgb >> 8) & 255, mean, pure);
  const blue = purer(rgb & 255, mean, pure);
  return mix((red << 16) | (green << 8) | blue, div(glaze, 65_536), div(glaze, 256) % 256);
}

/** A channel moved away from the grey of its colour, or towards it. */
function purer(channel: number, mean: number, pure: number): number {
  return clamp(mean + shr((channel - mean) * pure, 6), 0, 255);
}

function at(row: number, i: number): number {
  return Number.parseInt(ROWS[row]!.slice(6 * i, 6 * i + 6), 16);
}
