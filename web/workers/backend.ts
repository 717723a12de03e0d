// TF.js and the best backend that passes the model's self-test on this machine. Only workers import
// this file, so TF.js never weighs on the first load.

import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import plain from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import threaded from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url";
import * as tf from "@tensorflow/tfjs-core";
import { createPainter, type Painter } from "../../renderer/sky/infer.ts";
import type { SkyModel } from "../../renderer/sky/model.ts";

export type Backend = "wasm" | "webgl" | "cpu";

const ORDER: readonly Backend[] = ["wasm", "webgl", "cpu"];

// Absolute, because a worker resolves relative URLs against its own script.
const absolute = (url: string) => new URL(url, self.location.href).href;
setWasmPaths({
  "tfjs-backend-wasm.wasm": absolute(plain),
  "tfjs-backend-wasm-simd.wasm": absolute(simd),
  "tfjs-backend-wasm-threaded-simd.wasm": absolute(threaded),
});

/**
 * A painter on the first backend that starts and reproduces the model's self-test exactly.
 * @throws Error naming each backend and why it was refused.
 */
export async function startPainter(
  model: SkyModel,
): Promise<{ painter: Painter; backend: Backend }> {
  const refusals: string[] = [];
  for (const backend of ORDER) {
    try {
      return { painter: await startPainterOn(backend, model), backend };
    } catch (error) {
      refusals.push(`${backend}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(
    `No TF.js backend of this browser paints exactly, so nothing can be verified here. ${refusals.join("; ")}. Try another browser.`,
  );
}

/**
 * A painter on this very backend.
 * @throws Error when it does not start here, BackendRefused when it paints other bytes than the model
 * promises.
 */
export async function startPainterOn(backend: Backend, model: SkyModel): Promise<Painter> {
  if (backend === "webgl") {
    await import("@tensorflow/tfjs-backend-webgl");
    // Otherwise TF.js computes small tensors on the CPU, and the self-test would not test the GPU alone.
    tf.env().set("WEBGL_CPU_FORWARD", false);
  }
  if (backend === "cpu") await import("@tensorflow/tfjs-backend-cpu");
  if (!(await tf.setBackend(backend))) throw new Error("it does not start here");
  await tf.ready();
  return createPainter(tf, model);
}
