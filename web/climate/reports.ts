// What each reporter said of an epoch: the reports lie in the calldata of the transaction that was accepted. Pure:
// the median is the contract's, and what is told here is held against it.
import { decodeFunctionData, type Hex, hexToBytes, size } from "viem";
import { climateAbi } from "../../contracts/abi.ts";
import { AGE_MISSING, type Observation, unpackObservation } from "../../renderer/observation.ts";

/** A report as it was submitted. */
export interface Submitted {
  report: Hex;
  /** 64 or 65 bytes of a key's signature; exactly 20 are the address of a reporter that is a contract. */
  signature: Hex;
}

/** Bytes of one station in a report. */
const STATION_BYTES = 16;
/** Bytes of a signature that is an address. */
const ADDRESS_BYTES = 20;

/**
 * The reports in the calldata of `submit`, in the order of their signers. Undefined where the calldata is another
 * call's: somebody may have submitted through a contract of their own.
 */
export function submittedIn(calldata: Hex): Submitted[] | undefined {
  try {
    const { functionName, args } = decodeFunctionData({ abi: climateAbi, data: calldata });
    if (functionName !== "submit") return undefined;
    const [, reports, signatures] = args;
    return reports.map((report, i) => ({ report, signature: signatures[i] ?? "0x" }));
  } catch {
    return undefined;
  }
}

/** Whether a contract reported, which signs nothing and is asked instead. */
export function isContract(signature: Hex): boolean {
  return size(signature) === ADDRESS_BYTES;
}

/** What a report says of a station; null where it has no weather for it, undefined where it is too short. */
export function saidOf(report: Hex, station: number): Observation | null | undefined {
  const bytes = hexToBytes(report);
  const at = station * STATION_BYTES;
  if (bytes.length < at + STATION_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, STATION_BYTES);
  const observation = unpackObservation((view.getBigUint64(0) << 64n) | view.getBigUint64(8));
  return observation.age === 0 ? observation : null;
}

/** The fields that reporters can differ in, and how much at most before their agreement is called poor. */
export const FIELDS = [
  { field: "tempCentiC", name: "Temperature", tolerance: 150 },
  { field: "precipCentiMm", name: "Rain or snow", tolerance: 100 },
  { field: "windSpeedCms", name: "Wind", tolerance: 150 },
  { field: "sunMinutes", name: "Sunshine", tolerance: 45 },
  { field: "frostMinutes", name: "Frost", tolerance: 45 },
  { field: "cloudPct", name: "Cloud", tolerance: 15 },
  { field: "codeRank", name: "Weather", tolerance: 0 },
] as const;

export type Field = (typeof FIELDS)[number]["field"];

/** Whether a reporter's value lies so near the median as instruments do; undefined where there is none. */
export function agrees(
  { field, tolerance }: (typeof FIELDS)[number],
  said: Observation | null | undefined,
  median: Observation,
): boolean | undefined {
  if (!said || median.age === AGE_MISSING) return undefined;
  return Math.abs(said[field] - median[field]) <= tolerance;
}
