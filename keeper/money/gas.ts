/** What the transactions of an epoch take at most, as docs/gas.md has them, with all that a transaction costs. */

/** What every keeper does once an epoch, if nobody disputes anything and nobody else judges it first. */
export const KEEPING_GAS = {
  commitAndReveal: 150_000,
  finalize: 120_000,
  settle: 50_000,
} as const;

/** The first of the two in `commitAndReveal`. */
export const COMMIT_GAS = 65_000n;

/** Submitting the weather: three reports of 8 stations are 219,307 gas, of 64 stations 879,394. */
const SUBMIT_GAS = { base: 125_000, station: 11_800 } as const;

export function keepingGas(): bigint {
  const { commitAndReveal, finalize, settle } = KEEPING_GAS;
  return BigInt(commitAndReveal + finalize + settle);
}

export function submittingGas(stations: number): bigint {
  return BigInt(SUBMIT_GAS.base + SUBMIT_GAS.station * stations);
}
