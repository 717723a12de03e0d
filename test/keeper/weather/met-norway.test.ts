import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openForecasts } from "../../../keeper/store/forecasts.ts";
import { openMetNorway } from "../../../keeper/weather/met-norway.ts";
import { symbolCode } from "../../../keeper/weather/symbols.ts";
import { WMO_CODES } from "../../../renderer/observation.ts";
import { openBlank } from "../blank.ts";
import {
  answerOf,
  INSTANT,
  json,
  type Loose,
  NEW_YORK,
  OSLO,
  openService,
  raw,
  type Service,
  SPAN,
} from "./service.ts";

let service: Service;
const db = await openBlank();
beforeAll(async () => {
  service = await openService();
});
afterAll(async () => {
  await service.close();
  await db.close();
});
beforeEach(async () => {
  await db.query("DELETE FROM forecast_hours");
  service.asked.length = 0;
});

const BEGIN = INSTANT - 25_200 - 3_600;
const open = () =>
  openMetNorway({
    url: service.url,
    userAgent: "heliotrope-keeper/0.1 me@example.org",
    forecasts: openForecasts(db, "met-norway"),
  });
const headers = {
  date: "Mon, 15 Jun 2026 22:00:00 GMT",
  expires: "Mon, 15 Jun 2026 22:31:00 GMT",
  "last-modified": "Mon, 15 Jun 2026 21:40:00 GMT",
};

describe("openMetNorway", () => {
  test("default", async () => {
    service.reply = json(answerOf("met-norway"), headers);
    const source = open();
    await source.watch!([OSLO], BEGIN);
    const [oslo] = (await source.read([OSLO], SPAN)) as Loose[];
    expect(oslo.weather).toMatchObject({ tempC: -1.1, code: 95, derived: true });
    expect(oslo.weather.cloud).toBeCloseTo(0.031, 9);
    expect(oslo.weather.precipMm).toBeCloseTo(0.3 + 1.2 + 0.8 + 0.4 + 1.9, 9);
    expect(oslo.weather.frostMinutes).toBeGreaterThan(180);
    expect(oslo.weather.windEastMs).toBeLessThan(0);
    const { url, headers: sent } = service.asked[0]!;
    expect(url.search).toBe("?lat=59.9139&lon=10.7522");
    expect(sent["user-agent"]).toContain("me@example.org");
  });

  test("behavior: asks again after Expires, and then whether anything changed", async () => {
    service.reply = (response, request) =>
      request.headers["if-modified-since"] === headers["last-modified"]
        ? response.writeHead(304, { date: headers.date, expires: headers.expires }).end()
        : json(answerOf("met-norway"), headers)(response, request);
    const source = open();
    await source.watch!([OSLO], BEGIN);
    await source.watch!([OSLO], BEGIN + 1_859);
    expect(service.asked).toHaveLength(1);
    await source.watch!([OSLO], BEGIN + 1_860);
    expect(service.asked).toHaveLength(2);
    expect(service.asked[1]!.headers["if-modified-since"]).toBe(headers["last-modified"]);
    expect(await source.read([OSLO], SPAN)).toHaveProperty("0.weather.tempC", -1.1);
  });

  test("behavior: the last word before an hour ends is the one that counts", async () => {
    const source = open();
    service.reply = json(answerOf("met-norway"));
    await source.watch!([OSLO], BEGIN);
    const later = answerOf("met-norway");
    for (const { data } of later.properties.timeseries) {
      data.instant.details.air_temperature = 20;
      if (data.next_1_hours) data.next_1_hours.details.precipitation_amount = 0;
    }
    service.reply = json(later);
    // Half way: the first hours are over.
    await source.watch!([OSLO], INSTANT - 3 * 3_600);
    const [oslo] = (await source.read([OSLO], SPAN)) as Loose[];
    expect(oslo.weather.tempC).toBe(20);
    expect(oslo.weather.precipMm).toBeCloseTo(0.3 + 1.2 + 0.8 + 0.4, 9);
  });

  test("behavior: what was gathered outlives the process", async () => {
    service.reply = json(answerOf("met-norway"));
    await open().watch!([OSLO], BEGIN);
    expect(await open().read([OSLO], SPAN)).toHaveProperty("0.weather.code", 95);
  });

  test("behavior: whoever came too late does not know the hours before", async () => {
    service.reply = json(answerOf("met-norway"));
    const source = open();
    await source.watch!([OSLO], INSTANT - 2 * 3_600);
    expect(await source.read([OSLO], SPAN)).toEqual([
      { missing: "only 2 of 7 hours; nothing for the hour before 2026-06-16 00:00" },
    ]);
  });

  test("behavior: outside the Nordic countries it is ECMWF's model", () => {
    expect(open().lineageOf(OSLO)).toBe("meps");
    expect(open().lineageOf(NEW_YORK)).toBe("ecmwf");
  });

  test.each<[string, (answer: Loose) => unknown, string]>([
    [
      "other units of wind",
      (a) => {
        a.properties.meta.units.wind_speed = "knots";
      },
      '"knots"',
    ],
    ["an array where an object was expected", (a) => [a], "has changed its shape at its top"],
    [
      "text for a number",
      (a) => {
        a.properties.timeseries[2].data.instant.details.air_temperature = "cold";
      },
      "air_temperature",
    ],
    [
      "a time that is none",
      (a) => {
        a.properties.timeseries[2].time = "tomorrow";
      },
      "timeseries.2.time",
    ],
  ])("error: %s", async (_, spoil, reason) => {
    const answer = answerOf("met-norway");
    service.reply = json(spoil(answer) ?? answer);
    await expect(open().watch!([OSLO], BEGIN)).rejects.toThrow(reason);
  });

  test("error: a refusal for want of a name", async () => {
    service.reply = raw(403, "");
    await expect(open().watch!([OSLO], BEGIN)).rejects.toThrow("WEATHER_CONTACT");
  });

  test("error: an unknown symbol costs its hour", async () => {
    const answer = answerOf("met-norway");
    answer.properties.timeseries[3].data.next_1_hours.summary.symbol_code = "frogs_day";
    service.reply = json(answer);
    const source = open();
    await source.watch!([OSLO], BEGIN);
    const [oslo] = (await source.read([OSLO], SPAN)) as Loose[];
    expect(oslo.weather.precipMm).toBeCloseTo(((0.3 + 1.2 + 0.4 + 1.9) * 7) / 6, 9);
  });
});

