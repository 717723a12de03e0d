import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openOpenMeteo } from "../../../keeper/weather/open-meteo.ts";
import { quantize } from "../../../keeper/weather/quantize.ts";
import {
  answerOf,
  json,
  type Loose,
  NEW_YORK,
  openService,
  SEATTLE,
  type Service,
  SPAN,
} from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await openService();
});
afterAll(() => service.close());

/** What it answers of these stations, after its answer was spoiled. */
async function read(
  spoil: (answer: Loose) => unknown = (answer) => answer,
  stations = [SEATTLE, NEW_YORK],
) {
  const answer = answerOf("open-meteo");
  service.reply = json(spoil(answer) ?? answer);
  return openOpenMeteo({ url: service.url, userAgent: "test" }).read(stations, SPAN);
}

describe("openOpenMeteo", () => {
  test("default", async () => {
    const [seattle, newYork] = await read();
    expect(quantize((seattle as Loose).weather, SPAN.seconds)).toEqual({
      tempCentiC: 1120,
      precipCentiMm: 230,
      windEastCms: 186,
      windNorthCms: 247,
      windSpeedCms: 320,
      sunMinutes: 38,
      frostMinutes: 0,
      codeRank: 12,
      cloudPct: 61,
      derived: false,
      age: 0,
    });
    const { weather } = newYork as Loose;
    expect(weather).toMatchObject({ tempC: 1.9, precipMm: 0, code: 1, cloud: 0, derived: false });
    // Five hours below zero, and half of the sixth, in steps of ten minutes.
    expect(weather.frostMinutes).toBe(330);
    // A north wind blows to the south.
    expect(weather.windNorthMs).toBeLessThan(-2);
    expect(weather.sunMinutes).toBe(195);
  });

  test("behavior: one question for all stations, in the units and for the model that we want", async () => {
    service.asked.length = 0;
    await read();
    expect(service.asked).toHaveLength(1);
    expect(Object.fromEntries(service.asked[0]!.url.searchParams)).toMatchObject({
      latitude: "47.6062,40.7128",
      longitude: "-122.3321,-74.0060",
      models: "ecmwf_ifs",
      wind_speed_unit: "ms",
      timeformat: "unixtime",
      timezone: "GMT",
      start_hour: "2026-06-15T23:00",
      end_hour: "2026-06-16T06:00",
    });
  });

  test("behavior: one place is answered with an object", async () => {
    const sightings = await read(([one]) => one, [SEATTLE]);
    expect(sightings).toHaveLength(1);
    expect(sightings[0]).toHaveProperty("weather.tempC", 11.2);
  });

  test("behavior: other units are read as what they are", async () => {
    const [plain] = (await read()) as Loose[];
    const [odd] = (await read((places) => {
      for (const { hourly, hourly_units: units } of places) {
        units.wind_speed_10m = "km/h";
        hourly.wind_speed_10m = hourly.wind_speed_10m.map((ms: number) => ms * 3.6);
        units.temperature_2m = "°F";
        hourly.temperature_2m = hourly.temperature_2m.map((c: number) => c * 1.8 + 32);
        units.precipitation = "inch";
        hourly.precipitation = hourly.precipitation.map((mm: number) => mm / 25.4);
      }
    })) as Loose[];
    for (const field of ["tempC", "precipMm", "windSpeedMs", "windEastMs", "frostMinutes"]) {
      expect(odd.weather[field]).toBeCloseTo(plain.weather[field], 9);
    }
    // Centimetres are no millimetres.
    const [deep] = (await read((places) => {
      places[0].hourly_units.precipitation = "cm";
    })) as Loose[];
    expect(deep.weather.precipMm).toBeCloseTo(23, 9);
  });

  test("behavior: an hour is spared, and said so; three are not", async () => {
    const lacking = (hours: number[]) =>
      read((places) => {
        for (const i of hours) places[0].hourly.temperature_2m[i] = null;
      }) as Promise<Loose[]>;
    const [spared] = await lacking([2]);
    expect(spared.weather).toMatchObject({ derived: true });
    // The hours that there are stand for the seven.
    expect(spared.weather.precipMm).toBeCloseTo((2.1 * 7) / 6, 9);
    expect((await lacking([2, 3, 4]))[0]).toEqual({
      missing: "only 4 of 7 hours; no temperature for the hour before 2026-06-16 01:00",
    });
    expect((await lacking([7]))[0]).toEqual({
      missing: "no temperature for the hour before 2026-06-16 06:00",
    });
  });

  test("behavior: sunshine that is not given is derived from the clouds", async () => {
    const [, newYork] = (await read((places) => {
      places[1].hourly.sunshine_duration = undefined;
      places[1].hourly_units.sunshine_duration = undefined;
    })) as Loose[];
    expect(newYork.weather.derived).toBe(true);
    // The sun set at half past midnight UTC; until then there was next to no cloud.
    expect(newYork.weather.sunMinutes).toBeCloseTo(60 + 20 * 0.96, 9);
  });

  test.each<[string, (places: Loose[]) => unknown, string]>([
    [
      "an unknown code",
      ([p]) => {
        p.hourly.weather_code.fill(42);
      },
      "the weather code 42, which is not one in use",
    ],
    [
      "a code that is no index",
      ([p]) => {
        p.hourly.weather_code.fill(1.5);
      },
      "the weather code 1.5",
    ],
    [
      "a code below zero",
      ([p]) => {
        p.hourly.weather_code.fill(-1);
      },
      "the weather code -1",
    ],
    [
      "only nulls",
      ([p]) => {
        p.hourly.precipitation.fill(null);
      },
      "only 0 of 7 hours; no precipitation",
    ],
    [
      "no weather of this planet",
      ([p]) => {
        p.hourly.temperature_2m.fill(91.6);
      },
      "91.6 C",
    ],
    [
      "a cloud cover beyond all",
      ([p]) => {
        p.hourly.cloud_cover.fill(140);
      },
      "a cloud cover of 140 %",
    ],
    [
      "a place elsewhere",
      ([p]) => {
        p.latitude = 41.6;
      },
      "a place 6.0 degrees away",
    ],
    [
      "other hours",
      ([p]) => {
        p.hourly.time = p.hourly.time.map((t: number) => t + 86_400);
      },
      "only 0 of 7 hours; nothing for",
    ],
  ])("behavior: %s is missing, and the other place is not", async (_, spoil, reason) => {
    const [seattle, newYork] = await read((places) => {
      spoil(places);
    });
    expect((seattle as Loose).missing).toContain(reason);
    expect(newYork).toHaveProperty("weather");
  });

  test.each<[string, (places: Loose[]) => unknown, string]>([
    [
      "an object where an array was expected",
      ([one]) => one,
      "answers for 1 places where 2 were asked for",
    ],
    [
      "an error that is called success",
      () => ({ error: true, reason: "x" }),
      "has changed its shape",
    ],
    [
      "text where numbers were expected",
      (places) => {
        places[0].hourly.temperature_2m[3] = "9";
      },
      "has changed its shape",
    ],
    [
      "no units",
      (places) => {
        places[0].hourly_units = {};
      },
      "in no unit, and only",
    ],
    [
      "a unit of its own",
      (places) => {
        places[0].hourly_units.wind_speed_10m = "furlongs";
      },
      '"furlongs"',
    ],
    [
      "a unit that every object has",
      (places) => {
        places[0].hourly_units.wind_speed_10m = "constructor";
      },
      '"constructor"',
    ],
    [
      "series of different lengths",
      (places) => {
        places[0].hourly.cloud_cover.pop();
      },
      "has 7 of 8 hours",
    ],
  ])("error: %s", async (_, spoil, reason) => {
    await expect(read(spoil)).rejects.toThrow(reason);
  });
});
