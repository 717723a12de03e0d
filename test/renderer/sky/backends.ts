// The TF.js backends that run under Node, the shipped model, and what every backend must paint from it.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { startPainter } from "../../../keeper/render/backends.ts";
import { createPool } from "../../../keeper/render/pool.ts";
import type { WebgpuOptions } from "../../../keeper/render/webgpu.ts";
import type { Hex } from "../../../renderer/hex.ts";
import { BackendAbsent } from "../../../renderer/sky/backends.ts";
import type { Painter } from "../../../renderer/sky/infer.ts";
import type { SkyRequest } from "../../../renderer/sky/integer.ts";
import { modelHash, parseModel } from "../../../renderer/sky/model.ts";
import { gpuSources } from "../../../tools/software-gpu.ts";

export const BACKENDS = ["wasm", "cpu"] as const;

/** The bytes of the shipped model. */
export const SHIPPED = new Uint8Array(
  readFileSync(new URL("../../../renderer/sky/model.bin", import.meta.url)),
);

/** Everything that paints under Node; "threads" is the pool of wasm threads as one painter. */
export type Engine = "webgpu" | "wasm" | "threads" | "cpu" | "integer";

/** A painter of the shipped model, and what ends it. */
export async function openEngine(
  engine: Engine,
): Promise<{ painter: Painter; close: () => Promise<void> }> {
  if (engine === "threads") {
    const warn = (message: string) => {
      throw new Error(message);
    };
    const pool = createPool({ size: 2, backend: "wasm", warn });
    const model = { id: 0, hash: modelHash(SHIPPED), bytes: SHIPPED };
    return { painter: pool.painter(model), close: () => pool.close() };
  }
  const options = engine === "webgpu" ? { webgpu: await findGpu() } : {};
  const painter = await startPainter(engine, parseModel(SHIPPED), options);
  return { painter, close: async () => painter.dispose() };
}

let found: Promise<WebgpuOptions> | undefined;

/** The first adapter of this machine that works, software or not; looked for once. */
export function findGpu(): Promise<WebgpuOptions> {
  found ??= lookForGpu();
  return found;
}

async function lookForGpu(): Promise<WebgpuOptions> {
  const reasons: string[] = [];
  for (const { name, webgpu } of gpuSources()) {
    try {
      (await startPainter("webgpu", parseModel(SHIPPED), { webgpu })).dispose();
      return webgpu;
    } catch (error) {
      if (!(error instanceof BackendAbsent)) throw error;
      reasons.push(`${name}: ${error.message}`);
    }
  }
  throw new Error(`WebGPU cannot be tested here. ${reasons.join("; ")}`);
}

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
  /** keccak256 of the inputs of the 16 pixels, 32 bytes each. */
  inputs: Hex;
  pixels: Hex;
}

/** The vectors that the contract wrote. */
export const VECTORS: {
  model: Hex;
  png: Hex;
  runs: SkyVector[];
  /** keccak256 of the pixels of all runs of sky-runs.json. */
  million: { runs: number; pixels: Hex };
} = JSON.parse(readFileSync(new URL("../../vectors/sky.json", import.meta.url), "utf8"));

/** Whole pictures, odd tiles, one pixel, and a tile larger than a pass. */
const RECTANGLES = [
  { size: 24, x: 0, y: 0, width: 24, height: 24 },
  { size: 240, x: 7, y: 113, width: 37, height: 11 },
  { size: 101, x: 100, y: 100, width: 1, height: 1 },
  { size: 33, x: 0, y: 16, width: 33, height: 17 },
  { size: 240, x: 0, y: 0, width: 239, height: 71 },
];

/** What every backend must paint to the byte: each rectangle in three weathers. */
export const CONFORMANCE: readonly SkyRequest[] = RECTANGLES.flatMap((rectangle, i) =>
  [i, 30 + i, 60 + i].map((run) => {
    const { latent, condition } = VECTORS.runs[run]!;
    return { latent, condition, ...rectangle };
  }),
);

/** Bytes as a hex string. */
export function hexOf(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes).toString("hex")}`;
}

export { tf };
