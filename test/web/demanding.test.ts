// How a demand stands, as the page tells it and as the contract has it.
import { describe, expect, it } from "vitest";
import { amountIn } from "../../web/almanac/amount.ts";
import { bondAt, closesAt, demandState, priceOf } from "../../web/verify/demanding.ts";

const FLOOR = 5n * 10n ** 15n;
const rules = {
  bond: FLOOR,
  challengeEnds: 10_000,
  rules: { demandFloor: FLOOR, followUpSeconds: 3_600 },
};
const nobody = "0x0000000000000000000000000000000000000000";
const demand = {
  demander: "0x00000000000000000000000000000000000000aA",
  bond: FLOOR,
  deadline: 5_000,
  answeredAt: 0,
} as const;

describe("bondAt", () => {
  it("default: two answers' gas at the base fee, and the floor at least", () => {
    expect(bondAt(null, FLOOR)).toBe(FLOOR);
    expect(bondAt(10n ** 9n, FLOOR)).toBe(FLOOR);
    expect(bondAt(100n * 10n ** 9n, FLOOR)).toBe(44n * 10n ** 15n);
  });
});

describe("demandState", () => {
  it("default: open, waiting, overdue from the deadline on, answered", () => {
    expect(demandState({ ...demand, demander: nobody }, rules, 1).kind).toBe("open");
    expect(demandState(demand, rules, 4_999)).toEqual({ kind: "waiting", isTooLittle: false });
    expect(demandState(demand, rules, 5_000)).toEqual({ kind: "overdue", isTooLittle: false });
    expect(demandState({ ...demand, answeredAt: 6_000 }, rules, 7_000).kind).toBe("answered");
  });

  it("behavior: it pays too little when an answer costs more, and no longer once it is raised", () => {
    const dear = { ...rules, bond: 2n * FLOOR + 1n };
    expect(demandState(demand, dear, 1)).toMatchObject({ isTooLittle: true });
    expect(demandState({ ...demand, bond: dear.bond }, dear, 1)).toMatchObject({
      isTooLittle: false,
    });
    expect(demandState(demand, { ...rules, bond: 2n * FLOOR }, 1)).toMatchObject({
      isTooLittle: false,
    });
  });
});

describe("closesAt", () => {
  it("default: with the challenges, or an hour after a late answer to the node above", () => {
    expect(closesAt(rules)).toBe(10_000);
    expect(closesAt(rules, 0)).toBe(10_000);
    expect(closesAt(rules, 2_000)).toBe(10_000);
    expect(closesAt(rules, 9_000)).toBe(12_600);
  });
});

describe("priceOf", () => {
  it("default: the floor as it is, and above it with room for a rising base fee", () => {
    expect(priceOf(rules)).toBe(FLOOR);
    expect(priceOf({ ...rules, bond: 2n * FLOOR })).toBe((FLOOR * 5n) / 2n);
  });
});

describe("amountIn", () => {
  const most = 10n ** 18n;

  it("default: ether to the last wei", () => {
    expect(amountIn("0.000000000000000001", most)).toBe(1n);
    expect(amountIn(" 1 ", most)).toBe(most);
  });

  it("error: what is no amount, nothing, or more than there is", () => {
    for (const text of ["", "1,5", "-1", "1e3", ".5", "0x10", "0.0000000000000000001"]) {
      expect(amountIn(text, most), text).toMatch(/^Write an amount/);
    }
    expect(amountIn("0.0", most)).toMatch(/^Nothing would be withdrawn/);
    expect(amountIn("1.000000000000000001", most)).toMatch(/^That is more/);
  });
});
