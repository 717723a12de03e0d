// On which terms plants are sold, unpacked from the words that the token keeps (contracts/types/Shop.sol),
// and what they mean at a moment of the chain.

import type { Address, Hex } from "viem";
import { zeroHash } from "viem";

/** When a sale is open: from `opensAt` until just before `closesAt`, in Unix seconds. */
export interface Window {
  opensAt: number;
  closesAt: number;
}

export interface Shop extends Window {
  /** Wei for one plant. */
  price: bigint;
  /** The most that one wallet mints in all; undefined for no limit. */
  walletLimit: number | undefined;
  maxSupply: number;
  /** Of them, those kept for the artist. */
  reserve: number;
  isPaused: boolean;
}

export interface Terms {
  shop: Shop;
  /** Undefined where nobody is listed. */
  listed: (Window & { root: Hex; price: bigint }) | undefined;
  /** Undefined where nobody signs vouchers. */
  voucherSigner: Address | undefined;
  /** The most in one call. */
  maxBatch: number;
  /** How many the connected account was ever minted. */
  minted: number;
}

/** A walletLimit that means none. */
const NO_LIMIT = 65_535;
/** Later than this nobody counts: the field's end is in the year 36,812. */
const FOR_EVER = 1 << 30;

export function unpackShop(word: bigint): Shop {
  const limit = Number(BigInt.asUintN(16, word >> 176n));
  return {
    price: BigInt.asUintN(96, word),
    opensAt: Number(BigInt.asUintN(40, word >> 96n)),
    closesAt: Number(BigInt.asUintN(40, word >> 136n)),
    walletLimit: limit === NO_LIMIT ? undefined : limit,
    maxSupply: Number(BigInt.asUintN(16, word >> 192n)),
    reserve: Number(BigInt.asUintN(16, word >> 208n)),
    isPaused: BigInt.asUintN(1, word >> 224n) === 1n,
  };
}

export function unpackListed(root: Hex, word: bigint): Terms["listed"] {
  if (root === zeroHash) return undefined;
  const { price, opensAt, closesAt } = unpackShop(word);
  return { root, price, opensAt, closesAt };
}

export type Phase =
  | { kind: "unplanned" }
  | { kind: "early"; opensAt: number }
  /** `closesAt` undefined: it stays open. */
  | { kind: "open"; closesAt: number | undefined }
  | { kind: "closed"; closedAt: number };

/** Where a sale stands at a moment of the chain. */
export function phaseOf({ opensAt, closesAt }: Window, time: number): Phase {
  if (closesAt <= opensAt) return { kind: "unplanned" };
  if (time < opensAt) return { kind: "early", opensAt };
  if (time >= closesAt) return { kind: "closed", closedAt: closesAt };
  return { kind: "open", closesAt: closesAt - time > FOR_EVER ? undefined : closesAt };
}

export type Way = "public" | "listed" | "voucher";

export const WAYS: readonly Way[] = ["public", "listed", "voucher"];

/** The way that a visitor most likely came for: the one that is open, or opens next. */
export function likelyWay({ shop, listed }: Terms, time: number): Way {
  const own = phaseOf(shop, time).kind;
  const list = listed && phaseOf(listed, time).kind;
  if (own === "open" || list === undefined) return "public";
  if (list === "open" || (list === "early" && own !== "early")) return "listed";
  return "public";
}

/** How many plants are for sale still. */
export function leftOf({ maxSupply, reserve }: Shop, minted: number): number {
  return Math.max(0, maxSupply - reserve - minted);
}

/** How many of them a wallet may mint: `limit` in all, whatever way it came by those it has. */
export function roomOf(limit: number | undefined, minted: number, left: number): number {
  return limit === undefined ? left : Math.min(left, Math.max(0, limit - minted));
}
