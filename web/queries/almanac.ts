// What keepers said about an epoch, and what a verification needs from the chain.
import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Address, Hex } from "viem";
import { almanacAbi, climateAbi } from "../../contracts/abi.ts";
import { deedOf, revealTopics } from "../almanac/deeds.ts";
import { OUTCOMES } from "../almanac/phase.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { blockAfter, blockBefore } from "./blocks.ts";
import { readLogs } from "./logs.ts";
import { usePulse } from "./pulse.ts";
import { readAll } from "./reads.ts";

export interface RootRecord {
  root: Hex;
  /** One that revealed it, and so a name of it for the contract. */
  keeper: Address;
  /** How many stand behind it. */
  keepers: number;
  fallen: boolean;
  /** Where its first keeper put the pictures; undefined where the node does not answer for past events. */
  cid: Hex | undefined;
}

export interface EpochRecord {
  epoch: number;
  job: Hex;
  climateHash: Hex;
  /** Unix seconds. */
  commitEnds: number;
  revealEnds: number;
  outcome: (typeof OUTCOMES)[number];
  /** The root that the token's picture was decided for alone, or all that were revealed. */
  roots: readonly RootRecord[];
}

/** Accounts to a call of `wordsOf`, and calls: whoever comes later than these is not looked at. */
const WORDS = 200;
const MOST_CALLS = 10;

/** Needs an accepted epoch. */
export function almanacQuery(world: World, tokenId: number, epoch: number) {
  return queryOptions({
    queryKey: ["almanac", epoch, tokenId],
    queryFn: ({ client, queryKey }) =>
      readRecord(world, tokenId, epoch, client.getQueryData<EpochRecord>(queryKey)),
  });
}

/** What the almanac says of a token at an accepted epoch; asked for again until the epoch is decided. */
export function useAlmanac(tokenId: number, epoch: number | undefined) {
  return useQuery({
    ...almanacQuery(useWorld(), tokenId, epoch ?? 0),
    enabled: epoch !== undefined,
    refetchInterval: ({ state }) =>
      state.data && state.data.outcome !== "open" ? false : WHILE_OPEN_MS,
  });
}

const WHILE_OPEN_MS = 4_000;

/** The newest of the last accepted epochs of which a root stands; null without one. */
export function useNewestRevealed(birthEpoch: number, epochs: readonly number[]) {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const candidates = epochs.filter((epoch) => epoch >= birthEpoch).slice(-LOOK_BACK);
  return useQuery({
    queryKey: ["newest-revealed", candidates, pulse?.block.toString()],
    queryFn: async () => {
      const almanac = { address: addressOf(world, "Almanac"), abi: almanacAbi } as const;
      const states = await readAll(
        world,
        candidates.map(
          (epoch) => ({ ...almanac, functionName: "epochOf", args: [BigInt(epoch)] }) as const,
        ),
      );
      return candidates.findLast((_, i) => states[i]!.standing > 0) ?? null;
    },
    enabled: candidates.length > 0,
    placeholderData: (previous) => previous,
  });
}

/** Commits and reveals take less than an epoch, so a handful of epochs reaches back past them. */
const LOOK_BACK = 12;

async function readRecord(
  world: World,
  tokenId: number,
  epoch: number,
  before: EpochRecord | undefined,
): Promise<EpochRecord> {
  const almanac = { address: addressOf(world, "Almanac"), abi: almanacAbi } as const;
  const climate = { address: addressOf(world, "Climate"), abi: climateAbi } as const;
  const args = [BigInt(epoch)] as const;
  const [job, windows, state, artwork, count, climateHash, acceptedAt] = await readAll(world, [
    { ...almanac, functionName: "jobOf", args },
    { ...almanac, functionName: "windowsOf", args },
    { ...almanac, functionName: "epochOf", args },
    { ...almanac, functionName: "artworkAt", args: [BigInt(tokenId), ...args] },
    { ...almanac, functionName: "accountCount" },
    { ...climate, functionName: "climateHash", args },
    { ...climate, functionName: "acceptedAt", args },
  ]);
  const outcome = OUTCOMES[state.outcome]!;
  const [, root, keeper] = artwork;
  const named =
    BigInt(root) !== 0n ? [{ root, keeper }] : await readRevealed(world, epoch, Number(count));
  const revealEnds = Number(windows[1]);
  const cids = new Map(before?.roots.map((each) => [each.root, each.cid]));
  if (named.some((each) => !cids.has(each.root))) {
    // A picture is verified without it, so a node that has no past events does not stop anybody.
    const found = await readCids(world, epoch, acceptedAt, revealEnds).catch(() => []);
    for (const [hash, cid] of found) cids.set(hash, cid);
  }
  const stands = await readAll(
    world,
    named.map(
      (each) => ({ ...almanac, functionName: "standOf", args: [...args, each.keeper] }) as const,
    ),
  );
  return {
    epoch,
    job,
    climateHash,
    commitEnds: Number(windows[0]),
    revealEnds,
    outcome,
    roots: named.map((each, i) => ({
      ...each,
      keepers: stands[i]!.keepers,
      fallen: stands[i]!.fallen,
      cid: cids.get(each.root),
    })),
  };
}

/** Each root that was revealed, with somebody that revealed it. */
async function readRevealed(world: World, epoch: number, accounts: number) {
  const firsts: bigint[] = [];
  for (let first = 1; first <= accounts && firsts.length < MOST_CALLS; first += WORDS) {
    firsts.push(BigInt(first));
  }
  // Each apart from every batch: with many keepers the answer is longer than a batch may be.
  const pages = await Promise.all(
    firsts.map((first) =>
      world.client.readContract({
        address: addressOf(world, "Almanac"),
        abi: almanacAbi,
        functionName: "wordsOf",
        args: [BigInt(epoch), first, BigInt(WORDS)],
      }),
    ),
  );
  const roots = new Map<Hex, Address>();
  for (const { root, keeper } of pages.flat()) {
    if (BigInt(root) !== 0n && !roots.has(root)) roots.set(root, keeper);
  }
  return [...roots].map(([root, keeper]) => ({ root, keeper }));
}

/** Where the first keeper of each root put the pictures; the last pair of a root counts. */
async function readCids(
  world: World,
  epoch: number,
  acceptedAt: number,
  revealEnds: number,
): Promise<[Hex, Hex][]> {
  const { number, timestamp } = await world.client.getBlock();
  const head = { block: number, time: Number(timestamp) };
  const [from, to] = await Promise.all([
    blockBefore(world, acceptedAt, head),
    blockAfter(world, revealEnds, head),
  ]);
  const logs = await readLogs(world, revealTopics(epoch), from, to);
  return logs.toReversed().flatMap((log): [Hex, Hex][] => {
    const deed = deedOf(log, 0);
    return deed.eventName === "Revealed" ? [[deed.args.root, deed.args.cid]] : [];
  });
}
