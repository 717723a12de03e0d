// docs/gas.md: its tables are written from the figures, and compared with them.
import { readSection, writeSection } from "../../../tools/sections.ts";
import { COLLECTIONS, type Comparison } from "../peers/measure.ts";
import type { Share } from "./art.ts";
import type { Row } from "./rows.ts";

export interface Figures {
  readonly comparisons: readonly Comparison[];
  readonly rows: readonly Row[];
  readonly shares: readonly Share[];
}

const number = (value: number) => value.toLocaleString("en");
const goalOf = (goal: number | null) => (goal === null ? "" : `<= ${number(goal)}`);

/** The document with the figures in its tables. */
export function writeFigures(document: string, { comparisons, rows, shares }: Figures): string {
  const tables = {
    "side by side": [
      ["what", ...COLLECTIONS.map(({ title }) => title), "goal"],
      ...comparisons.map(({ what, gas, goal }) => [what, ...gas.map(number), goalOf(goal)]),
    ],
    figures: [
      ["what", "gas", "goal", "peers, measured the same way"],
      ...rows.map(({ what, gas, goal, peers }) => [what, number(gas), goalOf(goal), peers]),
    ],
    bytes: [
      ["part", "bytes", "at most"],
      ...shares.map(({ part, bytes, most }) => [part, number(bytes), number(most)]),
    ],
  };
  for (const [name, [head, ...body]] of Object.entries(tables)) {
    const lines = [head!, head!.map(() => "---"), ...body].map((row) => `| ${row.join(" | ")} |`);
    document = writeSection(document, name, lines.join("\n"));
  }
  return document;
}

/** The first cells of a table's rows, with the others. */
export function readTable(document: string, name: string): Map<string, string[]> {
  const lines = readSection(document, name).split("\n").slice(2);
  const cells = lines.map((line) => line.slice(2, -2).split(" | "));
  return new Map(cells.map(([what, ...others]) => [what!, others]));
}

/** A written figure. */
export const parseFigure = (cell: string | undefined) =>
  Number((cell ?? "none").replaceAll(",", ""));
