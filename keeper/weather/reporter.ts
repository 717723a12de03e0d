import type { Address, Hex, PrivateKeyAccount } from "viem";
import { bytesToHex } from "viem";
import { encodeReport } from "../../renderer/observation.ts";
import { weatherAt } from "./derive.ts";
import { readThrough } from "./instrument.ts";
import { quantize } from "./quantize.ts";
import type { Recordings } from "./recordings.ts";

/** A place of the climate contract, by its number. */
interface Station {
  readonly name: string;
  readonly latMicroDeg: number;
  readonly lonMicroDeg: number;
}

/** What all reporters of an epoch are asked for. */
export interface Assignment {
  readonly chainId: number;
  readonly climate: Address;
  readonly epoch: bigint;
  readonly epochSeconds: number;
  readonly signerSetVersion: bigint;
  readonly stations: readonly Station[];
}

export interface Report {
  readonly signer: Address;
  readonly observations: Hex;
  readonly signature: Hex;
  /** Names of the stations that this report marks as missing. */
  readonly missing: readonly string[];
}

const TYPES = {
  Report: [
    { name: "epoch", type: "uint256" },
    { name: "signerSetVersion", type: "uint256" },
    { name: "observations", type: "bytes" },
  ],
} as const;

/**
 * One reporter's work for one epoch: reads every station through its own instruments and signs what it saw
 * (EIP-712, bound to chain, contract, epoch and signer set). A station without a usable record is reported missing.
 */
export async function report(
  account: PrivateKeyAccount,
  recordings: Recordings,
  assignment: Assignment,
): Promise<Report> {
  const { chainId, climate, epoch, epochSeconds, signerSetVersion, stations } = assignment;
  const missing: string[] = [];
  const seen = stations.map((station, index) => {
    const recording = recordings.byName.get(station.name);
    const place = { latDeg: station.latMicroDeg / 1e6, lonDeg: station.lonMicroDeg / 1e6 };
    const instant = Number(epoch) * epochSeconds;
    const weather =
      recording === undefined ? null : weatherAt(recording, place, instant, epochSeconds);
    if (weather === null) {
      missing.push(station.name);
      return null;
    }
    return quantize(readThrough(weather, account.address, index, Number(epoch)), epochSeconds);
  });
  const observations = bytesToHex(encodeReport(seen));
  const signature = await account.signTypedData({
    domain: { name: "Heliotrope Climate", version: "1", chainId, verifyingContract: climate },
    types: TYPES,
    primaryType: "Report",
    message: { epoch, signerSetVersion, observations },
  });
  return { signer: account.address, observations, signature, missing };
}

/**
 * Picks `threshold` of the reporters for an epoch, a different selection from epoch to epoch, sorted by address as
 * the contract wants them. Null when there are too few.
 */
export function chooseReporters<T extends { readonly address: Address }>(
  reporters: readonly T[],
  threshold: number,
  epoch: bigint,
): readonly T[] | null {
  if (reporters.length < threshold) return null;
  const first = Number(epoch % BigInt(reporters.length));
  return Array.from(
    { length: threshold },
    (_, i) => reporters[(first + i) % reporters.length]!,
  ).sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
}
