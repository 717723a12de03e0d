import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { type Address, zeroAddress } from "viem";
import { genomesAbi, heliotropeAbi } from "../../contracts/abi.ts";
import { type Terms, unpackListed, unpackShop } from "../mint/terms.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { usePulse } from "./pulse.ts";
import { readAll } from "./reads.ts";
import { useEachBlock } from "./useEachBlock.ts";

/** Blocks from one target of a batch to the next. */
const REMEMBERED = 8_191n;
/** Blocks between two questions for it. */
const PACE = 32n;

function termsQuery(world: World, account: Address | undefined) {
  const heliotrope = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  return queryOptions({
    queryKey: ["terms", account],
    queryFn: async (): Promise<Terms> => {
      const [shop, listed, signer, maxBatch, minted] = await readAll(world, [
        { ...heliotrope, functionName: "shop" },
        { ...heliotrope, functionName: "listedSale" },
        { ...heliotrope, functionName: "voucherSigner" },
        { ...heliotrope, functionName: "MAX_BATCH" },
        { ...heliotrope, functionName: "numberMinted", args: [account ?? zeroAddress] },
      ]);
      return {
        shop: unpackShop(shop),
        listed: unpackListed(...listed),
        voucherSigner: signer === zeroAddress ? undefined : signer,
        maxBatch: Number(maxBatch),
        minted: Number(minted),
      };
    },
    // Another account changes one number only.
    placeholderData: keepPreviousData,
  });
}

/** On which terms plants are sold at this moment; the artist may change them with any block. */
export function useTerms(account: Address | undefined) {
  const query = useQuery(termsQuery(useWorld(), account));
  useEachBlock(query.refetch, true);
  return query;
}

/** The block whose randomness the next waiting batch takes; undefined while none waits. */
export function usePendingTarget() {
  const world = useWorld();
  const { data: pulse } = usePulse();
  return useQuery({
    // Asked anew now and then: a batch that lapses gets another target.
    queryKey: ["pending", pulse?.minted, pulse?.germinated, pulse && String(pulse.block / PACE)],
    queryFn: async () => {
      const [batch, targetNow, ripe] = await world.client.readContract({
        address: addressOf(world, "Genomes"),
        abi: genomesAbi,
        functionName: "pendingBatch",
      });
      if (batch.count === 0) return null;
      // Forgotten by a chain without a long memory: the next one is what is waited for.
      const isPast = pulse !== undefined && targetNow < pulse.block;
      return isPast && !ripe ? targetNow + REMEMBERED : targetNow;
    },
    enabled: pulse !== undefined && pulse.germinated < pulse.minted,
    placeholderData: keepPreviousData,
  });
}
