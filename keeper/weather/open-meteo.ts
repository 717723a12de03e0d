/**
 * Open-Meteo's hourly series of ECMWF's IFS, which the answers of https://open-meteo.com/en/docs/ecmwf-api have. All
 * stations are asked for at once: several places are answered with an array, one with an object. Snow is in
 * `precipitation` already, melted, in millimetres (`snowfall` would be its depth, in centimetres). The coordinates in an
 * answer are those of the grid's cell.
 */
import { z } from "zod";
import { RetryableError } from "../errors.ts";
import { HOUR, type Hour, summarise } from "./hours.ts";
import { ask, shaped } from "./http.ts";
import { degreesOf, type Source, type Station } from "./source.ts";
import { type Quantity, unitOf } from "./units.ts";

export const OPEN_METEO = "https://api.open-meteo.com/v1/forecast";
/** A cell is 9 km wide; further off, it is another place's weather. */
const FARTHEST_DEG = 0.3;
/** So many to a question: the address stays short, and 64 stations are one or two of the 10,000 calls a day. */
const MOST_PLACES = 50;

const QUANTITIES = {
  temperature_2m: "temperature",
  precipitation: "depth",
  cloud_cover: "share",
  wind_speed_10m: "speed",
  sunshine_duration: "duration",
} as const satisfies Record<string, Quantity>;
type Measured = keyof typeof QUANTITIES;
const VARIABLES = [...Object.keys(QUANTITIES), "weather_code", "wind_direction_10m"] as const;

const series = z.array(z.number().nullable());
const placeShape = z.object({
  latitude: z.number(),
  longitude: z.number(),
  hourly_units: z.record(z.string(), z.string()),
  hourly: z.object({
    time: z.array(z.number().int()).max(1_000),
    temperature_2m: series,
    precipitation: series,
    weather_code: series,
    cloud_cover: series,
    wind_speed_10m: series,
    wind_direction_10m: series,
    // Computed from radiation, which not every run has.
    sunshine_duration: series.optional(),
  }),
});
type Place = z.infer<typeof placeShape>;
const answerShape = z.union([placeShape.transform((place) => [place]), z.array(placeShape)]);

export interface OpenMeteoOptions {
  readonly url: string;
  readonly userAgent: string;
  readonly timeoutMs?: number | undefined;
}

export function openOpenMeteo(options: OpenMeteoOptions): Source {
  async function placesOf(stations: readonly Station[], from: number, to: number) {
    const places = stations.map(degreesOf);
    const query = new URLSearchParams({
      latitude: places.map(({ latDeg }) => latDeg.toFixed(4)).join(","),
      longitude: places.map(({ lonDeg }) => lonDeg.toFixed(4)).join(","),
      hourly: VARIABLES.join(","),
      models: "ecmwf_ifs",
      wind_speed_unit: "ms",
      timeformat: "unixtime",
      timezone: "GMT",
      start_hour: stampOf(from),
      end_hour: stampOf(to),
    });
    const { body } = await ask({ ...options, url: `${options.url}?${query}` });
    const answered = shaped(answerShape, body);
    if (answered.length !== stations.length) {
      throw new RetryableError(
        `it answers for ${answered.length} places where ${stations.length} were asked for`,
      );
    }
    return answered;
  }

  return {
    name: "open-meteo",
    attribution: "Weather data by Open-Meteo.com (CC BY 4.0), from ECMWF's IFS",
    kind: "model",
    lineageOf: () => "ecmwf",
    read: async (stations, span) => {
      const found: Place[] = [];
      for (let at = 0; at < stations.length; at += MOST_PLACES) {
        const some = stations.slice(at, at + MOST_PLACES);
        found.push(...(await placesOf(some, span.instant - span.seconds, span.instant)));
      }
      return stations.map((station, index) => {
        const place = found[index]!;
        const far = Math.max(
          Math.abs(place.latitude - station.latMicroDeg / 1e6),
          // The date line runs through some cells.
          Math.abs(turned(place.longitude - station.lonMicroDeg / 1e6)),
        );
        if (far > FARTHEST_DEG)
          return { missing: `it answers for a place ${far.toFixed(1)} degrees away` };
        return summarise(hoursOf(place), station, span);
      });
    },
  };
}

/** Its samples are of the hour that ends at their time. */
function hoursOf({ hourly, hourly_units }: Place): Hour[] {
  const column = (name: Measured) => {
    const values = hourly[name];
    if (values === undefined) return () => null;
    if (values.length !== hourly.time.length) {
      throw new RetryableError(
        `its series of ${name} has ${values.length} of ${hourly.time.length} hours`,
      );
    }
    const convert = unitOf(QUANTITIES[name], hourly_units[name]);
    return (i: number) => (values[i] === null ? null : convert(values[i]!));
  };
  const temp = column("temperature_2m");
  const precip = column("precipitation");
  const cloud = column("cloud_cover");
  const wind = column("wind_speed_10m");
  const sun = column("sunshine_duration");
  return hourly.time.map((end, i) => {
    const seconds = sun(i);
    return {
      end,
      tempC: temp(i),
      precipMm: precip(i),
      windMs: wind(i),
      windFromDeg: hourly.wind_direction_10m[i] ?? null,
      cloud: cloud(i),
      code: hourly.weather_code[i] ?? null,
      sunMinutes: seconds === null ? null : Math.min(HOUR, Math.max(0, seconds)) / 60,
      derived: false,
    };
  });
}

function stampOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16);
}

function turned(degrees: number): number {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}
