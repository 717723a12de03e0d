// Paints single runs of sixteen pixels in plain integers, away from the page's own thread. Messages in:
// RunRequest. Messages out: RunReply, one for each.
import { type Hex, toHex } from "../../renderer/hex.ts";
import { RASTER_SIDE, type SkyInputs } from "../../renderer/merkle.ts";
import { parseModel, type SkyModel } from "../../renderer/sky/model.ts";
import { paintRuns } from "../../renderer/sky/runs.ts";

export interface RunRequest {
  id: number;
  inputs: SkyInputs;
  run: number;
  /** The sky model's bytes, the first time that it is named. */
  model?: Uint8Array | undefined;
}

export type RunReply = { id: number; pixels: Hex } | { id: number; failure: string };

/** By the model's number. */
const models = new Map<bigint, SkyModel>();

self.addEventListener("message", (event: MessageEvent<RunRequest>) => {
  const { id } = event.data;
  let reply: RunReply;
  try {
    reply = { id, pixels: paint(event.data) };
  } catch (error) {
    reply = { id, failure: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(reply);
});

function paint({ inputs, run, model: bytes }: RunRequest): Hex {
  if (bytes) models.set(inputs.model, parseModel(bytes));
  const model = models.get(inputs.model);
  if (!model) throw new Error(`Sky model ${inputs.model} was not handed over.`);
  const { latent, condition } = inputs;
  return toHex(paintRuns(model, { latent, condition, size: RASTER_SIDE }, [run])[0]!);
}
