import { describe, expect, it } from "vitest";
import { DRAWN, listedCalls, publicCalls } from "../../../web/mint/order.ts";
import { span } from "../../../web/mint/span.ts";

const TOKEN = `0x${"aa".repeat(20)}` as const;
const order = { quantity: 23, home: DRAWN, price: 2n, maxBatch: 10 };

describe("calls", () => {
  it("default: one for each batch, each with its own price", () => {
    const calls = publicCalls(TOKEN, order);
    expect(calls.map(({ functionName, args, value }) => [functionName, args, value])).toEqual([
      ["mint", [10n], 20n],
      ["mint", [10n], 20n],
      ["mint", [3n], 6n],
    ]);
  });

  it("behavior: a home of one's choice, and a place on the list, go with every batch", () => {
    const homes = publicCalls(TOKEN, { ...order, quantity: 11, home: 1 });
    expect(homes.map(({ functionName, args }) => [functionName, args])).toEqual([
      ["mintAt", [10n, 1]],
      ["mintAt", [1n, 1]],
    ]);
    const proof = [`0x${"12".repeat(32)}`] as const;
    const [call, ...others] = listedCalls(TOKEN, { ...order, quantity: 2 }, { maximum: 5, proof });
    expect(others).toEqual([]);
    expect(call).toMatchObject({ functionName: "mintListed", args: [2n, DRAWN, 5n, proof] });
  });
});

describe("span", () => {
  it("default: as long as somebody would say it", () => {
    expect(span(1)).toBe("1 second");
    expect(span(119)).toBe("119 seconds");
    expect(span(120)).toBe("2 min");
    expect(span(7_500)).toBe("2 h 05 min");
    expect(span(3 * 86_400)).toBe("3 days");
    expect(span(-5)).toBe("0 seconds");
  });
});
