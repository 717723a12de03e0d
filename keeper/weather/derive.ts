/**
 * From a day's record to the weather of one seven-hour epoch. NOAA's daily record has an amount of rain, the
 * highest and lowest temperature, a mean wind and a kind; an epoch wants hours, a wind direction, clouds, a
 * weather code, minutes of sun and of frost. What the record lacks is derived by this one rule, seeded by
 * place and date only, so every reporter derives the same:
 *
 * - time: the record's day runs in the whole-hour zone nearest to the longitude, without summer time;
 * - temperature: reaches the day's lowest at 5 h and its highest at 15 h, a half cosine between them;
 * - rain: falls in a seeded spell of hours, longer when there is more of it, with weights that sum to one;
 * - wind: the day's mean times hourly factors whose mean is one, strongest in the afternoon; it blows from a
 *   direction that drifts over days (synoptic) and a little over hours;
 * - cloud: a range per kind of day, drifting over the hours, at least 3/4 while something falls;
 * - code: what falls, by amount per hour and temperature, else fog in the morning of a fog day, else the
 *   cloud. The epoch's code is that of its most severe hour;
 * - sun: the part of the hours of daylight (sun above the horizon) that is free of cloud; frost: below 0 C.
 *
 * Beyond the recording the record repeats: 1,461 days are four years, so the calendar date is kept.
 */
import type { Day, Recording } from "./recordings.ts";
import { DAY_SECONDS } from "./recordings.ts";
import { drift, unit } from "./seed.ts";

const HOUR_SECONDS = 3_600;
const STEP_SECONDS = 600;
const FOUR_YEARS_DAYS = 1_461;
const COLDEST_HOUR = 5;
const WARMEST_HOUR = 15;
/** Cloud cover by kind of day: from, to. */
const CLOUD = {
  sun: [0.02, 0.35],
  drizzle: [0.7, 0.95],
  fog: [0.55, 0.95],
  rain: [0.75, 1],
  snow: [0.8, 1],
} as const;

export interface Place {
  readonly latDeg: number;
  readonly lonDeg: number;
}

/** The weather of one epoch at one place, in floats: integers are made in quantize.ts alone. */
export interface Weather {
  /** At the epoch's instant. */
  readonly tempC: number;
  /** Of the whole epoch. */
  readonly precipMm: number;
  /** Mean of the epoch; where the air goes to is positive east and north. */
  readonly windEastMs: number;
  readonly windNorthMs: number;
  readonly windSpeedMs: number;
  readonly sunMinutes: number;
  readonly frostMinutes: number;
  /** WMO code of the epoch's most severe hour. */
  readonly code: number;
  /** 0 to 1, at the epoch's instant. */
  readonly cloud: number;
  /** Whether a rule of ours filled in something that the source does not have. */
  readonly derived: boolean;
}

/** One hour of a day, 0 to 23 in the day's own zone. */
export interface Hour {
  readonly precipMm: number;
  readonly windMs: number;
  readonly cloud: number;
  readonly code: number;
}

/**
 * The weather of the `seconds` that end at `instant` (Unix time), or null when a day that they touch is missing
 * from the recording.
 */
export function weatherAt(
  recording: Recording,
  place: Place,
  instant: number,
  seconds: number,
): Weather | null {
  const zone = Math.round(place.lonDeg / 15) * HOUR_SECONDS;
  const end = instant + zone;
  const hours = seconds / HOUR_SECONDS;
  let precipMm = 0;
  let east = 0;
  let north = 0;
  let speed = 0;
  let sunMinutes = 0;
  let frostMinutes = 0;
  let code = 0;
  let cloud = 0;
  for (let i = hours; i >= 1; i--) {
    const start = end - i * HOUR_SECONDS;
    const dayNumber = Math.floor(start / DAY_SECONDS);
    const hour = hourOf(recording, dayNumber, Math.floor(start / HOUR_SECONDS) - dayNumber * 24);
    if (hour === null) return null;
    const towards = windTowards(recording.name, start);
    precipMm += hour.precipMm;
    east += (hour.windMs * Math.sin(towards)) / hours;
    north += (hour.windMs * Math.cos(towards)) / hours;
    speed += hour.windMs / hours;
    if (severity(hour.code) >= severity(code)) code = hour.code;
    cloud = hour.cloud;
    for (let t = start + STEP_SECONDS / 2; t < start + HOUR_SECONDS; t += STEP_SECONDS) {
      if (isSunUp(place, t - zone)) sunMinutes += (STEP_SECONDS / 60) * (1 - hour.cloud);
      if (temperatureAt(recording, t)! < 0) frostMinutes += STEP_SECONDS / 60;
    }
  }
  const tempC = temperatureAt(recording, end - 1);
  if (tempC === null) return null;
  return {
    tempC,
    precipMm,
    windEastMs: east,
    windNorthMs: north,
    windSpeedMs: speed,
    sunMinutes,
    frostMinutes,
    code,
    cloud,
    derived: true,
  };
}

/** The record of a day number, repeated beyond the recording; undefined when that day is missing. */
export function dayOf(recording: Recording, dayNumber: number): Day | undefined {
  let number = dayNumber;
  while (number > recording.last) number -= FOUR_YEARS_DAYS;
  while (number < recording.first) number += FOUR_YEARS_DAYS;
  return recording.days.get(number);
}

