/** What stands on a sharing card, as SVG over its picture. */
import { phenotypeOf } from "../../renderer/phenotype.ts";
import type { Scene } from "../../renderer/scene.ts";
import * as words from "../../renderer/words.ts";

export const CARD_WIDTH = 1_200;
export const CARD_HEIGHT = 630;

/** Fonts that Debian, macOS and Windows have; a machine without any draws the picture alone. */
const SERIF = "Georgia, 'Liberation Serif', 'Times New Roman', serif";
const SANS = "'Helvetica Neue', 'Liberation Sans', Arial, sans-serif";
const MONO = "Menlo, 'Liberation Mono', Consolas, monospace";
const INK = "#f6f1e7";

interface Line {
  readonly text: string;
  readonly y: number;
  readonly size: number;
  readonly style: string;
  readonly opacity?: number;
  /** How wide a character of it is, in parts of its size. */
  readonly breadth?: number;
}

/** Beside a square picture that fills the card's height. */
export function tokenWords(collection: string, scene: Scene, root: string): string {
  const p = phenotypeOf(scene);
  const [left, right] = [CARD_HEIGHT + 52, CARD_WIDTH - 48];
  const place = words.clean(scene.stationName);
  const isSeed = p.stage === 0;
  const observed = p.weatherAge < words.NEVER;
  const weather = observed
    ? `${words.weatherName(p)}, ${degrees(p.tempCentiC)}`
    : "No weather observed yet";
  const growth = isSeed
    ? "A seed asleep"
    : `${words.stageName(p)} ${words.speciesName(scene.genome)}`;
  const lines: Line[] = [
    {
      text: words.clean(collection).toUpperCase(),
      y: 92,
      size: 17,
      style: sans("letter-spacing='4'"),
      opacity: 0.8,
      breadth: 0.95,
    },
    { text: `#${scene.tokenId}`, y: 190, size: 92, style: serif() },
    { text: growth, y: 258, size: 38, style: serif("font-style='italic'") },
    { text: place, y: 352, size: 27, style: serif() },
    { text: momentOf(Number(scene.time)), y: 390, size: 21, style: sans(), opacity: 0.86 },
    { text: weather, y: 422, size: 21, style: sans(), opacity: 0.86 },
    ...(isSeed
      ? []
      : [
          {
            text: `${words.schoolName(scene.genome)} sky`,
            y: 454,
            size: 21,
            style: sans(),
            opacity: 0.86,
          },
        ]),
    { text: `Epoch ${scene.epoch}, under the root`, y: 548, size: 16, style: sans(), opacity: 0.7 },
    { text: shortened(root), y: 574, size: 16, style: mono(), opacity: 0.7, breadth: 0.62 },
  ];
  const rule = `<path d='M${left} 300h44' stroke='${INK}' stroke-width='1.5' opacity='.6'/>`;
  return svg(rule + lines.map((line) => textAt(left, right - left, line)).join(""));
}

/** In the strip below an epoch's pictures. */
export function epochWords(
  collection: string,
  epoch: number,
  seconds: number,
  tokens: number,
  root: string,
): string {
  const [left, middle, right] = [52, 700, CARD_WIDTH - 48];
  const plants = `${tokens} ${tokens === 1 ? "plant" : "plants"} under one root`;
  return svg(
    [
      textAt(left, middle - left, {
        text: words.clean(collection),
        y: 552,
        size: 46,
        style: serif(),
      }),
      textAt(left, middle - left, {
        text: momentOf(seconds),
        y: 590,
        size: 21,
        style: sans(),
        opacity: 0.86,
      }),
      textAt(middle, right - middle, {
        text: `Epoch ${epoch}`,
        y: 540,
        size: 24,
        style: serif("font-style='italic'"),
      }),
      textAt(middle, right - middle, {
        text: plants,
        y: 567,
        size: 16,
        style: sans(),
        opacity: 0.8,
      }),
      textAt(middle, right - middle, {
        text: shortened(root),
        y: 592,
        size: 16,
        style: mono(),
        opacity: 0.7,
        breadth: 0.62,
      }),
    ].join(""),
  );
}

function svg(content: string): string {
  return `<svg xmlns='http://www.w3.org/2000/svg' width='${CARD_WIDTH}' height='${CARD_HEIGHT}' fill='${INK}'>${content}</svg>`;
}

/** Names may be long: what would not fit is set smaller. */
function textAt(x: number, width: number, line: Line): string {
  const { text, y, style, opacity = 1, breadth = 0.52 } = line;
  const size = Math.min(line.size, width / (breadth * Math.max(1, [...text].length)));
  return `<text x='${x}' y='${y}' font-size='${size.toFixed(1)}' opacity='${opacity}' ${style}>${words.escapeHtml(text)}</text>`;
}

const serif = (more = "") => `font-family="${SERIF}" ${more}`;
const sans = (more = "") => `font-family="${SANS}" ${more}`;
const mono = () => `font-family="${MONO}"`;

function degrees(centiC: number): string {
  return `${(centiC / 100).toFixed(1).replace("-", "\u2212")} °C`;
}

/** "22 March 2014, 15:00 UTC" */
function momentOf(seconds: number): string {
  const at = new Date(seconds * 1_000);
  if (Number.isNaN(at.getTime())) return "beyond all calendars";
  const day = at.toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
  return `${day}, ${at.toISOString().slice(11, 16)} UTC`;
}

const shortened = (root: string) => `${root.slice(0, 18)}…${root.slice(-8)}`;
