// Paints token after token of one epoch and keeps 32 bytes of each: its node in the epoch's tree. Messages in:
// EpochRequest. Messages out: EpochReply, one for each token.
import type { Hex } from "../../renderer/hex.ts";
import { RASTER_SIDE, type SkyInputs, tokenTree } from "../../renderer/merkle.ts";
import type { Painter } from "../../renderer/sky/infer.ts";
import { parseModel } from "../../renderer/sky/model.ts";
import { type Backend, startPainter } from "./backend.ts";

export interface EpochRequest {
  job: Hex;
  tokenId: number;
  inputs: SkyInputs;
  /** The sky model's bytes, the first time that it is named. */
  model?: Uint8Array | undefined;
}

export type EpochReply =
  | { kind: "painted"; tokenId: number; node: Hex; backend: Backend }
  | { kind: "failed"; tokenId: number; reason: string };

/** By the model's number. */
const painters = new Map<bigint, Promise<Painter & { readonly backend: Backend }>>();

self.addEventListener("message", (event: MessageEvent<EpochRequest>) => {
  const { tokenId } = event.data;
  paint(event.data).then(post, (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    post({ kind: "failed", tokenId, reason });
  });
});

async function paint({ job, tokenId, inputs, model }: EpochRequest): Promise<EpochReply> {
  if (model)
    painters.set(
      inputs.model,
      startPainter(parseModel(model), () => {}),
    );
  const painter = await painters.get(inputs.model);
  if (!painter) throw new Error(`Sky model ${inputs.model} was not handed over.`);
  const { latent, condition } = inputs;
  const whole = { x: 0, y: 0, width: RASTER_SIDE, height: RASTER_SIDE };
  const raster = await painter.paint({ latent, condition, size: RASTER_SIDE, ...whole });
  const node = tokenTree(job, tokenId, inputs, raster).root;
  return { kind: "painted", tokenId, node, backend: painter.backend };
}

function post(reply: EpochReply): void {
  self.postMessage(reply);
}
