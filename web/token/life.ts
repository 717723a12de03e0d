// A plant's whole life in memory: what its holder had chosen from when on, and the weather of every station that
// it lived at. From it the scene of any accepted epoch follows without asking the chain again, so time can be
// dragged through ten thousand epochs.
import { type Exposure, NO_EXPOSURE } from "../../renderer/exposure.ts";
import type { Genome } from "../../renderer/genome.ts";
import { isStorm, type Observation } from "../../renderer/observation.ts";
import type { Scene } from "../../renderer/scene.ts";
import type { Reading } from "../queries/history.ts";
import { memoryOf, type Stay } from "../queries/memory.ts";

/** What the holder had chosen, as `stateAt` answers. */
export interface Chosen {
  station: number;
  model: number;
  artVersion: number;
  /** Zero while the plant follows the weather. */
  pinnedEpoch: number;
  moves: number;
  decisions: number;
}

/** What was in force from an epoch on. */
export interface Span {
  from: number;
  chosen: Chosen;
  stay: Stay;
}

export interface Place {
  name: string;
  latMicroDeg: number;
  lonMicroDeg: number;
}

/** A station's weather since the birth, with sums over every stretch of it. */
export interface Weather {
  place: Place;
  readings: readonly Reading[];
  sums: Sums;
}

export interface Life {
  tokenId: bigint;
  genome: Genome;
  birthEpoch: number;
  epochSeconds: number;
  /** The last accepted epoch that is in it. */
  upTo: number;
  /** Oldest first; the first from the birth on. */
  spans: readonly Span[];
  stations: ReadonlyMap<number, Weather>;
  /** Art versions that other contracts draw than the one that this page's twins follow. */
  foreignArts: ReadonlySet<number>;
}

const FIELDS = Object.keys(NO_EXPOSURE) as (keyof Exposure)[];

/** Sums up to each reading, by field. Far below 2^53, so plain numbers add exactly. */
export type Sums = Record<keyof Exposure, Float64Array>;

export function sumsOf(readings: readonly Reading[]): Sums {
  const sums = Object.fromEntries(
    FIELDS.map((field) => [field, new Float64Array(readings.length + 1)]),
  ) as Sums;
  readings.forEach(({ observation }, i) => {
    const isFresh = observation.age === 0;
    for (const field of FIELDS) {
      sums[field][i + 1] = sums[field][i]! + (isFresh ? amountOf(observation, field) : 0);
    }
  });
  return sums;
}

/** What was in force at an epoch of its life. */
export function spanAt({ spans }: Pick<Life, "spans">, epoch: number): Span {
  return spans.findLast(({ from }) => from <= epoch) ?? spans[0]!;
}

/** Whether this page can draw an epoch; where not, the contract of the art version adopted can. */
export function isDrawnHere(life: Life, epoch: number): boolean {
  const shown = spanAt(life, epoch).chosen.pinnedEpoch || epoch;
  return !life.foreignArts.has(spanAt(life, shown).chosen.artVersion);
}

/** What it has lived through: every accepted epoch, with the weather of where it stood. */
export function livedThrough({ spans, stations }: Life): Reading[] {
  return spans.flatMap(({ from, chosen }, i) => {
    const readings = stations.get(chosen.station)?.readings ?? [];
    const next = spans[i + 1]?.from ?? Number.POSITIVE_INFINITY;
    return readings.slice(countUpTo(readings, from - 1), countUpTo(readings, next - 1));
  });
}

/** How many readings are not after an epoch. */
export function countUpTo(readings: readonly Reading[], epoch: number): number {
  let low = 0;
  let high = readings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (readings[middle]!.epoch <= epoch) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The scene of an accepted epoch since the birth, as `sceneOf` of the contract answers of the past. */
export function sceneAt(life: Life, asked: number): { scene: Scene; station: number } {
  const { pinnedEpoch } = spanAt(life, asked).chosen;
  // A pin takes the whole state at its epoch.
  const epoch = pinnedEpoch || asked;
  const { chosen, stay } = spanAt(life, epoch);
  const { place, readings } = weatherAt(life, chosen.station);
  const reading = readings[countUpTo(readings, epoch) - 1];
  if (!reading) throw new Error(`There was no weather at epoch ${epoch} yet.`);
  const sum = (station: number, from: number, to: number) =>
    between(weatherAt(life, station), from, to);
  const scene: Scene = {
    tokenId: life.tokenId,
    genome: life.genome,
    time: epoch * life.epochSeconds,
    epoch,
    birthEpoch: life.birthEpoch,
    weatherAge: epoch - reading.epoch,
    now: reading.observation,
    ...memoryOf(sum, epoch, life.birthEpoch, chosen.station, stay),
    latMicroDeg: place.latMicroDeg,
    lonMicroDeg: place.lonMicroDeg,
    stationName: place.name,
    model: chosen.model,
    pinned: pinnedEpoch !== 0,
    moves: chosen.moves,
    decisions: chosen.decisions,
    pending: false,
  };
  return { scene, station: chosen.station };
}

function weatherAt({ stations }: Life, station: number): Weather {
  const weather = stations.get(station);
  if (!weather) throw new Error(`The weather of station ${station} has not been read.`);
  return weather;
}

function between({ readings, sums }: Weather, from: number, to: number): Exposure {
  const [first, last] = [countUpTo(readings, from), countUpTo(readings, to)];
  return Object.fromEntries(
    FIELDS.map((field) => [field, sums[field][last]! - sums[field][first]!]),
  ) as unknown as Exposure;
}

/** What one fresh observation adds to a sum. */
function amountOf(o: Observation, field: keyof Exposure): number {
  if (field === "observed") return 1;
  if (field === "storms") return isStorm(o) ? 1 : 0;
  return field === "rainCentiMm" ? o.precipCentiMm : o[field];
}
