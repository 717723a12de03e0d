/**
 * MET Norway's Locationforecast 2.0, compact (https://api.met.no/weatherapi/locationforecast/2.0/documentation). It
 * looks ahead only, so what it says of each hour is gathered until the hour has passed. Its terms: name yourself, give
 * four decimals at most, ask again only after `Expires`, and then with `If-Modified-Since`. Sunshine is not in it and
 * is derived from the clouds. Outside the Nordic countries it is ECMWF's model, and so no second source beside it.
 */
import { z } from "zod";
import { oneLine, RetryableError } from "../errors.ts";
import type { Forecasts } from "../store/forecasts.ts";
import { HOUR, type Hour, summarise } from "./hours.ts";
import { ask, shaped } from "./http.ts";
import { degreesOf, type Source, type Station } from "./source.ts";
import { symbolCode } from "./symbols.ts";
import { unitOf } from "./units.ts";

export const MET_NORWAY = "https://api.met.no/weatherapi/locationforecast/2.0/compact";
/** Not sooner, even where no `Expires` is said. */
const LEAST_PAUSE_S = 600;
/** Hours ahead that are kept: enough to bridge a day on which it cannot be reached. */
const HOURS_AHEAD = 30;
/** Roughly where its own model, MEPS, is what it answers from. */
const NORDIC = { south: 53, north: 73, west: 0, east: 32 };

const details = z.object({
  air_temperature: z.number().optional(),
  cloud_area_fraction: z.number().optional(),
  wind_from_direction: z.number().optional(),
  wind_speed: z.number().optional(),
});
const answerShape = z.object({
  properties: z.object({
    meta: z.object({ units: z.record(z.string(), z.string()) }),
    timeseries: z
      .array(
        z.object({
          time: z.iso.datetime(),
          data: z.object({
            instant: z.object({ details }),
            next_1_hours: z
              .object({
                summary: z.object({ symbol_code: z.string().optional() }),
                details: z.object({ precipitation_amount: z.number().optional() }).optional(),
              })
              .optional(),
          }),
        }),
      )
      .max(1_000),
  }),
});
type Forecast = z.infer<typeof answerShape>["properties"];

const number = z.number().nullable();
const hourShape = z.object({
  end: z.number().int(),
  tempC: number,
  precipMm: number,
  windMs: number,
  windFromDeg: number,
  cloud: number,
  code: number,
  sunMinutes: number,
  derived: z.boolean(),
}) satisfies z.ZodType<Hour>;

export interface MetNorwayOptions {
  readonly url: string;
  readonly userAgent: string;
  readonly forecasts: Forecasts;
  readonly timeoutMs?: number | undefined;
}

export function openMetNorway(options: MetNorwayOptions): Source {
  /** Per place: the Last-Modified that we have, and the time from which it may be asked again. */
  const asked = new Map<string, { lastModified: string | undefined; again: number }>();

  async function gather(station: Station, now: number): Promise<void> {
    const { latDeg, lonDeg } = degreesOf(station);
    const place = placeOf(station);
    const before = asked.get(place);
    if (before !== undefined && now < before.again) return;
    const query = new URLSearchParams({ lat: latDeg.toFixed(4), lon: lonDeg.toFixed(4) });
    const { body, lastModified, freshSeconds } = await ask({
      ...options,
      url: `${options.url}?${query}`,
      ifModifiedSince: before?.lastModified,
    });
    if (body !== null) {
      const hours = hoursOf(shaped(answerShape, body).properties);
      // What has begun already is not foreseen any more: its last forecast stands.
      await options.forecasts.keep(
        place,
        hours.filter(({ end }) => end > now && end <= now + HOURS_AHEAD * HOUR),
        now,
      );
    }
    asked.set(place, {
      lastModified: lastModified ?? before?.lastModified,
      again: now + Math.max(LEAST_PAUSE_S, freshSeconds),
    });
  }

  return {
    name: "met-norway",
    attribution: "Weather data by MET Norway (CC BY 4.0)",
    kind: "model",
    lineageOf: (station) => (isNordic(station) ? "meps" : "ecmwf"),
    watch: async (stations, now) => {
      const faults: unknown[] = [];
      // One after the other: a burst of questions is what its terms ask us not to send.
      for (const station of stations) {
        await gather(station, now).catch((error: unknown) => faults.push(error));
      }
      if (faults.length === stations.length && faults.length > 0) throw faults[0];
      if (faults.length > 0) {
        throw new RetryableError(
          `${faults.length} of ${stations.length} places were not answered: ${oneLine(faults[0])}`,
        );
      }
    },
    read: (stations, span) =>
      Promise.all(
        stations.map(async (station) => {
          const from = span.instant - span.seconds - HOUR;
          const kept = await options.forecasts.between(placeOf(station), from, span.instant);
          return summarise(
            kept.map((hour) => hourShape.parse(hour)),
            station,
            span,
          );
        }),
      ),
  };
}

/** An hour's rain and symbol are those that the entry at its beginning foresees; the rest is at its end. */
function hoursOf({ meta, timeseries }: Forecast): Hour[] {
  const { units } = meta;
  const temp = unitOf("temperature", units.air_temperature);
  const cloud = unitOf("share", units.cloud_area_fraction);
  const wind = unitOf("speed", units.wind_speed);
  const precip = unitOf("depth", units.precipitation_amount);
  const at = new Map(timeseries.map(({ time, data }) => [Date.parse(time) / 1000, data]));
  const known = (value: number | undefined, convert: (value: number) => number) =>
    value === undefined ? null : convert(value);
  return [...at].flatMap(([begin, { next_1_hours: next }]) => {
    const then = at.get(begin + HOUR)?.instant.details;
    if (next === undefined || then === undefined || begin % HOUR !== 0) return [];
    return [
      {
        end: begin + HOUR,
        tempC: known(then.air_temperature, temp),
        precipMm: known(next.details?.precipitation_amount, precip),
        windMs: known(then.wind_speed, wind),
        windFromDeg: then.wind_from_direction ?? null,
        cloud: known(then.cloud_area_fraction, cloud),
        code: symbolCode(next.summary.symbol_code ?? ""),
        sunMinutes: null,
        derived: true,
      },
    ];
  });
}

function isNordic(station: Station): boolean {
  const { latDeg, lonDeg } = degreesOf(station);
  const { south, north, west, east } = NORDIC;
  return latDeg >= south && latDeg <= north && lonDeg >= west && lonDeg <= east;
}

/** By its coordinates, so that a renamed station keeps its hours. */
function placeOf({ latMicroDeg, lonMicroDeg }: Station): string {
  return `${(latMicroDeg / 1e6).toFixed(4)},${(lonMicroDeg / 1e6).toFixed(4)}`;
}
