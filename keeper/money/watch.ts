/** Tells what the key still pays for, and says so before it is too little. */
import { etherOf } from "../metrics.ts";
import type { Context } from "../steps/context.ts";
import type { Survey } from "../steps/survey.ts";
import { readFacts } from "./facts.ts";
import { type Keeping, keepingOf } from "./keeping.ts";
import { ether, gwei, span } from "./words.ts";

/** Nobody is out of funds within this many of the chain's blocks. */
const EVERY_BLOCKS = 10n;

export interface MoneyOptions {
  /** What TIP_GWEI says. */
  readonly tip: bigint;
  /** Whether this keeper submits the weather. */
  readonly reports: boolean;
  /** Fewer epochs than this left is worth waking somebody for. */
  readonly alertEpochs: number;
}

export interface FundsWatch {
  /** What an operator should know; empty while there is enough. The same words until it is half of that. */
  look(now: Survey): Promise<readonly string[]>;
}

export function watchFunds(context: Context, options: MoneyOptions): FundsWatch {
  const { rpc, contracts, sender, bondLimit, metrics } = context;
  let seenAt: bigint | null = null;
  let alert: { readonly text: string; readonly epochsLeft: number } | null = null;
  return {
    look: async (now) => {
      if (seenAt === null || now.blockNumber < seenAt || now.blockNumber >= seenAt + EVERY_BLOCKS) {
        const { tip, reports, alertEpochs } = options;
        const of = { rpc, contracts, keeper: sender.address, tip, bondLimit, reports };
        const facts = await readFacts(of);
        const keeping = keepingOf(facts);
        const { epochsLeft } = keeping;
        metrics.balance.set(etherOf(facts.balance));
        metrics.epochCost.set(etherOf(keeping.cost));
        metrics.epochsLeft.set(epochsLeft);
        if (facts.shares[0] !== undefined) metrics.epochReward.set(etherOf(facts.shares[0]));
        const text = alertOf(keeping, alertEpochs, now.epochSeconds);
        if (text === null) alert = null;
        // Every change of the base fee is no news.
        else if (alert === null || 2 * epochsLeft <= alert.epochsLeft) alert = { text, epochsLeft };
        seenAt = now.blockNumber;
      }
      return alert === null ? [] : [`${alert.text} Send ether to ${sender.address}.`];
    },
  };
}

/** Null while there is enough. */
export function alertOf(
  { epochsLeft, gasPrice, toDeposit }: Keeping,
  alertEpochs: number,
  epochSeconds: number,
): string | null {
  if (epochsLeft >= alertEpochs) return null;
  const aside = toDeposit > 0n ? `, with ${ether(toDeposit)} set aside for bonds` : "";
  return `The key's funds last for ${epochsLeft} epochs (${span(epochsLeft * epochSeconds)}) at ${gwei(gasPrice)}${aside}; ALERT_EPOCHS is ${alertEpochs}.`;
}
