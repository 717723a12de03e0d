// The plants of the stage: seeds, germination, and what the contracts say of a plant.
import { decodeFunctionResult, encodeFunctionData } from "viem";
import { genomesAbi, heliotropeAbi, metadataAbi } from "../../../contracts/abi.ts";
import { getHeader } from "../../../keeper/chain/header.ts";
import type { SkyInputs } from "../../../renderer/merkle.ts";
import { KEEPER } from "./cast.ts";
import type { Chain } from "./chain.ts";

const EPOCH_SECONDS = 25_200;

/** Mines past the target of what waits, and germinates it. */
export async function germinate(chain: Chain): Promise<void> {
  const { client, contracts } = chain;
  const genomes = { address: contracts.Genomes!.address, abi: genomesAbi } as const;
  for (;;) {
    const [batch, target] = await client.readContract({ ...genomes, functionName: "pendingBatch" });
    if (batch.count === 0) return;
    const head = await client.getBlockNumber({ cacheTime: 0 });
    if (head <= target) await chain.mine(Number(target - head) + 1);
    const header = await getHeader(client, target);
    const args = [header, 100n] as const;
    await chain.send(
      chain.wallet(KEEPER).writeContract({ ...genomes, functionName: "germinate", args }),
    );
  }
}

/** The inputs that the contract names for a sky. */
export async function skyInputs(chain: Chain, epoch: number, tokenId: number): Promise<SkyInputs> {
  const [model, latent, condition] = await chain.client.readContract({
    address: chain.contracts.Heliotrope!.address,
    abi: heliotropeAbi,
    functionName: "skyInputsAt",
    args: [BigInt(tokenId), BigInt(epoch)],
  });
  return { model, latent, condition };
}

/** The SVG document that the contract draws for a token now. */
export function contractSvg(chain: Chain, tokenId: number): Promise<string> {
  return chain.client.readContract({
    address: chain.contracts.Metadata!.address,
    abi: metadataAbi,
    functionName: "plantSvg",
    args: [chain.contracts.Heliotrope!.address, BigInt(tokenId)],
  });
}

/** The living page that the token answers, or answered when an epoch was the present. */
export async function livingPageOf(
  { client, contracts }: Pick<Chain, "client" | "contracts">,
  tokenId: number,
  epoch?: number,
): Promise<string> {
  const html = { abi: heliotropeAbi, functionName: "tokenHtml" } as const;
  const { data } = await client.call({
    ...(epoch !== undefined && { blockOverrides: { time: BigInt(epoch * EPOCH_SECONDS) } }),
    to: contracts.Heliotrope!.address,
    data: encodeFunctionData({ ...html, args: [BigInt(tokenId)] }),
    gas: 50_000_000n,
  });
  return decodeFunctionResult({ ...html, data: data! });
}
