// An epoch painted by the keeper's own pool: a cheat's lie begins with the truth.
import { heliotropeAbi } from "../../contracts/abi.ts";
import type { Contracts } from "../../keeper/chain/deployment.ts";
import type { Rpc } from "../../keeper/chain/rpc.ts";
import type { ModelShelf } from "../../keeper/render/models.ts";
import type { Pool } from "../../keeper/render/pool.ts";
import type { KeptToken } from "../../renderer/demands.ts";
import { RASTER_SIDE } from "../../renderer/merkle.ts";

export interface Studio {
  readonly rpc: Rpc;
  readonly contracts: Contracts;
  readonly models: ModelShelf;
  readonly pool: Pool;
}

export async function paintEpoch(
  { rpc, contracts, models, pool }: Studio,
  epoch: bigint,
  supply: number,
): Promise<KeptToken[]> {
  const tokens: KeptToken[] = [];
  for (let tokenId = 0; tokenId < supply; tokenId++) {
    const [model, latent, condition] = await rpc.client.readContract({
      address: contracts.Heliotrope,
      abi: heliotropeAbi,
      functionName: "skyInputsAt",
      args: [BigInt(tokenId), epoch],
    });
    const painter = pool.painter(await models.get(Number(model)));
    const whole = { size: RASTER_SIDE, x: 0, y: 0, width: RASTER_SIDE, height: RASTER_SIDE };
    const raster = await painter.paint({ latent, condition, ...whole });
    tokens.push({ inputs: { model, latent, condition }, raster });
  }
  return tokens;
}
