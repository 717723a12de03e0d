// The quality of whoever paints, in figures: how far its patches are from painted ones, whether its
// pictures tell the moment, how much the tokens differ, and how steadily time goes by.

import { CONDITION } from "../../renderer/sky/latent.ts";
import type { Brush, Moment } from "./brush.ts";
import { randomFor } from "./chance.ts";
import type { Picture } from "./distance.ts";
import { conditionIn, GROUPS, type Group, latentBy } from "./moments.ts";
import {
  correlation,
  findSun,
  glance,
  luminance,
  median,
  probeOf,
  separability,
} from "./recover.ts";

/** How many pictures each figure rests on; each count is of pictures of every school. */
export interface Extent {
  size: number;
  suns: number;
  skies: number;
  probes: number;
  seeds: number;
  walks: number;
}

export const EXTENT: Extent = { size: 120, suns: 8, skies: 12, probes: 60, seeds: 4, walks: 3 };

export interface Consistency {
  /** Median distance of the sun that is found from the one that was asked for, in parts of the side. */
  sunError: number;
  /** Part of the suns found within a twentieth of the side. */
  sunFound: number;
  /** Correlations: mean luminance with the sun's height, read cloud with the cloud asked for. */
  luminance: number;
  cloud: number;
  /** Chance that a picture with rain (snow) reads rainier (snowier) than one without. */
  rain: number;
  snow: number;
}

export interface Continuity {
  /** Mean change of a pixel, in levels: over six minutes, one hour and six hours of the sun's way. */
  minutes: number;
  hour: number;
  sixHours: number;
  /** What ten times six minutes change together, per change of the hour: 1 is a straight way, more is flicker. */
  detour: number;
}

const SCHOOLS = 6;

/** Moments for every school: the i-th of each school has the same condition. */
function momentsOf(
  count: number,
  seed: number,
  draw: (random: () => number) => Uint8Array,
): Moment[] {
  return Array.from({ length: count * SCHOOLS }, (_, i) => ({
    latent: latentBy(randomFor(seed, 1, i), i % SCHOOLS),
    condition: draw(randomFor(seed, 2, i)),
  }));
}

/** A condition of a group with some places set. */
function withPlaces(
  group: Group,
  random: () => number,
  places: Partial<Record<keyof typeof CONDITION, number>>,
): Uint8Array {
  const out = conditionIn(group, random);
  for (const [name, value] of Object.entries(places)) {
    out[CONDITION[name as keyof typeof CONDITION]] = value;
  }
  return out;
}

/** A probe's reading of the weather, learnt from painted pictures alone. */
export interface Probes {
  cloud: Reading;
  rain: Reading;
  snow: Reading;
}
type Reading = (seen: ArrayLike<number>) => number;

const WEATHERS = ["none", "rain", "snow"] as const;

/** Pictures of any cloud, a third of them with rain, a third with snow. */
function weatherMoments(count: number, seed: number): { moments: Moment[]; kinds: number[] } {
  const kinds: number[] = [];
  const moments = momentsOf(count, seed, (random) => {
    const kind = Math.floor(random() * WEATHERS.length);
    kinds.push(kind);
    return withPlaces("day", random, {
      cloud: Math.floor(random() * 128),
      rain: kind === 1 ? 40 + Math.floor(random() * 88) : 0,
      snow: kind === 2 ? 40 + Math.floor(random() * 88) : 0,
      fog: 0,
    });
  });
  return { moments, kinds };
}

/** The probe also knows the school, as anyone who looks at a picture does. */
function seenOf(picture: Picture, index: number): Float64Array {
  const seen = glance(picture);
  const out = new Float64Array(seen.length + SCHOOLS);
  out.set(seen);
  out[seen.length + (index % SCHOOLS)] = 1;
  return out;
}

/** Learns to read the weather from what the painter paints. */
export async function learnProbes(painter: Brush, extent: Extent, seed: number): Promise<Probes> {
  const { moments, kinds } = weatherMoments(extent.probes, seed + 1);
  const seen = (await painter(moments, extent.size)).map(seenOf);
  const ridge = 30;
  return {
    cloud: probeOf(
      seen,
      moments.map((m) => m.condition[CONDITION.cloud]! / 127),
      ridge,
    ),
    rain: probeOf(
      seen,
      kinds.map((k) => (k === 1 ? 1 : 0)),
      ridge,
    ),
    snow: probeOf(
      seen,
      kinds.map((k) => (k === 2 ? 1 : 0)),
      ridge,
    ),
  };
}

