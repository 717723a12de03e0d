// Paints skies for the pages. Small pictures come from the integer reference at once; larger ones wait
// for TF.js. Both give the same bytes, so which of them painted does not matter.
import type { Hex } from "../../renderer/hex.ts";
import type { Painter } from "../../renderer/sky/infer.ts";
import { createIntegerPainter, paintInteger } from "../../renderer/sky/integer.ts";
import { parseModel, type SkyModel } from "../../renderer/sky/model.ts";
import { tellWhatIsLoaded } from "../offline/loaded.ts";

/** Up to this side, plain integers finish before TF.js would have loaded. */
const INTEGER_SIDE = 72;

export interface SkyRequest {
  id: number;
  model: Uint8Array;
  /** keccak256 of the model's bytes, by which the parsed model is kept. */
  modelHash: Hex;
  latent: Hex;
  condition: Hex;
  /** Side of the whole picture in pixels, 1..4096. */
  size: number;
  /** The rows to paint; all of them where it is left out. */
  rows?: { from: number; count: number } | undefined;
}

export type SkyReply =
  | { id: number; pixels: Uint8Array; backend: string }
  | { id: number; failure: string };

interface Loaded {
  model: SkyModel;
  painter: Promise<Painter> | undefined;
}

const models = new Map<Hex, Loaded>();

tellWhatIsLoaded();

self.addEventListener("message", (event: MessageEvent<SkyRequest>) => {
  const { id } = event.data;
  paint(event.data).then(
    ({ pixels, backend }) => reply({ id, pixels, backend }, [pixels.buffer]),
    (error: unknown) =>
      reply({ id, failure: error instanceof Error ? error.message : String(error) }, []),
  );
});

async function paint(request: SkyRequest): Promise<{ pixels: Uint8Array; backend: string }> {
  const { latent, condition, size, rows = { from: 0, count: size } } = request;
  const part = { latent, condition, size, x: 0, y: rows.from, width: size, height: rows.count };
  const loaded = load(request);
  if (size > INTEGER_SIDE) {
    loaded.painter ??= start(loaded.model);
    const painter = await loaded.painter;
    // A device may also be lost while it paints, and no other be left.
    const pixels = await painter.paint(part).catch(() => undefined);
    if (pixels) return { pixels, backend: painter.backend };
  }
  return { pixels: paintInteger(loaded.model, part), backend: "integer" };
}

function load(request: SkyRequest): Loaded {
  const known = models.get(request.modelHash);
  if (known) return known;
  const loaded: Loaded = { model: parseModel(request.model), painter: undefined };
  models.set(request.modelHash, loaded);
  return loaded;
}

/** Integers when every backend refuses: slower, and still right. */
async function start(model: SkyModel): Promise<Painter> {
  try {
    const { startPainter } = await import("./backend.ts");
    return await startPainter(model, () => {});
  } catch {
    return createIntegerPainter(model);
  }
}

function reply(message: SkyReply, transfer: Transferable[]): void {
  self.postMessage(message, { transfer });
}
