// The generated sections of docs/web.md.
import type { Figures } from "./figures.ts";
import { LOOKS, type Shot } from "./shots.ts";

/** A table of what was measured. */
export function figuresTable(firstLoad: string, figures: Figures, shots: readonly Shot[]): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  const faulty = shots.filter(({ faults }) => faults.length > 0);
  const rows = [
    ["first load, compressed", firstLoad, "250 KB"],
    ["first plant on screen", seconds(figures.firstPlant), "1 s"],
    ["first painted sky on screen", seconds(figures.firstSky), ""],
    ["240 × 240 verified, from the click", seconds(figures.verified), "5 s"],
    ["requests to the node until then", String(figures.requests), "10"],
    [
      "tasks over 50 ms while scrolling",
      figures.long === 0
        ? "none"
        : `${figures.long}, the longest ${Math.round(figures.longest)} ms`,
      "none",
    ],
    ["frames a second while scrolling", figures.frames.toFixed(0), ""],
    ["JavaScript heap after the visit", `${figures.heapMb.toFixed(0)} MB`, ""],
    [
      "rules of WCAG 2.2 AA broken (axe)",
      faulty.length === 0
        ? `none, in ${shots.length} views`
        : faulty.map(({ file, faults }) => `${file}: ${faults.length}`).join("; "),
      "none",
    ],
  ];
  return [
    "| what | measured | goal |",
    "| --- | --- | --- |",
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ].join("\n");
}

/** Every page in every look. */
export function gallery(shots: readonly Shot[]): string {
  const titles = [...new Set(shots.map(({ subject }) => subject.title))];
  return titles
    .map((title) => {
      const own = shots.filter(({ subject }) => subject.title === title);
      const images = own.map(({ file, look }) => {
        const width = LOOKS[look].viewport.width > 600 ? "38%" : "18%";
        return `  <img src="web/${file}" width="${width}" alt="${title}, ${look}" />`;
      });
      return `### ${title}\n\n<p>\n${images.join("\n")}\n</p>`;
    })
    .join("\n\n");
}
