/** Which k of the reports at hand are submitted. */
import type { Hex } from "viem";
import { AGE_MISSING, unpackObservation } from "../../renderer/observation.ts";
import type { Report } from "./reporter.ts";

/**
 * Picks `threshold` reports: as few stations missing as can be (one report without a station is enough for the climate
 * to go without it), then as many different lineages per station as can be, then whoever's turn it is. Sorted by
 * address, as the contract wants them. Null when there are too few.
 */
export function chooseReports(
  reports: readonly Report[],
  threshold: number,
  epoch: bigint,
): readonly Report[] | null {
  if (reports.length < threshold) return null;
  const inTurn = [...reports].sort(byAddress);
  const first = Number(epoch % BigInt(inTurn.length));
  const all = [...inTurn.slice(first), ...inTurn.slice(0, first)].map((report) => ({
    report,
    gaps: gapsOf(report),
  }));
  let best: readonly Candidate[] | null = null;
  // One after the other is not always best where different stations are missing: then each may begin.
  const isEven = all.every(({ gaps }) => gaps === all[0]!.gaps);
  for (const start of isEven ? all.slice(0, 1) : all) {
    const chosen = pick([start], all, threshold);
    if (best === null || isBetter(chosen, best)) best = chosen;
  }
  return best!.map(({ report }) => report).sort(byAddress);
}

/** Names of the stations that some of the reports do not have: the climate carries their weather over. */
export function missingIn(reports: readonly Report[]): string[] {
  const names = new Set<string>();
  for (const { observations, origins } of reports) {
    wordsOf(observations).forEach((word, i) => {
      if (unpackObservation(word).age === AGE_MISSING) names.add(origins[i]?.station ?? `no. ${i}`);
    });
  }
  return [...names];
}

/** The least number of lineages behind any one station: 1 says that a median was taken of one source. */
export function independenceOf(reports: readonly Report[]): number {
  const stations = reports[0]?.origins.length ?? 0;
  const counts = Array.from({ length: stations }, (_, i) => lineagesOf(reports, i).size);
  return counts.length === 0 ? 0 : Math.min(...counts);
}

export function wordsOf(observations: Hex): bigint[] {
  return (observations.slice(2).match(/.{32}/g) ?? []).map((word) => BigInt(`0x${word}`));
}

interface Candidate {
  readonly report: Report;
  /** A bit for each station that is missing. */
  readonly gaps: bigint;
}

function pick(start: Candidate[], all: readonly Candidate[], threshold: number): Candidate[] {
  const chosen = [...start];
  while (chosen.length < threshold) {
    let best: Candidate | null = null;
    for (const one of all) {
      if (chosen.includes(one)) continue;
      if (best === null || isBetter([...chosen, one], [...chosen, best])) best = one;
    }
    chosen.push(best!);
  }
  return chosen;
}

function isBetter(some: readonly Candidate[], others: readonly Candidate[]): boolean {
  const [a, b] = [some, others].map(lacking) as [number, number];
  return a === b ? variety(some) > variety(others) : a < b;
}

/** How many stations at least one of them does not have. */
function lacking(some: readonly Candidate[]): number {
  const union = some.reduce((bits, { gaps }) => bits | gaps, 0n);
  return union.toString(2).replaceAll("0", "").length;
}

function gapsOf({ observations }: Report): bigint {
  return wordsOf(observations).reduce(
    (bits, word, i) =>
      unpackObservation(word).age === AGE_MISSING ? bits | (1n << BigInt(i)) : bits,
    0n,
  );
}

function variety(some: readonly Candidate[]): number {
  const reports = some.map(({ report }) => report);
  const stations = reports[0]?.origins.length ?? 0;
  let sum = 0;
  for (let i = 0; i < stations; i++) sum += lineagesOf(reports, i).size;
  return sum;
}

function lineagesOf(reports: readonly Report[], station: number): Set<string> {
  const named = reports.flatMap(({ origins }) => origins[station]?.lineage ?? []);
  return new Set(named);
}

function byAddress(a: Report, b: Report): number {
  return BigInt(a.signer) < BigInt(b.signer) ? -1 : 1;
}
