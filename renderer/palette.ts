// The colours of a plant in its light. Twin of contracts/art/Palette.sol.
import { clamp, div } from "./fixed.ts";
import { type Genome, mutation, PALETTE_COUNT, palette } from "./genome.ts";
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

/** What is left of a colour (of 256), and what the light adds to each channel. */
export interface Tint {
  keep: number;
  add: number;
}

export function paletteOf(p: Phenotype, g: Genome): Palette {
  const row = palette(g) % PALETTE_COUNT;
  const t = amounts(p);
  const change = mutation(g);
  const over = change === 1 ? 0xfff6e4 : change === 2 ? 0xc8321e : 0x1a1c44;
  const share = change === 1 ? 170 : change === 2 ? 120 : change === 4 ? 140 : 0;
  return {
    stem: tone(foliage(at(row, 0), p), t),
    stemLit: tone(foliage(at(row, 1), p), t),
    leaf: tone(foliage(at(row, 2), p), t),
    leafLit: tone(foliage(at(row, 3), p), t),
    deep: tone(mix(at(row, 4), over, share), t),
    petal: tone(mix(at(row, 5), over, share), t),
    lit: tone(mix(at(row, 6), over, share), t),
    heart: tone(at(row, 7), t),
    heartLit: tone(at(row, 8), t),
  };
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

/** Leaves turn in autumn, dull in winter and yellow with thirst. */
function foliage(rgb: number, p: Phenotype): number {
  const fromAutumn = p.season > 100 ? p.season - 100 : 100 - p.season;
  const fromWinter = p.season > 64 ? 128 - p.season : p.season;
  const turned = mix(rgb, 0xb8662a, clamp((18 - fromAutumn) * 8, 0, 120));
  const dulled = mix(turned, 0x6a6250, clamp((16 - fromWinter) * 6, 0, 80));
  return mix(mix(dulled, 0xa8935a, p.drought), 0xe2ecf0, clamp(p.rime + p.snow, 0, 64));
}

function at(row: number, i: number): number {
  return Number.parseInt(ROWS[row]!.slice(6 * i, 6 * i + 6), 16);
}
