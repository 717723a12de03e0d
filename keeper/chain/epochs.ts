/** What climate, almanac and genomes say of one epoch at a believed block. */
import { almanacAbi, climateAbi, genomesAbi } from "../../contracts/abi.ts";
import type { Context } from "../steps/context.ts";

/** Null when the epoch is not accepted (any more: a reorganisation may have undone it). */
export async function readEpoch(
  { rpc, contracts }: Pick<Context, "rpc" | "contracts">,
  epoch: bigint,
  blockNumber: bigint,
) {
  const { client } = rpc;
  const almanac = { address: contracts.Almanac, abi: almanacAbi, blockNumber } as const;
  const acceptedAt = await client.readContract({
    address: contracts.Climate,
    abi: climateAbi,
    blockNumber,
    functionName: "acceptedAt",
    args: [epoch],
  });
  if (acceptedAt === 0) return null;
  const [job, windows, state, supply] = await Promise.all([
    client.readContract({ ...almanac, functionName: "jobOf", args: [epoch] }),
    client.readContract({ ...almanac, functionName: "windowsOf", args: [epoch] }),
    client.readContract({ ...almanac, functionName: "epochOf", args: [epoch] }),
    client.readContract({
      address: contracts.Genomes,
      abi: genomesAbi,
      blockNumber,
      functionName: "supplyAt",
      args: [epoch],
    }),
  ]);
  const [commitEnds, revealEnds, challengeEnds] = windows;
  return {
    epoch,
    job,
    supply: Number(supply),
    acceptedAt: BigInt(acceptedAt),
    commitEnds,
    revealEnds,
    challengeEnds,
    outcome: state.outcome,
    standing: state.standing,
    openDemands: state.openDemands,
    waitUntil: BigInt(state.waitUntil),
  };
}
