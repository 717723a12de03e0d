import { describe, expect, test } from "vitest";
import { unpackExposure } from "../../renderer/exposure.ts";
import { unpackObservation } from "../../renderer/observation.ts";
import { type Phenotype, phenotypeOf } from "../../renderer/phenotype.ts";
import type { Scene } from "../../renderer/scene.ts";

const EPOCH_SECONDS = 25_200;
const SEATTLE = 47_606_000;
const SYDNEY = -33_869_000;
const GENOME = `0x01${"0".repeat(30)}${"1234".repeat(8)}` as const;

/** A grown plant on a date, after a week of one temperature. */
function plantOn(date: string, weekC: number, changes: Partial<Scene> = {}): Phenotype {
  const epoch = Math.ceil(Date.parse(`${date}T20:00:00Z`) / 1000 / EPOCH_SECONDS);
  return phenotypeOf({
    tokenId: 1n,
    genome: GENOME,
    time: epoch * EPOCH_SECONDS,
    epoch,
    birthEpoch: epoch - 900,
    weatherAge: 0,
    now: { ...unpackObservation(0n), tempCentiC: weekC * 100 },
    life: unpackExposure(0n),
    recent: { ...unpackExposure(0n), tempCentiC: weekC * 100 * 24, observed: 24 },
    latMicroDeg: SEATTLE,
    lonMicroDeg: -122_332_000,
    stationName: "Seattle",
    model: 0,
    pinned: false,
    moves: 0,
    decisions: 0,
    pending: false,
    ...changes,
  });
}

/** The same, born `age` epochs before. */
function youngOn(date: string, weekC: number, age: number): Phenotype {
  const birthEpoch = Math.ceil(Date.parse(`${date}T20:00:00Z`) / 1000 / EPOCH_SECONDS) - age;
  return plantOn(date, weekC, { birthEpoch });
}

describe("ripeness", () => {
  test("default: spring and summer are for flowers, however cold", () => {
    for (const date of ["2026-03-25", "2026-05-01", "2026-06-21", "2026-08-20"]) {
      expect(plantOn(date, 2).ripeness).toBe(0);
    }
  });

  test("behavior: flowers go to seed one after another in a cool autumn and stay so in winter", () => {
    const amounts = ["2026-09-10", "2026-09-25", "2026-10-08", "2026-10-25", "2027-01-10"].map(
      (date) => plantOn(date, 7).ripeness,
    );
    expect(amounts).toEqual([...amounts].sort((a, b) => a - b));
    expect(amounts[0]).toBeGreaterThan(0);
    expect(amounts[0]).toBeLessThan(64);
    expect(amounts.at(-1)).toBe(127);
  });

  test("behavior: new flowers come as winter ends", () => {
    const [winter, thaw, spring] = ["2026-02-10", "2026-03-01", "2026-03-20"].map(
      (date) => plantOn(date, 6).ripeness,
    );
    expect([winter, spring]).toEqual([127, 0]);
    expect(thaw).toBeGreaterThan(0);
    expect(thaw).toBeLessThan(127);
  });

  test("behavior: warm weeks keep flowers, and the tropics never go to seed", () => {
    expect(plantOn("2026-10-25", 17).ripeness).toBe(0);
    expect(plantOn("2026-10-25", 12).ripeness).toBeGreaterThan(0);
    expect(plantOn("2026-10-25", 12).ripeness).toBeLessThan(plantOn("2026-10-25", 8).ripeness);
    for (let month = 1; month <= 12; month++) {
      const date = `2026-${String(month).padStart(2, "0")}-15`;
      const p = plantOn(date, 26, { latMicroDeg: 1_352_000 });
      expect([p.ripeness, p.dormancy]).toEqual([0, 0]);
    }
  });

  test("behavior: nothing ripens that has not bloomed", () => {
    expect(youngOn("2026-11-20", 7, 0).ripeness).toBe(0);
    expect(youngOn("2026-11-20", 7, 20).ripeness).toBeLessThan(64);
    expect(youngOn("2026-11-20", 7, 64).ripeness).toBe(127);
  });

  test("behavior: autumn comes in April south of the equator", () => {
    const south = { latMicroDeg: SYDNEY };
    expect(plantOn("2026-05-10", 7, south).ripeness).toBe(127);
    expect(plantOn("2026-11-10", 7, south).ripeness).toBe(0);
  });
});

describe("dormancy", () => {
  test("default: a plant in deep winter is dormant, and its flowers are closed at noon", () => {
    const p = plantOn("2026-12-28", 1);
    expect(p.dormancy).toBe(127);
    expect(p.openness).toBe(4);
  });

  test("behavior: a mild winter hardly sends it to sleep", () => {
    expect(plantOn("2026-12-28", 10).dormancy).toBe(0);
    expect(plantOn("2026-12-28", 8).dormancy).toBeLessThan(64);
  });

  test("behavior: cold alone does not: nothing sleeps in May", () => {
    expect(plantOn("2026-05-05", -5).dormancy).toBe(0);
    expect(plantOn("2026-03-20", 1).dormancy).toBeLessThan(plantOn("2026-01-20", 1).dormancy);
  });

  test("behavior: a seedling stays awake", () => {
    expect(youngOn("2026-12-28", 1, 1).dormancy).toBeLessThan(4);
    expect(youngOn("2026-12-28", 1, 43).dormancy).toBe(127);
  });

  test("behavior: an unobserved week is as warm as the present, an unknown place mild", () => {
    const recent = unpackExposure(0n);
    const now = { ...unpackObservation(0n), tempCentiC: 100 };
    expect(plantOn("2026-12-28", 20, { recent, now }).dormancy).toBe(127);
    const never = { recent, now: { ...now, tempCentiC: 0, age: 8191 } };
    expect(plantOn("2026-12-28", 20, never).dormancy).toBe(0);
  });
});

describe("choices", () => {
  test("default: moves and pins leave marks", () => {
    const p = plantOn("2026-06-01", 18, { moves: 2, decisions: 5, pinned: true });
    expect([p.grafts, p.ties, p.pinned]).toEqual([2, 3, 1]);
    expect(plantOn("2026-06-01", 18, { moves: 200 }).grafts).toBe(5);
    expect(plantOn("2026-06-01", 18, { decisions: 99 }).ties).toBe(7);
    // More moves than decisions cannot be; it would be no tie.
    expect(plantOn("2026-06-01", 18, { moves: 3, decisions: 2 }).ties).toBe(0);
  });

  test("behavior: a seed in the ground shows none of it", () => {
    const p = plantOn("2026-12-28", 1, {
      genome: `0x${"0".repeat(64)}`,
      moves: 2,
      decisions: 4,
      pinned: true,
    });
    expect([p.ripeness, p.dormancy, p.grafts, p.ties, p.pinned]).toEqual([0, 0, 0, 0, 0]);
  });
});
