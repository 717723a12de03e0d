// How a demand stands: until when it can be put, what it costs, and whether it still pays whoever would answer. Pure,
// as the contract has it (contracts/almanac/Demands.sol).
import type { Address } from "viem";

interface Rules {
  /** Wei that a demand costs now, by the base fee or at least by `demandFloor`. */
  bond: bigint;
  challengeEnds: number;
  rules: { demandFloor: bigint; followUpSeconds: number };
}

interface Demand {
  demander: Address;
  /** Wei that it pays, raised as it may be. */
  bond: bigint;
  deadline: number;
  /** 0 while nobody has answered. */
  answeredAt: number;
}

export type DemandState =
  | { kind: "open" | "answered" }
  /** `isTooLittle`: an answer costs more than it pays, and until it is raised silence proves nothing. */
  | { kind: "waiting" | "overdue"; isTooLittle: boolean };

/** Gas that the almanac counts an answer at. */
const ANSWER_GAS = 220_000n;

/**
 * What a demand costs at a base fee: as `demandBond()` answers in a transaction. In a call many nodes take the base
 * fee for zero, so that it would answer too little there.
 */
export function bondAt(baseFee: bigint | null, demandFloor: bigint): bigint {
  const byGas = 2n * ANSWER_GAS * (baseFee ?? 0n);
  return byGas > demandFloor ? byGas : demandFloor;
}

export function demandState(demand: Demand, { bond }: Rules, now: number): DemandState {
  if (BigInt(demand.demander) === 0n) return { kind: "open" };
  if (demand.answeredAt !== 0) return { kind: "answered" };
  // What a demand costs is what two answers do.
  const isTooLittle = demand.bond * 2n < bond;
  return { kind: now >= demand.deadline ? "overdue" : "waiting", isTooLittle };
}

/**
 * Until when a node can be demanded: a late answer to the one above leaves time for what follows from it.
 * @param answeredAt when the one above was; undefined at the top, 0 while it was not.
 */
export function closesAt({ challengeEnds, rules }: Rules, answeredAt = 0): number {
  return Math.max(challengeEnds, answeredAt === 0 ? 0 : answeredAt + rules.followUpSeconds);
}

/** What a demand is sent with: the base fee may rise before it is in a block. */
export function priceOf({ bond, rules }: Rules): bigint {
  return bond > rules.demandFloor ? (bond * 5n) / 4n : bond;
}

/** For example "4 hours". */
export function spanOf(seconds: number): string {
  if (seconds >= 5400) return `${Math.round(seconds / 3600)} hours`;
  return seconds >= 90 ? `${Math.round(seconds / 60)} minutes` : `${seconds} seconds`;
}
