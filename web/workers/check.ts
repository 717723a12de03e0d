// Holds a picture against skies: against many by a few runs each, against one by all of it. Messages in: CheckRequest.
// Messages out: CheckReply, in the order of the requests.
import type { Hex } from "../../renderer/hex.ts";
import { RASTER_SIDE } from "../../renderer/merkle.ts";
import type { Painter } from "../../renderer/sky/infer.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { parseModel, type SkyModel } from "../../renderer/sky/model.ts";
import { compareSampled, type Sampled } from "../../renderer/sky/sampled.ts";

export interface Sky {
  model: number;
  latent: Hex;
  condition: Hex;
}

export type CheckRequest =
  | { kind: "picture"; pixels: Uint8Array }
  | { kind: "model"; id: number; bytes: Uint8Array }
  | { kind: "compare"; skies: readonly Sky[] }
  | { kind: "paint"; sky: Sky };

export type CheckReply =
  | { kind: "compared"; found: readonly Sampled[] }
  | { kind: "painted"; raster: Uint8Array }
  | { kind: "failed"; reason: string };

const models = new Map<number, SkyModel>();
let pixels = new Uint8Array();

self.addEventListener("message", (event: MessageEvent<CheckRequest>) => {
  answer(event.data).then(
    (reply) => reply && self.postMessage(reply),
    (error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      self.postMessage({ kind: "failed", reason } satisfies CheckReply);
    },
  );
});

async function answer(request: CheckRequest): Promise<CheckReply | undefined> {
  switch (request.kind) {
    case "picture":
      pixels = Uint8Array.from(request.pixels);
      return undefined;
    case "model":
      models.set(request.id, parseModel(request.bytes));
      return undefined;
    case "compare": {
      const found = request.skies.map((sky) => compareSampled(modelOf(sky), sky, pixels));
      return { kind: "compared", found };
    }
    case "paint":
      return { kind: "painted", raster: await paint(request.sky) };
  }
}

async function paint(sky: Sky): Promise<Uint8Array> {
  const { latent, condition } = sky;
  const whole = { x: 0, y: 0, width: RASTER_SIDE, height: RASTER_SIDE, size: RASTER_SIDE };
  const request = { latent, condition, ...whole };
  // TF.js is only loaded for whole pictures, and where it will not start integers paint the same bytes.
  const painter = await start(modelOf(sky));
  try {
    return painter ? await painter.paint(request) : paintInteger(modelOf(sky), request);
  } finally {
    painter?.dispose();
  }
}

async function start(model: SkyModel): Promise<Painter | undefined> {
  const { startPainter } = await import("./backend.ts");
  return startPainter(model, () => {}).catch(() => undefined);
}

function modelOf({ model }: Sky): SkyModel {
  const known = models.get(model);
  if (!known) throw new Error(`Sky model ${model} was not handed over.`);
  return known;
}
