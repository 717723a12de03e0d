import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  DRAWN,
  express,
  type Genome,
  germinated,
  homeStation,
  school,
  species,
} from "../../renderer/genome.ts";

const vectors: [Genome, string, number, number, Genome][] = JSON.parse(
  readFileSync("test/vectors/genomes.json", "utf8"),
);

describe("express", () => {
  test("default: gives the contract's 32 genomes", () => {
    expect(vectors.length).toBe(32);
    for (const [entropy, tokenId, stations, home, genome] of vectors) {
      expect(express(entropy, BigInt(tokenId), stations, home)).toBe(genome);
      if (home === DRAWN) expect(express(entropy, BigInt(tokenId), stations)).toBe(genome);
    }
    expect(vectors.filter(([, , , home]) => home !== DRAWN).length).toBeGreaterThan(9);
  });

  test("behavior: a genome is never zero, and zero is not germinated", () => {
    expect(germinated(express(`0x${"0".repeat(64)}`, 0n, 0))).toBe(true);
    expect(germinated(`0x${"0".repeat(64)}`)).toBe(false);
  });

  test("behavior: fields read the table's bits", () => {
    const genome: Genome = `0x01${"00".repeat(6)}11223344550c030211${"66".repeat(16)}`;
    expect([species(genome), school(genome)]).toEqual([0x03, 0x0c]);
    expect(homeStation(genome)).toBe(0x0211);
  });
});
