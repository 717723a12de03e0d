// The state of the game: its rules, where each epoch stands, and what everybody has at stake.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { almanacAbi, climateAbi } from "../../contracts/abi.ts";
import { type EpochView, OUTCOMES, type Rules } from "../almanac/phase.ts";
import { bondAt } from "../verify/demanding.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { usePulse } from "./pulse.ts";
import { readAll } from "./reads.ts";
import { useEachBlock } from "./useEachBlock.ts";

/** The rules; the same for as long as the almanac's code is. */
export function useRules() {
  const world = useWorld();
  return useQuery({
    queryKey: ["rules"],
    queryFn: async (): Promise<Rules> => {
      const almanac = { address: addressOf(world, "Almanac"), abi: almanacAbi } as const;
      return world.client.readContract({ ...almanac, functionName: "rules" });
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export interface Purse {
  /** Wei that pots come from. */
  treasury: bigint;
  /** Wei that a demand costs now. */
  demandBond: bigint;
  /** Accounts that there are; their ids run from 1 to this. */
  accounts: number;
}

/** What changes with the game as a whole. */
export function usePurse() {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const query = useQuery({
    queryKey: ["purse"],
    queryFn: async (): Promise<Purse> => {
      const almanac = { address: addressOf(world, "Almanac"), abi: almanacAbi } as const;
      const [[treasury, accounts, { demandFloor }], head] = await Promise.all([
        readAll(world, [
          { ...almanac, functionName: "treasury" },
          { ...almanac, functionName: "accountCount" },
          { ...almanac, functionName: "rules" },
        ]),
        world.client.getBlock(),
      ]);
      const demandBond = bondAt(head.baseFeePerGas, demandFloor);
      return { treasury, demandBond, accounts: Number(accounts) };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEachBlock(query.refetch, pulse !== undefined);
  return query;
}

/** The accepted ones of these epochs, newest first; judged ones are not asked for again. */
export function useEpochs(epochs: readonly number[]) {
  const world = useWorld();
  const query = useQuery({
    queryKey: ["epochs", epochs[0], epochs.length],
    queryFn: async ({ client, queryKey }): Promise<EpochView[]> => {
      const known = client.getQueryData<EpochView[]>(queryKey) ?? [];
      const strangers = epochs.filter((epoch) => known.every((each) => each.epoch !== epoch));
      const judged = known.filter(({ outcome }) => outcome !== "open");
      const open = known.filter(({ outcome }) => outcome === "open");
      const windows = [...open, ...(await readWindows(world, strangers))];
      const views = [...judged, ...(await readStates(world, windows))];
      return views.sort((a, b) => b.epoch - a.epoch);
    },
    enabled: epochs.length > 0,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEachBlock(query.refetch, epochs.length > 0);
  return query;
}

export interface AccountView {
  id: number;
  keeper: Address;
  /** Wei. */
  balance: bigint;
  /** Commits whose bonds are locked. */
  locked: number;
}

/** The accounts with the ids `first` to `last`. */
export function useAccounts(first: number, last: number) {
  const world = useWorld();
  const query = useQuery({
    queryKey: ["accounts", first, last],
    queryFn: async ({ client, queryKey }): Promise<AccountView[]> => {
      const almanac = { address: addressOf(world, "Almanac"), abi: almanacAbi } as const;
      const ids = Array.from({ length: last - first + 1 }, (_, i) => first + i);
      // Whose an id is never changes.
      const known = client.getQueryData<AccountView[]>(queryKey)?.map(({ keeper }) => keeper);
      const keepers =
        known ??
        (await readAll(
          world,
          ids.map((id) => ({ ...almanac, functionName: "accountAt", args: [BigInt(id)] }) as const),
        ));
      const accounts = await readAll(
        world,
        keepers.map(
          (keeper) => ({ ...almanac, functionName: "accountOf", args: [keeper] }) as const,
        ),
      );
      return ids.map((id, i) => ({
        id,
        keeper: keepers[i]!,
        balance: accounts[i]!.balance,
        locked: accounts[i]!.locked,
      }));
    },
    enabled: last >= first,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEachBlock(query.refetch, last >= first);
  return query;
}

/** Ids of accounts by address; an id is given once. Those that are not read yet are left out. */
export function useIds(keepers: readonly Address[]) {
  const world = useWorld();
  return useQuery({
    queryKey: ["ids", keepers],
    queryFn: async ({ client }): Promise<ReadonlyMap<Address, number>> => {
      const ids = new Map(client.getQueryData<ReadonlyMap<Address, number>>(["ids"]));
      const strangers = keepers.filter((keeper) => !ids.has(keeper));
      const almanac = { address: addressOf(world, "Almanac"), abi: almanacAbi } as const;
      const accounts = await readAll(
        world,
        strangers.map((args) => ({ ...almanac, functionName: "accountOf", args: [args] }) as const),
      );
      for (const [i, { id }] of accounts.entries()) if (id > 0) ids.set(strangers[i]!, id);
      client.setQueryData(["ids"], ids);
      return ids;
    },
    enabled: keepers.length > 0,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

type Windows = Pick<
  EpochView,
  "epoch" | "acceptedAt" | "commitEnds" | "revealEnds" | "challengeEnds"
>;

/** Windows never change; an epoch whose weather nobody reported in time has none, and nothing to paint. */
async function readWindows(world: World, epochs: readonly number[]): Promise<Windows[]> {
  const almanac = { address: addressOf(world, "Almanac"), abi: almanacAbi } as const;
  const climate = { address: addressOf(world, "Climate"), abi: climateAbi } as const;
  const [accepted, windows] = await Promise.all([
    readAll(
      world,
      epochs.map((e) => ({ ...climate, functionName: "acceptedAt", args: [BigInt(e)] }) as const),
    ),
    readAll(
      world,
      epochs.map((e) => ({ ...almanac, functionName: "windowsOf", args: [BigInt(e)] }) as const),
    ),
  ]);
  return epochs.flatMap((epoch, i) => {
    const [commitEnds = 0, revealEnds = 0, challengeEnds = 0] = windows[i]!.map(Number);
    const acceptedAt = accepted[i]!;
    return commitEnds === 0 ? [] : [{ epoch, acceptedAt, commitEnds, revealEnds, challengeEnds }];
  });
}

async function readStates(world: World, windows: readonly Windows[]): Promise<EpochView[]> {
  const almanac = { address: addressOf(world, "Almanac"), abi: almanacAbi } as const;
  const states = await readAll(
    world,
    windows.map(
      ({ epoch }) => ({ ...almanac, functionName: "epochOf", args: [BigInt(epoch)] }) as const,
    ),
  );
  return windows.map((each, i): EpochView => {
    const { outcome, share, standing, openDemands, waitUntil } = states[i]!;
    return { ...each, outcome: OUTCOMES[outcome]!, share, standing, openDemands, waitUntil };
  });
}
