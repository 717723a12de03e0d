// The clock and the calendar of a place by its longitude, so that noon is when the sun stands highest.
import { DAY_SECONDS } from "./specimen.ts";

export interface Local {
  year: number;
  /** 0 is the first of January. */
  day: number;
  minute: number;
}

/** Seconds by which a place is ahead of UTC, to the minute. */
function offsetOf(lonMicroDeg: number): number {
  return Math.round((lonMicroDeg / 360e6) * 1440) * 60;
}

export function localOf(time: number, lonMicroDeg: number): Local {
  const there = time + offsetOf(lonMicroDeg);
  const year = new Date(there * 1000).getUTCFullYear();
  const since = there - Date.UTC(year, 0, 1) / 1000;
  const day = Math.floor(since / DAY_SECONDS);
  return { year, day, minute: Math.floor((since - day * DAY_SECONDS) / 60) };
}

export function timeOf({ year, day, minute }: Local, lonMicroDeg: number): number {
  const there = Date.UTC(year, 0, 1) / 1000 + day * DAY_SECONDS + minute * 60;
  return Math.max(0, there - offsetOf(lonMicroDeg));
}

/** For example "14:05". */
export function clock(minute: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
