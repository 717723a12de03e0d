// Gas and ether as tables for people.
import { formatEther, parseGwei } from "viem";
import type { Upkeep } from "./running.ts";
import type { Step } from "./script.ts";

/** EIP-7825: the most gas of one transaction, which is what its limit is held against. */
export const TRANSACTION_GAS = 2n ** 24n;
/** forge sends each transaction with this much more gas than it simulated, in per cent. */
const LIMIT_PERCENT = 130n;

/** The steps whose limit no chain after Osaka would take. */
export function tooLarge(steps: readonly Step[]): Step[] {
  return steps.filter(({ gas }) => (gas * LIMIT_PERCENT) / 100n > TRANSACTION_GAS);
}

export const totalOf = (steps: readonly Step[]) => steps.reduce((sum, { gas }) => sum + gas, 0n);

export function deploymentTable(steps: readonly Step[], gweis: readonly string[]): string {
  const total = totalOf(steps);
  const rows = steps.map(({ what, gas }) => [what, comma(gas), ...gweis.map((g) => ether(gas, g))]);
  const sum = ["all of it", comma(total), ...gweis.map((g) => ether(total, g))];
  return table(["transaction", "gas", ...gweis.map((g) => `ether at ${g} gwei`)], [...rows, sum]);
}

export function upkeepTable(upkeep: readonly Upkeep[], gweis: readonly string[]): string {
  const yearly = (rows: readonly Upkeep[]) =>
    rows.reduce((sum, { gas, times }) => sum + gas * BigInt(times), 0n);
  const rows = upkeep.map(({ what, gas, times }) => {
    const year = gas * BigInt(times);
    return [what, comma(gas), comma(times), comma(year), ...gweis.map((g) => ether(year, g))];
  });
  const running = yearly(upkeep.filter(({ isOnce }) => !isOnce));
  const sum = ["every year", "", "", comma(running), ...gweis.map((g) => ether(running, g))];
  return table(
    ["what", "gas", "times", "gas a year", ...gweis.map((g) => `ether at ${g} gwei`)],
    [...rows, sum],
  );
}

/** Columns as wide as their widest cell; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i]!.length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join("  ")
      .trimEnd();
  return [head, widths.map((width) => "-".repeat(width)), ...rows].map(line).join("\n");
}

function ether(gas: bigint, gwei: string): string {
  const [whole, fraction = ""] = formatEther(gas * parseGwei(gwei)).split(".");
  return `${comma(BigInt(whole!))}.${fraction.padEnd(4, "0").slice(0, 4)}`;
}

function comma(value: bigint | number): string {
  return value.toLocaleString("en");
}
