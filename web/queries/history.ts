// The weather of one station over the accepted epochs of a life.
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { climateAbi } from "../../contracts/abi.ts";
import { type Observation, unpackObservation } from "../../renderer/observation.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { usePulse } from "./pulse.ts";

export interface Reading {
  epoch: number;
  observation: Observation;
}

/** Accepted epochs from `from` to `to`, oldest first. */
function historyQuery(world: World, station: number, from: number, to: number) {
  return queryOptions({
    queryKey: ["history", station, from, to],
    queryFn: () => readHistory(world, station, from, to),
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

async function readHistory(
  world: World,
  station: number,
  from: number,
  to: number,
): Promise<Reading[]> {
  const climate = { address: addressOf(world, "Climate"), abi: climateAbi } as const;
  const most = Number(
    await world.client.readContract({ ...climate, functionName: "MAX_OBSERVATIONS" }),
  );
  const readings: Reading[] = [];
  for (let next = from; next <= to; ) {
    const words = await world.client.readContract({
      ...climate,
      functionName: "observationsBetween",
      args: [BigInt(station), BigInt(next), BigInt(to)],
    });
    // A `Reading`: the observation in the low 128 bits, the epoch above it.
    for (const word of words) {
      const observation = unpackObservation(BigInt.asUintN(128, word));
      readings.push({ epoch: Number(word >> 128n), observation });
    }
    if (words.length < most) break;
    next = readings.at(-1)!.epoch + 1;
  }
  return readings;
}
