// What demands pay now. The events of an epoch tell what each was put with; anybody may have raised it since, and the
// event of that names no epoch, so the contract is asked.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Hex } from "viem";
import { almanacAbi } from "../../contracts/abi.ts";
import type { DemandStory, Story } from "../almanac/story.ts";
import { addressOf, useWorld } from "../world.ts";
import { readAll } from "./reads.ts";
import { useEachBlock } from "./useEachBlock.ts";

/** Demands that are asked about; in a flood of them the others are shown as they were put. */
const MOST = 200;

/** The stories with what was raised; as they are until that is read. */
export function useBonds(stories: ReadonlyMap<number, Story> | undefined) {
  const world = useWorld();
  const unpaid = useMemo(() => unpaidIn(stories ?? new Map()).slice(0, MOST), [stories]);
  const { data, refetch } = useQuery({
    queryKey: ["bonds", unpaid.map(({ key }) => key)],
    queryFn: async () => {
      const demands = await readAll(
        world,
        unpaid.map(
          ({ call }) =>
            ({
              address: addressOf(world, "Almanac"),
              abi: almanacAbi,
              functionName: "demandOf",
              args: call,
            }) as const,
        ),
      );
      return new Map(unpaid.map(({ key }, i) => [key, demands[i]!.bond]));
    },
    enabled: unpaid.length > 0,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEachBlock(refetch, unpaid.length > 0);
  return useMemo(() => (stories && data ? withBonds(stories, data) : stories), [stories, data]);
}

function unpaidIn(stories: ReadonlyMap<number, Story>) {
  return [...stories].flatMap(([epoch, { roots }]) =>
    roots.flatMap(({ root, demands }) =>
      demands
        .filter(({ settled }) => !settled)
        .map((demand) => ({
          key: keyOf(epoch, root, demand),
          call: [
            BigInt(epoch),
            root,
            BigInt(demand.height),
            BigInt(demand.index),
            demand.hash,
          ] as const,
        })),
    ),
  );
}

function withBonds(stories: ReadonlyMap<number, Story>, bonds: ReadonlyMap<string, bigint>) {
  const raised = (epoch: number, root: Hex) => (demand: DemandStory) => {
    const bond = bonds.get(keyOf(epoch, root, demand));
    return bond !== undefined && bond > demand.bond ? { ...demand, raisedTo: bond } : demand;
  };
  return new Map(
    [...stories].map(([epoch, story]): [number, Story] => {
      const roots = story.roots.map((root) => ({
        ...root,
        demands: root.demands.map(raised(epoch, root.root)),
      }));
      return [epoch, { ...story, roots }];
    }),
  );
}

function keyOf(epoch: number, root: Hex, { height, index, hash }: DemandStory): string {
  return `${epoch}/${root}/${height}/${index}/${hash}`;
}
