// Gathers scenes from the chain, as `sceneOf` in contracts/Metadata.sol does: genome, state, stay, station,
// weather, sums. Every call names its epoch, so the answers cannot change in between.

import { climateAbi, genomesAbi, heliotropeAbi } from "../../contracts/abi.ts";
import type { Label } from "../../renderer/document.ts";
import { type Exposure, NO_EXPOSURE, unpackExposure } from "../../renderer/exposure.ts";
import { type Genome, germinated } from "../../renderer/genome.ts";
import { unpackObservation } from "../../renderer/observation.ts";
import type { Scene } from "../../renderer/scene.ts";
import { addressOf, type World } from "../world.ts";
import { type OwnArt, readOwnArt } from "./art.ts";
import { memoryOf, type Stay, type Sum } from "./memory.ts";
import type { Pulse } from "./pulse.ts";
import { readAll } from "./reads.ts";

/** The weather's age where there has been none. */
const NO_WEATHER = 65_535;

/** The moment to show: a pulse has one, and so has any accepted epoch. */
export type Moment = Pick<Pulse, "shownEpoch" | "weatherAge" | "epochSeconds"> & {
  /** Another epoch than the present one, of which no choice is pending. */
  isPast?: boolean;
};

/** A scene, and the number of the station that its weather comes from. */
export interface Gathered {
  scene: Scene;
  station: number;
  /** What stands beside its picture. */
  label: Label;
  /** Where another art version than the twins' draws it. */
  own?: OwnArt | undefined;
}

