// What the sky model is told about the moment. Twin of contracts/art/Condition.sol, which has the table.
import type { Phenotype } from "../phenotype.ts";

const ORDER = [
  "sunX",
  "sunY",
  "moonX",
  "moonY",
  "moonPhase",
  "cloud",
  "rain",
  "snow",
  "fog",
  "storm",
  "windEast",
  "windSpeed",
  "warmth",
  "season",
  "drought",
  "frost",
  "moss",
  "aurora",
  "haze",
  "mist",
] as const satisfies readonly (keyof Phenotype)[];

/** 32 bytes in hexadecimal, most significant first, every one 0..127. */
export function conditionOf(p: Phenotype): `0x${string}` {
  const bytes = ORDER.map((name) => p[name].toString(16).padStart(2, "0"));
  return `0x${bytes.join("").padEnd(64, "0")}`;
}
