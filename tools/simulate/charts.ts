// Rarity over time as small multiples: a panel for each trait, a band for each of its values, all bands of a
// panel on one scale, so that they can be compared.
import { escapeHtml } from "../../renderer/words.ts";
import type { Row, Table } from "./table.ts";

/** Which traits stand on which chart. What is not named stands on the last. */
export const CHARTS = [
  {
    name: "inherited",
    title: "What plants are born with",
    colour: "#9a6b3f",
    traits: ["Species", "School", "Palette", "Mutation", "Station"],
  },
  {
    name: "life",
    title: "What life and holders make of them",
    colour: "#5f8a4e",
    traits: [
      ...["Stage", "Rings", "Flowers", "Ripeness", "Dormancy", "Frost scars", "Moss", "Thirst"],
      ...["Lean", "Grafts", "Ties", "Pinned", "Pending"],
    ],
  },
  { name: "weather", title: "The sky that they stand under", colour: "#3f7396", traits: [] },
] as const;

const COLUMNS = 2;
const COLUMN = 470;
const LABEL = 128;
const BAND = 270;
const ROW = 19;
const HEAD = 40;
const GAP = 22;
const TOP = 84;
const MARGIN = 26;

/** Each chart's name and SVG. */
export function chartsOf(table: Table, subtitle: string): { name: string; svg: string }[] {
  const placed = new Set<string>(CHARTS.flatMap(({ traits }) => traits));
  const all = [...new Set(table.rows.map(({ trait }) => trait))];
  return CHARTS.map(({ name, title, colour, traits }) => {
    const wanted = traits.length > 0 ? traits : all.filter((trait) => !placed.has(trait));
    const panels = wanted
      .map((trait) => table.rows.filter((row) => row.trait === trait))
      .filter((rows) => rows.length > 0);
    return { name, svg: chartOf(panels, table.fortnights, { title, subtitle, colour }) };
  });
}

function chartOf(
  panels: readonly (readonly Row[])[],
  fortnights: readonly string[],
  { title, subtitle, colour }: { title: string; subtitle: string; colour: string },
): string {
  // Each panel goes into the column that is shortest so far.
  const heights = new Array<number>(COLUMNS).fill(TOP);
  const drawn = panels.map((rows) => {
    const column = heights.indexOf(Math.min(...heights));
    const [x, y] = [MARGIN + column * COLUMN, heights[column]!];
    heights[column]! += HEAD + rows.length * ROW + GAP;
    return `<g transform='translate(${x} ${y})'>${panelOf(rows, fortnights, colour)}</g>`;
  });
  const width = MARGIN + COLUMNS * COLUMN;
  const height = Math.max(...heights) + 10;
  return [
    `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 ${width} ${height}' width='${width}' height='${height}' role='img' aria-labelledby='t d' font-family='system-ui, "Liberation Sans", "DejaVu Sans", sans-serif' font-size='12' fill='#3a352c'>`,
    `<title id='t'>${title}: share of plants by value over time</title>`,
    `<desc id='d'>${escapeHtml(subtitle)}. One band for each value; the figure at its right is its mean share.</desc>`,
    `<rect width='${width}' height='${height}' fill='#fdfbf6'/>`,
    `<text x='${MARGIN}' y='38' font-size='20' font-family='Georgia, "Liberation Serif", serif'>${title}</text>`,
    `<text x='${MARGIN}' y='60' fill='#7d7566'>${escapeHtml(subtitle)}</text>`,
    ...drawn,
    "</svg>\n",
  ].join("");
}

function panelOf(rows: readonly Row[], fortnights: readonly string[], colour: string): string {
  const top = Math.max(...rows.flatMap(({ shares }) => shares), 1e-9);
  const most = top < 1e-6 ? "" : `full band: ${percent(top)}`;
  const bottom = HEAD - 12 + rows.length * ROW;
  const years = fortnights.flatMap((day, i) => {
    if (i > 0 && day.slice(0, 4) === fortnights[i - 1]!.slice(0, 4)) return [];
    const x = round(LABEL + (i / fortnights.length) * BAND);
    const line = i === 0 ? "" : `<path d='M${x} 22V${bottom}' stroke='#cfc7b6'/>`;
    return `${line}<text x='${x + 2}' y='${bottom + 11}' font-size='9.5' fill='#9a917f'>${day.slice(0, 4)}</text>`;
  });
  return [
    `<text y='12' font-size='13.5' font-weight='600'>${escapeHtml(rows[0]!.trait)}</text>`,
    `<text x='${LABEL + BAND}' y='12' text-anchor='end' font-size='10.5' fill='#9a917f'>${most}</text>`,
    ...years,
    ...rows.map((row, i) => bandOf(row, 22 + i * ROW, top, colour)),
  ].join("");
}

function bandOf({ value, shares, share }: Row, y: number, top: number, colour: string): string {
  const foot = y + ROW - 3;
  const height = ROW - 5;
  const step = BAND / shares.length;
  let path = `M${LABEL} ${foot}`;
  shares.forEach((part, i) => {
    path += `${i === 0 ? "L" : "H"}${round(LABEL + i * step)}`;
    if (i === 0) path += ` ${round(foot - (part / top) * height)}`;
    else path += `V${round(foot - (part / top) * height)}`;
  });
  const isSeen = share > 0;
  const area = isSeen ? `<path d='${path}H${LABEL + BAND}V${foot}z' fill='${colour}'/>` : "";
  const ink = isSeen ? "" : " fill='#b3a995'";
  return [
    `<path d='M${LABEL} ${foot + 0.5}H${LABEL + BAND}' stroke='#e4ddcd'/>`,
    area,
    `<text x='${LABEL - 8}' y='${foot - 1}' text-anchor='end'${ink}>${escapeHtml(value)}</text>`,
    `<text x='${LABEL + BAND + 8}' y='${foot - 1}' font-size='11'${ink}>${isSeen ? percent(share) : "never"}</text>`,
  ].join("");
}

export function percent(share: number): string {
  if (share === 1) return "100 %";
  const value = share * 100;
  if (value > 99.9) return "> 99.9 %";
  if (value < 0.01) return value === 0 ? "0 %" : "< 0.01 %";
  return `${value < 1 ? value.toFixed(2) : value < 10 ? value.toFixed(1) : value.toFixed(0)} %`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
