// What a picture says of itself: every input that is drawn is named, every drawn field has its row.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { causesOf } from "../../renderer/causes.ts";
import { type Exposure, NO_EXPOSURE } from "../../renderer/exposure.ts";
import { express } from "../../renderer/genome.ts";
import { type Observation, unpackObservation, WMO_CODES } from "../../renderer/observation.ts";
import { PHENOTYPE_FIELDS, type Phenotype, phenotypeOf } from "../../renderer/phenotype.ts";
import type { Scene } from "../../renderer/scene.ts";

const rank = (code: number) => WMO_CODES.indexOf(code);

/** A grown plant of the northern winter that has everything: wind, wet, frost, drought, choices. */
const NOW: Observation = {
  ...unpackObservation(0n),
  tempCentiC: 250,
  precipCentiMm: 900,
  windEastCms: 400,
  windNorthCms: -300,
  windSpeedCms: 500,
  frostMinutes: 120,
  codeRank: rank(61),
  cloudPct: 30,
};
const WEEK: Exposure = {
  ...NO_EXPOSURE,
  observed: 24,
  tempCentiC: 24 * 700,
  rainCentiMm: 24 * 20,
  sunMinutes: 24 * 160,
  frostMinutes: 24 * 40,
  windEastCms: 24 * 300,
};
const SCENE: Scene = {
  tokenId: 3n,
  genome: express(`0x${"17".repeat(32)}`, 3n, 2),
  time: 60_003 * 25_200,
  epoch: 60_003,
  birthEpoch: 57_000,
  weatherAge: 1,
  now: NOW,
  life: { ...WEEK, observed: 3000, rainCentiMm: 600_000, frostMinutes: 9000 },
  recent: WEEK,
  latMicroDeg: 64_606_000,
  lonMicroDeg: -122_332_000,
  stationName: "Seattle",
  model: 0,
  pinned: false,
  moves: 1,
  decisions: 3,
  pending: false,
};

interface Changes extends Partial<Omit<Scene, "now" | "recent" | "life">> {
  now?: Partial<Observation>;
  recent?: Partial<Exposure>;
  life?: Partial<Exposure>;
}

function scene(changes: Changes = {}): Scene {
  return {
    ...SCENE,
    ...changes,
    now: { ...NOW, ...changes.now },
    recent: { ...SCENE.recent, ...changes.recent },
    life: { ...SCENE.life, ...changes.life },
  };
}

function told(changes: Changes = {}): string {
  const s = scene(changes);
  return causesOf(s, phenotypeOf(s))
    .map(({ feature, value, cause }) => `${feature}: ${value}. ${cause}`)
    .join("\n");
}

/** The genome with one of its bytes, counted from the least significant, changed. */
function mutated(byte: number): Scene["genome"] {
  const word = BigInt(SCENE.genome) ^ (1n << BigInt(byte * 8));
  return `0x${word.toString(16).padStart(64, "0")}`;
}

