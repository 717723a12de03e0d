/**
 * The dashboard as a picture: the panels and places of heliotrope.json, with what Prometheus answers to their queries.
 * Grafana draws the same more prettily; this shows that each panel has something to say.
 */
import sharp from "sharp";
import { grafanaPanels, type Placed } from "./grafana.ts";
import type { Panel, Unit } from "./panels.ts";
import { type Line, queryRange, type Span } from "./prometheus.ts";

const COLUMN = 64;
const LINE = 34;
const MARGIN = 16;
const GAP = 8;
const COLOURS = [
  "#73bf69",
  "#f2cc0c",
  "#5794f2",
  "#ff9830",
  "#f2495c",
  "#b877d9",
  "#8ab8ff",
  "#96d98d",
];
const INK = "#ccccdc";
const QUIET = "#8e8e99";
const FONT = "font-family='Inter, Liberation Sans, Arial, sans-serif'";

/** WebP. */
export async function drawDashboard(url: string, seconds: number): Promise<Buffer> {
  const end = Math.floor(Date.now() / 1_000);
  const span: Span = { start: end - seconds, end, step: Math.max(5, Math.ceil(seconds / 240)) };
  const panels = grafanaPanels();
  const width = 24 * COLUMN + 2 * MARGIN;
  const height = Math.max(...panels.map(({ grid }) => grid.y + grid.h)) * LINE + 2 * MARGIN;
  const drawn: string[] = [];
  for (const placed of panels) drawn.push(await drawPlaced(url, span, placed));
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}' ${FONT}><rect width='100%' height='100%' fill='#111217'/>${drawn.join("")}</svg>`;
  return sharp(Buffer.from(svg)).webp({ quality: 88 }).toBuffer();
}

async function drawPlaced(
  url: string,
  span: Span,
  { title, grid, panel }: Placed,
): Promise<string> {
  const [x, y] = [MARGIN + grid.x * COLUMN, MARGIN + grid.y * LINE];
  if (panel === null) {
    return `<text x='${x + 2}' y='${y + 23}' font-size='15' font-weight='600' fill='${INK}'>${escaped(title)}</text>`;
  }
  const [w, h] = [grid.w * COLUMN - GAP, grid.h * LINE - GAP];
  const answers = await Promise.all(
    panel.queries.map(({ expr, legend }) => queryRange(url, expr, legend, span)),
  );
  const content = (panel.kind === "stat" ? drawStat : drawLines)(panel, answers.flat(), span, w, h);
  return `<g transform='translate(${x} ${y})'><rect width='${w}' height='${h}' rx='2' fill='#181b1f' stroke='#2a2d33'/><text x='10' y='21' font-size='13' font-weight='500' fill='${INK}'>${escaped(title)}</text>${content}</g>`;
}

function drawStat(
  { unit, red }: Panel,
  lines: readonly Line[],
  _: Span,
  w: number,
  h: number,
): string {
  const value = lines[0]?.points.at(-1)?.[1];
  const isRed =
    value !== undefined &&
    red !== undefined &&
    ("below" in red ? value < red.below : value >= red.above);
  const colour = value === undefined ? "#2a2d33" : isRed ? "#c4162a" : "#37872d";
  const text = value === undefined ? "No data" : said(value, unit);
  return `<rect y='30' width='${w}' height='${h - 30}' fill='${colour}'/><text x='${w / 2}' y='${h / 2 + 32}' text-anchor='middle' font-size='${text.length > 5 ? 30 : 42}' font-weight='600' fill='#fff'>${escaped(text)}</text>`;
}

