// Solar and lunar geometry in integers. Twin of contracts/art/Sun.sol, which says how good it is.
import { clamp, cos, div, ONE, shr, sin, sqrt } from "./fixed.ts";

/** Where sun and moon stand: x 0 (left edge)..127, y 64 at the horizon, 127 overhead. */
export interface Heavens {
  sunX: number;
  sunY: number;
  moonX: number;
  moonY: number;
  /** 0 new, 64 full, cyclic 128. */
  moonPhase: number;
  /** 0 winter solstice of the hemisphere, cyclic 128. */
  season: number;
  /** The sun is east of the meridian. */
  rising: boolean;
}

const LAST_TIME = 2 ** 44;
const J2000 = 946_728_000;
const TROPICAL_YEAR = 31_556_925;
const NEW_MOON = 947_182_440;
const SYNODIC_MONTH = 2_551_443;
const SIN_OBLIQUITY = 6517;

/** `time` in Unix seconds (UTC), coordinates in millionths of a degree, north and east positive. */
export function heavensAt(time: number, latMicroDeg: number, lonMicroDeg: number): Heavens {
  const t = Math.min(time, LAST_TIME);
  const longitude = solarLongitude(t);
  const phase = turns(t - NEW_MOON, SYNODIC_MONTH);
  const lat = div(latMicroDeg * 65_536, 360_000_000);
  const face = latMicroDeg < 0 ? -1 : 1;
  const hour = turns(t, 86_400) + div(lonMicroDeg * 65_536, 360_000_000) - 32_768;

  const [sunX, sunY] = place(longitude, hour, lat, face);
  const [moonX, moonY] = place(longitude + phase, hour - phase, lat, face);
  const moonPhase = shr(phase, 9);
  const season = shr(longitude + (face < 0 ? 49_152 : 16_384), 9) & 127;
  const rising = sin(hour) < 0;
  return { sunX, sunY, moonX, moonY, moonPhase, season, rising };
}

/** Ecliptic longitude: the mean one and the equation of the centre. */
function solarLongitude(t: number): number {
  const mean = turns(t - J2000, TROPICAL_YEAR) + 51_056;
  return mean + shr(349 * sin(mean - 51_507), 14);
}

/** How far t is into its period, in 65,536ths. */
function turns(t: number, period: number): number {
  return div((t - period * div(t, period)) * 65_536, period);
}

function place(longitude: number, hour: number, lat: number, face: number): [number, number] {
  const sinDec = shr(SIN_OBLIQUITY * sin(longitude), 14);
  const cosDec = sqrt(ONE * ONE - sinDec * sinDec);
  const west = shr(cosDec * sin(hour), 14);
  const level = shr(cosDec * cos(hour), 14);
  const up = shr(sin(lat) * sinDec + cos(lat) * level, 14);
  const x = clamp(64 + shr(face * 60 * west, 14), 0, 127);
  const y = clamp(64 + shr(63 * up, 14), 0, 127);
  return [x, y];
}
