// The shares of every value of every trait over time, ordered and ready to be written or drawn.
import { EPOCH_SECONDS, FIRST_EPOCH } from "../replay/climate.ts";
import { BIN_EPOCHS, type Tally } from "./tally.ts";
import { knownValues } from "./traits.ts";

export interface Row {
  readonly trait: string;
  readonly value: string;
  /** Looks at which it was so, by fortnight. */
  readonly counts: readonly number[];
  /** Of all the looks at which it could have been, in all and by fortnight. */
  readonly share: number;
  readonly shares: readonly number[];
}

export interface Table {
  /** The first day of each fortnight, as 2012-01-01. */
  readonly fortnights: readonly string[];
  /** Looks at minted tokens and at germinated plants. */
  readonly minted: readonly number[];
  readonly germinated: readonly number[];
  readonly rows: readonly Row[];
}

/** Known values stand in the order of their words, whether they were seen or not; others follow. */
export function tableOf(tally: Tally, years: number): Table {
  const known = knownValues(years);
  const names = [...new Set([...known.keys(), ...[...tally.counts.keys()].sort()])];
  const rows = names.flatMap((trait) => {
    const seen = tally.counts.get(trait);
    const others = [...(seen?.keys() ?? [])].sort(byNumber);
    const values = new Set([...(known.get(trait) ?? []), ...others]);
    // A seed has a stage and nothing else.
    const of = trait === "Stage" ? tally.minted : tally.germinated;
    const total = sum(of);
    return [...values].map((value): Row => {
      const counts = seen?.get(value) ?? of.map(() => 0);
      const share = total === 0 ? 0 : sum(counts) / total;
      return { trait, value, counts, share, shares: counts.map((n, i) => n / (of[i] || 1)) };
    });
  });
  const fortnights = tally.minted.map((_, i) => dayOf(FIRST_EPOCH + i * BIN_EPOCHS));
  return { fortnights, minted: tally.minted, germinated: tally.germinated, rows };
}

export function csvOf({ fortnights, minted, germinated, rows }: Table): string {
  const lines = ["trait,value,fortnight,plants,of"];
  for (const { trait, value, counts } of rows) {
    const of = trait === "Stage" ? minted : germinated;
    lines.push(...counts.map((n, i) => `${trait},${value},${fortnights[i]},${n},${of[i]}`));
  }
  return `${lines.join("\n")}\n`;
}

/** The day of an epoch's instant. */
export function dayOf(epoch: number): string {
  return new Date(epoch * EPOCH_SECONDS * 1000).toISOString().slice(0, 10);
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

function byNumber(a: string, b: string): number {
  return Number.parseFloat(a) - Number.parseFloat(b) || (a < b ? -1 : 1);
}
