// Who holds what. The token itself is asked, plant by plant in large batches: right after every transfer and
// burn, on any node, and over as soon as as many are found as the owner has.
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { isAddressEqual } from "viem";
import { heliotropeAbi } from "../../contracts/abi.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { usePulse } from "./pulse.ts";
import { readAll, tryAll } from "./reads.ts";

/** Tokens in one step: four answers of a batch each. */
const STEP = 600;
/** How long an answer is taken for the present one. */
const FRESH_MS = 15_000;

/** The tokens of an owner, and those it had a moment ago while they are read again. */
export function useHoldings(owner: Address | undefined) {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const minted = pulse?.minted ?? 0;
  return useQuery({
    queryKey: ["holdings", owner?.toLowerCase(), minted],
    queryFn: async () => new Set(await readHoldings(world, owner!, minted)),
    enabled: owner !== undefined && pulse !== undefined,
    staleTime: FRESH_MS,
    // Each mint, whoever it is of, asks anew: what depends on these tokens stays meanwhile.
    placeholderData: (previous, query) =>
      query?.queryKey[1] === owner?.toLowerCase() ? previous : undefined,
    structuralSharing: false,
  });
}

/** Those of some tokens that nobody owns any more. */
export async function readBurned(
  world: World,
  tokens: readonly number[],
): Promise<ReadonlySet<number>> {
  const owners = await readOwners(world, tokens);
  return new Set(tokens.filter((_, i) => owners[i] === undefined));
}

/** The tokens that an address holds now, ascending. */
export async function readHoldings(
  world: World,
  owner: Address,
  minted: number,
): Promise<number[]> {
  const token = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  const balance = { ...token, functionName: "balanceOf", args: [owner] } as const;
  const [held] = await readAll(world, [balance]);
  const found: number[] = [];
  for (let first = 0; first < minted && found.length < Number(held); first += STEP) {
    const ids = Array.from({ length: Math.min(STEP, minted - first) }, (_, i) => first + i);
    const owners = await readOwners(world, ids);
    found.push(...ids.filter((_, i) => owners[i] && isAddressEqual(owners[i], owner)));
  }
  return found;
}

/** A burned token has no owner, and says so by reverting. */
async function readOwners(world: World, tokens: readonly number[]) {
  const token = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  const answers = await tryAll(
    world,
    tokens.map((id) => ({ ...token, functionName: "ownerOf", args: [BigInt(id)] }) as const),
  );
  return answers.map(({ result }) => result);
}
