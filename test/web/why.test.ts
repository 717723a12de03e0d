import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_EXPOSURE } from "../../renderer/exposure.ts";
import { express } from "../../renderer/genome.ts";
import { type Observation, WMO_CODES } from "../../renderer/observation.ts";
import { phenotypeOf } from "../../renderer/phenotype.ts";
import type { Scene } from "../../renderer/scene.ts";
import { causesOf } from "../../web/why.ts";

const CALM: Observation = {
  tempCentiC: 1_500,
  precipCentiMm: 0,
  windEastCms: 0,
  windNorthCms: 0,
  windSpeedCms: 0,
  sunMinutes: 200,
  frostMinutes: 0,
  codeRank: 0,
  cloudPct: 0,
  derived: false,
  age: 0,
};

const SCENE: Scene = {
  tokenId: 3n,
  genome: express(`0x${"17".repeat(32)}`, 3n, 2),
  time: 55_460 * 25_200,
  epoch: 55_460,
  birthEpoch: 55_400,
  weatherAge: 0,
  now: CALM,
  life: { ...NO_EXPOSURE, observed: 60, tempCentiC: 60 * 1_500 },
  recent: { ...NO_EXPOSURE, observed: 24, tempCentiC: 24 * 1_500, rainCentiMm: 24 * 60 },
  latMicroDeg: 47_606_000,
  lonMicroDeg: -122_332_000,
  stationName: "Seattle",
  model: 0,
  pinned: false,
  moves: 0,
  decisions: 0,
  pending: false,
};

function features(changes: Partial<Omit<Scene, "now">> & { now?: Partial<Observation> }): string {
  const scene: Scene = { ...SCENE, ...changes, now: { ...CALM, ...changes.now } };
  return causesOf(phenotypeOf(scene), scene)
    .map(({ feature, cause }) => `${feature}: ${cause}`)
    .join("\n");
}

describe("causesOf", () => {
  it("default: names age, flowers and the hour of an ordinary day", () => {
    expect(features({})).toContain("It has lived 60 epochs, about 18 days.");
    expect(features({})).toContain("Flowers");
    expect(features({})).toMatch(/At the station the sun/);
  });

  it("behavior: each kind of weather shows up with its own cause", () => {
    const rank = (code: number) => WMO_CODES.indexOf(code);
    expect(features({ now: { codeRank: rank(65), precipCentiMm: 900 } })).toContain(
      "Rain: 9.0 mm fell",
    );
    expect(features({ now: { codeRank: rank(75), tempCentiC: -300 } })).toContain("Snow: ");
    expect(features({ now: { codeRank: rank(95) } })).toContain("The station reports thunder");
    expect(features({ now: { codeRank: rank(45) } })).toContain("The station reports fog.");
    expect(features({ now: { frostMinutes: 300, tempCentiC: -500 } })).toContain(
      "5 h of this epoch",
    );
    expect(features({ weatherAge: 5 })).toContain("This weather is 5 epochs old");
  });

  it("behavior: a week of wind from the west leans the plant to the east", () => {
    const recent = { ...SCENE.recent, windEastCms: 24 * 400 };
    expect(features({ recent, now: { windEastCms: 400, windSpeedCms: 400 } })).toContain(
      "It leans to the east: The week's wind bent it; now it is 4.0 m/s from the west.",
    );
  });

  it("behavior: a plant younger than a week is not told about a week", () => {
    const young = { birthEpoch: SCENE.epoch - 4 };
    const dry = { ...NO_EXPOSURE, observed: 4, sunMinutes: 1_600, windEastCms: 4 * 500 };
    const wet = { ...NO_EXPOSURE, observed: 4, rainCentiMm: 9_000 };
    const words = [dry, wet].map((sums) => features({ ...young, life: sums, recent: sums }));
    expect(words[0]).toContain("Parched ground: 0.0 mm of rain against 26 h 40 min of sun since");
    expect(words[0]).toContain("The ground has been dry all its life.");
    expect(words[0]).toContain("The wind since its birth bent it");
    expect(words[1]).toContain("90.0 mm of rain fell on it since it was born.");
    expect(words.join("\n")).not.toMatch(/week/);
  });

  it("behavior: a seed waits for its genome, whatever the weather", () => {
    const genome = `0x${"00".repeat(32)}` as const;
    expect(features({ genome, now: { codeRank: 25 } })).toMatch(/^A seed in the ground: [^\n]+$/);
  });

  it("behavior: any weather gives a short list of whole sentences without gaps", () => {
    fc.assert(
      fc.property(
        fc.record({
          tempCentiC: fc.integer({ min: -9_000, max: 6_000 }),
          precipCentiMm: fc.integer({ min: 0, max: 65_535 }),
          windEastCms: fc.integer({ min: -15_000, max: 15_000 }),
          windNorthCms: fc.integer({ min: -15_000, max: 15_000 }),
          windSpeedCms: fc.integer({ min: 0, max: 15_000 }),
          sunMinutes: fc.integer({ min: 0, max: 1_440 }),
          frostMinutes: fc.integer({ min: 0, max: 1_440 }),
          codeRank: fc.integer({ min: 0, max: 27 }),
          cloudPct: fc.integer({ min: 0, max: 100 }),
          derived: fc.boolean(),
          age: fc.integer({ min: 0, max: 8_191 }),
        }),
        fc.integer({ min: 0, max: 20_000 }),
        (now, age) => {
          const scene = { ...SCENE, now, birthEpoch: SCENE.epoch - age };
          const causes = causesOf(phenotypeOf(scene), scene);
          expect(causes.length).toBeGreaterThanOrEqual(2);
          expect(causes.length).toBeLessThanOrEqual(8);
          for (const { feature, cause } of causes) {
            expect(feature).not.toMatch(/undefined|NaN/);
            expect(cause).toMatch(/^[A-Z0-9].*\.$/);
            expect(cause).not.toMatch(/undefined|NaN|\.\./);
          }
          expect(new Set(causes.map(({ feature }) => feature)).size).toBe(causes.length);
        },
      ),
      { numRuns: 300 },
    );
  });
});
