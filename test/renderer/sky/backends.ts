// The TF.js backends that run under Node, and the shipped model.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import type { Hex } from "../../../renderer/sky/latent.ts";

export const BACKENDS = ["wasm", "cpu"] as const;

/** The bytes of the shipped model. */
export const SHIPPED = new Uint8Array(
  readFileSync(new URL("../../../renderer/sky/model.bin", import.meta.url)),
);

/** Sets a backend and waits until it is ready. */
export async function useBackend(name: (typeof BACKENDS)[number]): Promise<void> {
  const require = createRequire(import.meta.url);
  setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"))}/dist/`);
  if (!(await tf.setBackend(name))) throw new Error(`the backend ${name} did not start`);
  await tf.ready();
}

/** One line of the vectors that the contract wrote. */
export interface SkyVector {
  latent: Hex;
  condition: Hex;
  size: number;
  x: number;
  y: number;
  /** keccak256 of the inputs of the 12 pixels, 32 bytes each. */
  inputs: Hex;
  pixels: Hex;
}

/** The vectors that the contract wrote. */
export const VECTORS: { model: Hex; png: Hex; runs: SkyVector[] } = JSON.parse(
  readFileSync(new URL("../../vectors/sky.json", import.meta.url), "utf8"),
);

/** Bytes as a hex string. */
export function hexOf(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes).toString("hex")}`;
}

export { tf };
