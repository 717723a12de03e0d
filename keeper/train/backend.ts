// The TF.js backend that training runs on. All must be able to add and multiply; none need be exact.

import * as tf from "@tensorflow/tfjs-core";
import { importOptional } from "../render/optional.ts";
import { startWebgpu } from "../render/webgpu.ts";

export const TRAINING_BACKENDS = ["wasm", "webgpu", "tensorflow", "cpu"] as const;
export type TrainingBackend = (typeof TRAINING_BACKENDS)[number];

/** Sets a backend up for this thread. Throws an Error that says what is missing. */
export async function openBackend(name: TrainingBackend): Promise<void> {
  if (name === "webgpu") await startWebgpu();
  else if (name === "wasm") await import("@tensorflow/tfjs-backend-wasm");
  else if (name === "cpu") await import("@tensorflow/tfjs-backend-cpu");
  else await registerTensorflow();
  if (!(await tf.setBackend(name))) {
    throw new Error(`the TF.js backend "${name}" cannot start here. Use --backend wasm.`);
  }
  await tf.ready();
}

/** TensorFlow's own library, where the user has installed it: with a GPU before without. */
async function registerTensorflow(): Promise<void> {
  for (const name of ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"]) {
    if ((await importOptional(name)) !== undefined) return;
  }
  throw new Error(
    "neither @tensorflow/tfjs-node-gpu nor @tensorflow/tfjs-node is installed. Install one with `node tools/optional.ts NAME`, or use --backend wasm.",
  );
}
