/** From hourly samples, whoever gave them, to the weather of one epoch: the same sums for every live service. */
import { OBSERVATION_RANGES, WMO_CODES } from "../../renderer/observation.ts";
import { isSunUp, type Weather } from "./derive.ts";
import { degreesOf, type Sighting, type Span, type Station } from "./source.ts";

export const HOUR = 3_600;
const STEP = 600;
/** With fewer of its hours than this an epoch has not been seen: sums would be guesses. */
const LEAST_COVERED = 0.7;
const { tempCentiC, windSpeedCms, precipCentiMm } = OBSERVATION_RANGES;

/** One hour. Null is what the service does not know; the hour before `end` unless it says otherwise. */
export interface Hour {
  /** Unix time, a whole hour. */
  readonly end: number;
  /** At the end. */
  readonly tempC: number | null;
  readonly precipMm: number | null;
  readonly windMs: number | null;
  /** Where it blows from, clockwise from north; null for a calm and for a wind without a direction. */
  readonly windFromDeg: number | null;
  /** 0 to 1, at the end. */
  readonly cloud: number | null;
  readonly code: number | null;
  readonly sunMinutes: number | null;
  /** Whether a rule of ours filled in something that was not said. */
  readonly derived: boolean;
}

/** A whole hour, as far as that goes: what every epoch's weather is made of. */
interface Whole extends Hour {
  readonly tempC: number;
  readonly precipMm: number;
  readonly windMs: number;
  readonly cloud: number;
  readonly code: number;
}

/** Why an hour cannot be used, or null. A code outside the order of severity is refused, never looked up. */
export function faultOf(hour: Hour): string | null {
  const { tempC, precipMm, windMs, cloud, code } = hour;
  if (tempC === null) return "no temperature";
  if (precipMm === null) return "no precipitation";
  if (windMs === null) return "no wind";
  if (cloud === null) return "no cloud cover";
  if (code === null) return "no weather code";
  if (!WMO_CODES.includes(code)) return `the weather code ${code}, which is not one in use`;
  if (!within(tempC * 100, tempCentiC)) return `${tempC} C, which is no weather of this planet`;
  if (!within(windMs * 100, windSpeedCms)) return `a wind of ${windMs} m/s`;
  if (!within(precipMm * 100, precipCentiMm)) return `${precipMm} mm within an hour`;
  if (!within(cloud, [0, 1])) return `a cloud cover of ${cloud * 100} %`;
  return null;
}

/** The weather of the span, or why it cannot be told. */
export function summarise(hours: readonly Hour[], station: Station, span: Span): Sighting {
  const { instant, seconds } = span;
  if (seconds % HOUR !== 0 || instant % HOUR !== 0) {
    return { missing: "its epochs are no whole hours, and live weather comes by the hour" };
  }
  const byEnd = new Map(hours.map((hour) => [hour.end, hour]));
  const whole: Whole[] = [];
  let fault: string | null = null;
  for (let end = instant - seconds + HOUR; end <= instant; end += HOUR) {
    const hour = byEnd.get(end);
    const why = hour === undefined ? "nothing" : faultOf(hour);
    if (why === null) whole.push(hour as Whole);
    else fault ??= `${why} for the hour before ${isoOf(end)}`;
  }
  const wanted = seconds / HOUR;
  const last = whole.at(-1);
  if (whole.length < wanted * LEAST_COVERED || last === undefined) {
    return { missing: `only ${whole.length} of ${wanted} hours; ${fault}` };
  }
  if (last.end !== instant) return { missing: fault! };
  return { weather: weatherOf(whole, wanted, station, byEnd.get(instant - seconds)?.tempC) };
}

function weatherOf(
  hours: readonly Whole[],
  wanted: number,
  station: Station,
  tempBefore: number | null | undefined,
): Weather {
  let precipMm = 0;
  let east = 0;
  let north = 0;
  let speed = 0;
  let sunMinutes = 0;
  let frostMinutes = 0;
  let rank = 0;
  let derived = hours.length < wanted;
  let tempC = tempBefore ?? hours[0]!.tempC;
  for (const hour of hours) {
    precipMm += hour.precipMm;
    speed += hour.windMs;
    if (hour.windFromDeg !== null) {
      // Where the air goes to is the other way round.
      const from = (hour.windFromDeg * Math.PI) / 180;
      east -= hour.windMs * Math.sin(from);
      north -= hour.windMs * Math.cos(from);
    }
    sunMinutes += hour.sunMinutes ?? sunBy(hour, station);
    derived ||= hour.derived || hour.sunMinutes === null;
    rank = Math.max(rank, WMO_CODES.indexOf(hour.code));
    for (let t = STEP / 2; t < HOUR; t += STEP) {
      if (tempC + ((hour.tempC - tempC) * t) / HOUR < 0) frostMinutes += STEP / 60;
    }
    tempC = hour.tempC;
  }
  const n = hours.length;
  // Sums of the hours that there are stand for those that there are not.
  const share = wanted / n;
  return {
    tempC,
    precipMm: precipMm * share,
    windEastMs: east / n,
    windNorthMs: north / n,
    windSpeedMs: speed / n,
    sunMinutes: sunMinutes * share,
    frostMinutes: frostMinutes * share,
    code: WMO_CODES[rank]!,
    cloud: hours.at(-1)!.cloud,
    derived,
  };
}

/** Minutes of sunshine where nobody counted them: the part of the daylight that is free of cloud. */
function sunBy({ end, cloud }: Whole, station: Station): number {
  let minutes = 0;
  for (let t = end - HOUR + STEP / 2; t < end; t += STEP) {
    if (isSunUp(degreesOf(station), t)) minutes += (STEP / 60) * (1 - cloud);
  }
  return minutes;
}

function within(value: number, [lowest, highest]: readonly [number, number]): boolean {
  return value >= lowest && value <= highest;
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
}
