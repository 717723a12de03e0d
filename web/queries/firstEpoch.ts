// The epoch in which the contracts came to the chain: no weather is older.
import { useQuery } from "@tanstack/react-query";
import { useWorld } from "../world.ts";
import { timeOf } from "./blocks.ts";
import { usePulse } from "./pulse.ts";

export function useFirstEpoch() {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const seconds = pulse?.epochSeconds;
  return useQuery({
    queryKey: ["first epoch"],
    queryFn: async () => Math.floor((await timeOf(world, world.deployment.startBlock)) / seconds!),
    enabled: seconds !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
