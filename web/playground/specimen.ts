// A plant that nobody needs to own: everything that its picture depends on, to be set at will.
import { type Exposure, NO_EXPOSURE } from "../../renderer/exposure.ts";
import type { Genome } from "../../renderer/genome.ts";
import { NEVER_OBSERVED, type Observation } from "../../renderer/observation.ts";
import type { Scene } from "../../renderer/scene.ts";

/** The production grid; the demonstration's is the same. */
export const EPOCH_SECONDS = 25_200;
export const DAY_SECONDS = 86_400;
/** A plant remembers a week of epochs. */
export const WEEK_EPOCHS = 24;

/** What a plant remembers of its week: sums over the epochs observed. */
export type Week = Pick<
  Exposure,
  "observed" | "rainCentiMm" | "sunMinutes" | "frostMinutes" | "windEastCms" | "tempCentiC"
>;
/** What is seen of a whole life. */
export type Lifetime = Pick<Exposure, "observed" | "rainCentiMm" | "frostMinutes">;

export interface Specimen {
  genome: Genome;
  now: Observation;
  /** Unix seconds. */
  time: number;
  latMicroDeg: number;
  lonMicroDeg: number;
  place: string;
  /** Epochs without news. */
  weatherAge: number;
  /** Epochs since birth; negative before it. */
  age: number;
  week: Week;
  life: Lifetime;
  moves: number;
  decisions: number;
  pinned: boolean;
  model: number;
}

export function sceneOf(specimen: Specimen): Scene {
  const { genome, now, time, latMicroDeg, lonMicroDeg, weatherAge, model } = specimen;
  const epoch = Math.floor(time / EPOCH_SECONDS);
  return {
    tokenId: 0n,
    genome,
    time,
    epoch,
    birthEpoch: Math.max(0, epoch - specimen.age),
    weatherAge,
    now,
    life: { ...NO_EXPOSURE, ...specimen.life },
    recent: { ...NO_EXPOSURE, ...specimen.week },
    latMicroDeg,
    lonMicroDeg,
    stationName: specimen.place,
    model,
    pinned: specimen.pinned,
    moves: specimen.moves,
    decisions: specimen.decisions,
    pending: false,
  };
}

/** What a token shows, to be grown on from. */
export function specimenOf(scene: Scene): Specimen {
  const { genome, now, time, latMicroDeg, lonMicroDeg, weatherAge, model } = scene;
  const { recent, life } = scene;
  return {
    genome,
    now,
    time,
    latMicroDeg,
    lonMicroDeg,
    place: scene.stationName,
    weatherAge,
    age: scene.epoch - scene.birthEpoch,
    week: {
      observed: recent.observed,
      rainCentiMm: recent.rainCentiMm,
      sunMinutes: recent.sunMinutes,
      frostMinutes: recent.frostMinutes,
      windEastCms: recent.windEastCms,
      tempCentiC: recent.tempCentiC,
    },
    life: {
      observed: life.observed,
      rainCentiMm: life.rainCentiMm,
      frostMinutes: life.frostMinutes,
    },
    moves: scene.moves,
    decisions: scene.decisions,
    pinned: scene.pinned,
    model,
  };
}

/** A week in which every epoch was like this. */
export function weekOf(each: Omit<Week, "observed">, observed = WEEK_EPOCHS): Week {
  return {
    observed,
    rainCentiMm: each.rainCentiMm * observed,
    sunMinutes: each.sunMinutes * observed,
    frostMinutes: each.frostMinutes * observed,
    windEastCms: each.windEastCms * observed,
    tempCentiC: each.tempCentiC * observed,
  };
}

/** What the playground opens with: a grown Sunhead in New York, on a summer's afternoon. */
export const FIRST: Specimen = {
  genome: "0x0100000000000000b46e6007000000004b1d0c2e5a92f37784c6d02391be57a1",
  now: {
    ...NEVER_OBSERVED,
    tempCentiC: 2_350,
    windEastCms: 240,
    windNorthCms: 120,
    windSpeedCms: 270,
    sunMinutes: 330,
    codeRank: 1,
    cloudPct: 18,
    age: 0,
  },
  time: Date.UTC(2014, 6, 12, 20, 30) / 1000,
  latMicroDeg: 40_712_800,
  lonMicroDeg: -74_006_000,
  place: "New York",
  weatherAge: 0,
  age: 420,
  week: weekOf({
    rainCentiMm: 90,
    sunMinutes: 190,
    frostMinutes: 0,
    windEastCms: 60,
    tempCentiC: 2_100,
  }),
  life: { observed: 420, rainCentiMm: 420 * 90, frostMinutes: 2_000 },
  moves: 0,
  decisions: 0,
  pinned: false,
  model: 0,
};
