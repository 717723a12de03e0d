import { zeroHash } from "viem";
import { describe, expect, it } from "vitest";
import {
  leftOf,
  likelyWay,
  phaseOf,
  roomOf,
  type Terms,
  unpackListed,
  unpackShop,
} from "../../../web/mint/terms.ts";

const NOW = 1_394_982_000;
const FOR_EVER = 2 ** 40 - 1;

/** A shop in the bits of contracts/types/Shop.sol. */
function shopWord(fields: Partial<Record<string, number | bigint>>): bigint {
  const at = (name: string, shift: bigint) => BigInt(fields[name] ?? 0) << shift;
  return (
    at("price", 0n) |
    at("opensAt", 96n) |
    at("closesAt", 136n) |
    at("walletLimit", 176n) |
    at("maxSupply", 192n) |
    at("reserve", 208n) |
    at("paused", 224n)
  );
}

describe("unpackShop", () => {
  it("default: every field is read from its own bits", () => {
    const fields = {
      price: 2n * 10n ** 16n,
      opensAt: NOW,
      closesAt: NOW + 9,
      walletLimit: 5,
      maxSupply: 10_000,
      reserve: 100,
      paused: 1,
    };
    const { paused: _, ...rest } = fields;
    expect(unpackShop(shopWord(fields))).toEqual({ ...rest, isPaused: true });
    const most = unpackShop(2n ** 225n - 1n);
    expect(most).toMatchObject({ price: 2n ** 96n - 1n, maxSupply: 65_535, closesAt: FOR_EVER });
  });

  it("behavior: 65,535 is no limit, and a list without a root is none", () => {
    expect(unpackShop(shopWord({ walletLimit: 65_535 })).walletLimit).toBeUndefined();
    expect(unpackShop(shopWord({ walletLimit: 0 })).walletLimit).toBe(0);
    expect(unpackListed(zeroHash, shopWord({ price: 1 }))).toBeUndefined();
  });
});

describe("phaseOf", () => {
  it("default: open from its first second until just before its last", () => {
    const window = { opensAt: NOW, closesAt: NOW + 100 };
    expect(phaseOf(window, NOW - 1)).toEqual({ kind: "early", opensAt: NOW });
    expect(phaseOf(window, NOW)).toEqual({ kind: "open", closesAt: NOW + 100 });
    expect(phaseOf(window, NOW + 99).kind).toBe("open");
    expect(phaseOf(window, NOW + 100)).toEqual({ kind: "closed", closedAt: NOW + 100 });
  });

  it("behavior: both ends at zero are no plan, and a far end is none", () => {
    expect(phaseOf({ opensAt: 0, closesAt: 0 }, NOW)).toEqual({ kind: "unplanned" });
    expect(phaseOf({ opensAt: 0, closesAt: FOR_EVER }, NOW)).toEqual({
      kind: "open",
      closesAt: undefined,
    });
  });
});

describe("likelyWay", () => {
  const terms = (own: number, listed: number | undefined): Terms => ({
    shop: unpackShop(shopWord({ opensAt: own, closesAt: own + 1_000 })),
    listed:
      listed === undefined
        ? undefined
        : unpackListed(
            `0x${"1".repeat(64)}`,
            shopWord({ opensAt: listed, closesAt: listed + 1_000 }),
          ),
    voucherSigner: undefined,
    maxBatch: 10,
    minted: 0,
  });

  it("default: the sale that is open, the public one first", () => {
    expect(likelyWay(terms(NOW - 10, NOW - 10), NOW)).toBe("public");
    expect(likelyWay(terms(NOW + 10, NOW - 10), NOW)).toBe("listed");
    expect(likelyWay(terms(NOW - 5_000, undefined), NOW)).toBe("public");
  });

  it("behavior: where none is open, the one that still comes", () => {
    expect(likelyWay(terms(NOW + 10, NOW + 10), NOW)).toBe("public");
    expect(likelyWay(terms(NOW - 5_000, NOW + 10), NOW)).toBe("listed");
    expect(likelyWay(terms(NOW + 10, NOW - 5_000), NOW)).toBe("public");
  });
});

describe("roomOf", () => {
  it("default: what is left of the limit, and of the supply", () => {
    const shop = unpackShop(shopWord({ maxSupply: 100, reserve: 10 }));
    expect(leftOf(shop, 85)).toBe(5);
    expect(leftOf(shop, 95)).toBe(0);
    expect(roomOf(undefined, 7, 5)).toBe(5);
    expect(roomOf(8, 7, 5)).toBe(1);
    expect(roomOf(3, 7, 5)).toBe(0);
    expect(roomOf(20, 7, 5)).toBe(5);
  });
});
