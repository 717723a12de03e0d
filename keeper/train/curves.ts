// `node keeper/train/curves.ts RUN.jsonl... docs/sky-curves.svg`: draws the course of a training run from
// its figures. Several runs, such as a warm start and what followed it, are drawn one after the other.

import { readFileSync, writeFileSync } from "node:fs";

type Note = { stage: string; step: number; ms: number } & Record<string, number | string>;

/** One chart: a title, and the figures drawn in it, with their colours. */
interface Chart {
  title: string;
  lines: readonly { name: string; figure: string; colour: string }[];
  /** Whether heights are in powers of ten. */
  powers?: boolean;
}

const CHARTS: readonly Chart[] = [
  {
    title: "Held-out pictures, dB",
    lines: [{ name: "average of the weights, whole numbers", figure: "held", colour: "#1b6ca8" }],
  },
  {
    title: "Squared error on the batch, levels²",
    powers: true,
    lines: [
      { name: "pixels", figure: "loss", colour: "#1b6ca8" },
      { name: "patches", figure: "full", colour: "#c8553d" },
      { name: "patches, blurred", figure: "low", colour: "#d9a441" },
    ],
  },
  {
    title: "Sliced Wasserstein distance, deviations",
    powers: true,
    lines: [
      { name: "texture", figure: "texture", colour: "#c8553d" },
      { name: "colour", figure: "colour", colour: "#1b6ca8" },
    ],
  },
  {
    title: "Both players' losses",
    lines: [
      { name: "generator", figure: "lossG", colour: "#1b6ca8" },
      { name: "discriminator", figure: "lossD", colour: "#c8553d" },
    ],
  },
  {
    title: "Verdicts",
    lines: [
      { name: "on painted patches", figure: "real", colour: "#3b8f5a" },
      { name: "on the network's", figure: "fake", colour: "#c8553d" },
    ],
  },
  {
    title: "Squared gradients of the verdicts",
    lines: [
      { name: "R1, at painted patches", figure: "r1", colour: "#3b8f5a" },
      { name: "R2, at the network's", figure: "r2", colour: "#c8553d" },
    ],
  },
];

const WIDTH = 460;
const HEIGHT = 240;
const MARGIN = { left: 52, right: 14, top: 46, bottom: 30 };

/** Draws all charts of one run. */
export function curvesOf(notes: readonly Note[]): string {
  const columns = 2;
  const rows = Math.ceil(CHARTS.length / columns);
  const charts = CHARTS.map((chart, k) => {
    const [x, y] = [(k % columns) * WIDTH, Math.floor(k / columns) * HEIGHT];
    return `<g transform="translate(${x} ${y})">${chartOf(chart, notes)}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${columns * WIDTH} ${rows * HEIGHT}" font-family="system-ui, sans-serif" font-size="11" fill="#333"><title>The course of training</title><rect width="100%" height="100%" fill="#fff"/>${charts.join("")}</svg>\n`;
}

function chartOf({ title, lines, powers }: Chart, notes: readonly Note[]): string {
  const height = (v: number) => (powers ? Math.log10(Math.max(v, 1e-6)) : v);
  const points = lines.map(({ figure }) =>
    notes
      .filter((n) => typeof n[figure] === "number")
      .map((n) => ({ t: n.ms / 60_000, v: height(n[figure] as number) })),
  );
  const values = points.flat().map((p) => p.v);
  const head = `<text x="${MARGIN.left}" y="18" font-size="13" font-weight="600">${title}</text>`;
  if (values.length === 0) return head;
  const [low, high] = roomAround(Math.min(...values), Math.max(...values));
  const end = Math.max(...notes.map((n) => n.ms / 60_000), 1e-9);
  const x = (t: number) => MARGIN.left + (t / end) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (v: number) =>
    HEIGHT - MARGIN.bottom - ((v - low) / (high - low)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const marks = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const v = low + part * (high - low);
    const label = Number((powers ? 10 ** v : v).toPrecision(3));
    return `<path d="M${MARGIN.left} ${round(y(v))}H${WIDTH - MARGIN.right}" stroke="#e4e4e4"/><text x="${MARGIN.left - 6}" y="${round(y(v) + 4)}" text-anchor="end">${label}</text>`;
  });
  const times = [0, 0.5, 1].map(
    (part) =>
      `<text x="${round(x(part * end))}" y="${HEIGHT - 12}" text-anchor="middle">${Math.round(part * end)} min</text>`,
  );
  const turn = notes.findIndex((n, i) => i > 0 && n.stage !== notes[i - 1]!.stage);
  const stage =
    turn < 0
      ? ""
      : `<path d="M${round(x(notes[turn]!.ms / 60_000))} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}" stroke="#999" stroke-dasharray="3 3"/>`;
  const drawn = lines.map(({ colour }, k) => {
    const path = points[k]!.map(
      (p, i) => `${i === 0 ? "M" : "L"}${round(x(p.t))} ${round(y(p.v))}`,
    );
    return `<path d="${path.join("")}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
  });
  let at = MARGIN.left;
  const keys = lines.map(({ name, colour }) => {
    const key = `<rect x="${at}" y="27" width="10" height="3" fill="${colour}"/><text x="${at + 14}" y="32">${name}</text>`;
    at += 26 + 6 * name.length;
    return key;
  });
  return [head, ...keys, ...marks, ...times, stage, ...drawn].join("");
}

function roomAround(low: number, high: number): [number, number] {
  const room = Math.max((high - low) * 0.05, Math.abs(high) * 1e-3, 1e-6);
  return [low - room, high + room];
}

function round(v: number): number {
  return Math.round(v * 10) / 10;
}

/** Puts runs one after the other: each begins where the one before ended. */
export function joined(runs: readonly Note[][]): Note[] {
  const out: Note[] = [];
  for (const run of runs) {
    const { ms, step } = out.at(-1) ?? { ms: 0, step: 0 };
    out.push(...run.map((note) => ({ ...note, ms: note.ms + ms, step: note.step + step })));
  }
  return out;
}

if (import.meta.main) {
  const files = process.argv.slice(2);
  const out = files.pop();
  if (out === undefined || files.length === 0 || !out.endsWith(".svg")) {
    console.error("usage: node keeper/train/curves.ts RUN.jsonl... OUT.svg");
    process.exitCode = 1;
  } else {
    const runs = files.map((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Note),
    );
    writeFileSync(out, curvesOf(joined(runs)));
  }
}
