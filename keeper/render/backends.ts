// The backends that run under Node, each behind the one Painter interface. TF.js and its backends are
// loaded on demand, so that a thread carries only what it uses.

import { type Backend, BackendAbsent } from "../../renderer/sky/backends.ts";
import type { Device } from "../../renderer/sky/device.ts";
import { createPainter, type Painter, type TensorFlow } from "../../renderer/sky/infer.ts";
import { createIntegerPainter } from "../../renderer/sky/integer.ts";
import type { SkyModel } from "../../renderer/sky/model.ts";
import { hasOptional, importOptional } from "./optional.ts";
import { startWebgpu, type WebgpuOptions } from "./webgpu.ts";

/** Best first; webgl is for browsers. */
export const NODE_BACKENDS = [
  "webgpu",
  "tensorflow",
  "wasm",
  "cpu",
  "integer",
] as const satisfies readonly Backend[];
export type NodeBackend = (typeof NODE_BACKENDS)[number];

/** The packages behind the backends that are no part of the install: native libraries. */
const NATIVE: Partial<Record<NodeBackend, readonly string[]>> = {
  webgpu: ["webgpu"],
  tensorflow: ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"],
};

/** Whether the backend would load a native library, which can take its process down. */
export function isNative(backend: NodeBackend): boolean {
  return NATIVE[backend]?.some((name) => hasOptional(name)) ?? false;
}

export interface EngineOptions {
  readonly webgpu?: WebgpuOptions | undefined;
  /** Where optional packages are looked for beside node_modules. */
  readonly optionalFolder?: string | undefined;
}

/** A started engine: TF.js as it is to be used, and the device under it. */
interface Engine {
  readonly tf: TensorFlow;
  readonly device?: Device | undefined;
  readonly tilePixels?: number;
}

/** A GPU is fed with fewer, larger tiles: 65,536 pixels are 8 MB of features. */
const GPU_TILE_PIXELS = 65_536;

const engines = new Map<NodeBackend, Promise<Engine>>();

/**
 * A painter on this very backend. Throws BackendAbsent when it cannot be started, BackendRefused when it
 * paints other bytes than the model promises.
 */
export async function startPainter(
  backend: NodeBackend,
  model: SkyModel,
  options: EngineOptions = {},
): Promise<Painter> {
  if (backend === "integer") return createIntegerPainter(model);
  const engine = await startEngine(backend, options);
  return createPainter(engine.tf, model, engine);
}

/** Starts a backend, or finds it started, and sets it. Throws BackendAbsent. */
export async function startEngine(
  backend: Exclude<NodeBackend, "integer">,
  options: EngineOptions = {},
): Promise<Engine> {
  const known = engines.get(backend) ?? start(backend, options);
  engines.set(backend, known);
  // What failed, or was lost, is started afresh when it is asked for again.
  const engine = await known.catch((error: unknown) => {
    engines.delete(backend);
    throw error;
  });
  if ((await engine.device?.fault(false)) !== undefined) {
    engines.delete(backend);
    return startEngine(backend, options);
  }
  await engine.tf.setBackend(backend);
  return engine;
}

function start(backend: Exclude<NodeBackend, "integer">, options: EngineOptions): Promise<Engine> {
  if (backend === "webgpu") return startGpu(options.webgpu);
  if (backend === "tensorflow") return startTensorflow(options.optionalFolder);
  return startPortable(backend);
}

async function startGpu(options: WebgpuOptions | undefined): Promise<Engine> {
  const { device } = await startWebgpu(options);
  return { tf: await import("@tensorflow/tfjs-core"), device, tilePixels: GPU_TILE_PIXELS };
}

/** TensorFlow's own library, where the user has installed it: with a GPU before without. */
async function startTensorflow(folder: string | undefined): Promise<Engine> {
  const remedy =
    "Install it with `npm install --no-save @tensorflow/tfjs-node-gpu` (or @tensorflow/tfjs-node), or use wasm.";
  for (const name of NATIVE.tensorflow!) {
    const tf = await importOptional<TensorFlow>(name, folder).catch((error: Error) => {
      throw new BackendAbsent("tensorflow", `${name} does not load (${error.message})`, remedy);
    });
    if (tf === undefined) continue;
    if (await tf.setBackend("tensorflow")) return { tf, tilePixels: GPU_TILE_PIXELS };
    throw new BackendAbsent("tensorflow", `${name} is there, but does not start`, remedy);
  }
  throw new BackendAbsent(
    "tensorflow",
    "neither @tensorflow/tfjs-node-gpu nor @tensorflow/tfjs-node is installed",
    remedy,
  );
}

async function startPortable(backend: "wasm" | "cpu"): Promise<Engine> {
  const tf = await import("@tensorflow/tfjs-core");
  if (backend === "wasm") await import("@tensorflow/tfjs-backend-wasm");
  else await import("@tensorflow/tfjs-backend-cpu");
  if (await tf.setBackend(backend)) return { tf };
  throw new BackendAbsent(backend, "TF.js cannot start it", "Use the next of wasm, cpu, integer.");
}
