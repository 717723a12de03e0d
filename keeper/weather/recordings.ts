import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FatalError } from "../errors.ts";

export const DAY_SECONDS = 86_400;
const KINDS = ["drizzle", "fog", "rain", "snow", "sun"] as const;
const HEADER = "location,date,precipitation,temp_max,temp_min,wind,weather";

type Kind = (typeof KINDS)[number];

/** One day as NOAA recorded it: millimetres, degrees Celsius, metres per second (mean of the day). */
export interface Day {
  readonly date: string;
  readonly precipMm: number;
  readonly tempMaxC: number;
  readonly tempMinC: number;
  readonly windMs: number;
  readonly kind: Kind;
}

/** All good days of one place, by day number since 1970-01-01. */
export interface Recording {
  readonly name: string;
  readonly days: ReadonlyMap<number, Day>;
  readonly first: number;
  readonly last: number;
}

export interface Recordings {
  readonly byName: ReadonlyMap<string, Recording>;
  /** One sentence per row that cannot be used, with file and row. Those days are missing, nothing else is. */
  readonly problems: readonly string[];
}

/** The NOAA recordings that travel in the npm package vega-datasets: Seattle and New York, 2012 to 2015. */
export function recordingsFile(): string {
  // The package does not export its data to `require.resolve`; the one lock file says where it lies.
  return fileURLToPath(
    new URL("../../node_modules/vega-datasets/data/weather.csv", import.meta.url),
  );
}

/** Reads a recording in the layout of vega-datasets. Throws FatalError when there is nothing to read at all. */
export function loadRecordings(file: string): Recordings {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new FatalError(
      `The weather recording ${file} cannot be read (${(error as NodeJS.ErrnoException).code}). Run npm ci, or point WEATHER_FILE at a recording.`,
    );
  }
  return parseRecordings(text, file);
}

/** Parses the text of a recording; `file` is only named in messages. */
export function parseRecordings(text: string, file: string): Recordings {
  const lines = text.split(/\r?\n/);
  if (lines[0]?.trim() !== HEADER) {
    throw new FatalError(
      `The weather recording ${file} does not start with the columns "${HEADER}". Point WEATHER_FILE at a recording in that layout.`,
    );
  }
  const days = new Map<string, Map<number, Day>>();
  const problems: string[] = [];
  lines.slice(1).forEach((line, index) => {
    if (line.trim() === "") return;
    const fields = line.split(",").map((field) => field.trim());
    const name = fields[0] ?? "";
    const day = parseDay(fields);
    if (typeof day === "string") {
      problems.push(
        `${file}, row ${index + 2} (${name || "no place"} ${fields[1] ?? ""}): ${day}; ${name || "the place"} counts as missing on that day. Correct the row to bring it back.`,
      );
      return;
    }
    const known = days.get(name) ?? new Map<number, Day>();
    days.set(name, known.set(Date.parse(day.date) / (DAY_SECONDS * 1000), day));
  });
  const byName = new Map<string, Recording>();
  for (const [name, known] of days) {
    const numbers = [...known.keys()].sort((a, b) => a - b);
    byName.set(name, { name, days: known, first: numbers[0]!, last: numbers.at(-1)! });
  }
  return { byName, problems };
}

/** A day, or what is wrong with it. The limits are the records of the planet, rounded outwards. */
function parseDay(fields: readonly string[]): Day | string {
  if (fields.length !== 7) return `${fields.length} fields instead of 7`;
  const [name, date, precip, max, min, wind, kind] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  if (name === "") return "the place is empty";
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date))) {
    return `"${date}" is not a date`;
  }
  const numbers: number[] = [];
  for (const [label, field, lowest, highest] of [
    ["precipitation", precip, 0, 655],
    ["temp_max", max, -89, 57],
    ["temp_min", min, -89, 57],
    ["wind", wind, 0, 75],
  ] as const) {
    if (!/^-?\d+(\.\d+)?$/.test(field)) return `${label} is "${field}", not a number`;
    const value = Number(field);
    if (value < lowest || value > highest) {
      return `${label} is ${field}, outside ${lowest} to ${highest}`;
    }
    numbers.push(value);
  }
  const [precipMm, tempMaxC, tempMinC, windMs] = numbers as [number, number, number, number];
  if (tempMinC > tempMaxC) return `temp_min ${min} is above temp_max ${max}`;
  const known = KINDS.find((candidate) => candidate === kind);
  if (known === undefined) return `weather is "${kind}", not one of ${KINDS.join(", ")}`;
  return { date, precipMm, tempMaxC, tempMinC, windMs, kind: known };
}
