/** What the chain says a plant's sky is painted from at an epoch. */
import { heliotropeAbi } from "../../contracts/abi.ts";
import type { SkyInputs } from "../../renderer/merkle.ts";
import type { Contracts } from "./deployment.ts";
import type { Rpc } from "./rpc.ts";

export async function readInputs(
  { rpc, contracts }: { readonly rpc: Rpc; readonly contracts: Contracts },
  tokenId: number,
  epoch: bigint,
): Promise<SkyInputs> {
  const [model, latent, condition] = await rpc.client.readContract({
    address: contracts.Heliotrope,
    abi: heliotropeAbi,
    functionName: "skyInputsAt",
    args: [BigInt(tokenId), epoch],
  });
  return { model, latent, condition };
}