describe("symbolCode", () => {
  const KINDS = ["rain", "sleet", "snow"];
  const all = KINDS.flatMap((kind) =>
    ["light", "", "heavy"].flatMap((strength) =>
      ["", "showers"].flatMap((showers) =>
        ["", "andthunder"].map((thunder) => `${strength}${kind}${showers}${thunder}`),
      ),
    ),
  );

  test("behavior: every symbol has a code in use", () => {
    for (const name of [...all, "clearsky", "fair", "partlycloudy", "cloudy", "fog"]) {
      for (const suffix of ["", "_day", "_night", "_polartwilight"]) {
        expect(WMO_CODES).toContain(symbolCode(name + suffix));
      }
    }
  });

  test.each([
    ["clearsky_day", 0],
    ["fair_night", 1],
    ["partlycloudy_polartwilight", 2],
    ["cloudy", 3],
    ["fog", 45],
    ["lightrain", 61],
    ["heavyrainshowers_day", 82],
    ["snow", 73],
    ["lightsleetshowers_day", 85],
    ["rainandthunder", 95],
    ["lightssnowshowersandthunder_day", 95],
    ["lightssleetshowersandthunder_night", 95],
    ["", null],
    ["frogs", null],
    ["constructor", null],
    ["clearsky_noon", null],
  ])("behavior: %j is %j", (symbol, code) => {
    expect(symbolCode(symbol)).toBe(code);
  });
});
