// How many tokens show each value of each trait, by fortnight. Tallies of different threads add up.
import type { Phenotype } from "../../renderer/phenotype.ts";
import type { Trait } from "./traits.ts";

/** Epochs of one column of the table: two weeks. */
export const BIN_EPOCHS = 48;

export interface Tally {
  /** Looks at tokens that were minted, and at plants that were germinated, by fortnight. */
  readonly minted: number[];
  readonly germinated: number[];
  /** Trait, value, looks by fortnight. */
  readonly counts: Map<string, Map<string, number[]>>;
}

export function newTally(bins: number): Tally {
  return { minted: zeros(bins), germinated: zeros(bins), counts: new Map() };
}

/** Counts one look at one token. */
export function note(tally: Tally, bin: number, p: Phenotype, traits: readonly Trait[]): void {
  tally.minted[bin]! += 1;
  if (p.stage > 0) tally.germinated[bin]! += 1;
  for (const [name, value] of traits) row(tally, name, value)[bin]! += 1;
}

export function addTally(to: Tally, from: Tally): void {
  const sum = (a: number[], b: readonly number[]) => {
    for (const [i, n] of b.entries()) a[i]! += n;
  };
  sum(to.minted, from.minted);
  sum(to.germinated, from.germinated);
  for (const [name, values] of from.counts) {
    for (const [value, counts] of values) sum(row(to, name, value), counts);
  }
}

function row(tally: Tally, name: string, value: string): number[] {
  const values = tally.counts.get(name) ?? new Map<string, number[]>();
  if (values.size === 0) tally.counts.set(name, values);
  const counts = values.get(value) ?? zeros(tally.minted.length);
  if (!values.has(value)) values.set(value, counts);
  return counts;
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}
