// An order as calls of the token: one for each batch that a call takes.
import type { Address, Hex } from "viem";
import { heliotropeAbi } from "../../contracts/abi.ts";
import { type Call, callOf } from "../wallet/transaction.ts";

/** The home that germination draws, as the contract writes it. */
export const DRAWN = 65_535;

export interface Order {
  quantity: number;
  /** A station, or `DRAWN`. */
  home: number;
  /** Wei for one plant. */
  price: bigint;
  maxBatch: number;
}

/** What shows that an account is on the list. */
export interface Listing {
  maximum: number;
  proof: readonly Hex[];
}

export function publicCalls(token: Address, order: Order): Call[] {
  return batchesOf(order).map((quantity) => {
    const value = order.price * quantity;
    const call = { address: token, abi: heliotropeAbi, value } as const;
    // The plainer call is the cheaper one.
    return order.home === DRAWN
      ? callOf({ ...call, functionName: "mint", args: [quantity] })
      : callOf({ ...call, functionName: "mintAt", args: [quantity, order.home] });
  });
}

export function listedCalls(token: Address, order: Order, { maximum, proof }: Listing): Call[] {
  return batchesOf(order).map((quantity) =>
    callOf({
      address: token,
      abi: heliotropeAbi,
      functionName: "mintListed",
      args: [quantity, order.home, BigInt(maximum), proof],
      value: order.price * quantity,
    }),
  );
}

function batchesOf({ quantity, maxBatch }: Order): bigint[] {
  const batches: bigint[] = [];
  for (let left = quantity; left > 0; left -= maxBatch) {
    batches.push(BigInt(Math.min(left, maxBatch)));
  }
  return batches;
}
