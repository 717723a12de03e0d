import { describe, expect, test } from "vitest";
import { bumpedFees, firstFees } from "../../keeper/chain/fees.ts";

describe("bumpedFees", () => {
  test("default", () => {
    expect(bumpedFees({ capWei: 100n, tipWei: 9n }, 10n, 1000n)).toEqual({
      capWei: 113n,
      tipWei: 11n,
    });
  });

  test("behavior: follows the base fee, stops at the limit", () => {
    expect(bumpedFees({ capWei: 100n, tipWei: 8n }, 200n, 1000n)).toEqual({
      capWei: 409n,
      tipWei: 9n,
    });
    expect(bumpedFees({ capWei: 100n, tipWei: 8n }, 900n, 1000n)).toEqual({
      capWei: 1000n,
      tipWei: 9n,
    });
    expect(bumpedFees({ capWei: 1000n, tipWei: 9n }, 900n, 1000n)).toBeNull();
    expect(bumpedFees({ capWei: 950n, tipWei: 9n }, 900n, 1000n)).toBeNull();
  });
});

describe("firstFees", () => {
  test("default", () => {
    expect(firstFees(100n, 7n, 1000n)).toEqual({ capWei: 207n, tipWei: 7n });
    expect(firstFees(100n, 7n, 5n)).toEqual({ capWei: 5n, tipWei: 5n });
  });
});
