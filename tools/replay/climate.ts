// The recorded weather as the climate contract would have kept it: an observation for every epoch and station,
// and running sums. Derived and rounded by the keeper's own code, added up by the contract's twin.
import { weatherAt } from "../../keeper/weather/derive.ts";
import { quantize } from "../../keeper/weather/quantize.ts";
import { loadRecordings, recordingsFile } from "../../keeper/weather/recordings.ts";
import { add, type Exposure, minus, NO_EXPOSURE } from "../../renderer/exposure.ts";
import { NEVER_OBSERVED, type Observation } from "../../renderer/observation.ts";

export const EPOCH_SECONDS = 25_200;

/** The recordings begin with 2012: the first epoch whose instant lies in it. */
export const FIRST_EPOCH = Math.ceil(Date.UTC(2012, 0, 1) / 1000 / EPOCH_SECONDS);

/** The age of weather where there has been none. */
const AGE_NONE = 65_535;

export interface Station {
  readonly name: string;
  readonly latMicroDeg: number;
  readonly lonMicroDeg: number;
}

/** The two places that have been recorded, as collection.json has them. */
export const STATIONS: readonly Station[] = [
  { name: "Seattle", latMicroDeg: 47_606_200, lonMicroDeg: -122_332_100 },
  { name: "New York", latMicroDeg: 40_712_800, lonMicroDeg: -74_006_000 },
];

/** All that is known from `first` on, by epochs since then. Plain data, so that threads can be handed it. */
export interface Climate {
  readonly first: number;
  readonly stations: readonly Station[];
  /** The last accepted epoch at or before each epoch; -1 where there is none. */
  readonly accepted: readonly number[];
  /** By station, then by epoch; epochs that were not accepted repeat the one before. */
  readonly observations: readonly (readonly Observation[])[];
  readonly sums: readonly (readonly Exposure[])[];
}

/**
 * Replays `count` epochs from FIRST_EPOCH on. Epochs in `missed` (since the first) are never accepted: nobody
 * submitted them.
 */
export function replay(count: number, missed: ReadonlySet<number> = new Set()): Climate {
  const { byName } = loadRecordings(recordingsFile());
  const accepted: number[] = [];
  for (let i = 0; i < count; i++) accepted.push(missed.has(i) ? (accepted[i - 1] ?? -1) : i);
  const kept = STATIONS.map(({ name, latMicroDeg, lonMicroDeg }) => {
    const recording = byName.get(name);
    if (!recording) throw new Error(`There is no recording of ${name}. Run npm ci.`);
    const place = { latDeg: latMicroDeg / 1e6, lonDeg: lonMicroDeg / 1e6 };
    const observations: Observation[] = [];
    const sums: Exposure[] = [];
    for (let i = 0; i < count; i++) {
      let observation = observations[i - 1] ?? NEVER_OBSERVED;
      let sum = sums[i - 1] ?? NO_EXPOSURE;
      if (accepted[i] === i) {
        const instant = (FIRST_EPOCH + i) * EPOCH_SECONDS;
        const weather = weatherAt(recording, place, instant, EPOCH_SECONDS);
        if (weather === null) {
          // Reported as missing: what was last seen is carried on and grows older.
          const last = i > 0 ? accepted[i - 1]! : -1;
          const gap = last < 0 ? 0 : i - last;
          observation = { ...observation, age: Math.min(observation.age + gap, 8191) };
        } else {
          observation = quantize(weather, EPOCH_SECONDS);
          sum = add(sum, observation);
        }
      }
      observations.push(observation);
      sums.push(sum);
    }
    return { observations, sums };
  });
  return {
    first: FIRST_EPOCH,
    stations: STATIONS,
    accepted,
    observations: kept.map(({ observations }) => observations),
    sums: kept.map(({ sums }) => sums),
  };
}

/** The epoch shown while the grid is at `epoch`, and its weather's age: as the climate's `shownEpoch`. */
export function shownEpoch(climate: Climate, epoch: number): { epoch: number; weatherAge: number } {
  const last = latestAccepted(climate, epoch);
  if (last < 0) return { epoch, weatherAge: AGE_NONE };
  const age = epoch - last;
  return age < 2 ? { epoch: last, weatherAge: 0 } : { epoch, weatherAge: Math.min(age, AGE_NONE) };
}

/** The last accepted epoch at or before `epoch`; -1 where there is none. */
export function latestAccepted(climate: Climate, epoch: number): number {
  const at = Math.min(epoch - climate.first, climate.accepted.length - 1);
  if (at < 0 || climate.accepted[at]! < 0) return -1;
  return climate.first + climate.accepted[at]!;
}

export function observationAt(climate: Climate, station: number, epoch: number): Observation {
  const at = latestAccepted(climate, epoch);
  return at < 0 ? NEVER_OBSERVED : climate.observations[station]![at - climate.first]!;
}

/** What a station saw after `from`, up to `to`: two reads and a subtraction. */
export function exposureBetween(
  climate: Climate,
  station: number,
  from: number,
  to: number,
): Exposure {
  return minus(sumAt(climate, station, to), sumAt(climate, station, from));
}

function sumAt(climate: Climate, station: number, epoch: number): Exposure {
  const at = latestAccepted(climate, epoch);
  return at < 0 ? NO_EXPOSURE : climate.sums[station]![at - climate.first]!;
}
