/** Amounts and times as people read them. */
import { formatEther, formatGwei } from "viem";

export function ether(wei: bigint): string {
  return `${digits(Number(formatEther(wei)))} ETH`;
}

export function gwei(wei: bigint): string {
  return `${digits(Number(formatGwei(wei)))} gwei`;
}

export function count(value: number | bigint): string {
  return value.toLocaleString("en");
}

/** A length of time in its two largest units. */
export function span(seconds: number): string {
  const parts: string[] = [];
  let left = Math.max(0, Math.round(seconds));
  for (const [unit, size] of UNITS) {
    const whole = Math.floor(left / size);
    left -= whole * size;
    if (whole > 0) parts.push(`${count(whole)} ${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(" ") || "0 s";
}

/** A chain's time. */
export function moment(seconds: bigint): string {
  return new Date(Number(seconds) * 1000).toISOString().slice(0, 16).replace("T", " ");
}

const UNITS = [
  ["years", 31_556_952],
  ["days", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

/** Four digits are more than a price of gas is good for; zeros after them say nothing. */
function digits(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-6) return "under 0.000001";
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en");
  return `${Number(value.toPrecision(4))}`;
}
