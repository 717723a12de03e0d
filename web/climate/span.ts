// How far back a climate page looks. In the address, so that a view is a link.
import type { Reading } from "../queries/history.ts";

const DAY_SECONDS = 86_400;

export const SPANS = {
  week: { name: "Week", seconds: 7 * DAY_SECONDS },
  month: { name: "Month", seconds: 30 * DAY_SECONDS },
  season: { name: "Season", seconds: 91 * DAY_SECONDS },
  year: { name: "Year", seconds: 365 * DAY_SECONDS },
  all: { name: "All", seconds: Number.POSITIVE_INFINITY },
} as const;

export type Span = keyof typeof SPANS;

/** What the address says; a month where it says nothing that is known. */
export function parseSpan(text: string | undefined): Span {
  return text !== undefined && Object.hasOwn(SPANS, text) ? (text as Span) : "month";
}

/** The first epoch of a span that ends with `last`; none is older than `first`. */
export function firstOf(span: Span, first: number, last: number, epochSeconds: number): number {
  return Math.max(first, last - Math.floor(SPANS[span].seconds / epochSeconds));
}

/** The place of an epoch in readings, or of the newest where there is no such epoch. */
export function placeOf(readings: readonly Reading[], epoch: number | undefined): number {
  const at = readings.findIndex((reading) => reading.epoch === epoch);
  return at < 0 ? readings.length - 1 : at;
}