/** Whether pictures tell the condition that they were painted for. */
export async function consistencyOf(
  brush: Brush,
  probes: Probes,
  extent: Extent,
  seed: number,
): Promise<Consistency> {
  const suns = momentsOf(extent.suns, seed + 2, (random) =>
    withPlaces("day", random, {
      sunX: 16 + Math.floor(random() * 96),
      sunY: 82 + Math.floor(random() * 36),
      moonY: 0,
      cloud: 0,
      haze: 0,
      fog: 0,
      mist: 0,
    }),
  );
  const errors = (await brush(suns, extent.size)).map((picture, i) => {
    const found = findSun(picture);
    const { condition } = suns[i]!;
    const x = (condition[CONDITION.sunX]! + 0.5) / 128;
    const y = (45_000 - (condition[CONDITION.sunY]! - 64) * 608) / 65_536;
    return Math.hypot(found.x - x, found.y - y);
  });

  const skies = momentsOf(extent.skies, seed + 3, (random) =>
    withPlaces("any", random, { sunY: Math.floor(random() * 128), cloud: 20, fog: 0, storm: 0 }),
  );
  const light = (await brush(skies, extent.size)).map(luminance);
  // Schools differ in how dark their nights are, so each is judged by itself.
  const perSchool = Array.from({ length: SCHOOLS }, (_, school) =>
    correlation(
      light.filter((_, i) => i % SCHOOLS === school),
      skies.filter((_, i) => i % SCHOOLS === school).map((m) => m.condition[CONDITION.sunY]!),
    ),
  );

  const { moments, kinds } = weatherMoments(extent.probes / 2, seed + 4);
  const seen = (await brush(moments, extent.size)).map(seenOf);
  const apart = (reading: Reading, kind: number) =>
    separability(
      seen.filter((_, i) => kinds[i] === kind).map(reading),
      seen.filter((_, i) => kinds[i] !== kind).map(reading),
    );
  return {
    sunError: median(errors),
    sunFound: errors.filter((e) => e < 0.05).length / errors.length,
    luminance: perSchool.reduce((a, b) => a + b, 0) / SCHOOLS,
    cloud: correlation(
      seen.map(probes.cloud),
      moments.map((m) => m.condition[CONDITION.cloud]! / 127),
    ),
    rain: apart(probes.rain, 1),
    snow: apart(probes.snow, 2),
  };
}

/** Mean difference between tokens of one school in the same moment, in levels, over every group. */
export async function diversityOf(brush: Brush, extent: Extent, seed: number): Promise<number> {
  let sum = 0;
  let pairs = 0;
  for (const [g, group] of (Object.keys(GROUPS) as Group[]).entries()) {
    const condition = conditionIn(group, randomFor(seed + 5, g));
    const moments = momentsOf(extent.seeds, seed + 6 + g, () => condition);
    const pictures = await brush(moments, 48);
    for (let a = 0; a < pictures.length; a++) {
      for (let b = a + SCHOOLS; b < pictures.length; b += SCHOOLS) {
        sum += change(pictures[a]!, pictures[b]!);
        pairs++;
      }
    }
  }
  return sum / pairs;
}

/**
 * How pictures change while only the sun moves: weather is held, since a change of weather draws new
 * clouds on purpose. An hour is 10 steps of the sun's column and 5 of its height, six minutes a tenth of
 * that, as near as whole numbers come.
 */
export async function continuityOf(
  brush: Brush,
  extent: Extent,
  seed: number,
): Promise<Continuity> {
  const start = momentsOf(extent.walks, seed + 30, (random) =>
    withPlaces("day", random, { sunX: 20, sunY: 60 + Math.floor(random() * 20) }),
  );
  const after = (columns: number) =>
    brush(
      start.map(({ latent, condition }) => {
        const moved = condition.slice();
        moved[CONDITION.sunX]! += columns;
        moved[CONDITION.sunY]! += Math.round(columns / 2);
        return { latent, condition: moved };
      }),
      extent.size,
    );
  const hour: Picture[][] = [];
  for (let k = 0; k <= 10; k++) hour.push(await after(k));
  const later = await after(60);
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const between = (a: Picture[], b: Picture[]) => mean(a.map((p, i) => change(p, b[i]!)));
  const steps = hour.slice(1).map((pictures, k) => between(hour[k]!, pictures));
  const whole = between(hour[0]!, hour[10]!);
  return {
    minutes: mean(steps),
    hour: whole,
    sixHours: between(hour[0]!, later),
    detour: (10 * mean(steps)) / whole,
  };
}

/** Mean absolute difference of two pictures, in levels. */
export function change(a: Picture, b: Picture): number {
  let sum = 0;
  for (let i = 0; i < a.rgb.length; i++) sum += Math.abs(a.rgb[i]! - b.rgb[i]!);
  return sum / a.rgb.length;
}

/** Signal-to-noise ratio between two sets of pictures of the same moments, in dB. */
export function agreement(a: readonly Picture[], b: readonly Picture[]): number {
  let sum = 0;
  let count = 0;
  a.forEach((picture, k) => {
    for (let i = 0; i < picture.rgb.length; i++) {
      sum += (picture.rgb[i]! - b[k]!.rgb[i]!) ** 2;
      count++;
    }
  });
  return 10 * Math.log10((255 * 255) / Math.max(sum / count, 1e-9));
}

/** Moments of every group, for figures over all weathers. */
export function mixedMoments(seed: number): Moment[] {
  return (Object.keys(GROUPS) as Group[]).flatMap((group, g) =>
    momentsOf(1, seed + 50 + g, (random) => conditionIn(group, random)),
  );
}
