// The tables of docs/almanac.md, worked out from the rules in collection.json: `node tools/economics.ts` writes them.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { KEEPING_GAS } from "../keeper/money/gas.ts";
import { writeSection } from "./sections.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * What one call costs at most, with all that a transaction costs: the limits of docs/gas.md where there is one, else
 * what docs/almanac-tournament.md measured, rounded up. An intent opens an account for whoever comes anew.
 */
export const GAS = {
  ...KEEPING_GAS,
  intend: 100_000,
  demand: 110_000,
  settleDemand: 55_000,
  challenge: 400_000,
  claim: 65_000,
  answer: 220_000,
} as const;

const BLOCK_SECONDS = 12;
const YEAR_SECONDS = 31_556_952;
/** Gas of a block in the long run: half of a limit of 60 million. */
const TARGET_GAS = 30_000_000;
/** Demands at four heights follow each other at most. */
const ROUNDS = 4;
/** What a keeper of ours has in flight at once, keeper/chain/sender.ts. */
const IN_FLIGHT = 4;

const GWEI = [0.1, 1, 10, 30, 100, 300] as const;
const CENSORING = [0.5, 0.9, 0.99, 0.999] as const;
const FLOODS = [100, 1_000, 4_800, 100_000] as const;

/** The rules, ether as numbers. */
export interface Economy {
  readonly epochSeconds: number;
  readonly commitSeconds: number;
  readonly revealSeconds: number;
  readonly challengeSeconds: number;
  readonly answerSeconds: number;
  readonly followUpSeconds: number;
  readonly bond: number;
  readonly pot: number;
  readonly demandFloor: number;
}

export function readEconomy(): Economy {
  const { almanac, climate } = JSON.parse(readFileSync(join(ROOT, "collection.json"), "utf8"));
  const ether = (wei: string) => Number(BigInt(wei)) / 1e18;
  return {
    ...almanac,
    epochSeconds: climate.epochSeconds,
    bond: ether(almanac.bondWei),
    pot: ether(almanac.potWei),
    demandFloor: ether(almanac.demandFloorWei),
  };
}

/** Every table of the document by the name of its section. */
export function tables(of: Economy): Record<string, string> {
  return {
    locks: locks(of),
    keeping: keeping(of),
    checking: checking(of),
    demands: demands(of),
    floods: floods(of),
    censorship: censorship(of),
  };
}

/** From the acceptance until the bonds are free, in seconds: with no demand, and at the very longest. */
export function lockOf(of: Economy): { shortest: number; longest: number } {
  const shortest = of.commitSeconds + of.revealSeconds + of.challengeSeconds;
  return { shortest, longest: shortest + ROUNDS * (of.answerSeconds + of.followUpSeconds) };
}

/** What finding and felling a lie costs, in gas: told at once, or after a demand at every height. */
export function challengeGas(): { shown: number; walked: number } {
  const shown = GAS.intend + GAS.challenge + GAS.claim;
  return { shown, walked: shown + ROUNDS * (GAS.demand + GAS.settleDemand) };
}

/** What a demand costs at a base fee, in ether. */
export function demandBond({ demandFloor }: Economy, gwei: number): number {
  return Math.max(demandFloor, 2 * ether(GAS.answer, gwei));
}

function locks(of: Economy): string {
  const { shortest, longest } = lockOf(of);
  const row = (what: string, seconds: number) => {
    const held = Math.floor(seconds / of.epochSeconds) + 1;
    return [what, `${hours(seconds)} h`, `${held}`, `${number(held * of.bond)} ETH`];
  };
  return table(
    ["", "a bond is locked for at most", "bonds at once", "ether that a keeper needs"],
    [
      row("nobody demands anything", shortest),
      row("four demands in a row, all at the last moment", longest),
    ],
  );
}

