/** What the climate wants reported of an epoch, and by whom. */
import type { Address } from "viem";
import { climateAbi } from "../../contracts/abi.ts";
import type { Assignment } from "../weather/signing.ts";
import type { Contracts } from "./deployment.ts";
import type { Rpc } from "./rpc.ts";

export interface Call extends Assignment {
  /** Who may sign, ascending, and how many of them have to. */
  readonly members: readonly Address[];
  readonly threshold: number;
}

/** Null when no signer set or no station was in force at the epoch's instant: then nothing can be reported. */
export async function readCall(
  { rpc, contracts }: { readonly rpc: Rpc; readonly contracts: Contracts },
  epoch: bigint,
  epochSeconds: number,
  blockNumber: bigint,
): Promise<Call | null> {
  const { client } = rpc;
  const climate = { address: contracts.Climate, abi: climateAbi, blockNumber } as const;
  const [signerSetVersion, count] = await Promise.all([
    client.readContract({ ...climate, functionName: "signerSetVersionIn", args: [epoch] }),
    client.readContract({ ...climate, functionName: "stationCountIn", args: [epoch] }),
  ]);
  if (signerSetVersion === 0n || count === 0n) return null;
  const [[members, threshold], stations] = await Promise.all([
    client.readContract({ ...climate, functionName: "signersOf", args: [signerSetVersion] }),
    Promise.all(
      Array.from({ length: Number(count) }, (_, index) =>
        client.readContract({ ...climate, functionName: "stationOf", args: [BigInt(index)] }),
      ),
    ),
  ]);
  return {
    chainId: rpc.chainId,
    climate: contracts.Climate,
    epoch,
    epochSeconds,
    signerSetVersion,
    stations,
    members,
    threshold: Number(threshold),
  };
}