/** Scenes of the tokens `from` to `to - 1` at a moment, in order. */
export async function readScenes(
  world: World,
  from: number,
  to: number,
  moment: Moment,
): Promise<Gathered[]> {
  const heliotrope = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  const genomes = { address: addressOf(world, "Genomes"), abi: genomesAbi } as const;
  const ids = Array.from({ length: to - from }, (_, i) => BigInt(from + i));
  const stateAt = (id: bigint, epoch: number) =>
    ({ ...heliotrope, functionName: "stateAt", args: [id, BigInt(epoch)] }) as const;

  const [states, words, births] = await Promise.all([
    readAll(
      world,
      ids.map((id) => stateAt(id, moment.shownEpoch)),
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
  // A pin takes the whole state at its epoch. Between germination and birth there is no state yet: what it
  // will be born as is shown.
  const epochs = states.map(({ pinnedEpoch }) => pinnedEpoch || moment.shownEpoch);
  const seeds = ids.filter((_, i) => !germinated(words[i]! as Genome));
  const [shown, stays, pending, targets, texts] = await Promise.all([
    readAll(
      world,
      ids.map((id, i) => stateAt(id, Math.max(epochs[i]!, births[i]!))),
    ),
    readAll(
      world,
      ids.map(
        (id, i) =>
          ({ ...heliotrope, functionName: "stayAt", args: [id, BigInt(epochs[i]!)] }) as const,
      ),
    ),
    readAll(
      world,
      ids.map((id) => ({ ...heliotrope, functionName: "pendingOf", args: [id] }) as const),
    ),
    readAll(
      world,
      seeds.map((id) => ({ ...heliotrope, functionName: "targetOf", args: [id] }) as const),
    ),
    readTexts(world),
  ]);
  const lives = ids.map((_, i): Life | undefined => {
    if (!germinated(words[i]! as Genome)) return undefined;
    const stay = { ...stays[i]!, before: unpackExposure(stays[i]!.before) };
    return { station: shown[i]!.station, epoch: epochs[i]!, birthEpoch: births[i]!, stay };
  });
  const [{ placeOf, weatherOf, sum }, own] = await Promise.all([
    readWeather(world, lives),
    readOwnArt(
      world,
      ids,
      shown.map(({ artVersion }) => artVersion),
      moment,
    ),
  ]);

  return ids.map((tokenId, i): Gathered => {
    const life = lives[i];
    const target = life ? 0 : Number(targets[seeds.indexOf(tokenId)]);
    const label: Label = { ...texts, target };
    const seed: Scene = {
      tokenId,
      genome: words[i]! as Genome,
      time: epochs[i]! * moment.epochSeconds,
      epoch: epochs[i]!,
      birthEpoch: births[i]!,
      weatherAge: NO_WEATHER,
      now: unpackObservation(0n),
      life: NO_EXPOSURE,
      recent: NO_EXPOSURE,
      latMicroDeg: 0,
      lonMicroDeg: 0,
      stationName: "",
      model: 0,
      pinned: states[i]!.pinnedEpoch !== 0,
      moves: 0,
      decisions: 0,
      pending: !moment.isPast && BigInt(moment.shownEpoch) < pending[i]![0],
    };
    if (!life) return { scene: seed, station: 0, label, own: own[i] };
    const station = placeOf(life);
    const scene: Scene = {
      ...seed,
      // Only an epoch with weather of its own can be pinned.
      weatherAge: seed.pinned ? 0 : moment.weatherAge,
      now: weatherOf(life),
      ...remembered(sum, life),
      latMicroDeg: station.latMicroDeg,
      lonMicroDeg: station.lonMicroDeg,
      stationName: station.name,
      model: shown[i]!.model,
      moves: shown[i]!.moves,
      decisions: shown[i]!.decisions,
    };
    return { scene, station: life.station, label, own: own[i] };
  });
}

/** The collection's texts, which may be long: each is read alone. */
async function readTexts(world: World): Promise<Omit<Label, "target">> {
  const token = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  const [collection, [, externalUrl]] = await Promise.all([
    world.client.readContract({ ...token, functionName: "name" }),
    world.client.readContract({ ...token, functionName: "names" }),
  ]);
  return { collection, externalUrl };
}

/** What a germinated plant's weather depends on. */
interface Life {
  station: number;
  /** The epoch shown. */
  epoch: number;
  birthEpoch: number;
  stay: Stay;
}

/** Plants share stations and birthdays, so each distinct answer is asked for once. */
async function readWeather(world: World, lives: readonly (Life | undefined)[]) {
  const climate = { address: addressOf(world, "Climate"), abi: climateAbi } as const;
  const places = new Map<string, readonly [bigint]>();
  const moments = new Map<string, readonly [bigint, bigint]>();
  const spans = new Map<string, readonly [bigint, bigint, bigint]>();
  for (const life of lives) {
    if (!life) continue;
    places.set(`${life.station}`, [BigInt(life.station)]);
    moments.set(momentOf(life), [BigInt(life.station), BigInt(life.epoch)]);
    // Once over nothing, to learn which sums it takes.
    const ask: Sum = (station, from, to) => {
      spans.set(`${station}:${from}:${to}`, [BigInt(station), BigInt(from), BigInt(to)]);
      return NO_EXPOSURE;
    };
    remembered(ask, life);
  }
  const [stations, weather, sums] = await Promise.all([
    readAll(
      world,
      [...places.values()].map(
        (args) => ({ ...climate, functionName: "stationOf", args }) as const,
      ),
    ),
    readAll(
      world,
      [...moments.values()].map(
        (args) => ({ ...climate, functionName: "observationAt", args }) as const,
      ),
    ),
    readAll(
      world,
      [...spans.values()].map(
        (args) => ({ ...climate, functionName: "exposureBetween", args }) as const,
      ),
    ),
  ]);
  const [placeKeys, momentKeys] = [[...places.keys()], [...moments.keys()]];
  const answers = new Map<string, Exposure>();
  for (const [i, key] of [...spans.keys()].entries()) answers.set(key, unpackExposure(sums[i]!));
  return {
    placeOf: (life: Life) => stations[placeKeys.indexOf(`${life.station}`)]!,
    weatherOf: (life: Life) => unpackObservation(weather[momentKeys.indexOf(momentOf(life))]![0]),
    sum: ((station, from, to) => answers.get(`${station}:${from}:${to}`)!) satisfies Sum,
  };
}

function remembered(sum: Sum, { epoch, birthEpoch, station, stay }: Life) {
  return memoryOf(sum, epoch, birthEpoch, station, stay);
}

function momentOf({ station, epoch }: Life): string {
  return `${station}:${epoch}`;
}
