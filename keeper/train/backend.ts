// The TF.js backend that training runs on.

import { createRequire } from "node:module";
import { dirname } from "node:path";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";

/** Sets a backend up. Throws an Error that says what is missing. */
export async function openBackend(name: string): Promise<void> {
  if (name === "wasm") {
    const file = createRequire(import.meta.url).resolve(
      "@tensorflow/tfjs-backend-wasm/package.json",
    );
    setWasmPaths(`${dirname(file)}/dist/`);
  }
  if (!(await tf.setBackend(name))) {
    throw new Error(`the TF.js backend "${name}" cannot start here. Use --backend wasm.`);
  }
  await tf.ready();
}
