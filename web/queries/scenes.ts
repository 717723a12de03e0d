// Gathers scenes from the chain, as `sceneOf` in contracts/Metadata.sol does: genome, state, station,
// weather, sums. Every call names its epoch, so the answers cannot change in between.

import { climateAbi, genomesAbi, heliotropeAbi } from "../../contracts/abi.ts";
import { NO_EXPOSURE, unpackExposure } from "../../renderer/exposure.ts";
import { type Genome, germinated, homeStation } from "../../renderer/genome.ts";
import { unpackObservation } from "../../renderer/observation.ts";
import type { Scene } from "../../renderer/scene.ts";
import { addressOf, type World } from "../world.ts";
import type { Pulse } from "./pulse.ts";
import { readAll } from "./reads.ts";

/** A week of epochs: what the plant still remembers clearly. */
const RECENT_EPOCHS = 24;

/** The weather's age where there has been none. */
const NO_WEATHER = 65_535;

/** The moment to show: a pulse has one, and so has any accepted epoch. */
export type Moment = Pick<Pulse, "shownEpoch" | "weatherAge" | "epochSeconds">;

/** A scene, and the number of the station that its weather comes from. */
export interface Gathered {
  scene: Scene;
  station: number;
}

/** Scenes of the tokens `from` to `to - 1` at a moment, in order. */
export async function readScenes(
  world: World,
  from: number,
  to: number,
  moment: Moment,
): Promise<Gathered[]> {
  const epoch = BigInt(moment.shownEpoch);
  const heliotrope = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  const genomes = { address: addressOf(world, "Genomes"), abi: genomesAbi } as const;
  const climate = { address: addressOf(world, "Climate"), abi: climateAbi } as const;
  const ids = Array.from({ length: to - from }, (_, i) => BigInt(from + i));

  const [states, words, births] = await Promise.all([
    readAll(
      world,
      ids.map((id) => ({ ...heliotrope, functionName: "stateAt", args: [id, epoch] }) as const),
    ),
    readAll(
      world,
      ids.map((id) => ({ ...genomes, functionName: "genomeOf", args: [id] }) as const),
    ),
    readAll(
      world,
      ids.map((id) => ({ ...genomes, functionName: "birthEpochOf", args: [id] }) as const),
    ),
  ]);
  const lives = ids.map((_, i): Life | undefined => {
    const genome = words[i]! as Genome;
    if (!germinated(genome)) return undefined;
    // Between germination and birth the token's state is still empty: its home is in the genome.
    const { birthEpoch, station } = states[i]!;
    const since = Math.min(births[i]!, moment.shownEpoch);
    return { station: birthEpoch === 0 ? homeStation(genome) : station, since };
  });

  // Tokens share stations and birthdays, so each distinct answer is asked for once.
  const places = distinct(lives.flatMap((life) => (life ? [life.station] : [])));
  const spans = distinct(
    lives.flatMap((life) => (life ? [spanOf(life, life.since), spanOf(life, recentOf(life))] : [])),
  );
  const [stations, weather, sums] = await Promise.all([
    readAll(
      world,
      places.map(
        (place) => ({ ...climate, functionName: "stationOf", args: [BigInt(place)] }) as const,
      ),
    ),
    readAll(
      world,
      places.map(
        (place) =>
          ({ ...climate, functionName: "observationAt", args: [BigInt(place), epoch] }) as const,
      ),
    ),
    readAll(
      world,
      spans.map((span) => {
        const [station, from] = span.split(":").map(BigInt) as [bigint, bigint];
        const args = [station, from, epoch] as const;
        return { ...climate, functionName: "exposureBetween", args } as const;
      }),
    ),
  ]);

  return ids.map((tokenId, i): Gathered => {
    const life = lives[i];
    const seed: Scene = {
      tokenId,
      genome: words[i]! as Genome,
      time: moment.shownEpoch * moment.epochSeconds,
      epoch: moment.shownEpoch,
      birthEpoch: births[i]!,
      weatherAge: NO_WEATHER,
      now: unpackObservation(0n),
      life: NO_EXPOSURE,
      recent: NO_EXPOSURE,
      latMicroDeg: 0,
      lonMicroDeg: 0,
      stationName: "",
      model: states[i]!.model,
    };
    if (!life) return { scene: seed, station: 0 };
    const place = places.indexOf(life.station);
    const station = stations[place]!;
    const scene: Scene = {
      ...seed,
      weatherAge: moment.weatherAge,
      now: unpackObservation(weather[place]![0]),
      life: unpackExposure(sums[spans.indexOf(spanOf(life, life.since))]!),
      recent: unpackExposure(sums[spans.indexOf(spanOf(life, recentOf(life)))]!),
      latMicroDeg: station.latMicroDeg,
      lonMicroDeg: station.lonMicroDeg,
      stationName: station.name,
    };
    return { scene, station: life.station };
  });

  /** The epoch after which the plant still remembers clearly. */
  function recentOf(life: Life): number {
    return Math.max(life.since, moment.shownEpoch - RECENT_EPOCHS);
  }
}

interface Life {
  station: number;
  /** The birth epoch, or the shown one while birth lies ahead: nothing has happened yet. */
  since: number;
}

/** A key for the sums of a station from an epoch on. */
function spanOf(life: Life, from: number): string {
  return `${life.station}:${from}`;
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
