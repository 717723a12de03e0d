// One keeper: its account, and what it said and did in a span of epochs. The views answer on every node; past events
// add what the contract has forgotten.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type Address, type Hex, numberToHex, toEventSelector } from "viem";
import { almanacAbi } from "../../contracts/abi.ts";
import type { WordView } from "../almanac/career.ts";
import { type Deed, deedOf } from "../almanac/deeds.ts";
import type { EpochView } from "../almanac/phase.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { blockBefore, timeOf } from "./blocks.ts";
import { readLogs } from "./logs.ts";
import { usePulse } from "./pulse.ts";
import { readAll } from "./reads.ts";
import { useEachBlock } from "./useEachBlock.ts";

export interface Account {
  /** 0 where there is none yet. */
  id: number;
  /** Wei that can be withdrawn. */
  balance: bigint;
  /** Commits whose bonds are locked. */
  locked: number;
}

export function useAccount(keeper: Address) {
  const world = useWorld();
  const query = useQuery({
    queryKey: ["account", keeper],
    queryFn: (): Promise<Account> =>
      world.client.readContract({
        address: addressOf(world, "Almanac"),
        abi: almanacAbi,
        functionName: "accountOf",
        args: [keeper],
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEachBlock(query.refetch, true);
  return query;
}

/** What the almanac says of a keeper in each of these epochs. */
export function useWords(keeper: Address, views: readonly EpochView[] | undefined) {
  const world = useWorld();
  const query = useQuery({
    queryKey: ["words", keeper, views?.[0]?.epoch, views?.length],
    queryFn: async ({ client, queryKey }): Promise<WordView[]> => {
      const known = client.getQueryData<WordView[]>(queryKey) ?? [];
      // What is paid out in a decided epoch never changes.
      const settled = known.filter(({ isSettled }) => isSettled);
      const others = views!.filter((view) => settled.every(({ epoch }) => epoch !== view.epoch));
      return [...settled, ...(await readWords(world, keeper, others))];
    },
    enabled: views !== undefined && views.length > 0,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEachBlock(query.refetch, views !== undefined && views.length > 0);
  return query;
}

async function readWords(
  world: World,
  keeper: Address,
  views: readonly EpochView[],
): Promise<WordView[]> {
  const almanac = { address: addressOf(world, "Almanac"), abi: almanacAbi } as const;
  const words = await readAll(
    world,
    views.map(
      ({ epoch }) =>
        ({ ...almanac, functionName: "wordOf", args: [BigInt(epoch), keeper] }) as const,
    ),
  );
  const revealed = views.filter((_, i) => BigInt(words[i]!.root) !== 0n);
  const stands = await readAll(
    world,
    revealed.map(
      ({ epoch }) =>
        ({ ...almanac, functionName: "standOf", args: [BigInt(epoch), keeper] }) as const,
    ),
  );
  const fallen = new Set(revealed.filter((_, i) => stands[i]!.fallen).map(({ epoch }) => epoch));
  return views.map(({ epoch }, i): WordView => {
    const { commitment, root, settled } = words[i]!;
    const isRevealed = BigInt(root) !== 0n;
    return {
      epoch,
      isCommitted: isRevealed || BigInt(commitment) !== 0n,
      root: isRevealed ? root : undefined,
      isSettled: settled,
      hasFallen: fallen.has(epoch),
    };
  });
}

/** What names the keeper since the first of these epochs. Fails where the node has no past events. */
export function useNamings(keeper: Address, views: readonly EpochView[] | undefined) {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const since = views?.at(-1)?.acceptedAt;
  return useQuery({
    queryKey: ["namings", keeper, since, pulse?.weatherEpoch, views?.[0]?.epoch],
    queryFn: async (): Promise<Deed[]> => {
      const head = { block: pulse!.block, time: pulse!.time };
      const from = await blockBefore(world, since!, head);
      const who = numberToHex(BigInt(keeper), { size: 32 });
      const asked = [
        [SIGNATURES.keeper, null, who],
        [SIGNATURES.by, null, null, who],
      ] as const;
      const logs = await Promise.all(
        asked.map((topics) => readLogs(world, topics, from, head.block)),
      );
      return Promise.all(
        logs
          .flat()
          .map(async (log) =>
            deedOf(log, log.blockTimestamp ? 0 : await timeOf(world, BigInt(log.blockNumber))),
          ),
      );
    },
    enabled: since !== undefined && pulse !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** Events that say more of a keeper than the views do: by whose topic they name it, the second or the third. */
const SIGNATURES = {
  keeper: [selectorOf("Expired")],
  by: [selectorOf("Expired"), selectorOf("Claimed")],
};

function selectorOf(wanted: "Expired" | "Claimed"): Hex {
  const events = almanacAbi.filter((item) => item.type === "event");
  return toEventSelector(events.find(({ name }) => name === wanted)!);
}
