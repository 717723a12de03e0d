// What the chain says about the almanac: its rules, what stands behind its proxy, and how that can change.
import { type Address, type Client, formatEther, getAddress, type Hex } from "viem";
import { getStorageAt, readContract } from "viem/actions";
import { almanacAbi } from "../../contracts/abi.ts";
import type { Collection } from "./collection.ts";
import type { Add, Addresses } from "./rows.ts";
import { YEAR_SECONDS } from "./running.ts";

type Rules = Collection["almanac"];

/** Where ERC-1967 has a proxy keep the address of its code. */
const IMPLEMENTATION_SLOT: Hex =
  "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
/** Heights at which something can be demanded, one after another. */
const ROUNDS = 4;

/** The longest that a bond is locked while the rules are kept, in seconds. */
export const longestLock = (rules: Rules) =>
  rules.commitSeconds +
  rules.revealSeconds +
  rules.challengeSeconds +
  ROUNDS * (rules.answerSeconds + rules.followUpSeconds);

/** How long an upgrade waits; contracts/almanac/Upgrades.sol adds the same. */
export const upgradeDelay = (rules: Rules) => longestLock(rules) + rules.commitSeconds;

/** What a keeper has to have locked, and what the treasury pays, as one line for people. */
export function stakes(rules: Rules, epochSeconds: number): string {
  const bonds = (seconds: number) =>
    formatEther(BigInt(Math.floor(seconds / epochSeconds) + 1) * BigInt(rules.bondWei));
  const calm = rules.commitSeconds + rules.revealSeconds + rules.challengeSeconds;
  const pots = BigInt(Math.round(YEAR_SECONDS / epochSeconds)) * BigInt(rules.potWei);
  return `Each keeper has ${bonds(calm)} ether in bonds, ${bonds(longestLock(rules))} where every epoch is disputed to the end. Pots are ${formatEther(pots)} ether a year, which anybody may pay in.`;
}

/** What stands behind a proxy. */
export async function implementationOf(client: Client, address: Address): Promise<Address> {
  const word = await getStorageAt(client, { address, slot: IMPLEMENTATION_SLOT });
  return getAddress(`0x${(word ?? "0x").slice(2).padStart(64, "0").slice(24)}`);
}

export async function checkAlmanac(
  client: Client,
  at: Addresses,
  expected: Rules,
  add: Add,
): Promise<void> {
  const almanac = { address: at.Almanac!, abi: almanacAbi } as const;
  const rules = await readContract(client, { ...almanac, functionName: "rules" });
  for (const [name, value, found] of [
    ["commitSeconds", expected.commitSeconds, rules.commitSeconds],
    ["revealSeconds", expected.revealSeconds, rules.revealSeconds],
    ["challengeSeconds", expected.challengeSeconds, rules.challengeSeconds],
    ["answerSeconds", expected.answerSeconds, rules.answerSeconds],
    ["followUpSeconds", expected.followUpSeconds, rules.followUpSeconds],
    ["bond", expected.bondWei, rules.bond],
    ["pot", expected.potWei, rules.pot],
    ["demandFloor", expected.demandFloorWei, rules.demandFloor],
  ] as const) {
    add("Almanac", name, value, found);
  }
  const delay = await readContract(client, { ...almanac, functionName: "UPGRADE_DELAY" });
  add("Almanac", "UPGRADE_DELAY", upgradeDelay(expected), delay);
  const { readyAt, implementation } = await readContract(client, {
    ...almanac,
    functionName: "announcedUpgrade",
  });
  add("Almanac", "announced upgrade", "none", readyAt === 0 ? "none" : implementation);
}
