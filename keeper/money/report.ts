/** What keeping costs and brings, as lines of text. */

import type { Facts, Keeping } from "./keeping.ts";
import { columns } from "./table.ts";
import { count, ether, gwei, span } from "./words.ts";

export function moneyLines(facts: Facts, keeping: Keeping): string[] {
  const { bond, bondsUsual, bondsMost, deposited, toDeposit, epochsLeft, epochsOfAYear } = keeping;
  const { account } = facts;
  const left = keeping.earns - keeping.cost;
  const year = (wei: bigint) => ether((wei * BigInt(Math.round(epochsOfAYear * 1000))) / 1000n);
  const lasts = span(epochsLeft * facts.epochSeconds);
  const what = facts.reports
    ? "weather, commit, reveal, finalize, settle"
    : "commit, reveal, finalize, settle";
  const basis = keeping.isMeasured
    ? `what the last ${facts.shares.length} judged ones brought`
    : "the pot, if nobody shares it";
  const still =
    toDeposit > 0n ? `; ${ether(toDeposit)} of the key's will be deposited` : "; that is enough";
  return columns([
    [
      "the key has",
      `${ether(facts.balance)}, which lasts for ${count(epochsLeft)} epochs (${lasts})`,
    ],
    [
      "an epoch costs",
      `${ether(keeping.cost)} at ${gwei(keeping.gasPrice)}: ${count(keeping.gas)} gas at most (${what})`,
    ],
    ["an epoch brings", `${ether(keeping.earns)}: ${basis}; it is credited at the almanac`],
    ["which leaves", `${ether(left)} an epoch, ${year(left)} a year`],
    [
      "bonds",
      `${ether(bond)} a commit; ${bondsUsual} at once as a rule (${ether(BigInt(bondsUsual) * bond)}), ${bondsMost} at the very most (${ether(BigInt(bondsMost) * bond)})`,
    ],
    [
      "at the almanac",
      `${ether(deposited)}: ${ether(account.balance)} free, ${account.locked} ${account.locked === 1 ? "bond" : "bonds"} locked${still}`,
    ],
    [
      "the treasury has",
      `${ether(facts.treasury)}, pots for ${count(facts.treasury / greatest(facts.rules.pot))} epochs`,
    ],
  ]);
}

function greatest(wei: bigint): bigint {
  return wei > 0n ? wei : 1n;
}
