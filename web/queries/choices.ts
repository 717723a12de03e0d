// What a holder has decided about one plant: the choice that waits for its epoch, seen with the block that has it, and
// the transactions behind those that are in force, found where their epochs say that they must be.
import { queryOptions, useQueries, useQuery } from "@tanstack/react-query";
import { decodeEventLog, type Hex, numberToHex, toEventSelector } from "viem";
import { heliotropeAbi } from "../../contracts/abi.ts";
import type { RawLog } from "../almanac/deeds.ts";
import type { Chosen } from "../token/life.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { blockAfter, blockBefore, timeOf } from "./blocks.ts";
import { readLogs } from "./logs.ts";
import { useEachBlock } from "./useEachBlock.ts";

export interface Pending {
  /** From this epoch on. */
  from: number;
  chosen: Chosen;
}

/** One transaction of the holder's. */
export interface Decision {
  kind: Kind;
  /** The station, the epoch, the model or the version. */
  value: number;
  from: number;
  nonce: number;
  /** Unix seconds. */
  time: number;
  transaction: Hex;
}

const KINDS = ["Moved", "Pinned", "Followed", "ModelAdopted", "ArtAdopted"] as const;
type Kind = (typeof KINDS)[number];
const EVENTS = heliotropeAbi.filter(
  (item): item is Extract<(typeof heliotropeAbi)[number], { type: "event"; name: Kind }> =>
    item.type === "event" && (KINDS as readonly string[]).includes(item.name),
);

/** What has been chosen and does not count yet; null where there is nothing. */
export function usePending(tokenId: number, isBorn: boolean) {
  const world = useWorld();
  const query = useQuery({
    queryKey: ["pending", tokenId],
    queryFn: () => readPending(world, tokenId),
    enabled: isBorn,
  });
  useEachBlock(query.refetch, isBorn);
  return query;
}

async function readPending(world: World, tokenId: number): Promise<Pending | null> {
  const [from, chosen] = await world.client.readContract({
    address: addressOf(world, "Heliotrope"),
    abi: heliotropeAbi,
    functionName: "pendingOf",
    args: [BigInt(tokenId)],
  });
  return from === 0n ? null : { from: Number(from), chosen };
}

/** A choice as the views tell it: the epoch that it counts from, and its number. */
export interface Told {
  from: number;
  nonce: number;
}

/**
 * The transactions of the choices that count from an epoch: its holder sent them in the epoch before. Choices that
 * another replaced before they counted are among them; `nonce` is the last.
 */
function decisionsQuery(
  world: World,
  tokenId: number,
  { from, nonce }: Told,
  epochSeconds: number,
) {
  return queryOptions({
    queryKey: ["decisions", tokenId, from, nonce],
    queryFn: () => readDecisions(world, tokenId, from, epochSeconds),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** The decisions behind these choices; those that a node has no logs of are left out. */
export function useDecisions(tokenId: number, told: readonly Told[], epochSeconds: number) {
  const world = useWorld();
  return useQueries({
    queries: told.map((each) => decisionsQuery(world, tokenId, each, epochSeconds)),
    combine: decisionsOf,
  });
}

function decisionsOf(answers: readonly { data: Decision[] | undefined }[]): Decision[] {
  return answers.flatMap(({ data = [] }) => data);
}

async function readDecisions(
  world: World,
  tokenId: number,
  from: number,
  epochSeconds: number,
): Promise<Decision[]> {
  // Asked for here: a choice may be newer than the block that the page was last told of.
  const { number, timestamp } = await world.client.getBlock();
  const head = { block: number, time: Number(timestamp) };
  const [first, last] = await Promise.all([
    blockBefore(world, (from - 1) * epochSeconds, head),
    blockAfter(world, from * epochSeconds, head),
  ]);
  const topics = [
    EVENTS.map((event) => toEventSelector(event)),
    numberToHex(tokenId, { size: 32 }),
  ] as const;
  const logs = await readLogs(world, topics, first, last, "Heliotrope");
  const decisions = await Promise.all(logs.map((log) => decisionOf(world, log)));
  return decisions.filter((decision) => decision.from === from);
}

async function decisionOf(world: World, log: RawLog): Promise<Decision> {
  const topics = log.topics as [Hex, ...Hex[]];
  const { eventName, args } = decodeEventLog({ abi: EVENTS, data: log.data, topics });
  const told = args as Record<string, bigint>;
  const value = told.station ?? told.epoch ?? told.model ?? told.version ?? 0n;
  return {
    kind: eventName,
    value: Number(value),
    from: Number(told.fromEpoch),
    nonce: Number(told.nonce),
    time: await timeOf(world, BigInt(log.blockNumber)),
    transaction: log.transactionHash,
  };
}
