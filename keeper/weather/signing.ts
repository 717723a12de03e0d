/** A reporter's signature under its observations, as the climate contract checks it. */
import { type Address, type Hex, isAddressEqual, recoverTypedDataAddress } from "viem";
import type { Station } from "./source.ts";

/** What all reporters of an epoch are asked for. */
export interface Assignment {
  readonly chainId: number;
  readonly climate: Address;
  readonly epoch: bigint;
  readonly epochSeconds: number;
  readonly signerSetVersion: bigint;
  readonly stations: readonly Station[];
}

const TYPES = {
  Report: [
    { name: "epoch", type: "uint256" },
    { name: "signerSetVersion", type: "uint256" },
    { name: "observations", type: "bytes" },
  ],
} as const;

/** Whoever can sign typed data: a key in memory, a token, a service. */
export interface ReportSigner {
  readonly address: Address;
  signTypedData(data: ReturnType<typeof reportData>): Promise<Hex>;
}

/** Bound to chain, contract, epoch and signer set: it says nothing anywhere else (EIP-712). */
export function reportData(assignment: Assignment, observations: Hex) {
  const { chainId, climate, epoch, signerSetVersion } = assignment;
  return {
    domain: { name: "Heliotrope Climate", version: "1", chainId, verifyingContract: climate },
    types: TYPES,
    primaryType: "Report",
    message: { epoch, signerSetVersion, observations },
  } as const;
}

/** Whether `signer` signed these observations for this assignment. */
export async function isSignedBy(
  assignment: Assignment,
  { signer, observations, signature }: { signer: Address; observations: Hex; signature: Hex },
): Promise<boolean> {
  try {
    const address = await recoverTypedDataAddress({
      ...reportData(assignment, observations),
      signature,
    });
    return isAddressEqual(address, signer);
  } catch {
    return false;
  }
}