/** One hour of a day, or null when the day is missing. The day's 24 hours sum to its record. */
export function hourOf(recording: Recording, dayNumber: number, hour: number): Hour | null {
  const day = dayOf(recording, dayNumber);
  if (day === undefined) return null;
  const seed = [recording.name, day.date] as const;
  const precipMm = day.precipMm * (rainWeights(day, seed)[hour] ?? 0);
  const tempC = temperatureAt(recording, dayNumber * DAY_SECONDS + (hour + 0.5) * HOUR_SECONDS)!;
  const [from, to] = CLOUD[day.kind];
  const wander = 0.3 * (drift(hour / 4, ...seed, "cloud") - 0.5);
  const dry = from + (to - from) * unit(...seed, "cover") + wander;
  const drizzling = day.kind === "drizzle" && precipMm === 0 && unit(...seed, "trace", hour) < 0.3;
  const falls = precipMm > 0 || drizzling;
  const cloud = Math.min(1, Math.max(falls ? 0.75 : 0, dry));
  return {
    precipMm,
    windMs: day.windMs * windFactor(hour, seed),
    cloud,
    code: falls ? fallingCode(day, precipMm, tempC, unit(...seed, "thunder", hour)) : dryCode(),
  };

  function dryCode(): number {
    if (day!.kind === "fog" && hour < 11 && unit(...seed, "fog", hour) < 0.8)
      return tempC < 0 ? 48 : 45;
    return skyCode(cloud);
  }
}

/** Code of a dry sky: clear, mainly clear, partly cloudy, overcast. */
export function skyCode(cloud: number): number {
  if (cloud < 0.125) return 0;
  if (cloud < 0.375) return 1;
  return cloud < 0.75 ? 2 : 3;
}

/** Share of the day's amount that falls in each hour; the shares sum to one. */
function rainWeights(day: Day, seed: readonly [string, string]): readonly number[] {
  if (day.precipMm === 0) return [];
  const spell = Math.min(20, 2 + day.precipMm * 0.9);
  const middle = unit(...seed, "spell") * 24;
  const raw = Array.from({ length: 24 }, (_, hour) => {
    const distance = Math.abs(hour + 0.5 - middle);
    const near = Math.max(0, 1 - Math.min(distance, 24 - distance) / (spell / 2 + 0.5));
    return near * (0.25 + unit(...seed, "rain", hour));
  });
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((weight) => weight / sum);
}

/** Mean one over the day: calm nights, a windier afternoon, seeded gusts. */
function windFactor(hour: number, seed: readonly [string, string]): number {
  const at = (h: number) =>
    1 - 0.3 * Math.cos(((h - 3) / 12) * Math.PI) + 0.4 * (unit(...seed, "gust", h) - 0.5);
  let sum = 0;
  for (let h = 0; h < 24; h++) sum += at(h);
  return (at(hour) * 24) / sum;
}

/** Direction in which the air moves, in radians clockwise from north. */
function windTowards(name: string, localSeconds: number): number {
  const days = localSeconds / DAY_SECONDS;
  const turns = 1.2 * drift(days / 2.5, name, "synoptic") + 0.15 * drift(days * 8, name, "local");
  return turns * 2 * Math.PI;
}

/** Degrees Celsius at a moment of the place's own time, or null when the day is missing. */
function temperatureAt(recording: Recording, localSeconds: number): number | null {
  const dayNumber = Math.floor(localSeconds / DAY_SECONDS);
  const hour = localSeconds / HOUR_SECONDS - dayNumber * 24;
  const today = dayOf(recording, dayNumber);
  if (today === undefined) return null;
  if (hour < COLDEST_HOUR) {
    const before = dayOf(recording, dayNumber - 1) ?? today;
    return ease(before.tempMaxC, today.tempMinC, (hour + 24 - WARMEST_HOUR) / (24 - 10));
  }
  if (hour < WARMEST_HOUR) return ease(today.tempMinC, today.tempMaxC, (hour - COLDEST_HOUR) / 10);
  const after = dayOf(recording, dayNumber + 1) ?? today;
  return ease(today.tempMaxC, after.tempMinC, (hour - WARMEST_HOUR) / (24 - 10));
}

function ease(from: number, to: number, t: number): number {
  return from + ((to - from) * (1 - Math.cos(Math.PI * t))) / 2;
}

/** What falls: drizzle, rain or snow, its strength by mm per hour; freezing below 0 C; thunder in warm downpours. */
function fallingCode(day: Day, mm: number, tempC: number, chance: number): number {
  if (day.kind === "snow" && tempC < 2) return mm < 0.5 ? 71 : mm < 1.5 ? 73 : 75;
  if (day.kind === "drizzle") {
    if (tempC < 0) return mm < 0.5 ? 56 : 57;
    return mm < 0.2 ? 51 : mm < 0.6 ? 53 : 55;
  }
  if (day.tempMaxC > 22 && mm > 2.5 && chance < 0.5) return mm > 8 ? 96 : 95;
  if (tempC < 0) return mm < 1 ? 66 : 67;
  return mm < 1 ? 61 : mm < 4 ? 63 : 65;
}

/** Order in which one hour's code outweighs another's within the epoch: as the climate contract ranks them. */
function severity(code: number): number {
  // Rain showers rank before snow; every other code ranks by its number.
  return code >= 80 && code <= 82 ? code - 12 : code;
}

/** Whether the sun's centre is above the horizon, by latitude, season and true local time. */
export function isSunUp(place: Place, utcSeconds: number): boolean {
  const radians = Math.PI / 180;
  const dayOfYear = (utcSeconds / DAY_SECONDS) % 365.2425;
  const declination = -23.44 * radians * Math.cos((2 * Math.PI * (dayOfYear + 10)) / 365.2425);
  const angle =
    ((utcSeconds % DAY_SECONDS) / DAY_SECONDS) * 2 * Math.PI + place.lonDeg * radians - Math.PI;
  const latitude = place.latDeg * radians;
  return (
    Math.sin(latitude) * Math.sin(declination) +
      Math.cos(latitude) * Math.cos(declination) * Math.cos(angle) >
    0
  );
}
