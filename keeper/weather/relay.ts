/**
 * Reporters that are contracts: a workflow has delivered its report on chain, where the climate asks for it by ERC-1271.
 * Somebody has to carry it there: its observations from the event, and the contract's address as its signature.
 */
import { type Address, encodeEventTopics, type Hex, numberToHex, parseEventLogs } from "viem";
import { chainlinkReporterAbi, climateAbi } from "../../contracts/abi.ts";
import { firstBlockSince } from "../chain/blocks.ts";
import type { Rpc } from "../chain/rpc.ts";
import type { Report } from "./reporter.ts";
import type { Assignment } from "./signing.ts";

/** The report of `member` for the assignment, or null: it is no such contract, or has reported nothing yet. */
export async function relayed(
  rpc: Rpc,
  member: Address,
  assignment: Assignment,
  at: { readonly blockNumber: bigint; readonly startBlock: bigint },
): Promise<Report | null> {
  const { client } = rpc;
  const { blockNumber } = at;
  const contract = { address: member, abi: chainlinkReporterAbi, blockNumber } as const;
  // Most members are people's keys. Whether an address has code says nothing: such keys may have code, too.
  const reported = await client
    .readContract({ ...contract, functionName: "reportedEpoch" })
    .catch(() => null);
  if (reported !== assignment.epoch) return null;
  const instant = assignment.epoch * BigInt(assignment.epochSeconds);
  const from = await firstBlockSince(client, instant, at.startBlock, blockNumber);
  const [topic] = encodeEventTopics({ abi: chainlinkReporterAbi, eventName: "Reported" });
  const [logs, digest] = await Promise.all([
    client.request({
      method: "eth_getLogs",
      params: [
        {
          address: member,
          topics: [topic!, numberToHex(assignment.epoch, { size: 32 })],
          fromBlock: numberToHex(from),
          toBlock: numberToHex(blockNumber),
        },
      ],
    }),
    client.readContract({ ...contract, functionName: "reportedDigest" }),
  ]);
  for (const { args } of parseEventLogs({
    abi: chainlinkReporterAbi,
    eventName: "Reported",
    logs: logs as never,
  })) {
    // The event is the contract's word, the digest is what it will confirm: they must be about the same bytes.
    const said = await client.readContract({
      address: assignment.climate,
      abi: climateAbi,
      blockNumber,
      functionName: "digest",
      args: [assignment.epoch, args.observations],
    });
    if (said !== digest) continue;
    if (args.observations.length !== 2 + 32 * assignment.stations.length) continue;
    return {
      signer: member,
      observations: args.observations,
      signature: member.toLowerCase() as Hex,
      origins: assignment.stations.map(({ name }) => ({
        station: name,
        source: "contract",
        lineage: `contract ${member}`,
      })),
    };
  }
  return null;
}
