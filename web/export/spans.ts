// Of which epochs a film is, and what is said of that before it is begun.
import { isDrawnHere, type Life, livedThrough } from "../token/life.ts";
import { count, day, number } from "../words.ts";
import { estimate, pick } from "./film.ts";
import { megabytes } from "./megabytes.ts";

/** More pictures than a film of some minutes has: a longer span is shown in steps. */
export const MOST_PICTURES = 2_400;

/** Spans by name, in epochs of seven hours. */
export const SPANS = [
  ["week", "The last week", 24],
  ["month", "The last month", 103],
  ["year", "The last year", 1252],
  ["life", "Its whole life", Number.POSITIVE_INFINITY],
  ["own", "From epoch to epoch", 0],
] as const;
export type Span = (typeof SPANS)[number][0];

/** The epochs of a life that this page can draw, oldest first, and how many it cannot. */
export interface Drawable {
  epochs: readonly number[];
  foreign: number;
}

export interface Selection {
  /** What the film shows. */
  chosen: readonly number[];
  /** How many epochs of the span have a picture. */
  within: number;
  /** First and last epoch, where they were chosen one by one. */
  own: readonly [number, number] | undefined;
}

export function drawableIn(life: Life): Drawable {
  const all = livedThrough(life).map(({ epoch }) => epoch);
  const epochs = all.filter((epoch) => isDrawnHere(life, epoch));
  return { epochs, foreign: all.length - epochs.length };
}

export function select(
  { epochs }: Pick<Drawable, "epochs">,
  span: Span,
  own: readonly [number, number],
): Selection {
  const length = SPANS.find(([name]) => name === span)![2];
  const [from, to] = own;
  const within =
    span === "own"
      ? epochs.filter((epoch) => epoch >= from && epoch <= to)
      : epochs.slice(Math.max(0, epochs.length - length));
  const chosen = pick(within, MOST_PICTURES);
  return { chosen, within: within.length, own: span === "own" ? own : undefined };
}

/** From when to when, how many pictures, how long, how large. */
export function tell(
  { chosen, within, own }: Selection,
  settings: { size: number; fps: number },
  epochSeconds: number,
): string {
  if (own && own[0] > own[1]) return "The last epoch comes before the first.";
  const [first, last] = [chosen[0], chosen.at(-1)];
  if (first === undefined || last === undefined) {
    return "No weather was accepted in this span, so there is no picture of it.";
  }
  const { fps } = settings;
  const bytes = megabytes(estimate(chosen.length, settings));
  if (chosen.length === 1) {
    return `${day(first * epochSeconds)}: one picture, so the film stands still for ${number(1 / fps, 2)} seconds. A picture keeps it without losses.`;
  }
  const told = `${day(first * epochSeconds)} to ${day(last * epochSeconds)}: ${count(chosen.length, "picture")}, ${number(chosen.length / fps, 1)} seconds, about ${bytes}.`;
  return chosen.length === within
    ? told
    : `${told} The span has ${count(within, "epoch")}, of which these are shown, evenly spread; a shorter one shows every epoch.`;
}

/** That a film may not fit, where the browser says how much room there is. */
export function tellRoom(bytes: number, room: number | undefined): string | undefined {
  if (room === undefined || bytes <= room) return undefined;
  return `This browser says that it has room for ${megabytes(room)}, and the film comes to about ${megabytes(bytes)}. Free some, or choose a smaller side or a shorter span.`;
}

/** What is left to wait, for example "12 seconds". */
export function remaining(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return seconds < 90 ? count(seconds, "second") : count(Math.ceil(seconds / 60), "minute");
}
