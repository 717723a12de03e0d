// What everything costs, as whole transactions on a real chain: cold, with 21,000 and calldata. The
// figures are in docs/gas.md; HELIOTROPE_WRITE_VECTORS=1 writes them anew.
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { measureAlmanac } from "./gas/almanac.ts";
import { measureBytes, measureEngine, measureModels, measureViews } from "./gas/art.ts";
import { measureChoices } from "./gas/choices.ts";
import { parseFigure, readTable, writeFigures } from "./gas/document.ts";
import { measureClimate, measureExposure, measureGermination } from "./gas/growth.ts";
import { measurePeers } from "./peers/measure.ts";
import { type System, startSystem } from "./system.ts";

const FILE = new URL("../../docs/gas.md", import.meta.url);

/** How far a figure may move before the file must be written anew. */
const TOLERANCE = 0.02;

let system: System;
beforeAll(async () => {
  system = await startSystem();
}, 900_000);
afterAll(() => system?.anvil.stop());

test("behavior: figures are as docs/gas.md says and reach their goals", async () => {
  const comparisons = await measurePeers(system);
  const rows = [
    ...(await measureGermination(system)),
    ...(await measureClimate(system)),
    ...(await measureAlmanac(system)),
    ...(await measureModels(system)),
    ...(await measureEngine(system)),
    ...(await measureViews(system)),
    ...(await measureChoices(system)),
    // Last: it lets years pass.
    ...(await measureExposure(system)),
  ];
  const shares = await measureBytes(system);
  if (process.env.HELIOTROPE_WRITE_VECTORS) {
    const before = readFileSync(FILE, "utf8");
    writeFileSync(FILE, writeFigures(before, { comparisons, rows, shares }));
  }
  const written = readFileSync(FILE, "utf8");

  const sideBySide = readTable(written, "side by side");
  expect([...sideBySide.keys()]).toEqual(comparisons.map(({ what }) => what));
  for (const { what, gas, goal } of comparisons) {
    for (const [i, figure] of gas.entries()) {
      expectClose(what, figure, sideBySide.get(what)?.[i]);
    }
    if (goal !== null) expect(gas[0], what).toBeLessThanOrEqual(goal);
  }
  const figures = readTable(written, "figures");
  expect([...figures.keys()]).toEqual(rows.map(({ what }) => what));
  for (const { what, gas, goal, varies } of rows) {
    if (!varies) expectClose(what, gas, figures.get(what)?.[0]);
    if (goal !== null) expect(gas, what).toBeLessThanOrEqual(goal);
  }
  expect([...readTable(written, "bytes").keys()]).toEqual(shares.map(({ part }) => part));
  for (const { part, bytes, most } of shares) {
    expect(bytes, part).toBeGreaterThan(0);
    expect(bytes, part).toBeLessThanOrEqual(most);
  }
});

function expectClose(what: string, gas: number, cell: string | undefined): void {
  const figure = parseFigure(cell);
  const isClose = Math.abs(gas / figure - 1) < TOLERANCE;
  expect(isClose, `${what}: ${gas}, written ${figure}`).toBe(true);
}
