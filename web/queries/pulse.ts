// The one block watcher. Everything else on the page is keyed by what it reports, so a new epoch or
// a germinated token makes exactly the queries stale that depend on it.
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { climateAbi, genomesAbi, heliotropeAbi } from "../../contracts/abi.ts";
import { readHead } from "../node/head.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { readAll } from "./reads.ts";

const LOCAL_POLL_MS = 1_000;
const PUBLIC_POLL_MS = 6_000;

export interface Pulse {
  block: bigint;
  /** Seconds, from the block: the local chain runs through recorded years, so no clock is asked. */
  time: number;
  epochSeconds: number;
  /** Epoch whose instant the art shows now. */
  shownEpoch: number;
  /** Accepted epoch that the shown weather comes from. */
  weatherEpoch: number;
  /** Epochs since then. */
  weatherAge: number;
  /** Last accepted epoch; undefined before the first. */
  lastEpoch: number | undefined;
  minted: number;
  /** Of them, those that their holders have destroyed. */
  burned: number;
  germinated: number;
}

/** A query without data forgets its error with each new try; this is what the latest try failed with. */
const failures = new WeakMap<World, unknown>();

/** Why the latest pulse that came to an end failed; undefined where it did not. */
export function latestFailure(world: World): unknown {
  return failures.get(world);
}

export function pulseQuery(world: World) {
  const pollMs = world.deployment.development ? LOCAL_POLL_MS : PUBLIC_POLL_MS;
  return queryOptions({
    queryKey: ["pulse"],
    queryFn: async () => {
      try {
        const pulse = await readPulse(world);
        failures.delete(world);
        return pulse;
      } catch (failure) {
        failures.set(world, failure);
        throw failure;
      }
    },
    refetchInterval: pollMs,
    // Whoever comes to look between two beats, such as each plant on a wall of thousands, is told the last one.
    staleTime: pollMs,
    refetchIntervalInBackground: false,
  });
}

/** The latest pulse of the chain. */
export function usePulse() {
  return useQuery(pulseQuery(useWorld()));
}

/** The same, also while another tab or window is in front: for who must hear of a new epoch all the same. */
export function usePulseInBackground() {
  return useQuery({ ...pulseQuery(useWorld()), refetchIntervalInBackground: true });
}

/** Whether the node has failed before anything could be read from it. */
export function useSilence(): boolean {
  const query = { ...pulseQuery(useWorld()), select: () => true };
  const { data, errorUpdateCount } = useQuery(query);
  // Counted, because a page without data is pending again with each try and would flicker.
  return errorUpdateCount > 0 && !data;
}

/** Asks again, with each new pulse, for what failed and is still on the page. Mounted once. */
export function useRecovery(): void {
  const queries = useQueryClient();
  const { dataUpdatedAt } = usePulse();
  useEffect(() => {
    if (dataUpdatedAt === 0) return;
    // A sky that could not be painted is no fault of the node, and would fail again.
    void queries.refetchQueries({
      type: "active",
      predicate: ({ queryKey, state }) => state.status === "error" && queryKey[0] !== "sky",
    });
  }, [dataUpdatedAt, queries]);
}

async function readPulse(world: World): Promise<Pulse> {
  const climate = { address: addressOf(world, "Climate"), abi: climateAbi } as const;
  const block = await readHead(world);
  const token = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  const [epochSeconds, shown, latest, minted, living, germinated] = await readAll(world, [
    { ...climate, functionName: "EPOCH_SECONDS" },
    { ...climate, functionName: "shownEpoch", args: [block.timestamp] },
    { ...climate, functionName: "latestAccepted", args: [block.timestamp] },
    { ...token, functionName: "totalMinted" },
    { ...token, functionName: "totalSupply" },
    { address: addressOf(world, "Genomes"), abi: genomesAbi, functionName: "germinated" },
  ]);
  return {
    block: block.number,
    time: Number(block.timestamp),
    epochSeconds: Number(epochSeconds),
    shownEpoch: Number(shown[0]),
    weatherEpoch: Number(shown[1]),
    weatherAge: Number(shown[2]),
    lastEpoch: latest[0] ? Number(latest[1]) : undefined,
    minted: Number(minted),
    burned: Number(minted - living),
    germinated: Number(germinated),
  };
}
