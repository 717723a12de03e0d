// What keepers said about an epoch, and what a verification needs from the chain.
import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Address, Hex } from "viem";
import { almanacAbi, climateAbi } from "../../contracts/abi.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { usePulse } from "./pulse.ts";
import { readAll } from "./reads.ts";

export interface EpochRecord {
  epoch: number;
  job: Hex;
  climateHash: Hex;
  /** Unix seconds. */
  commitEnds: number;
  revealEnds: number;
  reveals: readonly { keeper: Address; root: Hex; cid: Hex }[];
}

/** Needs an accepted epoch. */
function almanacQuery(world: World, epoch: number) {
  return queryOptions({
    queryKey: ["almanac", epoch],
    queryFn: () => readRecord(world, epoch),
  });
}

/** The record of an accepted epoch; asked for again with each block until nobody can add to it. */
export function useAlmanac(epoch: number | undefined) {
  const { data: pulse } = usePulse();
  return useQuery({
    ...almanacQuery(useWorld(), epoch ?? 0),
    enabled: epoch !== undefined,
    refetchInterval: ({ state }) =>
      state.data && pulse && pulse.time >= state.data.revealEnds ? false : 2_000,
  });
}

/** The newest of the last accepted epochs that somebody has revealed; null without one. */
export function useNewestRevealed(birthEpoch: number, epochs: readonly number[]) {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const candidates = epochs.filter((epoch) => epoch >= birthEpoch).slice(-LOOK_BACK);
  return useQuery({
    queryKey: ["newest-revealed", candidates, pulse?.block.toString()],
    queryFn: async () => {
      // One after the other: the first or the second answer is nearly always the last.
      for (const epoch of candidates.toReversed()) {
        if ((await readReveals(world, epoch)).length > 0) return epoch;
      }
      return null;
    },
    enabled: candidates.length > 0,
    placeholderData: (previous) => previous,
  });
}

/** Windows are at most about half an epoch, so a handful of epochs reaches back past them. */
const LOOK_BACK = 12;

async function readRecord(world: World, epoch: number): Promise<EpochRecord> {
  const almanac = { address: addressOf(world, "Almanac"), abi: almanacAbi } as const;
  const args = [BigInt(epoch)] as const;
  const [[job, windows, climateHash], reveals] = await Promise.all([
    readAll(world, [
      { ...almanac, functionName: "jobOf", args },
      { ...almanac, functionName: "windowsOf", args },
      { address: addressOf(world, "Climate"), abi: climateAbi, functionName: "climateHash", args },
    ]),
    readReveals(world, epoch),
  ]);
  return {
    epoch,
    job,
    climateHash,
    commitEnds: Number(windows[0]),
    revealEnds: Number(windows[1]),
    reveals,
  };
}

/** Apart from every batch: with many keepers the answer is longer than a batch may be. */
function readReveals(world: World, epoch: number): Promise<EpochRecord["reveals"]> {
  return world.client.readContract({
    address: addressOf(world, "Almanac"),
    abi: almanacAbi,
    functionName: "revealsOf",
    args: [BigInt(epoch)],
  });
}
