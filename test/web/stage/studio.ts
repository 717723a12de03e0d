// Where the stage paints its rasters: TF.js on wasm, with the model that the chain holds.
import { join } from "node:path";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { hexToBytes } from "viem";
import { modelsAbi } from "../../../contracts/abi.ts";
import { createPainter, type Painter } from "../../../renderer/sky/infer.ts";
import { parseModel, type SkyModel } from "../../../renderer/sky/model.ts";
import { SIDE, WRONG_PIXEL } from "./cast.ts";
import type { Chain } from "./chain.ts";
import { skyInputs } from "./plants.ts";

export type Paint = (epoch: number, tokenId: number) => Promise<Uint8Array>;

/** Paints the sky of a token at an epoch. The painter starts with the first of them. */
export function studioFor(chain: Chain, model: SkyModel): Paint {
  let painter: Promise<Painter> | undefined;
  return async (epoch, tokenId) => {
    painter ??= startPainter(model);
    const inputs = await skyInputs(chain, epoch, tokenId);
    const whole = { ...inputs, size: SIDE, x: 0, y: 0, width: SIDE, height: SIDE };
    return (await painter).paint(whole);
  };
}

/** The model that all skies begin with. */
export async function readModel({ client, contracts }: Chain): Promise<SkyModel> {
  const bytes = await client.readContract({
    address: contracts.Models!.address,
    abi: modelsAbi,
    functionName: "modelBytes",
    args: [0n],
  });
  return parseModel(hexToBytes(bytes));
}

export function withWrongPixel(raster: Uint8Array): Uint8Array {
  const wrong = raster.slice();
  wrong[(WRONG_PIXEL.y * SIDE + WRONG_PIXEL.x) * 3]! ^= 1;
  return wrong;
}

async function startPainter(model: SkyModel): Promise<Painter> {
  const wasm = join(
    import.meta.dirname,
    "../../../node_modules/@tensorflow/tfjs-backend-wasm/dist/",
  );
  setWasmPaths(wasm);
  if (!(await tf.setBackend("wasm"))) throw new Error("TF.js finds no wasm backend here.");
  await tf.ready();
  return createPainter(tf, model);
}
