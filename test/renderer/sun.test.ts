// The integer sky against known events and an independent calculation in floats.
import { describe, expect, test } from "vitest";
import { heavensAt } from "../../renderer/sun.ts";

const SEATTLE: [number, number] = [47_606_000, -122_332_000];

function at(utc: string): number {
  return Date.parse(utc) / 1000;
}

/** Sine of the sun's elevation by the usual low-precision formulas of the Astronomical Almanac. */
function sineOfElevation(time: number, lat: number, lon: number): number {
  const degree = Math.PI / 180;
  const n = time / 86_400 - 10_957.5;
  const g = (357.528 + 0.985_600_3 * n) * degree;
  const mean = 280.46 + 0.985_647_4 * n;
  const lambda = (mean + 1.915 * Math.sin(g) + 0.02 * Math.sin(2 * g)) * degree;
  const epsilon = (23.439 - 4e-7 * n) * degree;
  const declination = Math.asin(Math.sin(epsilon) * Math.sin(lambda));
  const ascension = Math.atan2(Math.cos(epsilon) * Math.sin(lambda), Math.cos(lambda));
  const sidereal = (280.460_618_37 + 360.985_647_366_29 * n + lon) * degree;
  return (
    Math.sin(lat * degree) * Math.sin(declination) +
    Math.cos(lat * degree) * Math.cos(declination) * Math.cos(sidereal - ascension)
  );
}

describe("heavensAt", () => {
  test("behavior: the sun's height agrees with the almanac's formulas within the equation of time", () => {
    let compared = 0;
    for (let i = 0; i < 2000; i++) {
      const time = at("2012-01-01T00:00Z") + i * 25_200 * 3;
      const lat = ((i * 37) % 140) - 70;
      const lon = ((i * 101) % 360) - 180;
      const { sunY } = heavensAt(time, lat * 1_000_000, lon * 1_000_000);
      // 4.1 degrees of hour angle move the sine by at most 0.072, that is 4.5 steps of 63.
      expect(Math.abs(sunY - 64 - 63 * sineOfElevation(time, lat, lon))).toBeLessThan(6);
      compared += 1;
    }
    expect(compared).toBe(2000);
  });

  test("behavior: sunrise left and sunset right in the north, the other way in the south", () => {
    const morning = heavensAt(at("2014-03-20T14:30Z"), ...SEATTLE);
    const evening = heavensAt(at("2014-03-21T02:00Z"), ...SEATTLE);
    expect(morning.sunX).toBeLessThan(20);
    expect(evening.sunX).toBeGreaterThan(108);
    expect(morning.rising).toBe(true);
    expect(evening.rising).toBe(false);
    const south = heavensAt(at("2014-03-20T20:30Z"), -33_870_000, 151_210_000);
    expect(south.sunX).toBeGreaterThan(100);
  });

  test("behavior: known new and full moons", () => {
    const near = (utc: string) => heavensAt(at(utc), ...SEATTLE).moonPhase;
    const fromNew = (phase: number) => Math.min(phase, 128 - phase);
    // Total solar eclipses are new moons, total lunar eclipses full ones.
    for (const eclipse of ["2012-11-13T22:12Z", "2015-03-20T09:46Z", "2017-08-21T18:26Z"]) {
      expect(fromNew(near(eclipse))).toBeLessThanOrEqual(3);
    }
    for (const eclipse of ["2014-04-15T07:46Z", "2014-10-08T10:55Z", "2015-09-28T02:47Z"]) {
      expect(Math.abs(near(eclipse) - 64)).toBeLessThanOrEqual(3);
    }
  });

  test("behavior: a full moon stands opposite the sun", () => {
    const { sunY, moonY } = heavensAt(at("2014-10-08T10:55Z"), ...SEATTLE);
    expect(sunY).toBeLessThan(60);
    expect(moonY).toBeGreaterThan(80);
  });

  test("behavior: season is 0 at the winter solstice of the hemisphere", () => {
    expect(heavensAt(at("2014-12-21T23:03Z"), ...SEATTLE).season % 127).toBeLessThanOrEqual(1);
    expect(
      Math.abs(heavensAt(at("2014-06-21T10:51Z"), ...SEATTLE).season - 64),
    ).toBeLessThanOrEqual(1);
    expect(heavensAt(at("2014-06-21T10:51Z"), -33_000_000, 0).season % 127).toBeLessThanOrEqual(1);
  });
});
