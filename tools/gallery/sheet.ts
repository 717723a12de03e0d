// Lays pictures out on paper: a title, heads over columns, names beside rows, a line under a picture. Set in SVG
// text, drawn by sharp; all measures are parts of one picture's side.
import sharp from "sharp";
import type { Scene } from "../../renderer/scene.ts";
import { escapeHtml } from "../../renderer/words.ts";
import type { Detail } from "./picture.ts";

export interface Cell {
  readonly scene: Scene;
  /** The file's name, without an ending. */
  readonly name: string;
  readonly caption?: string;
  /** A second, quieter line. */
  readonly note?: string;
}

export interface Sheet {
  readonly name: string;
  /** What is shown of every picture; all where it is not said. */
  readonly detail?: Detail;
  readonly title: string;
  /** What is real on it, and what is staged. */
  readonly subtitle: string;
  /** Empty where captions say enough. */
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  /** Row by row. */
  readonly cells: readonly (readonly Cell[])[];
}

const PAPER = "#f5f0e6";
const INK = "#39342b";
const QUIET = "#8a806d";
const SERIF = "Georgia, 'Liberation Serif', 'DejaVu Serif', serif";
const SANS = "'Helvetica Neue', 'Liberation Sans', 'DejaVu Sans', sans-serif";

interface Layout {
  readonly width: number;
  readonly height: number;
  left: (column: number) => number;
  top: (row: number) => number;
}

/** Where everything stands, in pixels. */
export function layoutOf(sheet: Sheet, size: number): Layout {
  const columns = Math.max(...sheet.cells.map((row) => row.length));
  const hasCaptions = sheet.cells.some((row) => row.some(({ caption }) => caption));
  const gap = Math.round(size * 0.05);
  const margin = Math.round(size * 0.36);
  const names = sheet.rows.length > 0 ? Math.round(size * 0.8) : 0;
  const head = margin + Math.round(size * (sheet.columns.length > 0 ? 0.78 : 0.56));
  const pitch = size + (hasCaptions ? Math.round(size * 0.27) : gap);
  return {
    width: 2 * margin + names + columns * (size + gap) - gap,
    height: head + sheet.cells.length * pitch - (hasCaptions ? 0 : gap) + margin,
    left: (column) => margin + names + column * (size + gap),
    top: (row) => head + row * pitch,
  };
}

/** The sheet as PNG. `pictures` lie as the cells do: RGB of `size` pixels square. */
export async function compose(
  sheet: Sheet,
  pictures: readonly (readonly Uint8Array[])[],
  size: number,
): Promise<Buffer> {
  const layout = layoutOf(sheet, size);
  const raw = { width: size, height: size, channels: 3 } as const;
  const placed = sheet.cells.flatMap((row, r) =>
    row.map((_, c) => ({
      input: Buffer.from(pictures[r]![c]!),
      raw,
      left: layout.left(c),
      top: layout.top(r),
    })),
  );
  return sharp(Buffer.from(paperOf(sheet, layout, size)), { limitInputPixels: false })
    .composite(placed)
    .removeAlpha()
    .png()
    .toBuffer();
}

function paperOf(sheet: Sheet, layout: Layout, size: number): string {
  const { width, height, left, top } = layout;
  const px = (part: number) => Math.round(part * size * 10) / 10;
  const text = (x: number, y: number, words: string, style: string) =>
    `<text x='${x}' y='${Math.round(y)}' ${style}>${escapeHtml(words)}</text>`;
  const titleY = px(0.36) + px(0.2);
  const margin = Math.round(size * 0.36);
  const heads = sheet.columns.map((name, c) =>
    text(
      left(c) + size / 2,
      top(0) - px(0.09),
      name,
      `text-anchor='middle' font-family="${SERIF}" font-style='italic' font-size='${px(0.125)}'`,
    ),
  );
  const names = sheet.rows.map((name, r) =>
    text(
      left(0) - px(0.1),
      top(r) + size / 2 + px(0.03),
      name.toUpperCase(),
      `text-anchor='end' font-family="${SANS}" font-size='${px(0.068)}' letter-spacing='${px(0.011)}'`,
    ),
  );
  const captions = sheet.cells.flatMap((row, r) =>
    row.flatMap(({ caption, note }, c) => [
      text(
        left(c),
        top(r) + size + px(0.1),
        caption ?? "",
        `font-family="${SERIF}" font-style='italic' font-size='${px(0.082)}'`,
      ),
      text(
        left(c),
        top(r) + size + px(0.185),
        note ?? "",
        `font-family="${SANS}" font-size='${px(0.06)}' fill='${QUIET}'`,
      ),
    ]),
  );
  return [
    `<svg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}' fill='${INK}'>`,
    `<rect width='${width}' height='${height}' fill='${PAPER}'/>`,
    text(margin, titleY, sheet.title, `font-family="${SERIF}" font-size='${px(0.27)}'`),
    text(
      margin,
      titleY + px(0.15),
      sheet.subtitle,
      `font-family="${SANS}" font-size='${px(0.075)}' fill='${QUIET}'`,
    ),
    ...heads,
    ...names,
    ...captions,
    "</svg>",
  ].join("");
}
