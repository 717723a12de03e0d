import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { genomesAbi, heliotropeAbi } from "../../contracts/abi.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { usePulse } from "./pulse.ts";
import { readAll } from "./reads.ts";

/** Blocks from one target of a batch to the next. */
const REMEMBERED = 8_191n;
/** Blocks between two questions for it. */
const PACE = 32n;

export interface Sale {
  /** Wei for one plant. */
  price: bigint;
  maxSupply: number;
  /** Of them, those that are kept for the artist and not minted yet. */
  reserve: number;
  /** Most plants in one transaction. */
  maxBatch: number;
}

function saleQuery(world: World) {
  const heliotrope = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  return queryOptions({
    queryKey: ["sale"],
    queryFn: async (): Promise<Sale> => {
      const [shop, maxBatch] = await readAll(world, [
        { ...heliotrope, functionName: "shop" },
        { ...heliotrope, functionName: "MAX_BATCH" },
      ]);
      // contracts/types/Shop.sol has the bits.
      return {
        price: BigInt.asUintN(96, shop),
        maxSupply: Number(BigInt.asUintN(16, shop >> 192n)),
        reserve: Number(BigInt.asUintN(16, shop >> 208n)),
        maxBatch: Number(maxBatch),
      };
    },
  });
}

/** What a plant costs, and how many there can be. */
export function useSale() {
  return useQuery(saleQuery(useWorld()));
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
