// What a search means on this chain: which tokens it leaves, and a sentence about what was found.
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useHoldings } from "../queries/owners.ts";
import { count, number } from "../words.ts";
import { useWorld } from "../world.ts";
import { type Typed, typedOf } from "./wish.ts";

export interface Found {
  /** The tokens that fit; undefined where nothing was searched for, or not found out yet. */
  among: ReadonlySet<number> | undefined;
  /** The answer is on its way. */
  isBusy: boolean;
  /** What to say about it, where the plants alone do not. */
  words: string | undefined;
}

const NONE: ReadonlySet<number> = new Set();

export function useFound(query: string, minted: number): Found {
  const typed = typedOf(query);
  const asked = typed.kind === "number" && typed.tokenId < minted ? typed.tokenId : undefined;
  const alone = useMemo(() => new Set(asked === undefined ? [] : [asked]), [asked]);
  const named = useName(typed.kind === "name" ? typed.name : undefined);
  const resolved = named.data?.state === "found" ? named.data.address : undefined;
  const owner = typed.kind === "address" ? typed.address : resolved;
  const holdings = useHoldings(owner);

  switch (typed.kind) {
    case "nothing":
      return { among: undefined, isBusy: false, words: undefined };
    case "number":
      return { among: alone, isBusy: false, words: numberWords(typed.tokenId, minted) };
    case "unclear":
      return {
        among: NONE,
        isBusy: false,
        words: "Search for a plant’s number, its owner’s address (0x…) or an ENS name.",
      };
    default:
      break;
  }
  if (typed.kind === "name" && !resolved) return unresolved(typed, named);
  const who = typed.kind === "name" ? `${typed.name} (${resolved})` : "This address";
  if (holdings.data) {
    const { size } = holdings.data;
    const words = `${who} holds ${size === 0 ? "no plant" : count(size, "plant")}.`;
    return { among: holdings.data, isBusy: false, words };
  }
  return holdings.isError
    ? {
        among: NONE,
        isBusy: false,
        words: "The owner of each plant could not be read. The page keeps trying.",
      }
    : { among: undefined, isBusy: true, words: "Asking the token who holds what…" };
}

function numberWords(tokenId: number, minted: number): string | undefined {
  if (tokenId < minted) return undefined;
  if (minted === 0) return "No plant has been minted yet.";
  return `There is no plant ${number(tokenId)}: they go from 0 to ${number(minted - 1)}.`;
}

function unresolved(
  { name }: Extract<Typed, { kind: "name" }>,
  { data, isError }: ReturnType<typeof useName>,
): Found {
  if (isError) {
    const words = "The node could not look this name up. Search for the owner’s address (0x…).";
    return { among: NONE, isBusy: false, words };
  }
  if (!data) return { among: undefined, isBusy: true, words: `Looking ${name} up…` };
  const words = {
    absent: "This chain has no ENS names. Search for the owner’s address (0x…).",
    malformed: `${name} cannot be an ENS name. Check how it is written.`,
    unset: `${name} points to no address.`,
    found: undefined,
  }[data.state];
  return { among: NONE, isBusy: false, words };
}

function useName(name: string | undefined) {
  const world = useWorld();
  return useQuery({
    queryKey: ["name", name],
    queryFn: async () => (await import("../queries/ens.ts")).resolveName(world, name!),
    enabled: name !== undefined,
    staleTime: 60_000,
  });
}
