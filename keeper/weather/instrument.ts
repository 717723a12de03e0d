import type { Weather } from "./derive.ts";
import { skyCode } from "./derive.ts";
import { bell } from "./seed.ts";

/**
 * The same weather as one reporter's own instruments show it: small errors, seeded by reporter, place and epoch,
 * so that a run can be repeated and the climate's median has work to do. Calm stays calm and dry stays dry.
 */
export function readThrough(
  weather: Weather,
  reporter: string,
  station: number,
  epoch: number,
): Weather {
  const error = (what: string) => bell(reporter, station, epoch, what);
  const wind = 1 + 0.03 * error("wind");
  const cloud = within(weather.cloud + 0.03 * error("cloud"), 0, 1);
  return {
    ...weather,
    tempC: weather.tempC + 0.2 * error("temp"),
    precipMm: weather.precipMm * (1 + 0.03 * error("rain")),
    windEastMs: weather.windEastMs * wind,
    windNorthMs: weather.windNorthMs * wind,
    windSpeedMs: weather.windSpeedMs * wind,
    sunMinutes: weather.sunMinutes * within(1 + 0.02 * error("sun"), 0, 1.05),
    frostMinutes: weather.frostMinutes * within(1 + 0.02 * error("frost"), 0, 1.05),
    // A dry sky is judged by eye from its cloud; what falls, or fell earlier in the epoch, is not mistaken.
    code: weather.code === skyCode(weather.cloud) ? skyCode(cloud) : weather.code,
    cloud,
  };
}

function within(value: number, lowest: number, highest: number): number {
  return Math.min(highest, Math.max(lowest, value));
}
