// The genome's fields by name, to be read and set one by one. The layout is in renderer/genome.ts.
import { type Genome, PALETTE_COUNT, SCHOOL_COUNT, SPECIES_COUNT } from "../../renderer/genome.ts";
import { mutationName, schoolName, speciesName } from "../../renderer/words.ts";

interface Gene {
  name: string;
  shift: bigint;
  bits: bigint;
  /** What its numbers stand for, where they are names. */
  words?: readonly string[];
  /** What it decides, for whoever has never seen it. */
  about: string;
}

/** In the order of renderer/palette.ts. */
const PALETTES =
  "Marigold|Delft|Rosewater|Plum ink|Bone|Vermilion|Celadon|Saffron|Coral|Lilac|Midnight|Rust".split(
    "|",
  );

const named = (count: number, shift: bigint, nameOf: (genome: Genome) => string) =>
  Array.from({ length: count }, (_, i) => nameOf(wordOf(BigInt(i) << shift)));

export const GENES = {
  species: {
    name: "Species",
    shift: 144n,
    bits: 8n,
    words: named(SPECIES_COUNT, 144n, speciesName),
    about: "how it grows",
  },
  school: {
    name: "School",
    shift: 152n,
    bits: 8n,
    words: named(SCHOOL_COUNT, 152n, schoolName),
    about: "the hand that paints its sky",
  },
  palette: {
    name: "Palette",
    shift: 160n,
    bits: 8n,
    words: PALETTES.slice(0, PALETTE_COUNT),
    about: "the colours of leaf and flower",
  },
  mutation: {
    name: "Mutation",
    shift: 192n,
    bits: 8n,
    words: named(5, 192n, mutationName),
    about: "four in 256 plants have one",
  },
  petals: { name: "Petals", shift: 168n, bits: 8n, about: "how many, of its species' range" },
  layers: { name: "Layers", shift: 176n, bits: 8n, about: "how full a flower is" },
  stature: { name: "Stature", shift: 184n, bits: 8n, about: "how tall it grows" },
  station: { name: "Home station", shift: 128n, bits: 16n, about: "where it was to be born" },
  land: { name: "Land and growth", shift: 0n, bits: 32n, about: "ridges, and each leaf's turn" },
  clouds: { name: "Clouds and stars", shift: 32n, bits: 32n, about: "where they stand" },
  brush: { name: "Brush", shift: 64n, bits: 32n, about: "where the strokes fall" },
  mood: { name: "Mood", shift: 96n, bits: 24n, about: "three leanings of the painter" },
  rest: { name: "Unused", shift: 120n, bits: 8n, about: "nothing that is painted" },
} as const satisfies Record<string, Gene>;

export type GeneName = keyof typeof GENES;
export const GENE_NAMES = Object.keys(GENES) as GeneName[];

export function geneOf(genome: Genome, name: GeneName): number {
  const { shift, bits } = GENES[name];
  return Number(BigInt.asUintN(Number(bits), BigInt(genome) >> shift));
}

export function withGene(genome: Genome, name: GeneName, value: number): Genome {
  const { shift, bits } = GENES[name];
  const mask = ((1n << bits) - 1n) << shift;
  return wordOf((BigInt(genome) & ~mask) | ((BigInt(value) << shift) & mask));
}

/** A gene's value as people read it. */
export function wordsOf(name: GeneName, value: number): string {
  const gene: Gene = GENES[name];
  if (gene.words) return gene.words[value] ?? gene.words[value % gene.words.length]!;
  return gene.bits > 16n ? value.toString(16).padStart(Number(gene.bits / 4n), "0") : String(value);
}

/** A genome as somebody typed or pasted it; undefined for what is none. */
export function parseGenome(text: string): Genome | undefined {
  const digits = text.trim().replace(/^0x/i, "").toLowerCase();
  if (!/^[0-9a-f]{1,64}$/.test(digits) || BigInt(`0x${digits}`) === 0n) return undefined;
  return wordOf(BigInt(`0x${digits}`));
}

function wordOf(value: bigint): Genome {
  return `0x${value.toString(16).padStart(64, "0")}`;
}
