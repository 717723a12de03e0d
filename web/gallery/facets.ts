// What the collection can be divided by, and what the parts are called. A facet's parts are numbers, so that a
// column of them is an array of bytes.
import { SCHOOL_COUNT, SPECIES_COUNT } from "../../renderer/genome.ts";
import { AGE_MISSING, type Observation } from "../../renderer/observation.ts";
import { schoolName, speciesName } from "../../renderer/words.ts";
import type { Catalogue } from "../queries/catalogue.ts";

export const FACETS = ["species", "school", "station", "weather", "age"] as const;
export type Facet = (typeof FACETS)[number];

export interface Part {
  /** As the address bar has it. */
  slug: string;
  name: string;
}

/** Belongs to no part: a seed has no species yet. */
export const NO_PART = 255;

export const FACET_NAMES: Readonly<Record<Facet, string>> = {
  species: "Species",
  school: "School",
  station: "Station",
  weather: "Weather now",
  age: "Age",
};

/** The last code rank of each, in the order of the ranks; see WMO_CODES. */
const WEATHERS: readonly [name: string, lastRank: number][] = [
  ["Clear", 1],
  ["Cloudy", 3],
  ["Fog", 5],
  ["Rain", 18],
  ["Snow", 24],
  ["Thunder", 27],
];
const UNKNOWN_WEATHER = WEATHERS.length;

const HOUR = 3_600;
/** Until when it lasts, in seconds since birth. */
const AGES: readonly [name: string, until: number][] = [
  ["In its first week", 7 * 24 * HOUR],
  ["In its first month", 30 * 24 * HOUR],
  ["In its first year", 365 * 24 * HOUR],
  ["Older", Number.POSITIVE_INFINITY],
];
const SEED_AGE = AGES.length;

const SPECIES_SHIFT = 144n;
const SCHOOL_SHIFT = 152n;

const FIXED: Readonly<Record<Exclude<Facet, "station">, readonly Part[]>> = {
  species: named(
    Array.from({ length: SPECIES_COUNT }, (_, i) => speciesName(word(i, SPECIES_SHIFT))),
  ),
  school: named(Array.from({ length: SCHOOL_COUNT }, (_, i) => schoolName(word(i, SCHOOL_SHIFT)))),
  weather: named([...WEATHERS.map(([name]) => name), "Not known"]),
  age: named([...AGES.map(([name]) => name), "Seed"]),
};

/** The parts of a facet; stations are as many as the chain has, and go by their numbers. */
export function partsOf(facet: Facet, places: readonly { name: string }[]): readonly Part[] {
  if (facet !== "station") return FIXED[facet];
  return places.map(({ name }, i) => ({ slug: String(i), name }));
}

/** The part of each token, seeds included. */
export function columnOf(
  facet: Facet,
  catalogue: Catalogue,
  size: number,
  epochSeconds: number,
): Uint8Array | Uint16Array {
  const { genomes, stations, pinned, places, epoch } = catalogue;
  const known = Math.min(genomes.births.length, size);
  switch (facet) {
    case "species":
      return byGenome(genomes.words, known, size, SPECIES_SHIFT, SPECIES_COUNT);
    case "school":
      return byGenome(genomes.words, known, size, SCHOOL_SHIFT, SCHOOL_COUNT);
    case "station": {
      const column = new Uint16Array(size).fill(0xffff);
      column.set(stations.subarray(0, known));
      return column;
    }
    case "weather": {
      const column = new Uint8Array(size).fill(NO_PART);
      const here = places.map(({ observation }) => weatherPart(observation));
      for (let id = 0; id < known; id++) column[id] = here[stations[id]!] ?? UNKNOWN_WEATHER;
      for (const [id, then] of pinned) if (id < known) column[id] = weatherPart(then);
      return column;
    }
    case "age": {
      const column = new Uint8Array(size).fill(SEED_AGE);
      for (let id = 0; id < known; id++) {
        const seconds = (epoch - genomes.births[id]!) * epochSeconds;
        column[id] = AGES.findIndex(([, until]) => seconds < until);
      }
      return column;
    }
  }
}

export function weatherPart({ codeRank, age }: Observation): number {
  if (age === AGE_MISSING) return UNKNOWN_WEATHER;
  return WEATHERS.findIndex(([, last]) => codeRank <= last);
}

/** A field of 8 bits, read where it lies: a genome is 32 bytes, the highest first. */
function byGenome(words: Uint8Array, known: number, size: number, shift: bigint, count: number) {
  const column = new Uint8Array(size).fill(NO_PART);
  const place = 31 - Number(shift) / 8;
  for (let id = 0; id < known; id++) column[id] = words[32 * id + place]! % count;
  return column;
}

function word(value: number, shift: bigint): `0x${string}` {
  return `0x${(BigInt(value) << shift).toString(16).padStart(64, "0")}`;
}

function named(names: readonly string[]): Part[] {
  return names.map((name) => ({ name, slug: name.toLowerCase().replaceAll(" ", "-") }));
}
