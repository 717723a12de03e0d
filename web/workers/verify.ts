// Recomputes one canonical raster with TF.js and judges what the sources served, away from the page's
// own thread. Messages in: VerifyRequest. Messages out: VerifyReply.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Hex, toHex } from "../../renderer/hex.ts";
import type { SkyInputs } from "../../renderer/merkle.ts";
import { parseModel } from "../../renderer/sky/model.ts";
import { type Evidence, judge, type Verdict } from "../verify/judge.ts";
import { type Backend, startPainter } from "./backend.ts";

const SIDE = 240;
/** Rows painted between two reports of progress; divides the side. */
const BAND = 12;

export interface VerifyRequest {
  model: Uint8Array;
  inputs: SkyInputs;
  job: Hex;
  tokenId: number;
  roots: readonly Hex[];
  evidence: readonly Evidence[];
}

export type VerifyReply =
  | { kind: "progress"; rows: number; of: number; backend: Backend }
  | {
      kind: "done";
      verdicts: Verdict[];
      /** keccak256 of the recomputed raster. */
      rasterHash: Hex;
      raster: Uint8Array;
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

async function run(request: VerifyRequest): Promise<VerifyReply> {
  const passedOver: string[] = [];
  const painter = await startPainter(parseModel(request.model), ({ kind, reason }) => {
    // What a machine simply lacks is no news.
    if (kind !== "absent") passedOver.push(reason);
  });
  const { latent, condition } = request.inputs;
  const raster = new Uint8Array(SIDE * SIDE * 3);
  const start = performance.now();
  for (let y = 0; y < SIDE; y += BAND) {
    post({ kind: "progress", rows: y, of: SIDE, backend: painter.backend });
    const band = { latent, condition, size: SIDE, x: 0, y, width: SIDE, height: BAND };
    raster.set(await painter.paint(band), y * SIDE * 3);
  }
  const paintMs = performance.now() - start;
  const { backend } = painter;
  post({ kind: "progress", rows: SIDE, of: SIDE, backend });
  painter.dispose();
  const { job, tokenId, inputs, roots, evidence } = request;
  const verdicts = judge({ job, tokenId, inputs, roots, evidence, recomputed: raster });
  const rasterHash: Hex = toHex(keccak_256(raster));
  return { kind: "done", verdicts, rasterHash, raster, backend, passedOver, paintMs };
}

function post(reply: VerifyReply): void {
  self.postMessage(reply);
}
