// What backends.browser.test.ts runs in the browser: the backends as the web app starts them.

import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import * as tf from "@tensorflow/tfjs-core";
import type { SkyRequest } from "../../../renderer/sky/integer.ts";
import { parseModel } from "../../../renderer/sky/model.ts";
import { type Backend, startPainter, startPainterOn } from "../../../web/workers/backend.ts";

/** What a backend did with some requests: hashes of what it painted, or why there are none. */
export interface Outcome {
  /** The backend that TF.js used. */
  backend: string;
  hashes: string[];
  /** Whether the tensors lay on the GPU. */
  onGpu: boolean;
  refused: { name: string; message: string } | undefined;
}

export interface Conformance {
  /**
   * Paints requests on a backend, or on the first that passes when it is undefined; with a flag, WebGL
   * has 16-bit floats only, as on some phones.
   */
  paint(
    model: number[],
    requests: readonly SkyRequest[],
    backend: Backend | undefined,
    halfFloats: boolean,
  ): Promise<Outcome>;
}

const conformance: Conformance = {
  async paint(bytes, requests, backend, halfFloats) {
    const model = parseModel(Uint8Array.from(bytes));
    if (halfFloats) {
      await import("@tensorflow/tfjs-backend-webgl");
      tf.env().set("WEBGL_FORCE_F16_TEXTURES", true);
    }
    const outcome: Outcome = { backend: "", hashes: [], onGpu: false, refused: undefined };
    try {
      const painter = backend
        ? await startPainterOn(backend, model)
        : (await startPainter(model)).painter;
      for (const request of requests) {
        outcome.hashes.push(bytesToHex(keccak_256(await painter.paint(request))));
      }
      const { numBytesInGPU } = tf.memory() as { numBytesInGPU?: number };
      outcome.onGpu = (numBytesInGPU ?? 0) > 0;
      painter.dispose();
    } catch (error) {
      const { name, message } = error as Error;
      outcome.refused = { name, message };
    }
    outcome.backend = tf.getBackend();
    return outcome;
  },
};

Object.assign(window, { conformance });
