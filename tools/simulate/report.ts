// A simulation in words: the sections of docs/simulation.md, which are also what the command prints.
import { SPECIES_COUNT } from "../../renderer/genome.ts";
import { PEOPLE } from "../replay/population.ts";
import { percent } from "./charts.ts";
import type { Finding, Findings } from "./findings.ts";
import type { Simulation } from "./run.ts";
import { dayOf } from "./table.ts";
import type { Drawing } from "./thread.ts";
import { knownValues } from "./traits.ts";

/** By section of the document, in its order. */
export function sectionsOf(
  { settings, table, looks, drawings }: Simulation,
  findings: Findings,
): Record<string, string> {
  const { tokens, seed, every, epochs } = settings;
  const last = table.fortnights.at(-1)!;
  const years = (epochs * 7) / (24 * 365.25);
  const run = [
    `${number(tokens)} tokens, seed ${seed}, ${number(epochs)} epochs (${years.toFixed(1)} years) from ${table.fortnights[0]} to the fortnight of ${last};`,
    every === undefined
      ? "each looked at once a day, at the epoch nearest to an hour that moves on by seven each day."
      : `each looked at every ${every === 1 ? "epoch" : `${every} epochs`}.`,
    `${number(looks)} looks: as many phenotypes, and as many JSON documents whose attributes were counted.`,
    "",
    `${percent(PEOPLE.opening)} of the tokens are minted in the first week, the rest evenly. ${percent(PEOPLE.choosing)} of the holders choose`,
    "something every four months in the mean, one in ten of them five times as often: moves, pins of a past epoch, following",
    "again. Once a year nobody submits the weather for up to a week. All of this is made up; weather, rules and odds are not.",
  ].join("\n");
  const sections: Record<string, string> = {
    run,
    never: list(findings.never, "Every known value was seen."),
    always: list(findings.always, "Nothing was always so."),
    rare: [
      "Less than one look in a thousand:",
      "",
      list(findings.rare, "Nothing."),
      "",
      "More than nineteen in twenty:",
      "",
      list(findings.common, "Nothing."),
    ].join("\n"),
  };
  if (drawings.length > 0) sections.drawings = drawingsOf(drawings);
  return sections;
}

function list(findings: readonly Finding[], none: string): string {
  if (findings.length === 0) return none;
  const rows = findings.map(
    ({ trait, value, share, reason }) =>
      `| ${trait} | ${value} | ${percent(share)} | ${reason ?? ""} |`,
  );
  return ["| trait | value | share | why |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function drawingsOf(drawings: Simulation["drawings"]): string {
  const names = knownValues(0).get("Species")!;
  const isMeasured = drawings.some(({ dearest }) => dearest !== undefined);
  const place = ({ token, epoch }: Drawing) => `${token} on ${dayOf(epoch)} (${epoch})`;
  const rows = drawings.map(({ largest: [first], dearest, count, mean }) =>
    [
      `| ${names[first!.species % SPECIES_COUNT]} | ${number(count)} | ${number(Math.round(mean))}`,
      `${number(first!.characters)} | ${place(first!)}`,
      ...(dearest ? [`${number(dearest.gas)} | ${place(dearest)}`] : []),
    ].join(" | "),
  );
  const heads = "| species | drawn | mean | largest | of token, at epoch |";
  return [
    "Characters of the plant in its ground, without the sky; the same seed finds each of them again.",
    ...(isMeasured
      ? [
          "Gas is what `plantLayer` uses in the EVM, for the dearest among the five largest of a species.",
        ]
      : []),
    "",
    isMeasured ? `${heads} gas | of token, at epoch |` : heads,
    `| --- | --- | --- | --- | --- |${isMeasured ? " --- | --- |" : ""}`,
    ...rows.map((row) => `${row} |`),
  ].join("\n");
}

function number(value: number): string {
  return value.toLocaleString("en");
}
