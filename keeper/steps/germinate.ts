import { encodeFunctionData } from "viem";
import { genomesAbi } from "../../contracts/abi.ts";
import { getHeader } from "../chain/header.ts";
import type { Context } from "./context.ts";
import type { Survey } from "./survey.ts";

/** Plants that one transaction germinates at most: about 5,000,000 gas. */
const MOST_AT_ONCE = 500;

/** When a batch of minted plants is ripe, proves its entropy and writes its genomes. Anyone may be faster. */
export async function germinate(context: Context, now: Survey): Promise<void> {
  const { pending } = now;
  if (pending.count === 0 || !pending.ripe) return;
  const { rpc, contracts, sender } = context;
  const genomes = { address: contracts.Genomes, abi: genomesAbi } as const;
  const isWanted =
    !pending.proven &&
    (await rpc.client.readContract({ ...genomes, functionName: "hasPrevRandao" }));
  const header = isWanted ? await getHeader(rpc.client, pending.target) : "0x";
  await sender.enqueue({
    kind: "germinate",
    subject: `tokens from ${pending.first}, target block ${pending.target}`,
    target: contracts.Genomes,
    data: encodeFunctionData({
      abi: genomes.abi,
      functionName: "germinate",
      args: [header, BigInt(MOST_AT_ONCE)],
    }),
    expiresAt: now.now + BigInt(now.epochSeconds),
  });
}
