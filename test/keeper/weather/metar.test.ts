import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openMetar } from "../../../keeper/weather/metar.ts";
import { presentCode, strengthOf } from "../../../keeper/weather/present-weather.ts";
import { WMO_CODES } from "../../../renderer/observation.ts";
import {
  answerOf,
  json,
  type Loose,
  NEW_YORK,
  OSLO,
  openService,
  raw,
  SEATTLE,
  type Service,
  SPAN,
} from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await openService();
});
afterAll(() => service.close());

const airports = new Map([
  ["Seattle", "KSEA"],
  ["New York", "KLGA"],
]);
const open = () => openMetar({ url: service.url, userAgent: "test", airports });

async function read(
  spoil: (metars: Loose[]) => unknown = () => {},
  stations = [SEATTLE, NEW_YORK],
): Promise<Loose[]> {
  const metars = answerOf("metar");
  service.reply = json(spoil(metars) ?? metars);
  return [...(await open().read(stations, SPAN))];
}

/** Changes the reports of one airport. */
const each = (id: string, change: (metar: Loose) => void) => (metars: Loose[]) => {
  for (const metar of metars) if (metar.icaoId === id) change(metar);
};

describe("openMetar", () => {
  test("default", async () => {
    const [seattle, newYork] = await read();
    const { weather } = seattle;
    // A gauge counts up in its hour: inches, and the larger of two.
    expect(weather.precipMm).toBeCloseTo((0.01 + 0.05 + 0.11 + 0.02) * 25.4, 9);
    // Knots.
    expect(weather.windSpeedMs).toBeCloseTo(((3 + 6 + 9 + 8 + 7 + 5 + 0) / 7) * (1852 / 3600), 9);
    // A special report between two hours saw the thunder.
    expect(weather).toMatchObject({
      tempC: 10.6,
      code: 95,
      cloud: 0.19,
      derived: true,
      frostMinutes: 0,
    });
    expect(newYork.weather).toMatchObject({ tempC: 2.8, precipMm: 0, code: 1, cloud: 0 });
    expect(newYork.weather.frostMinutes).toBe(300);
  });

  test("behavior: asks for what it needs, once", async () => {
    service.asked.length = 0;
    await read();
    expect(service.asked).toHaveLength(1);
    expect(Object.fromEntries(service.asked[0]!.url.searchParams)).toEqual({
      ids: "KSEA,KLGA",
      format: "json",
      date: "2026-06-16T06:00:00Z",
      hours: "8",
    });
  });

  test("behavior: a wind without a direction, and a calm, blow nowhere", async () => {
    const variable = await read(
      each("KSEA", (metar) => {
        metar.wdir = "VRB";
        metar.wspd = 10;
      }),
    );
    expect(variable[0].weather).toMatchObject({ windEastMs: 0, windNorthMs: 0 });
    expect(variable[0].weather.windSpeedMs).toBeCloseTo(10 * (1852 / 3600), 9);
    const calm = await read(
      each("KSEA", (metar) => {
        metar.wdir = 0;
        metar.wspd = 0;
      }),
    );
    expect(calm[0].weather).toMatchObject({ windSpeedMs: 0 });
    expect(Math.abs(calm[0].weather.windNorthMs)).toBe(0);
  });

  test.each([
    ["10+", 3],
    [10, 3],
    ["6+", 3],
    [0.25, 45],
    ["0.5", 45],
    [null, 3],
    ["", 3],
    ["dense", 3],
  ])("behavior: a sight of %j miles is code %i", async (visib, code) => {
    const [seattle] = await read(
      each("KSEA", (metar) => {
        metar.visib = visib;
        metar.wxString = undefined;
        metar.precip = undefined;
        metar.clouds = [{ cover: "OVC", base: 200 }];
      }),
    );
    expect(seattle.weather.code).toBe(code);
  });

  test("behavior: where nobody measures, what falls has an amount all the same", async () => {
    const [seattle] = await read(
      each("KSEA", (metar) => {
        metar.precip = null;
      }),
    );
    // Light, moderate, heavy, light.
    expect(seattle.weather.precipMm).toBeCloseTo(0.5 + 2.5 + 8 + 0.5, 9);
  });

  test("behavior: one broken report spoils neither its neighbours nor another airport", async () => {
    const [seattle, newYork] = await read((metars) => {
      metars.find(({ icaoId }) => icaoId === "KSEA").temp = "warm";
      metars.push(null, 7, { icaoId: "KSEA" });
    });
    expect(newYork).toHaveProperty("weather.derived", true);
    expect(seattle).toEqual({ missing: "nothing for the hour before 2026-06-16 06:00" });
  });

  test.each<[string, (metars: Loose[]) => unknown, string]>([
    [
      "silence",
      (metars) => metars.filter(({ icaoId }) => icaoId !== "KSEA"),
      "reported nothing that can be read",
    ],
    [
      "an airport elsewhere",
      each("KSEA", (metar) => {
        metar.lat = 33.9;
        metar.lon = -118.4;
      }),
      "the airport KSEA lies",
    ],
    [
      "no clouds",
      each("KSEA", (metar) => {
        metar.clouds = null;
        metar.cover = undefined;
      }),
      "no cloud cover",
    ],
    [
      "words for clouds that are none",
      each("KSEA", (metar) => {
        metar.clouds = [{ cover: "constructor" }];
        metar.cover = "???";
      }),
      "no cloud cover",
    ],
    [
      "no wind",
      each("KSEA", (metar) => {
        metar.wspd = null;
      }),
      "no wind",
    ],
    [
      "no temperature",
      each("KSEA", (metar) => {
        metar.temp = null;
      }),
      "no temperature",
    ],
    [
      "yesterday's reports",
      each("KSEA", (metar) => {
        metar.obsTime -= 86_400;
      }),
      "only 0 of 7 hours",
    ],
  ])("behavior: %s", async (_, spoil, reason) => {
    const [seattle, newYork] = await read(spoil);
    expect(seattle.missing).toContain(reason);
    expect(newYork).toHaveProperty("weather");
  });

  test("behavior: nobody is asked for a station without an airport", async () => {
    service.asked.length = 0;
    const [oslo] = await read(undefined, [OSLO]);
    expect(oslo).toEqual({ missing: "METAR_STATIONS names no airport for Oslo" });
    expect(service.asked).toHaveLength(0);
    const named = { ...OSLO, name: "ENGM" };
    await read(undefined, [named]);
    expect(service.asked[0]!.url.searchParams.get("ids")).toBe("ENGM");
  });

  test("behavior: nothing to say is HTTP 204", async () => {
    service.reply = raw(204, "");
    const [seattle] = await open().read([SEATTLE], SPAN);
    expect(seattle).toEqual({ missing: "the airport has reported nothing that can be read" });
  });

  test("error: an object where an array was expected", async () => {
    await expect(read(() => ({ status: "error" }))).rejects.toThrow(
      "has changed its shape at its top",
    );
  });
});

