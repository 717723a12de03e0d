import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayOf, hourOf, weatherAt } from "../../keeper/weather/derive.ts";
import { readThrough } from "../../keeper/weather/instrument.ts";
import { quantize } from "../../keeper/weather/quantize.ts";
import {
  loadRecordings,
  parseRecordings,
  recordingsFile,
} from "../../keeper/weather/recordings.ts";
import { WMO_CODES } from "../../renderer/observation.ts";

const EPOCH_SECONDS = 25_200;
const recordings = loadRecordings(recordingsFile());
const seattle = recordings.byName.get("Seattle")!;
const newYork = recordings.byName.get("New York")!;
const SEATTLE = { latDeg: 47.6062, lonDeg: -122.3321 };
const NEW_YORK = { latDeg: 40.7128, lonDeg: -74.006 };
const HEADER = "location,date,precipitation,temp_max,temp_min,wind,weather";

describe("loadRecordings", () => {
  test("default", () => {
    expect(recordings.problems).toEqual([]);
    expect([...recordings.byName.keys()].sort()).toEqual(["New York", "Seattle"]);
    expect(seattle.days.size).toBe(1461);
    expect(newYork.days.size).toBe(1461);
    expect(seattle.days.get(Date.UTC(2012, 0, 2) / 86_400_000)).toEqual({
      date: "2012-01-02",
      precipMm: 10.9,
      tempMaxC: 10.6,
      tempMinC: 2.8,
      windMs: 4.5,
      kind: "rain",
    });
  });

  test("error: a file that is not there", () => {
    expect(() => loadRecordings("/nowhere/weather.csv")).toThrow(
      "The weather recording /nowhere/weather.csv cannot be read (ENOENT). Run npm ci",
    );
  });

  test("error: a file of something else", () => {
    expect(() => parseRecordings("a,b\n1,2\n", "x.csv")).toThrow("does not start with the columns");
  });

  test.each([
    ["Here,2014-01-02,,9,1,2,rain", 'precipitation is "", not a number'],
    ["Here,2014-01-02,NaN,9,1,2,rain", 'precipitation is "NaN", not a number'],
    ["Here,2014-01-02,1,999,1,2,rain", "temp_max is 999, outside -89 to 57"],
    ["Here,2014-01-02,1,1,9,2,rain", "temp_min 9 is above temp_max 1"],
    ["Here,2014-01-02,1,9,1,-2,rain", "wind is -2, outside 0 to 75"],
    ["Here,2014-01-02,1,9,1,2,frogs", 'weather is "frogs", not one of'],
    ["Here,2014-99-02,1,9,1,2,rain", '"2014-99-02" is not a date'],
    ["Here,2014-01-02,1,9", "4 fields instead of 7"],
  ])("error: %s", (row, reason) => {
    const good = "Here,2014-01-01,1,9,1,2,rain";
    const { byName, problems } = parseRecordings([HEADER, good, row, ""].join("\n"), "w.csv");
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("w.csv, row 3 (Here ");
    expect(problems[0]).toContain(reason);
    expect(byName.get("Here")!.days.size).toBe(1);
  });
});

describe("hourOf", () => {
  test("behavior: the hours of every day sum to its record", () => {
    for (const recording of [seattle, newYork]) {
      for (const [number, day] of recording.days) {
        const hours = Array.from({ length: 24 }, (_, h) => hourOf(recording, number, h)!);
        const rain = hours.reduce((sum, hour) => sum + hour.precipMm, 0);
        const wind = hours.reduce((sum, hour) => sum + hour.windMs, 0) / 24;
        expect(rain).toBeCloseTo(day.precipMm, 9);
        expect(wind).toBeCloseTo(day.windMs, 9);
        for (const { cloud, code, precipMm } of hours) {
          expect(cloud >= 0 && cloud <= 1 && precipMm >= 0).toBe(true);
          expect(WMO_CODES.includes(code)).toBe(true);
        }
      }
    }
  });
});

