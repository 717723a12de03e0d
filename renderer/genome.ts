// What a plant is born with, in one word that never changes. Twin of contracts/types/Genome.sol.
// The layout table is there; the zero word means "not germinated yet".
import { keccak_256 } from "@noble/hashes/sha3.js";
import { fromHex, toHex } from "./hex.ts";

/** 32 bytes in hexadecimal, as `genomeOf` answers. */
export type Genome = `0x${string}`;

export const SPECIES_COUNT = 10;
export const SCHOOL_COUNT = 6;
export const PALETTE_COUNT = 12;
const MUTATION_COUNT = 4;

/** In place of a home station: drawn at germination. */
export const DRAWN = 65_535;

/** Draws the genome of a token; the odds are documented in the contract. `home` is what was chosen at mint. */
export function express(
  entropy: `0x${string}`,
  tokenId: bigint,
  stationCount: number,
  home: number = DRAWN,
): Genome {
  const h = BigInt(toHex(keccak_256(fromHex(`0x${toWord(BigInt(entropy))}${toWord(tokenId)}`))));
  let word = BigInt.asUintN(128, h) | (1n << 248n);
  if (home !== DRAWN) word |= BigInt(home) << 128n;
  else if (stationCount !== 0) word |= BigInt(bits(h, 128, 16) % stationCount) << 128n;
  word |= BigInt(bits(h, 144, 16) % SPECIES_COUNT) << 144n;
  word |= BigInt(bits(h, 216, 16) % SCHOOL_COUNT) << 152n;
  word |= BigInt(bits(h, 168, 16) % PALETTE_COUNT) << 160n;
  word |= BigInt(bits(h, 184, 8)) << 168n;
  word |= BigInt(bits(h, 192, 8)) << 176n;
  word |= BigInt(bits(h, 200, 8)) << 184n;
  const chance = bits(h, 208, 8);
  if (chance < MUTATION_COUNT) word |= BigInt(chance + 1) << 192n;
  return `0x${toWord(word)}`;
}

/** The 128-bit seed. */
export function seed(g: Genome): bigint {
  return BigInt.asUintN(128, BigInt(g));
}

export function homeStation(g: Genome): number {
  return bits(BigInt(g), 128, 16);
}

export function species(g: Genome): number {
  return bits(BigInt(g), 144, 8);
}

export function school(g: Genome): number {
  return bits(BigInt(g), 152, 8);
}

export function palette(g: Genome): number {
  return bits(BigInt(g), 160, 8);
}

export function petals(g: Genome): number {
  return bits(BigInt(g), 168, 8);
}

export function layers(g: Genome): number {
  return bits(BigInt(g), 176, 8);
}

export function stature(g: Genome): number {
  return bits(BigInt(g), 184, 8);
}

export function mutation(g: Genome): number {
  return bits(BigInt(g), 192, 8);
}

export function germinated(g: Genome): boolean {
  return BigInt(g) !== 0n;
}

/** What the sky model takes from the genome: the seed in bits 0-127, the school in 128-135. */
export function latentOf(g: Genome): `0x${string}` {
  return `0x${toWord(seed(g) | (BigInt(school(g)) << 128n))}`;
}

function bits(word: bigint, from: number, count: number): number {
  return Number((word >> BigInt(from)) & ((1n << BigInt(count)) - 1n));
}

function toWord(value: bigint): string {
  return value.toString(16).padStart(64, "0");
}
