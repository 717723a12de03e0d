// Paints skies for the pages. Small pictures come from the integer reference at once; larger ones wait
// for TF.js. Both give the same bytes, so which of them painted does not matter.
import type { Hex } from "../../renderer/hex.ts";
import type { Painter } from "../../renderer/sky/infer.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { parseModel, type SkyModel } from "../../renderer/sky/model.ts";

/** Up to this side, plain integers finish before TF.js would have loaded. */
const INTEGER_SIDE = 72;

export interface SkyRequest {
  id: number;
  model: Uint8Array;
  /** keccak256 of the model's bytes, by which the parsed model is kept. */
  modelHash: Hex;
  latent: Hex;
  condition: Hex;
  /** Side in pixels, 1..4096. */
  size: number;
}

export type SkyReply = { id: number; pixels: Uint8Array } | { id: number; failure: string };

interface Loaded {
  model: SkyModel;
  painter: Promise<Painter | undefined> | undefined;
}

const models = new Map<Hex, Loaded>();

self.addEventListener("message", (event: MessageEvent<SkyRequest>) => {
  const { id } = event.data;
  paint(event.data).then(
    (pixels) => reply({ id, pixels }, [pixels.buffer]),
    (error: unknown) =>
      reply({ id, failure: error instanceof Error ? error.message : String(error) }, []),
  );
});

async function paint(request: SkyRequest): Promise<Uint8Array> {
  const { latent, condition, size } = request;
  const whole = { latent, condition, size, x: 0, y: 0, width: size, height: size };
  const loaded = load(request);
  if (size <= INTEGER_SIDE) return paintInteger(loaded.model, whole);
  loaded.painter ??= start(loaded.model);
  const painter = await loaded.painter;
  // A device may also be lost while it paints, and no other be left.
  const painted = await painter?.paint(whole).catch(() => undefined);
  return painted ?? paintInteger(loaded.model, whole);
}

function load(request: SkyRequest): Loaded {
  const known = models.get(request.modelHash);
  if (known) return known;
  const loaded: Loaded = { model: parseModel(request.model), painter: undefined };
  models.set(request.modelHash, loaded);
  return loaded;
}

/** No painter when every backend refuses: integers are slower, and still right. */
async function start(model: SkyModel): Promise<Painter | undefined> {
  const { startPainter } = await import("./backend.ts");
  return startPainter(model, () => {}).catch(() => undefined);
}

function reply(message: SkyReply, transfer: Transferable[]): void {
  self.postMessage(message, { transfer });
}
