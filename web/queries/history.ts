// The weather of one station over the accepted epochs of a life.
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
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

/**
 * Accepted epochs from `from` to `to`, oldest first. One entry of the cache grows with the chain: of a past that is
 * known only the rest is asked for.
 */
export function historyQuery(world: World, station: number, from: number, to: number) {
  const queryKey = ["history", station, from];
  return queryOptions({
    queryKey,
    queryFn: async ({ client }) => {
      const known = client.getQueryData<Reading[]>(queryKey)?.slice(0, -UNSETTLED) ?? [];
      const next = known.length === 0 ? from : known.at(-1)!.epoch + 1;
      return known.concat(await readHistory(world, station, next, to));
    },
    staleTime: ({ state }) => (reaches(state.data, to) ? Number.POSITIVE_INFINITY : 0),
  });
}

function reaches(readings: readonly Reading[] | undefined, to: number): boolean {
  return (readings?.at(-1)?.epoch ?? -1) >= to;
}

/** What a plant has lived through, up to the last accepted epoch. */
export function useHistory(station: number | undefined, birthEpoch: number) {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const last = pulse?.lastEpoch;
  const isAsked = station !== undefined && last !== undefined && last >= birthEpoch;
  const query = useQuery({
    ...historyQuery(world, station ?? 0, birthEpoch, last ?? 0),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  const { refetch } = query;
  const isBehind = isAsked && query.isFetched && !reaches(query.data, last);
  useEffect(() => {
    if (isBehind && last !== undefined) void refetch();
  }, [isBehind, last, refetch]);
  return query;
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
