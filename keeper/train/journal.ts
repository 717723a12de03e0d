// What a run says: lines for people on the screen and in a log, figures as JSON lines for the curves.

import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

export interface Journal {
  say(line: string): void;
  note(figures: Record<string, number | string>): void;
}

/** Writes beside the model: `FILE.log` and `FILE.jsonl`. */
export function journalOf(out: string): Journal {
  mkdirSync(dirname(out), { recursive: true });
  return {
    say: (line) => {
      console.log(line);
      appendFileSync(`${out}.log`, `${line}\n`);
    },
    note: (figures) => appendFileSync(`${out}.jsonl`, `${JSON.stringify(figures)}\n`),
  };
}

/** Peak signal-to-noise ratio of a mean squared error in 0..255 levels. */
export function decibel(meanSquare: number): number {
  return 10 * Math.log10((255 * 255) / Math.max(meanSquare, 1e-9));
}

export function minutes(ms: number): string {
  const s = Math.round(ms / 1000);
  return `${Math.floor(s / 60)}m${String(s % 60).padStart(2, "0")}s`;
}
