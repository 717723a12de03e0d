// The places with weather, and what was observed at each last.
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { climateAbi } from "../../contracts/abi.ts";
import { AGE_MISSING, type Observation, unpackObservation } from "../../renderer/observation.ts";
import { clean } from "../../renderer/words.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { usePulse } from "./pulse.ts";
import { readAll } from "./reads.ts";

export interface StationNow {
  station: number;
  name: string;
  latMicroDeg: number;
  lonMicroDeg: number;
  /** At the last accepted epoch; its age counts the epochs since then in which nobody observed this station. */
  observation: Observation;
  /** Whether anybody has ever observed it. */
  observed: boolean;
}

/** Every station with its weather at an accepted epoch; zero before the first. */
function stationsQuery(world: World, epoch: number) {
  return queryOptions({
    queryKey: ["stations", epoch],
    queryFn: () => readStations(world, epoch),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Every station with its latest weather. */
export function useStations() {
  const { data: pulse } = usePulse();
  return useQuery({
    ...stationsQuery(useWorld(), pulse?.lastEpoch ?? 0),
    enabled: pulse !== undefined,
    placeholderData: keepPreviousData,
  });
}

async function readStations(world: World, epoch: number): Promise<StationNow[]> {
  const climate = { address: addressOf(world, "Climate"), abi: climateAbi } as const;
  const total = await world.client.readContract({ ...climate, functionName: "stationCount" });
  const numbers = Array.from({ length: Number(total) }, (_, station) => BigInt(station));
  const [places, weather] = await Promise.all([
    readAll(
      world,
      numbers.map((id) => ({ ...climate, functionName: "stationOf", args: [id] }) as const),
    ),
    readAll(
      world,
      numbers.map(
        (id) => ({ ...climate, functionName: "observationAt", args: [id, BigInt(epoch)] }) as const,
      ),
    ),
  ]);
  return places.map(({ name, latMicroDeg, lonMicroDeg }, station) => {
    const observation = unpackObservation(weather[station]![0]);
    return {
      station,
      latMicroDeg,
      lonMicroDeg,
      observation,
      name: clean(name),
      observed: observation.age < AGE_MISSING,
    };
  });
}