function keeping(of: Economy): string {
  const alone = GAS.commitAndReveal + GAS.finalize + GAS.settle;
  const among = GAS.commitAndReveal + GAS.settle;
  return table(
    ["base fee", "an epoch costs a keeper alone", "it is left with", "keepers that a pot feeds"],
    GWEI.map((gwei) => [
      `${gwei} gwei`,
      `${number(ether(alone, gwei))} ETH`,
      `${number(of.pot - ether(alone, gwei))} ETH`,
      `${Math.floor(of.pot / ether(among, gwei))}`,
    ]),
  );
}

function checking(of: Economy): string {
  const { shown, walked } = challengeGas();
  const reward = of.bond / 2;
  return table(
    [
      "base fee",
      "reward for one bond",
      "less gas, leaves known",
      "less gas, four demands first",
      "locked meanwhile",
    ],
    GWEI.map((gwei) => [
      `${gwei} gwei`,
      `${number(reward)} ETH`,
      `${number(reward - ether(shown, gwei))} ETH`,
      `${number(reward - ether(walked, gwei))} ETH`,
      `${number(ROUNDS * demandBond(of, gwei))} ETH`,
    ]),
  );
}

function demands(of: Economy): string {
  return table(
    ["base fee at the demand", "a demand costs", "its answer costs", "the answer still pays up to"],
    GWEI.map((gwei) => {
      const bond = demandBond(of, gwei);
      const most = (bond / GAS.answer) * 1e9;
      return [
        `${gwei} gwei`,
        `${number(bond)} ETH`,
        `${number(ether(GAS.answer, gwei))} ETH`,
        `${number(most)} gwei, ${number(most / gwei)} times`,
      ];
    }),
  );
}

function floods(of: Economy): string {
  const blocks = of.answerSeconds / BLOCK_SECONDS;
  return table(
    [
      "demands at once",
      "lost by the flooder if all are answered",
      "its gas at 1 gwei",
      "answers in every block",
      "keepers of ours",
    ],
    FLOODS.map((count) => [
      count.toLocaleString("en"),
      `${number(count * of.demandFloor)} ETH`,
      `${number(ether(count * GAS.demand, 1))} ETH`,
      `${number(count / blocks)}, ${Math.round((100 * count * GAS.answer) / blocks / TARGET_GAS)} % of its gas`,
      `${Math.ceil(count / blocks / IN_FLIGHT)}`,
    ]),
  );
}

function censorship(of: Economy): string {
  const windows = [
    ["follow-up, and a reveal", of.followUpSeconds],
    ["commit", of.commitSeconds],
    ["answer", of.answerSeconds],
    ["challenge", of.challengeSeconds],
  ] as const;
  return table(
    ["window", "blocks", ...CENSORING.map((part) => `${number(part * 100)} % of blocks`)],
    windows.map(([what, seconds]) => {
      const blocks = seconds / BLOCK_SECONDS;
      return [
        what,
        blocks.toLocaleString("en"),
        ...CENSORING.map((part) => chance(part ** blocks)),
      ];
    }),
  );
}

/** Wei in a year for the pots of every epoch. */
export function potsOfAYear({ epochSeconds, pot }: Economy): { epochs: number; ether: number } {
  const epochs = YEAR_SECONDS / epochSeconds;
  return { epochs: Math.round(epochs), ether: epochs * pot };
}

function ether(gas: number, gwei: number): number {
  return (gas * gwei) / 1e9;
}

function hours(seconds: number): string {
  return number(seconds / 3600);
}

/** Three digits are more than any of these is known to. */
function number(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en");
  return `${Number(value.toPrecision(3))}`;
}

function chance(p: number): string {
  if (p > 0.001) return `${number(100 * p)} %`;
  return p === 0 ? "under 10^-300" : `10^${Math.round(Math.log10(p))}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function main(): void {
  const file = join(ROOT, "docs", "almanac.md");
  let document = readFileSync(file, "utf8");
  for (const [name, body] of Object.entries(tables(readEconomy()))) {
    document = writeSection(document, name, body);
  }
  writeFileSync(file, document);
}

if (import.meta.main) main();
