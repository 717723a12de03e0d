// The weather of one station over the accepted epochs of a life.
import { keepPreviousData, type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { climateAbi } from "../../contracts/abi.ts";
import { type Observation, unpackObservation } from "../../renderer/observation.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { usePulse } from "./pulse.ts";

export interface Reading {
  epoch: number;
  observation: Observation;
}

/** The contract's `MAX_OBSERVATIONS`: as many grid epochs can have no more readings. */
const PAGE_EPOCHS = 1_500;
/** The newest readings are read again: a reorganisation of the chain may have taken them back. */
const UNSETTLED = 8;

/** Accepted epochs from `from` to `to`, oldest first. Of a past that is known only the rest is asked for. */
export function historyQuery(world: World, station: number, from: number, to: number) {
  return queryOptions({
    queryKey: ["history", station, from, to],
    queryFn: async ({ client }) => {
      const known = knownReadings(client, station, from).slice(0, -UNSETTLED);
      const next = known.length === 0 ? from : known.at(-1)!.epoch + 1;
      return known.concat(await readHistory(world, station, next, to));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What a plant has lived through, up to the last accepted epoch. */
export function useHistory(station: number | undefined, birthEpoch: number) {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const last = pulse?.lastEpoch;
  return useQuery({
    ...historyQuery(world, station ?? 0, birthEpoch, last ?? 0),
    enabled: station !== undefined && last !== undefined && last >= birthEpoch,
    placeholderData: keepPreviousData,
  });
}

/** The longest past of a station that has been read already. */
function knownReadings(client: QueryClient, station: number, from: number): Reading[] {
  const known = client.getQueriesData<Reading[]>({ queryKey: ["history", station, from] });
  return known.reduce<Reading[]>(
    (longest, [, readings = []]) => (readings.length > longest.length ? readings : longest),
    [],
  );
}

async function readHistory(
  world: World,
  station: number,
  from: number,
  to: number,
): Promise<Reading[]> {
  const firsts: number[] = [];
  for (let first = from; first <= to; first += PAGE_EPOCHS) firsts.push(first);
  const pages = await Promise.all(
    firsts.map(async (first) => {
      const words = await world.client.readContract({
        address: addressOf(world, "Climate"),
        abi: climateAbi,
        functionName: "observationsBetween",
        args: [BigInt(station), BigInt(first), BigInt(Math.min(first + PAGE_EPOCHS - 1, to))],
      });
      return words.map(readingOf);
    }),
  );
  return pages.flat();
}

/** A `Reading`: the observation in the low 128 bits, the epoch above it. */
function readingOf(word: bigint): Reading {
  const observation = unpackObservation(BigInt.asUintN(128, word));
  return { epoch: Number(word >> 128n), observation };
}
