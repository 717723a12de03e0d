/** A thread that paints: TF.js on one backend, one painter per model, one request at a time. */

import { parentPort, workerData } from "node:worker_threads";
import * as tf from "@tensorflow/tfjs-core";
import type { Hex } from "viem";
import { RASTER_SIDE, tokenTree } from "../../renderer/merkle.ts";
import { BackendRefused, createPainter, type Painter } from "../../renderer/sky/infer.ts";
import { parseModel } from "../../renderer/sky/model.ts";
import { isWasmRefused } from "../fault.ts";

export type Backend = "wasm" | "cpu";

export interface WorkerRequest {
  readonly modelHash: Hex;
  /** The model's file, when this thread has not had it yet. */
  readonly modelBytes: Uint8Array | null;
  /** Null: only make the painter ready. */
  readonly paint: {
    readonly job: Hex;
    readonly tokenId: number;
    readonly latent: Hex;
    readonly condition: Hex;
  } | null;
}

export type WorkerReply =
  | {
      readonly backend: Backend;
      readonly refused: string | null;
      readonly pixels: Uint8Array;
      readonly root: Hex | null;
    }
  | { readonly error: string };

const painters = new Map<Hex, Painter>();
let backend: Backend | null = null;
let refused: string | null = null;

/** A backend that does not start at all, as BackendRefused is one that starts and errs. */
class BackendAbsent extends Error {}

/** Loads a backend's code on demand, so that a thread carries only what it uses. */
async function startBackend(name: Backend): Promise<void> {
  if (name === "wasm" && isWasmRefused()) throw new BackendAbsent("refused for a test");
  if (name === "wasm") await import("@tensorflow/tfjs-backend-wasm");
  else await import("@tensorflow/tfjs-backend-cpu");
  if (!(await tf.setBackend(name))) throw new BackendAbsent(`TF.js cannot start it`);
  await tf.ready();
  backend = name;
}

/** Makes a painter on the wanted backend; where that is refused, on the cpu backend, which is slow and exact. */
async function painterOf(hash: Hex, bytes: Uint8Array | null): Promise<Painter> {
  const ready = painters.get(hash);
  if (ready !== undefined) return ready;
  const model = parseModel(bytes!);
  let painter: Painter;
  try {
    if (backend === null) await startBackend((workerData as { backend: Backend }).backend);
    painter = await createPainter(tf, model);
  } catch (error) {
    const isRefusal = error instanceof BackendRefused || error instanceof BackendAbsent;
    if (!isRefusal || backend === "cpu") throw error;
    refused = error.message;
    await startBackend("cpu");
    painter = await createPainter(tf, model);
  }
  painters.set(hash, painter);
  return painter;
}

async function answer(request: WorkerRequest): Promise<WorkerReply> {
  const painter = await painterOf(request.modelHash, request.modelBytes);
  const { paint } = request;
  if (paint === null) return { backend: backend!, refused, pixels: new Uint8Array(), root: null };
  const pixels = await painter.paint({
    latent: paint.latent,
    condition: paint.condition,
    size: RASTER_SIDE,
    x: 0,
    y: 0,
    width: RASTER_SIDE,
    height: RASTER_SIDE,
  });
  const { root } = tokenTree(paint.job, paint.tokenId, pixels);
  return { backend: backend!, refused, pixels, root };
}

parentPort!.on("message", (request: WorkerRequest) => {
  answer(request).then(
    (reply) => {
      // The pixels may be a view into a larger buffer, so they are copied rather than transferred.
      parentPort!.postMessage(reply);
    },
    (error: unknown) => {
      const reply: WorkerReply = { error: error instanceof Error ? error.message : String(error) };
      parentPort!.postMessage(reply);
    },
  );
});
