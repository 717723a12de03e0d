// docs/almanac.md says what the rules in collection.json come to, not what they once came to.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  challengeGas,
  demandBond,
  GAS,
  lockOf,
  potsOfAYear,
  readEconomy,
  tables,
} from "../../tools/economics.ts";
import { readSection } from "../../tools/sections.ts";

const document = readFileSync("docs/almanac.md", "utf8");
const economy = readEconomy();
/** Lines are broken anywhere. */
const prose = document.replace(/\s+/g, " ");

describe("tables", () => {
  test("default", () => {
    const all = Object.entries(tables(economy));
    expect(all.length).toBe(6);
    for (const [name, body] of all) {
      expect(readSection(document, name), "run node tools/economics.ts").toBe(body);
    }
  });

  test("behavior: follow the rules", () => {
    const dearer = tables({ ...economy, bond: 2 * economy.bond });
    expect(dearer.checking).not.toBe(tables(economy).checking);
    expect(tables({ ...economy, pot: 2 * economy.pot }).keeping).not.toBe(tables(economy).keeping);
    const slower = tables({ ...economy, answerSeconds: 2 * economy.answerSeconds });
    expect(slower.censorship).not.toBe(tables(economy).censorship);
  });
});

describe("the prose", () => {
  const { bond, pot, commitSeconds } = economy;
  const { shown, walked } = challengeGas();
  const gwei = (ether: number, gas: number) => Math.floor((ether / gas) * 1e9);

  test("default", () => {
    const { shortest, longest } = lockOf(economy);
    expect([shortest, longest]).toEqual([15 * 3600, 35 * 3600]);
    const keeping = GAS.commitAndReveal + GAS.finalize + GAS.settle;
    const { epochs, ether } = potsOfAYear(economy);
    const said = [
      `the longest lock is ${longest / 3600} hours`,
      `executed at least ${(longest + commitSeconds) / 3600} hours later`,
      `the notice is ${(longest + commitSeconds) / 3600 + 48} hours`,
      `${pot} ETH / ${keeping.toLocaleString("en")} gas = ${gwei(pot, keeping)} gwei`,
      `pays ${epochs.toLocaleString("en")} pots, ${ether.toFixed(1)} ETH, a year`,
      `${bond / 2} ETH / ${shown.toLocaleString("en")} gas = ${gwei(bond / 2, shown)} gwei`,
      `below ${gwei(bond / 2, walked)} gwei where all four demands are needed`,
      `${bond / pot} epochs of it buy one bond`,
      `${walked.toLocaleString("en")} gas`,
      `${(99 * bond).toFixed(1)} ETH at 99 %, ${(999 * bond).toFixed(1)} ETH at 99.9 %`,
      `max(${economy.demandFloor} ETH, 2 x base fee x ${GAS.answer.toLocaleString("en")} gas)`,
      `A wrong commit costs ${bond} ETH, a missed reveal ${bond / 4} ETH`,
    ];
    expect(said.filter((text) => !prose.toLowerCase().includes(text.toLowerCase()))).toEqual([]);
  });

  test("behavior: no call of the tournament cost more than is reckoned with", () => {
    const rows = readFileSync("docs/almanac-tournament.md", "utf8").matchAll(
      /^\| \d+ \| \w+ \| `(\w+)`.*?\| ([\d,]+) \| +\|$/gm,
    );
    const most: Record<string, number> = {};
    for (const [, name, gas] of rows) {
      most[name!] = Math.max(most[name!] ?? 0, Number(gas!.replaceAll(",", "")));
    }
    expect(most.commit! + most.reveal!).toBeLessThanOrEqual(GAS.commitAndReveal);
    const { commitAndReveal: _, ...single } = GAS;
    for (const [name, gas] of Object.entries(single)) {
      expect(most[name], name).toBeGreaterThan(gas / 4);
      expect(most[name], name).toBeLessThanOrEqual(gas);
    }
  });

  test("behavior: an answer pays at least twice its gas at the base fee of the demand", () => {
    for (const fee of [0.01, 1, 11, 12, 1000]) {
      expect(demandBond(economy, fee)).toBeGreaterThanOrEqual((1.999 * GAS.answer * fee) / 1e9);
    }
  });
});
