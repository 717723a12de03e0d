// What the almanac's views say of epochs, for nodes that have no past events.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { almanacAbi } from "../../contracts/abi.ts";
import type { EpochView, Rules } from "../almanac/phase.ts";
import { type SaidWord, standingOf } from "../almanac/standing.ts";
import type { Story } from "../almanac/story.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { readAll } from "./reads.ts";
import { useEachBlock } from "./useEachBlock.ts";

/** Accounts to a call of `wordsOf`, and how many accounts are looked at. */
const WORDS = 200;
const MOST_ACCOUNTS = 1_000;

/** The stories of these epochs as the views tell them; asked for only where they are needed. */
export function useStandings(
  views: readonly EpochView[] | undefined,
  rules: Rules,
  isNeeded: boolean,
) {
  const world = useWorld();
  const enabled = isNeeded && views !== undefined && views.length > 0;
  const query = useQuery({
    queryKey: ["standings", views?.[0]?.epoch, views?.length],
    queryFn: async (): Promise<ReadonlyMap<number, Story>> => {
      const accounts = await world.client.readContract({
        address: addressOf(world, "Almanac"),
        abi: almanacAbi,
        functionName: "accountCount",
      });
      const told = await Promise.all(
        views!.map(async (view) => {
          const words = await readWords(world, view.epoch, Number(accounts));
          return [view.epoch, standingOf(view, words, rules)] as const;
        }),
      );
      return new Map(told);
    },
    enabled,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEachBlock(query.refetch, enabled);
  return query;
}

async function readWords(world: World, epoch: number, accounts: number): Promise<SaidWord[]> {
  const almanac = { address: addressOf(world, "Almanac"), abi: almanacAbi } as const;
  const pages: bigint[] = [];
  for (let first = 1; first <= Math.min(accounts, MOST_ACCOUNTS); first += WORDS) {
    pages.push(BigInt(first));
  }
  // Each apart from every batch: with many keepers the answer is longer than a batch may be.
  const said = await Promise.all(
    pages.map((first) =>
      world.client.readContract({
        ...almanac,
        functionName: "wordsOf",
        args: [BigInt(epoch), first, BigInt(WORDS)],
      }),
    ),
  );
  const words = said
    .flat()
    .filter(({ commitment, root }) => BigInt(commitment) + BigInt(root) > 0n);
  const revealed = words.filter(({ root }) => BigInt(root) !== 0n);
  const stands = await readAll(
    world,
    revealed.map(
      ({ keeper }) =>
        ({ ...almanac, functionName: "standOf", args: [BigInt(epoch), keeper] }) as const,
    ),
  );
  return words.map(({ keeper, root, settled }): SaidWord => {
    const at = revealed.findIndex((each) => each.keeper === keeper);
    return {
      keeper,
      isSettled: settled,
      root: at < 0 ? undefined : root,
      stand: stands[at],
    };
  });
}
