/**
 * Airports' observations through the Aviation Weather Center's data API (https://aviationweather.gov/data/api, JSON).
 * Wind is in knots and its direction may be "VRB"; visibility is in statute miles and may be "10+"; precipitation is the
 * last hour's, in inches, and given only where there is a gauge and something fell. Sunshine is never observed, and
 * amounts of rain outside North America rarely: both follow from what is, and the observation says `derived`.
 */
import { z } from "zod";
import { skyCode } from "./derive.ts";
import { HOUR, type Hour, summarise } from "./hours.ts";
import { ask, shaped } from "./http.ts";
import { presentCode, strengthOf } from "./present-weather.ts";
import { degreesOf, type Sighting, type Source, type Span, type Station } from "./source.ts";
import { METRES_PER_SECOND_PER_KNOT, MILLIMETRES_PER_INCH } from "./units.ts";

export const METAR = "https://aviationweather.gov/api/data/metar";
/** Farther from the place that the contract names, an airport is another place. */
const FARTHEST_KM = 60;
/** Millimetres in an hour of light, moderate and heavy fall, where nobody measured: the middle of each class. */
const AMOUNTS = [0.5, 2.5, 8] as const;
/** Share of the sky by the words for it: the middle of their oktas. */
const COVER: Readonly<Record<string, number>> = {
  SKC: 0,
  CLR: 0,
  NCD: 0,
  NSC: 0,
  CAVOK: 0,
  FEW: 0.19,
  SCT: 0.44,
  BKN: 0.75,
  OVC: 1,
  OVX: 1,
  VV: 1,
};
/** Below 1 km of sight, in statute miles, it is fog where nothing falls. */
const FOG_MILES = 0.62;

const metarShape = z.object({
  icaoId: z.string(),
  obsTime: z.number().int(),
  temp: z.number().nullish(),
  wdir: z.union([z.number(), z.literal("VRB"), z.literal("")]).nullish(),
  wspd: z.number().nullish(),
  visib: z.union([z.number(), z.string()]).nullish(),
  wxString: z.string().nullish(),
  precip: z.number().nullish(),
  lat: z.number(),
  lon: z.number(),
  cover: z.string().nullish(),
  clouds: z.array(z.object({ cover: z.string() })).nullish(),
});
type Metar = z.infer<typeof metarShape>;
const answerShape = z.array(z.unknown()).max(10_000);

export interface MetarOptions {
  readonly url: string;
  readonly userAgent: string;
  /** Airports (ICAO) by the stations' names; a station whose name is four capitals is its own. */
  readonly airports: ReadonlyMap<string, string>;
  readonly timeoutMs?: number | undefined;
}

export function openMetar(options: MetarOptions): Source {
  const airportOf = ({ name }: Station) =>
    options.airports.get(name) ?? (/^[A-Z]{4}$/.test(name) ? name : undefined);
  return {
    name: "metar",
    attribution: "Airports' METAR observations by way of the Aviation Weather Center (NOAA)",
    kind: "observation",
    lineageOf: (station) => `airport ${airportOf(station) ?? "unknown"}`,
    read: async (stations, span) => {
      const ids = [...new Set(stations.map(airportOf).filter((id) => id !== undefined))];
      const all = ids.length === 0 ? [] : await readAll(options, ids, span);
      return stations.map((station) => {
        const id = airportOf(station);
        if (id === undefined)
          return { missing: `METAR_STATIONS names no airport for ${station.name}` };
        return sightingOf(
          all.filter(({ icaoId }) => icaoId === id),
          station,
          span,
        );
      });
    },
  };
}

async function readAll(
  options: MetarOptions,
  ids: readonly string[],
  span: Span,
): Promise<Metar[]> {
  const query = new URLSearchParams({
    ids: ids.join(","),
    format: "json",
    // The end, and so many hours before it; one more, for the temperature at the beginning.
    date: new Date(span.instant * 1000).toISOString().replace(/\.\d+Z$/, "Z"),
    hours: String(Math.ceil(span.seconds / HOUR) + 1),
  });
  const { body } = await ask({ ...options, url: `${options.url}?${query}` });
  // Nothing to say is HTTP 204. One broken report does not spoil those of the other airports.
  const rows = body === null ? [] : shaped(answerShape, body);
  return rows.flatMap((row) => {
    const parsed = metarShape.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
}

function sightingOf(metars: readonly Metar[], station: Station, span: Span): Sighting {
  if (metars.length === 0) return { missing: "the airport has reported nothing that can be read" };
  const km = distanceKm(metars[0]!, station);
  if (km > FARTHEST_KM) {
    return { missing: `the airport ${metars[0]!.icaoId} lies ${Math.round(km)} km from there` };
  }
  const byHour = new Map<number, Metar[]>();
  for (const one of metars) {
    const end = Math.ceil(one.obsTime / HOUR) * HOUR;
    byHour.set(end, [...(byHour.get(end) ?? []), one]);
  }
  const hours = [...byHour].map(([end, some]) => hourOf(end, some));
  return summarise(hours, station, span);
}

/** An hour of reports: routine ones a few minutes before its end, and special ones when the weather changed. */
function hourOf(end: number, metars: readonly Metar[]): Hour {
  const inOrder = [...metars].sort((a, b) => a.obsTime - b.obsTime);
  const newest = inOrder.at(-1)!;
  const words = inOrder.map(({ wxString }) => wxString ?? "").join(" ");
  const cloud = cloudOf(newest);
  const amounts = inOrder.map(({ precip }) => precip).filter((inches) => inches != null);
  const strength = strengthOf(words);
  // A gauge counts up within the hour. Without one, what falls has an amount all the same.
  const measured = amounts.length > 0 ? Math.max(...amounts) * MILLIMETRES_PER_INCH : null;
  const precipMm = measured ?? (strength === null ? 0 : AMOUNTS[strength]);
  const wdir = newest.wdir;
  return {
    end,
    tempC: newest.temp ?? null,
    precipMm,
    windMs: newest.wspd == null ? null : newest.wspd * METRES_PER_SECOND_PER_KNOT,
    windFromDeg: typeof wdir === "number" ? wdir : null,
    cloud,
    code: presentCode(words) ?? (isFog(newest.visib) ? 45 : cloud === null ? null : skyCode(cloud)),
    sunMinutes: null,
    derived: true,
  };
}

/** The fullest layer. */
function cloudOf({ clouds, cover }: Metar): number | null {
  const words = [...(clouds ?? []).map((layer) => layer.cover), ...(cover ? [cover] : [])];
  const known = words.filter((word) => Object.hasOwn(COVER, word)).map((word) => COVER[word]!);
  return known.length === 0 ? null : Math.max(...known);
}

function isFog(visib: Metar["visib"]): boolean {
  // "10+", "6+", or a number; anything else says nothing.
  if (visib == null) return false;
  const miles = typeof visib === "number" ? visib : Number(visib.replace(/\+$/, "") || Number.NaN);
  return miles < FOG_MILES;
}

function distanceKm(metar: Metar, station: Station): number {
  const { latDeg, lonDeg } = degreesOf(station);
  const radians = Math.PI / 180;
  const north = (metar.lat - latDeg) * 111.2;
  const turn = ((((metar.lon - lonDeg + 180) % 360) + 360) % 360) - 180;
  const east = turn * 111.2 * Math.cos(latDeg * radians);
  return Math.hypot(north, east);
}
