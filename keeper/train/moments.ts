// The moments that training and its figures are drawn from: named groups of weather and light, each
// a seeded sampler of conditions, and latents to go with them.

import { SCHOOL_COUNT } from "../../renderer/genome.ts";
import { CONDITION } from "../../renderer/sky/latent.ts";

/** A seeded source of uniform numbers in [0, 1). */
export type Random = () => number;

type Place = keyof typeof CONDITION;
type Range = readonly [number, number];

/** The groups by name; every place not named is drawn from `ORDINARY`. */
export const GROUPS = {
  dawn: { sunX: [4, 50], sunY: [60, 70], cloud: [0, 60] },
  day: { sunY: [80, 124], cloud: [0, 90] },
  golden: { sunY: [69, 80], cloud: [0, 70] },
  dusk: { sunX: [77, 123], sunY: [57, 67], cloud: [0, 70] },
  blueHour: { sunY: [44, 57], cloud: [0, 60], moonY: [70, 120] },
  night: { sunY: [0, 42], cloud: [0, 40], moonY: [60, 120] },
  overcast: { cloud: [95, 127], sunY: [55, 124] },
  rain: { cloud: [80, 127], rain: [30, 127], sunY: [50, 120] },
  storm: { cloud: [90, 127], rain: [50, 127], storm: [50, 127], windSpeed: [60, 127] },
  snow: {
    cloud: [60, 127],
    snow: [30, 127],
    warmth: [10, 62],
    season: [110, 146],
    frost: [20, 127],
  },
  fog: { fog: [40, 127], sunY: [50, 110], windSpeed: [0, 20] },
  aurora: { aurora: [50, 127], sunY: [0, 36], cloud: [0, 30] },
  drought: { drought: [60, 127], haze: [50, 127], sunY: [60, 124], cloud: [0, 25] },
  mist: { mist: [40, 127] },
  any: {},
} as const satisfies Record<string, Partial<Record<Place, Range>>>;

export type Group = keyof typeof GROUPS;

const ORDINARY: Record<Place, Range> = {
  sunX: [0, 127],
  sunY: [0, 127],
  moonX: [0, 127],
  moonY: [0, 127],
  moonPhase: [0, 127],
  cloud: [0, 127],
  rain: [0, 0],
  snow: [0, 0],
  fog: [0, 8],
  storm: [0, 0],
  windEast: [20, 108],
  windSpeed: [0, 80],
  warmth: [30, 110],
  season: [0, 127],
  drought: [0, 30],
  frost: [0, 30],
  moss: [0, 80],
  aurora: [0, 0],
  haze: [0, 40],
  mist: [0, 6],
};

/** A seeded generator (mulberry32): the same seed gives the same pictures everywhere. */
export function randomOf(seed: number): Random {
  let a = seed | 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Draws a condition of a group. A quarter of `any` has several kinds of weather at once. */
export function conditionIn(group: Group, random: Random): Uint8Array {
  const out = new Uint8Array(32);
  const special: Partial<Record<Place, Range>> = GROUPS[group];
  for (const name of Object.keys(ORDINARY) as Place[]) {
    const [from, to] = special[name] ?? ORDINARY[name];
    out[CONDITION[name]] = (from + Math.floor(random() * (to - from + 1))) & 127;
  }
  if (group === "any") {
    for (const name of [
      "rain",
      "snow",
      "fog",
      "storm",
      "aurora",
      "haze",
      "frost",
      "drought",
      "mist",
    ] as const) {
      if (random() < 0.16) out[CONDITION[name]] = Math.floor(random() * 128);
    }
  }
  return out;
}

/** Draws a latent; the school may be given. */
export function latentBy(random: Random, school = Math.floor(random() * SCHOOL_COUNT)): Uint8Array {
  const out = new Uint8Array(32);
  for (let i = 16; i < 32; i++) out[i] = Math.floor(random() * 256);
  out[15] = school;
  return out;
}