describe("presentCode", () => {
  test.each([
    ["", null],
    ["-RA", 61],
    ["RA", 63],
    ["+RA", 65],
    ["-DZ", 51],
    ["SN", 73],
    ["+SHRA", 82],
    ["-SHSN", 85],
    ["SHSN", 86],
    ["-FZRA", 66],
    ["+FZRA", 67],
    ["FZDZ", 57],
    ["FZFG", 48],
    ["FG", 45],
    ["BCFG", null],
    ["MIFG", null],
    ["BR", null],
    ["TS", 95],
    ["VCTS", null],
    ["+TSRA", 95],
    ["TSGR", 96],
    ["+TSRAGR", 99],
    ["SG", 77],
    ["PL", 77],
    ["RASN", 73],
    ["VCSH", null],
    ["BLSN", null],
    ["DRSN", null],
    ["-RA BR", 61],
    ["FG -RA", 61],
    ["HZ FU", null],
    ["UP", 61],
    ["+RASN", 75],
    ["GS", 81],
    ["//", null],
    ["NSW", null],
    ["+FC", null],
    ["CONSTRUCTOR", null],
  ])("behavior: %j is %j", (words, code) => {
    expect(presentCode(words)).toBe(code);
    if (code !== null) expect(WMO_CODES).toContain(code);
  });

  test("behavior: the strongest of what falls here", () => {
    expect(strengthOf("-RA BR")).toBe(0);
    expect(strengthOf("-RA +TSRA")).toBe(2);
    expect(strengthOf("VCSH FG")).toBeNull();
    expect(strengthOf("")).toBeNull();
  });
});
