import { expect, test } from "vitest";
import type { Observation } from "../../renderer/observation.ts";
import { peaks, thin } from "../../web/charts/thin.ts";
import { isSnow, weatherBands } from "../../web/charts/weather.ts";

const CALM: Observation = {
  tempCentiC: 800,
  precipCentiMm: 0,
  windEastCms: 0,
  windNorthCms: 0,
  windSpeedCms: 100,
  sunMinutes: 0,
  frostMinutes: 0,
  codeRank: 0,
  cloudPct: 0,
  derived: false,
  age: 0,
};

test("default: a short series is drawn point by point", () => {
  const values = [3, 1, 2];
  const points = [
    { x: 0, y: 3 },
    { x: 1, y: 1 },
    { x: 2, y: 2 },
  ];
  expect(thin(values, 10)).toEqual(points);
  expect(peaks(values, 10)).toEqual(points);
});

test("behavior: of ten thousand values every extreme of a stretch stays, and the ends", () => {
  const values = Array.from({ length: 10_000 }, (_, i) => Math.sin(i / 7) * 100);
  values[4_321] = 9_000;
  values[7_777] = -9_000;
  const points = thin(values, 500);
  expect(points.length).toBeLessThanOrEqual(1_002);
  expect(points).toContainEqual({ x: 4_321, y: 9_000 });
  expect(points).toContainEqual({ x: 7_777, y: -9_000 });
  expect(points[0]).toEqual({ x: 0, y: values[0] });
  expect(points.at(-1)).toEqual({ x: 9_999, y: values[9_999] });
  expect(points.every(({ x }, i) => i === 0 || x > points[i - 1]!.x)).toBe(true);
  const bars = peaks(values, 500);
  expect(bars).toHaveLength(500);
  expect(Math.max(...bars.map(({ y }) => y))).toBe(9_000);
});

test("behavior: what fell is rain or snow, never both, and snow has a row only where some fell", () => {
  const wet = { ...CALM, precipCentiMm: 240, codeRank: 12 };
  const flakes = { ...CALM, precipCentiMm: 120, codeRank: 20, tempCentiC: 40 };
  const frozen = { ...wet, tempCentiC: -300 };
  expect([wet, flakes, frozen].map(isSnow)).toEqual([false, true, true]);
  const rowsOf = (observations: Observation[]) => weatherBands(observations);
  expect(rowsOf([CALM, wet]).map(({ field }) => field)).toEqual([
    "temperature",
    "rain",
    "sun",
    "wind",
  ]);
  const rows = rowsOf([wet, flakes]);
  expect(rows.find(({ field }) => field === "rain")?.values).toEqual([240, 0]);
  expect(rows.find(({ field }) => field === "snow")?.values).toEqual([0, 120]);
  expect(rows.find(({ field }) => field === "snow")?.words(flakes)).toBe("1.2 mm");
});
