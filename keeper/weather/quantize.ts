/**
 * The one file in which floats become integers: weather in metres, degrees and shares into the fixed-point
 * fields of an observation, units in their names, clipped to the ranges that the climate contract checks.
 */
import type { Observation } from "../../renderer/observation.ts";
import { OBSERVATION_RANGES, WMO_CODES } from "../../renderer/observation.ts";
import type { Weather } from "./derive.ts";

/**
 * The weather of an epoch of `seconds`, rounded to the nearest unit; it says whether something in it was derived. Throws
 * RangeError for a code that is not in the order of severity.
 */
export function quantize(weather: Weather, seconds: number): Observation {
  const codeRank = WMO_CODES.indexOf(weather.code);
  if (codeRank < 0)
    throw new RangeError(`WMO code ${weather.code} has no place in the order of severity.`);
  const minutes = seconds / 60;
  const ranges = OBSERVATION_RANGES;
  return {
    tempCentiC: whole(weather.tempC * 100, ranges.tempCentiC),
    precipCentiMm: whole(weather.precipMm * 100, ranges.precipCentiMm),
    windEastCms: whole(weather.windEastMs * 100, ranges.windEastCms),
    windNorthCms: whole(weather.windNorthMs * 100, ranges.windNorthCms),
    windSpeedCms: whole(weather.windSpeedMs * 100, ranges.windSpeedCms),
    sunMinutes: whole(weather.sunMinutes, [0, minutes]),
    frostMinutes: whole(weather.frostMinutes, [0, minutes]),
    codeRank,
    cloudPct: whole(weather.cloud * 100, ranges.cloudPct),
    derived: weather.derived,
    age: 0,
  };
}

function whole(value: number, [lowest, highest]: readonly [number, number]): number {
  // Adding zero turns a negative zero into zero.
  return Math.min(highest, Math.max(lowest, Math.round(value))) + 0;
}
