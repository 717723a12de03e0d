// Paints one canonical raster with TF.js, away from the page's own thread. Messages in: VerifyRequest. Messages
// out: VerifyReply.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Hex, toHex } from "../../renderer/hex.ts";
import { RASTER_SIDE } from "../../renderer/merkle.ts";
import { parseModel } from "../../renderer/sky/model.ts";
import { type Backend, startPainter } from "./backend.ts";

/** Rows painted between two reports of progress; divides the side. */
const BAND = 12;

export interface VerifyRequest {
  model: Uint8Array;
  latent: Hex;
  condition: Hex;
}

export type VerifyReply =
  | { kind: "progress"; rows: number; of: number; backend: Backend }
  | {
      kind: "done";
      raster: Uint8Array;
      /** keccak256 of the raster. */
      rasterHash: Hex;
      backend: Backend;
      /** Backends that were tried before it and painted other bytes, failed or were lost: why. */
      passedOver: string[];
      /** Painting time in ms, without loading and hashing. */
      paintMs: number;
    }
  | { kind: "failed"; reason: string };

self.addEventListener("message", (event: MessageEvent<VerifyRequest>) => {
  run(event.data).then(post, (error: unknown) =>
    post({ kind: "failed", reason: error instanceof Error ? error.message : String(error) }),
  );
});

async function run({ model, latent, condition }: VerifyRequest): Promise<VerifyReply> {
  const passedOver: string[] = [];
  const painter = await startPainter(parseModel(model), ({ kind, reason }) => {
    // What a machine simply lacks is no news.
    if (kind !== "absent") passedOver.push(reason);
  });
  const raster = new Uint8Array(RASTER_SIDE * RASTER_SIDE * 3);
  const start = performance.now();
  for (let y = 0; y < RASTER_SIDE; y += BAND) {
    post({ kind: "progress", rows: y, of: RASTER_SIDE, backend: painter.backend });
    const place = { x: 0, y, width: RASTER_SIDE, height: BAND };
    const band = await painter.paint({ latent, condition, size: RASTER_SIDE, ...place });
    raster.set(band, y * RASTER_SIDE * 3);
  }
  const paintMs = performance.now() - start;
  const { backend } = painter;
  post({ kind: "progress", rows: RASTER_SIDE, of: RASTER_SIDE, backend });
  painter.dispose();
  const rasterHash: Hex = toHex(keccak_256(raster));
  return { kind: "done", rasterHash, raster, backend, passedOver, paintMs };
}

function post(reply: VerifyReply): void {
  self.postMessage(reply);
}