function drawLines(
  { unit }: Panel,
  all: readonly Line[],
  span: Span,
  w: number,
  h: number,
): string {
  // Those that stand highest first: there is room for only so many names.
  const lines = all
    .filter(({ points }) => points.length > 0)
    .sort((a, b) => b.points.at(-1)![1] - a.points.at(-1)![1]);
  const [left, top, right, bottom] = [64, 36, w - 12, h - 46];
  if (lines.length === 0) {
    return `<text x='${w / 2}' y='${h / 2}' text-anchor='middle' font-size='14' fill='${QUIET}'>No data</text>`;
  }
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value));
  const { low, high, ticks } = scaleOf(Math.min(...values), Math.max(...values));
  const xOf = (at: number) => left + ((at - span.start) / (span.end - span.start)) * (right - left);
  const yOf = (value: number) => bottom - ((value - low) / (high - low)) * (bottom - top);
  const grid = ticks
    .map(
      (tick) =>
        `<path d='M${left} ${yOf(tick).toFixed(1)}H${right}' stroke='#26292f'/><text x='${left - 6}' y='${(yOf(tick) + 4).toFixed(1)}' text-anchor='end' font-size='11' fill='${QUIET}'>${escaped(said(tick, unit))}</text>`,
    )
    .join("");
  const hours = [0.1, 0.37, 0.63, 0.9]
    .map((part) => span.start + part * (span.end - span.start))
    .map(
      (at) =>
        `<text x='${xOf(at).toFixed(1)}' y='${bottom + 15}' text-anchor='middle' font-size='11' fill='${QUIET}'>${new Date(at * 1_000).toISOString().slice(11, 16)}</text>`,
    )
    .join("");
  const curves = lines
    .map(
      ({ points }, i) =>
        `<path d='M${points.map(([at, value]) => `${xOf(at).toFixed(1)} ${yOf(value).toFixed(1)}`).join("L")}' fill='none' stroke='${COLOURS[i % COLOURS.length]}' stroke-width='1.6' stroke-linejoin='round'/>`,
    )
    .join("");
  return grid + hours + curves + legendOf(lines, w, h);
}

/** As many names as there is room for; the others are counted. */
function legendOf(lines: readonly Line[], w: number, h: number): string {
  let x = 12;
  let out = "";
  for (const [i, { name }] of lines.entries()) {
    const label = name === "" ? "value" : name;
    const wide = 22 + label.length * 6.2;
    if (x + wide > w - 50) {
      return `${out}<text x='${x}' y='${h - 10}' font-size='11' fill='${QUIET}'>+ ${lines.length - i}</text>`;
    }
    out += `<path d='M${x} ${h - 14}h12' stroke='${COLOURS[i % COLOURS.length]}' stroke-width='3'/><text x='${x + 16}' y='${h - 10}' font-size='11' fill='${INK}'>${escaped(label)}</text>`;
    x += wide + 8;
  }
  return out;
}

/** Round numbers around what there is. */
function scaleOf(least: number, most: number): { low: number; high: number; ticks: number[] } {
  // What differs by a rounding alone is one value.
  const isOne = most - least <= Math.abs(most) * 1e-6;
  const spread = isOne ? Math.abs(most) / 2 || 1 : most - least;
  const rough = spread / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((by) => by * power).find((one) => one >= rough)!;
  const low = least >= 0 && least < spread ? 0 : Math.floor(least / step) * step;
  const ticks: number[] = [];
  for (let tick = low; ; tick += step) {
    ticks.push(Number(tick.toPrecision(12)));
    if (tick >= most && tick > low) return { low, high: tick, ticks };
  }
}

function said(value: number, unit: Unit): string {
  if (unit === "bytes") return `${(value / 2 ** 20).toFixed(0)} MiB`;
  if (unit === "percentunit") return `${(value * 100).toFixed(0)} %`;
  if (unit === "bool_on_off") return value === 1 ? "on" : value === 0 ? "off" : String(value);
  if (Math.abs(value) >= 1e6) return `${Number((value / 1e6).toPrecision(3))} M`;
  const number =
    Math.abs(value) >= 1_000 || Number.isInteger(value)
      ? String(Math.round(value))
      : String(Number(value.toPrecision(3)));
  if (unit === "s") return `${number} s`;
  if (unit === "ETH") return `${number} Ξ`;
  return number;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
