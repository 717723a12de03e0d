/** Paints what the chain says, in plain integers: slow, and nothing has to be believed but the chain's bytes. */
import { bytesToHex } from "viem";
import { engineAbi, modelsAbi } from "../../contracts/abi.ts";
import { runAt, SPOTS, type Spot } from "../../renderer/likeness.ts";
import { RASTER_SIDE, RUN_PIXELS, type SkyInputs } from "../../renderer/merkle.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { parseModel, type SkyModel } from "../../renderer/sky/model.ts";
import type { Contracts } from "../chain/deployment.ts";
import type { Rpc } from "../chain/rpc.ts";
import { FatalError } from "../errors.ts";
import type { ModelShelf } from "../render/models.ts";

/** Runs that the chain's own engine paints as well, before anybody is told that a picture is false. */
const PROOF_SPOTS = 3;

export interface Easel {
  whole(inputs: SkyInputs): Promise<Uint8Array>;
  run(inputs: SkyInputs, spot: Spot): Promise<Uint8Array>;
  /** Has the chain paint some runs of a raster. Throws FatalError where they differ. */
  prove(inputs: SkyInputs, raster: Uint8Array): Promise<void>;
}

export function openEasel(tools: {
  readonly rpc: Rpc;
  readonly contracts: Contracts;
  readonly models: ModelShelf;
}): Easel {
  const { rpc, contracts, models } = tools;
  const parsed = new Map<bigint, SkyModel>();

  async function modelOf({ model: id }: SkyInputs): Promise<SkyModel> {
    const known = parsed.get(id) ?? parseModel((await models.get(Number(id))).bytes);
    parsed.set(id, known);
    return known;
  }

  async function paint(inputs: SkyInputs, { x, y }: Spot, width: number, height: number) {
    const { latent, condition } = inputs;
    const request = { latent, condition, size: RASTER_SIDE, x, y, width, height };
    return paintInteger(await modelOf(inputs), request);
  }

  return {
    whole: (inputs) => paint(inputs, { x: 0, y: 0 }, RASTER_SIDE, RASTER_SIDE),
    run: (inputs, spot) => paint(inputs, spot, RUN_PIXELS, 1),
    prove: async ({ model, latent, condition }, raster) => {
      const [, , engine] = await rpc.client.readContract({
        address: contracts.Models,
        abi: modelsAbi,
        functionName: "modelOf",
        args: [model],
      });
      for (const spot of SPOTS.slice(0, PROOF_SPOTS)) {
        const chains = await rpc.client.readContract({
          address: engine,
          abi: engineAbi,
          functionName: "skyRun",
          args: [model, latent, condition, BigInt(RASTER_SIDE), BigInt(spot.x), BigInt(spot.y)],
        });
        if (chains === bytesToHex(runAt(raster, spot))) continue;
        throw new FatalError(
          `This machine paints another sky than the chain does at ${spot.x}, ${spot.y}, so nothing it says of a picture counts. Check its memory, and that this version knows sky model ${model}.`,
        );
      }
    },
  };
}
