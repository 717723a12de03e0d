// The plants that sit for the contact sheets: one of each species, in colours and a school that suit it.
import { unit } from "../../keeper/weather/seed.ts";
import {
  express,
  type Genome,
  PALETTE_COUNT,
  SCHOOL_COUNT,
  SPECIES_COUNT,
} from "../../renderer/genome.ts";
import { speciesName } from "../../renderer/words.ts";
import { type Climate, EPOCH_SECONDS, STATIONS } from "../replay/climate.ts";
import { type Choice, type Life, liveWith } from "../replay/life.ts";
import { entropyOf } from "../replay/population.ts";

/** Palette and school by species; a species beyond the list takes what its number gives. */
const LOOKS: readonly (readonly [palette: number, school: number])[] = [
  [7, 0],
  [1, 2],
  [0, 3],
  [4, 0],
  [8, 4],
  [2, 5],
  [6, 0],
  [11, 1],
  [3, 2],
  [5, 3],
];

const GENES = { species: 144n, school: 152n, palette: 160n, mutation: 192n };
const NEW_YORK = STATIONS.findIndex(({ name }) => name === "New York");

export const ALL_SPECIES = Array.from({ length: SPECIES_COUNT }, (_, i) => i);

/** The sitter of a species; single genes may be set otherwise. */
export function sitter(species: number, genes: Partial<Record<keyof typeof GENES, number>> = {}) {
  const [palette, school] = LOOKS[species] ?? [species % PALETTE_COUNT, species % SCHOOL_COUNT];
  let word = BigInt(express(entropyOf(2012, species), 0n, STATIONS.length, NEW_YORK));
  const wanted = { species, palette, school, mutation: 0, ...genes };
  for (const [name, value] of Object.entries(wanted)) {
    const shift = GENES[name as keyof typeof GENES];
    word = (word & ~(0xffn << shift)) | (BigInt(value) << shift);
  }
  return `0x${word.toString(16).padStart(64, "0")}` as Genome;
}

export function nameOf(species: number): string {
  return speciesName(sitter(species));
}

/** A plant of New York, born on a day, with what its holder chose. */
export function plantBorn(
  climate: Climate,
  genome: Genome,
  day: string,
  choices: readonly Choice[] = [],
): Life {
  const birthEpoch = epochOf(day);
  return liveWith(climate, { tokenId: 0n, genome, mintEpoch: birthEpoch - 1, birthEpoch }, choices);
}

/** The first epoch whose instant is on the day or later; `hour` in UTC. */
export function epochOf(day: string, hour = 0): number {
  return Math.ceil((Date.parse(`${day}T00:00Z`) / 1000 + hour * 3600) / EPOCH_SECONDS);
}

/** A number in [0, 1) by which equals are told apart. */
export function taste(...what: (string | number)[]): number {
  return unit("taste", ...what);
}
