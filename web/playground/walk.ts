// From one plant to another: what is an amount glides, what is a choice changes at its own moment. Every step is a
// genome of its own, so every picture on the way is one that a token could have.
import type { Genome } from "../../renderer/genome.ts";
import { type GeneName, geneOf, withGene } from "./genes.ts";

/** How far the walk has come when each choice changes, 0 to 1: the brush first, the plant in the middle. */
const CHOICES: readonly (readonly [GeneName, number])[] = [
  ["brush", 0.08],
  ["clouds", 0.2],
  ["palette", 0.32],
  ["land", 0.44],
  ["species", 0.56],
  ["school", 0.68],
  ["mutation", 0.8],
  ["station", 0.92],
];

const AMOUNTS = ["petals", "layers", "stature"] as const satisfies readonly GeneName[];
const MOODS = 3;

/** The genome at `share` of the way, 0 to 1; both ends are exact. */
export function walk(from: Genome, to: Genome, share: number): Genome {
  if (share <= 0) return from;
  if (share >= 1) return to;
  let genome = from;
  for (const name of AMOUNTS) {
    genome = withGene(genome, name, between(geneOf(from, name), geneOf(to, name), share));
  }
  let mood = 0;
  for (let i = 0; i < MOODS; i++) {
    const byte = (name: Genome) => (geneOf(name, "mood") >> (8 * i)) & 255;
    mood |= between(byte(from), byte(to), share) << (8 * i);
  }
  genome = withGene(genome, "mood", mood);
  for (const [name, at] of CHOICES) {
    if (share >= at) genome = withGene(genome, name, geneOf(to, name));
  }
  return genome;
}

function between(a: number, b: number, share: number): number {
  return Math.round(a + (b - a) * share);
}