describe("weatherAt", () => {
  test("behavior: 24 epochs in a row hold exactly a week of rain", () => {
    // A local midnight of Seattle (UTC-8) that is also an epoch's instant.
    let epoch = Math.ceil(Date.UTC(2014, 1, 1) / 1000 / EPOCH_SECONDS);
    while ((epoch * EPOCH_SECONDS - 8 * 3600) % 86_400 !== 0) epoch++;
    const firstDay = (epoch * EPOCH_SECONDS - 8 * 3600) / 86_400;
    let rain = 0;
    for (let i = 1; i <= 24; i++) {
      rain += weatherAt(seattle, SEATTLE, (epoch + i) * EPOCH_SECONDS, EPOCH_SECONDS)!.precipMm;
    }
    let recorded = 0;
    for (let d = 0; d < 7; d++) recorded += dayOf(seattle, firstDay + d)!.precipMm;
    expect(recorded).toBeGreaterThan(0);
    expect(rain).toBeCloseTo(recorded, 6);
  });

  test("behavior: every epoch of four years is in range, and sun, frost and storms occur", () => {
    const codes = new Set<number>();
    let sun = 0;
    let frost = 0;
    for (const [recording, place] of [
      [seattle, SEATTLE],
      [newYork, NEW_YORK],
    ] as const) {
      const from = Math.ceil(Date.UTC(2012, 0, 2) / 1000 / EPOCH_SECONDS);
      for (let epoch = from; epoch < from + 4900; epoch++) {
        const weather = weatherAt(recording, place, epoch * EPOCH_SECONDS, EPOCH_SECONDS)!;
        const q = quantize(weather, EPOCH_SECONDS);
        expect(Math.hypot(weather.windEastMs, weather.windNorthMs)).toBeLessThanOrEqual(
          weather.windSpeedMs + 1e-9,
        );
        expect(weather.sunMinutes).toBeLessThanOrEqual(420 + 1e-9);
        codes.add(weather.code);
        sun = Math.max(sun, q.sunMinutes);
        frost = Math.max(frost, q.frostMinutes);
      }
    }
    expect(sun).toBeGreaterThan(380);
    expect(frost).toBe(420);
    for (const code of [0, 3, 45, 51, 61, 65, 73, 95]) expect(codes).toContain(code);
  });

  test("behavior: it is the same every time, and repeats after four years", () => {
    const instant = 55_000 * EPOCH_SECONDS;
    const once = weatherAt(seattle, SEATTLE, instant, EPOCH_SECONDS);
    expect(weatherAt(seattle, SEATTLE, instant, EPOCH_SECONDS)).toEqual(once);
    const later = weatherAt(seattle, SEATTLE, instant + 1461 * 86_400, EPOCH_SECONDS)!;
    expect(later.tempC).toBe(once!.tempC);
    expect(later.precipMm).toBe(once!.precipMm);
  });

  test("behavior: a missing day is missing for the epochs that touch it, and for no others", () => {
    const rows = [1, 2, 3, 4, 5].map((d) => `Here,2014-01-0${d},1,9,1,2,${d === 3 ? "?" : "rain"}`);
    const { byName } = parseRecordings([HEADER, ...rows].join("\n"), "w.csv");
    const at = (day: number, hour: number) =>
      weatherAt(
        byName.get("Here")!,
        { latDeg: 0, lonDeg: 0 },
        Date.UTC(2014, 0, day, hour) / 1000,
        EPOCH_SECONDS,
      );
    expect(at(3, 0)).not.toBeNull();
    expect(at(3, 1)).toBeNull();
    expect(at(4, 6)).toBeNull();
    expect(at(4, 7)).not.toBeNull();
  });
});

describe("readThrough", () => {
  test("behavior: reporters differ a little, and their median is near the truth", () => {
    fc.assert(
      fc.property(fc.integer({ min: 53_200, max: 57_500 }), (epoch) => {
        const truth = weatherAt(seattle, SEATTLE, epoch * EPOCH_SECONDS, EPOCH_SECONDS)!;
        const seen = ["a", "b", "c"].map((r) => readThrough(truth, r, 0, epoch));
        for (const weather of seen) {
          expect(Math.abs(weather.tempC - truth.tempC)).toBeLessThanOrEqual(0.6);
          expect(() => quantize(weather, EPOCH_SECONDS)).not.toThrow();
          if (truth.precipMm === 0) expect(weather.precipMm).toBe(0);
        }
        expect(new Set(seen.map(({ tempC }) => tempC)).size).toBe(3);
      }),
      { seed: 1 },
    );
  });
});

describe("quantize", () => {
  test("default", () => {
    const weather = {
      tempC: -0.004,
      precipMm: 1.006,
      windEastMs: -3.456,
      windNorthMs: 0,
      windSpeedMs: 400,
      sunMinutes: 421,
      frostMinutes: 0.6,
      code: 80,
      cloud: 1.2,
      derived: true,
    };
    expect(quantize(weather, EPOCH_SECONDS)).toEqual({
      tempCentiC: 0,
      precipCentiMm: 101,
      windEastCms: -346,
      windNorthCms: 0,
      windSpeedCms: 15_000,
      sunMinutes: 420,
      frostMinutes: 1,
      codeRank: 16,
      cloudPct: 100,
      derived: true,
      age: 0,
    });
  });

  test("error: a code without a rank", () => {
    const weather = weatherAt(seattle, SEATTLE, 55_000 * EPOCH_SECONDS, EPOCH_SECONDS)!;
    expect(() => quantize({ ...weather, code: 4 }, EPOCH_SECONDS)).toThrow(
      "WMO code 4 has no place",
    );
  });
});
