// What happened in the almanac: its events by epoch, read once and from then on in the newest blocks only.
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { type Deed, deedOf, topicsOf } from "../almanac/deeds.ts";
import { useWorld, type World } from "../world.ts";
import { blockAfter, blockBefore, timeOf } from "./blocks.ts";
import { readLogs } from "./logs.ts";
import { type Pulse, usePulse } from "./pulse.ts";
import { useEachBlock } from "./useEachBlock.ts";

/** How far back a reorganisation may reach: these blocks are read again. */
const UNSETTLED = 12n;

interface Ledger {
  epochs: readonly number[];
  from: bigint;
  to: bigint;
  deeds: readonly Deed[];
}

/**
 * What happened in `epochs` (newest first) from the moment `since` to about the moment `until` or the newest
 * block, in any order. Both are Unix seconds.
 */
export function useLedger(
  epochs: readonly number[],
  since: number | undefined,
  until = Number.POSITIVE_INFINITY,
) {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const kept = useRef<Ledger>(undefined);
  const enabled = pulse !== undefined && since !== undefined && epochs.length > 0;
  const query = useQuery({
    // One ledger, whatever it holds: it is written on with each block, by `useEachBlock`.
    queryKey: ["ledger"],
    queryFn: async () => {
      kept.current = await readOn(world, kept.current, epochs, [since!, until], pulse!);
      return kept.current.deeds;
    },
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  useEachBlock(query.refetch, enabled);
  return query;
}

async function readOn(
  world: World,
  kept: Ledger | undefined,
  epochs: readonly number[],
  [since, until]: readonly [number, number],
  head: Pulse,
): Promise<Ledger> {
  const from = await blockBefore(world, since, head);
  const to = await blockAfter(world, until, head);
  // An epoch that was accepted since then has no events before; any other one has everything read again.
  const isOn =
    kept !== undefined &&
    kept.from <= from &&
    epochs.every((epoch) => kept.epochs.includes(epoch) || epoch > kept.epochs[0]!);
  const next = isOn && kept.to - UNSETTLED >= from ? kept.to - UNSETTLED + 1n : from;
  const before = isOn
    ? kept.deeds.filter(({ block, epoch }) => block < next && epochs.includes(epoch))
    : [];
  const logs = next <= to ? await readLogs(world, topicsOf(epochs), next, to) : [];
  const deeds = await Promise.all(
    logs.map(async (log) =>
      deedOf(log, log.blockTimestamp ? 0 : await timeOf(world, BigInt(log.blockNumber))),
    ),
  );
  return { epochs, from, to, deeds: [...before, ...deeds] };
}
