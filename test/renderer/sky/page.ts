// What backends.browser.test.ts runs in the browser: the backends as the web app starts them.

import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import * as tf from "@tensorflow/tfjs-core";
import type { Painter } from "../../../renderer/sky/infer.ts";
import type { SkyRequest } from "../../../renderer/sky/integer.ts";
import { parseModel } from "../../../renderer/sky/model.ts";
import { type Backend, startPainter, startPainterOn } from "../../../web/workers/backend.ts";
import { MILLION } from "./million.ts";

/** What to paint, and on what. */
export interface Job {
  requests: readonly SkyRequest[];
  /** Undefined: the best that there is, as the web app takes it. */
  backend?: Backend | undefined;
  /** Whether drivers that compute on the CPU will do; always so for a named backend. */
  allowSoftware?: boolean;
  /** WebGL with 16-bit floats only, as on some phones. */
  halfFloats?: boolean;
  /** Takes the device away while the first request is painted. */
  loseDevice?: boolean;
}

/** What a backend did with some requests: hashes of what it painted, or why there are none. */
export interface Outcome {
  /** The backend that painted last. */
  backend: string;
  hashes: string[];
  /** Whether the tensors lay on the GPU. */
  onGpu: boolean;
  /** Every step down: which backend, and what was wrong with it. */
  steps: { backend: string; kind: string }[];
  error: { name: string; message: string } | undefined;
}

export interface Conformance {
  paint(model: number[], job: Job): Promise<Outcome>;
  /** One hash over the first windows of the million pixels. */
  paintMillion(model: number[], backend: Backend, windows: number): Promise<string>;
}

const conformance: Conformance = {
  async paint(bytes, { requests, backend, allowSoftware, halfFloats, loseDevice }) {
    const model = parseModel(Uint8Array.from(bytes));
    if (halfFloats) {
      await import("@tensorflow/tfjs-backend-webgl");
      tf.env().set("WEBGL_FORCE_F16_TEXTURES", true);
    }
    const outcome: Outcome = { backend: "", hashes: [], onGpu: false, steps: [], error: undefined };
    try {
      const painter: Painter = backend
        ? await startPainterOn(backend, model)
        : await startPainter(
            model,
            ({ backend, kind }) => outcome.steps.push({ backend, kind }),
            allowSoftware,
          );
      if (loseDevice) setTimeout(loseTheDevice, 5);
      for (const request of requests) {
        outcome.hashes.push(bytesToHex(keccak_256(await painter.paint(request))));
      }
      const { numBytesInGPU } = tf.memory() as { numBytesInGPU?: number };
      outcome.onGpu = (numBytesInGPU ?? 0) > 0;
      outcome.backend = painter.backend;
      painter.dispose();
    } catch (error) {
      const { name, message } = error as Error;
      outcome.error = { name, message };
    }
    return outcome;
  },

  async paintMillion(bytes, backend, windows) {
    const painter = await startPainterOn(backend, parseModel(Uint8Array.from(bytes)));
    const hash = keccak_256.create();
    for (const request of MILLION.slice(0, windows)) hash.update(await painter.paint(request));
    painter.dispose();
    return bytesToHex(hash.digest());
  },
};

/** As a driver that resets does, or a phone that puts the page to sleep. */
function loseTheDevice(): void {
  const backend = tf.backend() as unknown as {
    device?: GPUDevice;
    gpgpu?: { gl: WebGL2RenderingContext };
  };
  backend.device?.destroy();
  backend.gpgpu?.gl.getExtension("WEBGL_lose_context")?.loseContext();
}

Object.assign(window, { conformance });
