// Our own deployment, by the script that production uses: nothing to complain of, a seed among its tokens,
// weather on its plants, and a collection whose texts mean harm.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { heliotropeAbi } from "../../../contracts/abi.ts";
import {
  germinate,
  mined,
  mint,
  observeNext,
  owner,
  type System,
  startSystem,
} from "../../contracts/system.ts";
import { complaints, look, PATIENCE } from "./stage.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem();
}, PATIENCE);
afterAll(() => system?.anvil.stop());

const token = () => ({ address: system.contracts.Heliotrope!, abi: heliotropeAbi }) as const;
const heaviest = (findings: readonly { check: string; weight?: number }[], check: string) =>
  Math.max(...findings.filter((one) => one.check === check).map(({ weight }) => weight ?? 0));

describe("preflight", () => {
  test("default", async () => {
    await mint(system, owner, 2);
    await germinate(system);
    await observeNext(system);
    await observeNext(system);
    // A third token has not germinated.
    await mint(system, owner, 1);
    const report = await look(system.anvil.url, token().address, { tokens: "all" });
    expect(complaints(report)).toEqual({});
    expect(report.tokens).toEqual([0n, 1n, 2n]);
    expect(report.pictures.length).toBe(4);
    expect(heaviest(report.findings, "gas-50")).toBeGreaterThan(1_000_000);
    expect(heaviest(report.findings, "answer-length")).toBeLessThan(99_905);
  });

  test("behavior: a collection whose texts mean harm is as sound", async () => {
    const hostile = 'A "quote" \\ </title><script>alert(1)</script> ]]> \u202e \u2028 \u0000 🌻';
    const hash = await system.client.writeContract({
      ...token(),
      account: owner,
      functionName: "setNames",
      args: [hostile, hostile, ""],
    });
    await mined(system, hash);
    const report = await look(system.anvil.url, token().address, { tokens: [0n] });
    // The artist's own words, as they are: escaped where it matters, and no link.
    expect(complaints(report)).toEqual({ "collection-link": expect.any(String) });
  });
});
