// A stretch of time in words, as long as somebody would say it.
import { count, duration } from "../words.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Seconds, for example "3 days", "2 h 05 min" or "40 seconds". */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole >= 2 * DAY) return count(Math.round(whole / DAY), "day");
  if (whole >= 120) return duration(Math.round(whole / 60));
  return count(whole, "second");
}
