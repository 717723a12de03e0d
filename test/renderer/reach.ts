// What a set of scenes must have in it before their equality means something: every species in every stage, and
// every band of what changes a drawing.
import { expect } from "vitest";
import { mutation, SCHOOL_COUNT, SPECIES_COUNT, school, species } from "../../renderer/genome.ts";
import { type Phenotype, phenotypeOf } from "../../renderer/phenotype.ts";
import type { Scene } from "../../renderer/scene.ts";

/** The bands of a field that runs from 0 to 127: none, some, much, all. */
function band(v: number): number {
  return v === 0 ? 0 : v <= 64 ? 1 : v < 127 ? 2 : 3;
}

/** What each plant that is drawn must be seen in, whatever its species. */
const STATES: Record<string, { of: (p: Phenotype) => number; count: number }> = {
  stage: { of: (p) => p.stage, count: 4 },
  ripeness: { of: (p) => band(p.ripeness), count: 4 },
  dormancy: { of: (p) => band(p.dormancy), count: 4 },
  openness: { of: (p) => Number(p.openness > 64), count: 2 },
  drought: { of: (p) => band(p.drought), count: 3 },
  grafts: { of: (p) => p.grafts, count: 6 },
  ties: { of: (p) => p.ties, count: 8 },
  pinned: { of: (p) => p.pinned, count: 2 },
  weather: { of: (p) => p.weather, count: 16 },
  scars: { of: (p) => Math.min(p.scars, 3), count: 4 },
  light: { of: (p) => Number(p.sunY > 64), count: 2 },
};

/** What must be seen of all of them together. */
const SKIES: Record<string, { of: (p: Phenotype) => number; count: number }> = {
  sky: { of: (p) => p.sky, count: 6 },
  season: { of: (p) => p.season >> 4, count: 8 },
  snow: { of: (p) => band(p.snow), count: 3 },
  mist: { of: (p) => band(p.mist), count: 4 },
  moss: { of: (p) => band(p.moss), count: 3 },
  aurora: { of: (p) => Number(p.aurora > 0), count: 2 },
  lean: { of: (p) => Math.sign(p.lean), count: 3 },
};

export function expectReached(scenes: readonly Scene[]): void {
  const drawn = scenes.map((scene) => ({ g: scene.genome, p: phenotypeOf(scene) }));
  const plants = drawn.filter(({ p }) => p.stage !== 0);
  expect(drawn.length - plants.length, "seeds in the earth").toBeGreaterThan(0);
  for (let kind = 0; kind < SPECIES_COUNT; kind++) {
    const own = plants.filter(({ g }) => species(g) % SPECIES_COUNT === kind);
    for (const [name, { of, count }] of Object.entries(STATES)) {
      const seen = new Set(own.map(({ p }) => of(p)));
      expect(seen.size, `${name} of species ${kind}`).toBeGreaterThanOrEqual(count);
    }
    expect(new Set(own.map(({ g }) => mutation(g))).size, `species ${kind}`).toBeGreaterThan(4);
    expect(new Set(own.map(({ g }) => school(g) % SCHOOL_COUNT)).size).toBe(SCHOOL_COUNT);
  }
  for (const [name, { of, count }] of Object.entries(SKIES)) {
    expect(new Set(plants.map(({ p }) => of(p))).size, name).toBeGreaterThanOrEqual(count);
  }
}
