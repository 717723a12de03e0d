/** What keeping costs and brings, worked out from facts: no chain here. */
import { keepingGas, submittingGas } from "./gas.ts";

/** Demands at four heights follow each other at most; each may take its answer and the follow-up. */
const ROUNDS = 4;
const YEAR_SECONDS = 31_556_952;

export interface Facts {
  /** Wei of the key, for gas and for bonds to come. */
  readonly balance: bigint;
  /** Its account at the almanac: wei that are free, and commits whose bonds are locked. */
  readonly account: { readonly balance: bigint; readonly locked: number };
  readonly rules: {
    readonly commitSeconds: number;
    readonly revealSeconds: number;
    readonly challengeSeconds: number;
    readonly answerSeconds: number;
    readonly followUpSeconds: number;
    readonly bond: bigint;
    readonly pot: bigint;
  };
  readonly treasury: bigint;
  readonly epochSeconds: number;
  readonly stations: number;
  /** Wei for one unit of gas: the base fee, and the tip on top. */
  readonly baseFee: bigint;
  readonly tip: bigint;
  /** What this keeper got out of the latest epochs that it revealed and that are judged, in wei; newest first. */
  readonly shares: readonly bigint[];
  /** Whether this keeper submits the weather. */
  readonly reports: boolean;
  /** BOND_LIMIT_ETHER. */
  readonly bondLimit: bigint;
}

export interface Keeping {
  readonly gasPrice: bigint;
  /** Gas and wei of one epoch. */
  readonly gas: bigint;
  readonly cost: bigint;
  /** Wei that an epoch brings, and whether that is what it did bring, or what the pot would give one keeper. */
  readonly earns: bigint;
  readonly isMeasured: boolean;
  readonly bond: bigint;
  /** Commits that are locked at once: where nobody demands anything, and at the very most. */
  readonly bondsUsual: number;
  readonly bondsMost: number;
  /** Wei of this keeper in the almanac, locked or free. */
  readonly deposited: bigint;
  /** Wei that the key has yet to deposit before that is enough, as far as the limit lets it. */
  readonly toDeposit: bigint;
  /** Epochs whose gas the key can pay for at this price, with what is to be deposited set aside. */
  readonly epochsLeft: number;
  readonly epochsOfAYear: number;
}

export function keepingOf(facts: Facts): Keeping {
  const { rules, account, epochSeconds, shares, bondLimit } = facts;
  const gasPrice = facts.baseFee + facts.tip;
  const gas = keepingGas() + (facts.reports ? submittingGas(facts.stations) : 0n);
  const cost = gas * gasPrice;
  const shortest = rules.commitSeconds + rules.revealSeconds + rules.challengeSeconds;
  const longest = shortest + ROUNDS * (rules.answerSeconds + rules.followUpSeconds);
  const atOnce = (seconds: number) => Math.floor(seconds / epochSeconds) + 1;
  const bondsUsual = atOnce(shortest);
  const deposited = account.balance + BigInt(account.locked) * rules.bond;
  const wanted = least(BigInt(bondsUsual) * rules.bond, bondLimit);
  const toDeposit = wanted > deposited ? wanted - deposited : 0n;
  const forGas = facts.balance > toDeposit ? facts.balance - toDeposit : 0n;
  return {
    gasPrice,
    gas,
    cost,
    earns: shares.length > 0 ? mean(shares) : least(rules.pot, facts.treasury),
    isMeasured: shares.length > 0,
    bond: rules.bond,
    bondsUsual,
    bondsMost: atOnce(longest),
    deposited,
    toDeposit,
    epochsLeft: cost === 0n ? Number.MAX_SAFE_INTEGER : Number(forGas / cost),
    epochsOfAYear: YEAR_SECONDS / epochSeconds,
  };
}

function mean(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n) / BigInt(values.length);
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
