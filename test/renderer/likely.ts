// Random scenes that a plant may really see, spread evenly over what a picture depends on: species, stages,
// weathers, seasons, marks. test/renderer/scenes.ts has those that anything may be in.
import { express, type Genome } from "../../renderer/genome.ts";
import type { Scene } from "../../renderer/scene.ts";
import { type Draw, randomName } from "./scenes.ts";

/** First and last age of each stage, in epochs: sprout, young, grown, old. */
const AGES = [
  [0, 2],
  [3, 39],
  [40, 2503],
  [2504, 9000],
] as const;

/** Means of a week, in hundredths of a degree: deep winter, near freezing, cool, mild, warm. */
const WEEKS = [
  [-2500, 0],
  [0, 500],
  [500, 900],
  [900, 1800],
  [1800, 3800],
] as const;

/** Latitudes: the tropics, both temperate zones, both circles. */
const LATITUDES = [1_300_000, 47_606_000, -37_800_000, 69_650_000, -77_850_000];

const bounded = (draw: Draw, [low, high]: readonly [number, number]) => low + draw(high - low + 1);

/** The genome with a single gene set. */
export function withGene(genome: Genome, at: bigint, value: number): Genome {
  const word = (BigInt(genome) & ~(0xffn << at)) | (BigInt(value) << at);
  return `0x${word.toString(16).padStart(64, "0")}`;
}

export function likelyScene(draw: Draw, species: number): Scene {
  const tokenId = BigInt(draw(8192));
  const entropy = Array.from({ length: 64 }, () => draw(16).toString(16)).join("");
  const drawn = withGene(express(`0x${entropy}`, tokenId, 8), 144n, species);
  // One in eight has each of the four mutations.
  const genome = withGene(drawn, 192n, Math.max(0, draw(8) - 3));
  const epoch = 60_000 + draw(6000);
  const age = bounded(draw, AGES[draw(AGES.length)]!);
  const week = bounded(draw, WEEKS[draw(WEEKS.length)]!);
  const tempCentiC = Math.max(-4000, Math.min(4500, week + draw(1200) - 600));
  const wind = [draw(3001) - 1500, draw(3001) - 1500] as const;
  const sums = (epochs: number) => ({
    rainCentiMm: epochs * draw(500),
    sunMinutes: epochs * draw(400),
    frostMinutes: tempCentiC < 500 ? epochs * draw(420) : 0,
    windEastCms: epochs * (draw(1201) - 600),
    windNorthCms: epochs * (draw(1201) - 600),
    windSpeedCms: epochs * draw(900),
    storms: draw(epochs + 1),
    tempCentiC: epochs * week,
    observed: epochs,
  });
  const moves = draw(2) === 0 ? 0 : draw(8);
  return {
    tokenId,
    genome,
    time: epoch * 25_200,
    epoch,
    birthEpoch: epoch - age,
    weatherAge: draw(4) === 0 ? draw(14) : 0,
    now: {
      tempCentiC,
      precipCentiMm: draw(2) === 0 ? 0 : draw(4000),
      windEastCms: wind[0],
      windNorthCms: wind[1],
      windSpeedCms: Math.round(Math.hypot(...wind)) + draw(800),
      sunMinutes: draw(421),
      frostMinutes: tempCentiC < 0 ? draw(421) : 0,
      codeRank: draw(28),
      cloudPct: draw(101),
      derived: draw(2) === 0,
      age: draw(8) === 0 ? draw(6) : 0,
    },
    recent: sums(Math.min(age, 24)),
    life: sums(age),
    latMicroDeg: LATITUDES[draw(LATITUDES.length)]!,
    lonMicroDeg: draw(360_000_001) - 180_000_000,
    stationName: draw(2) === 0 ? "Seattle" : randomName(draw),
    model: 1 + draw(2),
    pinned: draw(4) === 0,
    moves,
    decisions: moves + (draw(2) === 0 ? 0 : draw(10)),
    pending: draw(8) === 0,
  };
}
