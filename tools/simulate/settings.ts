// What `npm run simulate` can be told, checked before anything is replayed.
import { parseArgs } from "node:util";
import { FIRST_EPOCH } from "../replay/climate.ts";

export const HELP = `npm run simulate [-- options]

  --years N      how long, in years of 365.25 days (4); the recordings begin again after four
  --days N       the same in days, for a short run
  --tokens N     how many tokens, 1 to 100000 (1000)
  --seed N       what genomes, births and holders are drawn from (20140320)
  --every N      look at every N-th epoch; without it once a day, at an hour that goes round
  --full         draw a sample of the plants too, and tell the largest
  --gas          measure the largest in the EVM too (anvil, and what forge has built); implies --full
  --out FOLDER   where table and charts go (dist/simulation)
  --docs         write docs/simulation.md and its charts too
  --json         print the findings as JSON
  --help         this text

Replays the recorded weather of Seattle and New York through the keeper's own code, lets a collection live in
it, and writes how often every value of every trait is seen, when, and what is never or always so.`;

export interface Settings {
  readonly epochs: number;
  readonly tokens: number;
  readonly seed: number;
  /** Epochs between two looks; undefined: once a day. */
  readonly every: number | undefined;
  readonly isFull: boolean;
}

export interface Options extends Settings {
  readonly gas: boolean;
  readonly out: string;
  readonly docs: boolean;
  readonly json: boolean;
}

const YEAR_EPOCHS = (365.25 * 24) / 7;
const DAY_EPOCHS = 24 / 7;
/** Beyond this a run is a matter of days, and a mistyped number. */
const MOST_YEARS = 100;

/** Undefined for --help. Throws an error of one line for everything that makes no sense. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      years: { type: "string" },
      days: { type: "string" },
      tokens: { type: "string", default: "1000" },
      seed: { type: "string", default: "20140320" },
      every: { type: "string" },
      full: { type: "boolean", default: false },
      gas: { type: "boolean", default: false },
      out: { type: "string", default: "dist/simulation" },
      docs: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  if (values.years !== undefined && values.days !== undefined) {
    throw new Error("--years and --days say the same thing. Give one of them.");
  }
  const years = Number(values.years ?? "4");
  if (!(years > 0 && years <= MOST_YEARS)) {
    throw new Error(`--years ${values.years} is not a number above 0, up to ${MOST_YEARS}.`);
  }
  const epochs =
    values.days === undefined
      ? Math.round(years * YEAR_EPOCHS)
      : Math.round(whole("days", values.days, 1, MOST_YEARS * 366) * DAY_EPOCHS);
  if (epochs < 1) throw new Error(`--years ${values.years} is less than one epoch of seven hours.`);
  return {
    epochs,
    tokens: whole("tokens", values.tokens, 1, 100_000),
    seed: whole("seed", values.seed, 0, 2 ** 32 - 1),
    every: values.every === undefined ? undefined : whole("every", values.every, 1, epochs),
    isFull: values.full || values.gas,
    gas: values.gas,
    out: values.out,
    docs: values.docs,
    json: values.json,
  };
}

/**
 * The epochs that are looked at. Once a day means the epoch nearest to an hour that moves on by seven every
 * day, so that every hour of the day is seen as often as any other.
 */
export function looksOf({ epochs, every }: Settings): number[] {
  if (every !== undefined) {
    return Array.from({ length: Math.ceil(epochs / every) }, (_, i) => FIRST_EPOCH + i * every);
  }
  const days = Math.max(1, Math.round(epochs / DAY_EPOCHS));
  return Array.from({ length: days }, (_, day) => {
    const hours = day * 24 + ((day * 7) % 24);
    return FIRST_EPOCH + Math.min(Math.round(hours / 7), epochs - 1);
  });
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new Error(`--${name} ${text} is not a whole number from ${least} to ${most}.`);
  }
  return value;
}
