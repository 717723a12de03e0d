// Time on a plant's page: forecasts, the drift of traits, the axis of a life.
import { describe, expect, test } from "vitest";
import { NO_EXPOSURE } from "../../renderer/exposure.ts";
import { germinated } from "../../renderer/genome.ts";
import { NEVER_OBSERVED, type Observation } from "../../renderer/observation.ts";
import { phenotypeOf } from "../../renderer/phenotype.ts";
import type { Scene } from "../../renderer/scene.ts";
import { heavensAt } from "../../renderer/sun.ts";
import type { Gathered } from "../../web/queries/scenes.ts";
import { driftOf } from "../../web/token/drift.ts";
import { ahead, yearOf } from "../../web/token/forecast.ts";
import { countUpTo, type Life, livedThrough, sceneAt, sumsOf } from "../../web/token/life.ts";
import { outlookOf } from "../../web/token/outlook.ts";
import { generator, randomScene } from "../renderer/scenes.ts";

const EPOCH = 25_200;
const LABEL = { collection: "Heliotrope", externalUrl: "", target: 0 };
const PLACE = { name: "Here", latMicroDeg: 47_000_000, lonMicroDeg: -122_000_000 };

function present(seed: number): Gathered {
  const draw = generator(seed);
  let scene: Scene;
  do scene = randomScene(draw);
  while (!germinated(scene.genome) || scene.pinned || scene.epoch > 66_000);
  return { scene: { ...scene, time: scene.epoch * EPOCH }, station: 0, label: LABEL };
}

describe("ahead", () => {
  test("default: sun, moon, season and age go on; the weather is held", () => {
    for (let seed = 0; seed < 20; seed++) {
      const now = present(seed);
      const { scene } = ahead(now, 500, EPOCH)!;
      expect(scene.epoch).toBe(now.scene.epoch + 500);
      const then = phenotypeOf(scene);
      const before = phenotypeOf(now.scene);
      const { sunX, sunY, moonPhase, season } = then;
      const time = (now.scene.epoch + 500) * EPOCH;
      const heavens = heavensAt(time, scene.latMicroDeg, scene.lonMicroDeg);
      expect({ sunX, sunY, moonPhase, season }).toEqual({
        sunX: heavens.sunX,
        sunY: heavens.sunY,
        moonPhase: heavens.moonPhase,
        season: heavens.season,
      });
      expect(then.age).toBe(Math.max(0, scene.epoch - scene.birthEpoch));
      for (const field of [
        "cloud",
        "rain",
        "snow",
        "fog",
        "storm",
        "tempCentiC",
        "mist",
      ] as const) {
        expect(then[field], field).toBe(before[field]);
      }
    }
  });

  test("behavior: time stands still for what its holder has pinned", () => {
    const now = present(3);
    expect(ahead({ ...now, scene: { ...now.scene, pinned: true } }, 5, EPOCH)).toBeUndefined();
    expect(yearOf(EPOCH)).toBe(1_252);
  });

  test("behavior: the outlook has high suns in summer and one full moon a month", () => {
    const june = Math.floor(Date.UTC(2014, 5, 21) / 1000 / EPOCH);
    const [sun, moon] = outlookOf(PLACE, june, yearOf(EPOCH), EPOCH);
    expect(sun!.values).toHaveLength(1_253);
    expect(sun!.values[0]).toBeGreaterThan(2 * sun!.values[626]!);
    const fulls = moon!.values.filter(
      (value, i, all) => value > 63 && value >= (all[i - 1] ?? 0) && value > (all[i + 1] ?? 0),
    );
    expect(fulls.length).toBeGreaterThanOrEqual(12);
    expect(fulls.length).toBeLessThanOrEqual(14);
  });
});

describe("driftOf", () => {
  test("default: what never changed stands alone, what came later has no birth", () => {
    const of = (...pairs: [string, string][]) => pairs.map(([name, value]) => ({ name, value }));
    const drift = driftOf(
      of(["Species", "Sunhead"], ["Stage", "Sprouting"]),
      of(["Species", "Sunhead"], ["Stage", "Young"]),
      of(["Species", "Sunhead"], ["Stage", "Grown"], ["Grafts", "1"]),
    );
    expect(drift).toEqual([
      { name: "Species", born: "Sunhead", shown: "Sunhead", now: "Sunhead", hasChanged: false },
      { name: "Stage", born: "Sprouting", shown: "Young", now: "Grown", hasChanged: true },
      { name: "Grafts", born: undefined, shown: undefined, now: "1", hasChanged: true },
    ]);
  });
});

describe("life", () => {
  const BIRTH = 50_000;
  const weather = (i: number): Observation => ({
    ...NEVER_OBSERVED,
    tempCentiC: i % 50,
    precipCentiMm: i % 7,
    codeRank: 25,
    age: i % 5 === 0 ? 3 : 0,
  });
  /** Ten thousand epochs; every eleventh was never accepted, in every fifth the station was silent. */
  const readings = Array.from({ length: 10_000 }, (_, i) => i)
    .filter((i) => i % 11 !== 4)
    .map((i) => ({ epoch: BIRTH + i, observation: weather(i) }));
  const life: Life = {
    tokenId: 0n,
    genome: present(1).scene.genome,
    birthEpoch: BIRTH,
    epochSeconds: EPOCH,
    upTo: BIRTH + 9_999,
    spans: [
      {
        from: BIRTH,
        chosen: { station: 0, model: 0, artVersion: 0, pinnedEpoch: 0, moves: 0, decisions: 0 },
        stay: { since: 0, previousStation: 0, previousSince: 0, before: NO_EXPOSURE },
      },
    ],
    stations: new Map([[0, { place: PLACE, readings, sums: sumsOf(readings) }]]),
    foreignArts: new Set(),
  };

  test("behavior: sums of ten thousand epochs are those of adding one by one, silent epochs left out", () => {
    for (const epoch of [BIRTH, BIRTH + 1, BIRTH + 23, BIRTH + 30, BIRTH + 4_999, BIRTH + 9_999]) {
      if (!readings.some((reading) => reading.epoch === epoch)) continue;
      const { scene } = sceneAt(life, epoch);
      const after = readings.filter((r) => r.epoch > BIRTH && r.epoch <= epoch);
      const heard = after.filter(({ observation }) => observation.age === 0);
      const sum = (of: typeof heard, field: "precipCentiMm" | "tempCentiC") =>
        of.reduce((total, { observation }) => total + observation[field], 0);
      expect(scene.life.observed).toBe(heard.length);
      expect(scene.life.storms).toBe(heard.length);
      expect(scene.life.rainCentiMm).toBe(sum(heard, "precipCentiMm"));
      const week = heard.filter((r) => r.epoch > epoch - 24);
      expect(scene.recent.observed).toBe(week.length);
      expect(scene.recent.tempCentiC).toBe(sum(week, "tempCentiC"));
    }
  });

  test("behavior: the axis has every accepted epoch once, and nothing else", () => {
    expect(livedThrough(life)).toEqual(readings);
    expect(countUpTo(readings, BIRTH - 1)).toBe(0);
    expect(countUpTo(readings, BIRTH + 4)).toBe(4);
    expect(countUpTo(readings, BIRTH + 99_999)).toBe(readings.length);
  });
});
