// The scenes of one token at many epochs, for a film: as `readScenes`, the other way round, in as few requests.
import { climateAbi, genomesAbi, heliotropeAbi, modelsAbi } from "../../contracts/abi.ts";
import { type Exposure, NO_EXPOSURE, unpackExposure } from "../../renderer/exposure.ts";
import type { Genome } from "../../renderer/genome.ts";
import { unpackObservation } from "../../renderer/observation.ts";
import type { Scene } from "../../renderer/scene.ts";
import { memoryOf, type Sum } from "../queries/memory.ts";
import { readAll } from "../queries/reads.ts";
import { epochName } from "../words.ts";
import { addressOf, type World } from "../world.ts";

/** @throws Error for an epoch whose picture another art version drew: this page has no twin of that. */
export async function readSpan(
  world: World,
  tokenId: number,
  epochs: readonly number[],
  epochSeconds: number,
): Promise<Scene[]> {
  const token = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  const genomes = { address: addressOf(world, "Genomes"), abi: genomesAbi } as const;
  const climate = { address: addressOf(world, "Climate"), abi: climateAbi } as const;
  const models = { address: addressOf(world, "Models"), abi: modelsAbi } as const;
  const id = BigInt(tokenId);
  const [[genome, birthEpoch], asked] = await Promise.all([
    readAll(world, [
      { ...genomes, functionName: "genomeOf", args: [id] },
      { ...genomes, functionName: "birthEpochOf", args: [id] },
    ]),
    readAll(
      world,
      epochs.map((e) => ({ ...token, functionName: "stateAt", args: [id, BigInt(e)] }) as const),
    ),
  ]);
  // A pin takes the whole state at its epoch.
  const shown = epochs.map((epoch, i) => asked[i]!.pinnedEpoch || epoch);
  const distinct = [...new Set(shown)];
  const at = (epoch: number) => distinct.indexOf(epoch);
  const [states, stays] = await Promise.all([
    readAll(
      world,
      distinct.map((e) => ({ ...token, functionName: "stateAt", args: [id, BigInt(e)] }) as const),
    ),
    readAll(
      world,
      distinct.map((e) => ({ ...token, functionName: "stayAt", args: [id, BigInt(e)] }) as const),
    ),
  ]);
  const versions = [...new Set(states.map(({ artVersion }) => artVersion))];
  const stationIds = [...new Set(states.map(({ station }) => station))];
  const spans = new Map<string, readonly [bigint, bigint, bigint]>();
  const learn: Sum = (station, from, to) => {
    spans.set(`${station}:${from}:${to}`, [BigInt(station), BigInt(from), BigInt(to)]);
    return NO_EXPOSURE;
  };
  const memory = (sum: Sum, epoch: number) => {
    const stay = stays[at(epoch)]!;
    const before = unpackExposure(stay.before);
    return memoryOf(sum, epoch, birthEpoch, states[at(epoch)]!.station, { ...stay, before });
  };
  for (const epoch of distinct) memory(learn, epoch);
  const [arts, stations, weather, sums] = await Promise.all([
    readAll(
      world,
      versions.map((v) => ({ ...models, functionName: "artOf", args: [BigInt(v)] }) as const),
    ),
    readAll(
      world,
      stationIds.map(
        (s) => ({ ...climate, functionName: "stationOf", args: [BigInt(s)] }) as const,
      ),
    ),
    readAll(
      world,
      distinct.map((e, i) => {
        const args = [BigInt(states[i]!.station), BigInt(e)] as const;
        return { ...climate, functionName: "observationAt", args } as const;
      }),
    ),
    readAll(
      world,
      [...spans.values()].map(
        (args) => ({ ...climate, functionName: "exposureBetween", args }) as const,
      ),
    ),
  ]);
  const exposures = new Map<string, Exposure>();
  for (const [i, key] of [...spans.keys()].entries()) exposures.set(key, unpackExposure(sums[i]!));
  const sum: Sum = (station, from, to) => exposures.get(`${station}:${from}:${to}`)!;
  const drawn = addressOf(world, "Metadata").toLowerCase();

  return epochs.map((asEpoch, i): Scene => {
    const epoch = shown[i]!;
    const state = states[at(epoch)]!;
    if (arts[versions.indexOf(state.artVersion)]![0].toLowerCase() !== drawn) {
      throw new Error(
        `${epochName(asEpoch)} was drawn by art version ${state.artVersion}, which this page cannot draw again. Choose a span without it.`,
      );
    }
    const station = stations[stationIds.indexOf(state.station)]!;
    return {
      tokenId: id,
      genome: genome as Genome,
      time: epoch * epochSeconds,
      epoch,
      birthEpoch,
      // Accepted epochs alone are in a film: their weather is their own.
      weatherAge: 0,
      now: unpackObservation(weather[at(epoch)]![0]),
      ...memory(sum, epoch),
      latMicroDeg: station.latMicroDeg,
      lonMicroDeg: station.lonMicroDeg,
      stationName: station.name,
      model: state.model,
      pinned: asked[i]!.pinnedEpoch !== 0,
      moves: state.moves,
      decisions: state.decisions,
      pending: false,
    };
  });
}
