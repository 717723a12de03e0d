// Since when each holder's last choice counts. The states themselves tell, epoch by epoch, so no node needs to
// keep past events: all tokens that chose something are searched at once, by halves.
import { useQuery } from "@tanstack/react-query";
import { heliotropeAbi } from "../../contracts/abi.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import type { Catalogue } from "./catalogue.ts";
import { newRound } from "./round.ts";
import { unpackState } from "./state.ts";

/** The epoch that a token's last choice counts from, for those that have chosen anything. */
export type Changes = ReadonlyMap<number, number>;

const NO_CHANGES: Changes = new Map();

/** Asked for only where somebody wants to know; the last answer stays meanwhile. */
export function useChanges(catalogue: Catalogue | undefined, isWanted: boolean) {
  const world = useWorld();
  return useQuery({
    queryKey: ["changes", catalogue?.epoch, catalogue?.genomes.births.length],
    queryFn: () => (catalogue ? readChanges(world, catalogue) : NO_CHANGES),
    enabled: isWanted && catalogue !== undefined,
    placeholderData: (before) => before ?? NO_CHANGES,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
}

/** As many states as fit into an answer of several calls. */
const MOST_STATES = 500;

interface Span {
  id: number;
  /** Before this epoch the last choice does not count. */
  low: number;
  /** From this epoch on it does. */
  high: number;
}

export async function readChanges(world: World, catalogue: Catalogue): Promise<Changes> {
  const { choices, genomes, epoch } = catalogue;
  const token = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  let open: Span[] = [];
  for (const [id, count] of choices.entries()) {
    // What was chosen now counts from the next epoch, and the one shown may be one behind the clock.
    if (count > 0) open.push({ id, low: genomes.births[id]!, high: epoch + 2 });
  }
  const changes = new Map<number, number>();
  while (open.length > 0) {
    const round = newRound(world);
    const answers = byMiddle(open).map(([middle, spans]) => {
      const args = [spans.map(({ id }) => BigInt(id)), BigInt(middle)] as const;
      return { middle, spans, words: round.ask({ ...token, functionName: "statesOf", args }) };
    });
    await round.send();
    for (const { middle, spans, words } of answers) {
      for (const [i, span] of spans.entries()) {
        if (unpackState(words()[i]!).decisions >= choices[span.id]!) span.high = middle;
        else span.low = middle + 1;
      }
    }
    for (const { id, low, high } of open) if (low >= high) changes.set(id, high);
    open = open.filter(({ low, high }) => low < high);
  }
  return changes;
}

/** Those who ask about one epoch, together. */
function byMiddle(spans: readonly Span[]): [middle: number, spans: Span[]][] {
  const groups: [number, Span[]][] = [];
  const open = new Map<number, Span[]>();
  for (const span of spans) {
    const middle = Math.floor((span.low + span.high) / 2);
    const group = open.get(middle);
    if (group && group.length < MOST_STATES) {
      group.push(span);
      continue;
    }
    const next = [span];
    open.set(middle, next);
    groups.push([middle, next]);
  }
  return groups;
}
