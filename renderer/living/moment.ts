// What the page knows of its token, and what any hour makes of it: the chain's own words for sun, moon, season,
// aurora and light. The weather is the epoch's and stays.
import { clamp, div, pick } from "../fixed.ts";
import { amounts, type Tint } from "../palette.ts";
import type { Phenotype } from "../phenotype.ts";
import { heavensAt } from "../sun.ts";

/**
 * Bytes of a moment: latent and condition 32 each, time 8, epoch, latitude and longitude (in millionths of a
 * degree) 4 each.
 */
export const MOMENT_BYTES = 84;

export interface Moment {
  /** As the engine takes them. */
  latent: Uint8Array;
  condition: Uint8Array;
  /** Unix seconds of the epoch's instant, at which `condition` holds. */
  instant: number;
  epoch: number;
  lat: number;
  lon: number;
}

/** Reads the first bytes of what the contract put into the page. */
export function momentOf(bytes: Uint8Array): Moment {
  const view = new DataView(bytes.buffer);
  return {
    latent: bytes.subarray(0, 32),
    condition: bytes.subarray(32, 64),
    instant: Number(view.getBigUint64(64)),
    epoch: view.getUint32(72),
    lat: view.getInt32(76),
    lon: view.getInt32(80),
  };
}

/** The condition at another time of the same weather. */
export function conditionAt({ condition, epoch, lat, lon }: Moment, time: number): Uint8Array {
  const h = heavensAt(Math.floor(time), lat, lon);
  const c = condition.slice();
  c.set([h.sunX, h.sunY, h.moonX, h.moonY, h.moonPhase]);
  c[13] = h.season;
  // As renderer/phenotype.ts: a band about the poles, at nights that the epoch draws by lot.
  const isPolar = Math.abs(lat) > 52e6 && h.sunY < 58;
  c[17] = isPolar ? clamp(pick(epoch, 7, 160) - 32 - div(c[5]!, 2), 0, 127) : 0;
  return c;
}

/** The light that the plant stands in. */
export function tintOf(c: Uint8Array): Tint {
  const [, sunY, , moonY, , cloud, , , fog, storm] = c;
  return amounts({ sunY, moonY, cloud, fog, storm, mist: c[19] } as Phenotype);
}

/** Minutes since midnight by the sun of the place. */
export function minuteOf({ lon }: Moment, time: number): number {
  return Math.floor((((time / 60 + lon / 250_000) % 1440) + 1440) % 1440);
}

/** What the hour is called. */
export function nameOf([sunX, sunY]: Uint8Array): string {
  const isEast = sunX! < 64;
  if (sunY! < 55) return "night";
  if (sunY! < 71) return isEast ? "dawn" : "dusk";
  return sunY! > 104 ? "midday" : isEast ? "morning" : "afternoon";
}