describe("causesOf", () => {
  it("default: of an ordinary day", () => {
    expect(told()).toContain("Stage: Old. Born at epoch 57000: 3003 epochs of seven hours before");
    expect(told()).toContain("Rings: 2. Its age of 3003 epochs: one for each whole year.");
    expect(told()).toContain("Rain: 40 %. 9.00 mm in the epoch at 2.50 °C, weather rank 11.");
    expect(told()).toContain("Wind: 5.00 m/s from the north-west. Observed: 4.00 m/s eastward");
    expect(told()).toContain("Ties: 2. Choices of its holder: 3. Moves to another station: 1");
  });

  const INPUTS: [string, Changes][] = [
    ["time", { time: SCENE.time + 9000 }],
    ["epoch", { epoch: SCENE.epoch + 1 }],
    ["birthEpoch", { birthEpoch: SCENE.birthEpoch + 1 }],
    ["weatherAge", { weatherAge: 2 }],
    ["latMicroDeg", { latMicroDeg: -SCENE.latMicroDeg }],
    ["lonMicroDeg", { lonMicroDeg: SCENE.lonMicroDeg + 10_000 }],
    ["stationName", { stationName: "Tromsø" }],
    ["model", { model: 1 }],
    ["pinned", { pinned: true }],
    ["moves", { moves: 2 }],
    ["decisions", { decisions: 4 }],
    ["pending", { pending: true }],
    ["now.tempCentiC", { now: { tempCentiC: 251 } }],
    ["now.precipCentiMm", { now: { precipCentiMm: 901 } }],
    ["now.windEastCms", { now: { windEastCms: 401 } }],
    ["now.windNorthCms", { now: { windNorthCms: -301 } }],
    ["now.windSpeedCms", { now: { windSpeedCms: 501 } }],
    ["now.frostMinutes", { now: { frostMinutes: 121 } }],
    ["now.codeRank", { now: { codeRank: rank(63) } }],
    ["now.cloudPct", { now: { cloudPct: 31 } }],
    ["now.derived", { now: { derived: true } }],
    ["now.age", { now: { age: 1 } }],
    ["recent.observed", { recent: { observed: 23 } }],
    ["recent.rainCentiMm", { recent: { rainCentiMm: 24 * 20 + 1 } }],
    ["recent.sunMinutes", { recent: { sunMinutes: 24 * 160 + 1 } }],
    ["recent.frostMinutes", { recent: { frostMinutes: 24 * 40 + 1 } }],
    ["recent.windEastCms", { recent: { windEastCms: 24 * 301 } }],
    ["recent.tempCentiC", { recent: { tempCentiC: 24 * 701 } }],
    ["life.observed", { life: { observed: 3001 } }],
    ["life.rainCentiMm", { life: { rainCentiMm: 600_001 } }],
    ["life.frostMinutes", { life: { frostMinutes: 9001 } }],
    ...[0, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24].map((byte): [string, Changes] => [
      `genome, byte ${byte}`,
      { genome: mutated(byte) },
    ]),
  ];

  it.each(INPUTS)("behavior: %s changes what is told", (_name, changes) => {
    expect(told(changes)).not.toBe(told());
  });

  it("behavior: every input that the picture depends on is among those", () => {
    // No one reads the others: a picture is the same whatever they are.
    const unread = ["now.sunMinutes", "tokenId"];
    const sums = ["windNorthCms", "windSpeedCms", "storms"];
    const unreadSums = sums.flatMap((name) => [`recent.${name}`, `life.${name}`]);
    unreadSums.push("life.sunMinutes", "life.windEastCms", "life.tempCentiC");
    const all = Object.keys(SCENE).flatMap((name) => {
      if (name === "now") return Object.keys(NOW).map((field) => `now.${field}`);
      if (name !== "recent" && name !== "life") return [name];
      return Object.keys(WEEK).map((field) => `${name}.${field}`);
    });
    const named = new Set(INPUTS.map(([name]) => name.split(",")[0]!));
    expect(all.filter((name) => !named.has(name)).sort()).toEqual(
      [...unread, ...unreadSums].sort(),
    );
    const calm = phenotypeOf(SCENE);
    const other = scene({ now: { sunMinutes: 300 }, tokenId: 9n });
    const sum = { windNorthCms: 7, windSpeedCms: 7, storms: 7 };
    const life = { ...sum, sunMinutes: 7, windEastCms: 7, tempCentiC: 7 };
    expect(phenotypeOf({ ...other, ...scene({ recent: sum, life }) })).toEqual(calm);
  });

  /** Where each field of the phenotype is told, and what makes it so where the plain scene does not. */
  const FIELDS: Record<(typeof PHENOTYPE_FIELDS)[number], string> = {
    stage: "Stage",
    sky: "Hour",
    weather: "Weather",
    derived: "Weather",
    age: "Stage",
    rings: "Rings",
    weatherAge: "Mist",
    tempCentiC: "Temperature",
    light: "Light",
    openness: "Flowers",
    stature: "Height",
    bloom: "Maturity",
    droop: "Droop",
    lean: "Lean",
    scars: "Frost scars",
    rime: "Rime",
    sunX: "Hour",
    sunY: "Hour",
    moonX: "Moon",
    moonY: "Moon",
    moonPhase: "Moon",
    cloud: "Clouds",
    rain: "Rain",
    snow: "Snow",
    fog: "Fog",
    storm: "Thunder",
    windEast: "Wind",
    windSpeed: "Wind",
    warmth: "Temperature",
    season: "Season",
    drought: "Parched earth",
    frost: "Frosted land",
    moss: "Moss",
    aurora: "Aurora",
    haze: "Haze",
    mist: "Mist",
    ripeness: "Seed heads",
    dormancy: "Winter rest",
    grafts: "Grafts",
    ties: "Ties",
    pinned: "Pin",
  };

  it.each(PHENOTYPE_FIELDS)("behavior: %s has its row", (field) => {
    const s = scene({ genome: ofSpecies(0) });
    const p = phenotypeOf(s);
    const feature = FIELDS[field] === "Flowers" ? "Flower head" : FIELDS[field];
    const rowOf = (changed: Phenotype, from = s) =>
      causesOf(from, changed).find((row) => row.feature === feature);
    // Any amount that would be drawn is told, wherever it came from.
    const most = { ...p, [field]: field === "derived" ? true : field === "stage" ? 4 : 1 };
    expect(rowOf(most)).toBeDefined();
    if (feature === "Temperature" && field === "warmth") return;
    const other = { ...most, [field]: field === "derived" ? false : 3 };
    // What a row tells as the plain figure behind the amount, it tells of the scene.
    const behind: Changes = { weatherAge: 5, now: { windEastCms: -900 } };
    const changed = scene({ genome: ofSpecies(0), ...behind });
    expect([rowOf(other), rowOf(phenotypeOf(changed), changed)]).not.toEqual([
      rowOf(most),
      rowOf(most),
    ]);
  });

  it("behavior: a plant younger than a week is not told about a week", () => {
    const young = { birthEpoch: SCENE.epoch - 4, recent: { observed: 4 } };
    expect(told(young)).toContain("In 4 observed epochs since its birth");
    expect(told(young)).not.toMatch(/week/);
  });

  it("behavior: a seed waits for its genome, whatever the weather", () => {
    const genome = `0x${"00".repeat(32)}` as const;
    expect(told({ genome, now: { codeRank: 25 } })).toMatch(/^Seed: asleep\. [^\n]+$/);
  });

  it("behavior: before any weather none is claimed", () => {
    const before = { now: { ...unpackObservation(0n), age: 8191 }, recent: NO_EXPOSURE };
    const words = told({ ...before, life: NO_EXPOSURE, weatherAge: 65_535 });
    expect(words).toContain("Weather: Unknown. No observation of this place has been accepted");
    expect(words).toContain("Mist: 100 %. Nothing has been observed here yet.");
    expect(words).not.toMatch(/Temperature|Weather age/);
  });

  it("behavior: a plant that is not born yet says when it will be", () => {
    expect(told({ birthEpoch: SCENE.epoch + 1 })).toContain("It will be born at epoch 60004; this");
  });

  it("behavior: what stands out comes first", () => {
    const first = (changes: Changes) => told(changes).split(":")[0];
    expect(first({ weatherAge: 0 })).toBe("Stage");
    const second = (changes: Changes) => told(changes).split("\n")[1]!.split(":")[0];
    expect(second({ weatherAge: 0, now: { codeRank: rank(95) } })).toBe("Thunder");
    expect(second({ weatherAge: 9 })).toBe("Mist");
    expect(second({ weatherAge: 0, pinned: true })).toBe("Cups");
  });

  it("behavior: any weather gives whole sentences without gaps, each feature once", () => {
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
          const s = scene({ now, birthEpoch: SCENE.epoch - age });
          const causes = causesOf(s, phenotypeOf(s));
          expect(causes.length).toBeGreaterThanOrEqual(16);
          expect(causes.length).toBeLessThanOrEqual(48);
          for (const { feature, value, cause } of causes) {
            expect(`${feature} ${value}`).not.toMatch(/undefined|NaN/);
            expect(cause).toMatch(/^[A-Z0-9].*\.$/);
            expect(cause).not.toMatch(/undefined|NaN|\.\.|["'<>&]/);
          }
          expect(new Set(causes.map(({ feature }) => feature)).size).toBe(causes.length);
        },
      ),
      { numRuns: 300 },
    );
  });
});

function ofSpecies(species: number): Scene["genome"] {
  const word = (BigInt(SCENE.genome) & ~(0xffn << 144n)) | (BigInt(species) << 144n);
  return `0x${word.toString(16).padStart(64, "0")}`;
}
