// TF.js and the best backend that passes the model's self-test on this machine. Only workers import
// this file, so TF.js never weighs on the first load.

import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import plain from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import threaded from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url";
import * as tf from "@tensorflow/tfjs-core";
import { type Backend as AnyBackend, BackendAbsent } from "../../renderer/sky/backends.ts";
import { type Device, watchGlContext, watchGpuDevice } from "../../renderer/sky/device.ts";
import {
  createFailoverPainter,
  type Failover,
  type FailoverPainter,
} from "../../renderer/sky/failover.ts";
import { createPainter, type Painter } from "../../renderer/sky/infer.ts";
import type { SkyModel } from "../../renderer/sky/model.ts";

/** Best first. */
const ORDER = ["webgpu", "webgl", "wasm", "cpu"] as const satisfies readonly AnyBackend[];
export type Backend = (typeof ORDER)[number];

/** Larger tiles for a GPU: each costs a round trip. */
const GPU_TILE_PIXELS = 65_536;
/** Names of drivers that compute on the CPU, where wasm is faster. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|lavapipe|basic render/i;
const USE_WASM = "Wasm paints the same bytes.";

// Absolute, because a worker resolves relative URLs against its own script.
const absolute = (url: string) => new URL(url, self.location.href).href;
setWasmPaths({
  "tfjs-backend-wasm.wasm": absolute(plain),
  "tfjs-backend-wasm-simd.wasm": absolute(simd),
  "tfjs-backend-wasm-threaded-simd.wasm": absolute(threaded),
});

/**
 * A painter on the best backend that starts and reproduces the model's self-test exactly; when its device is
 * lost, the next paints on. GPUs that are none, but a driver on the CPU, are passed over.
 * @throws Error naming each backend and why it was given up.
 */
export function startPainter(
  model: SkyModel,
  report: (failover: Failover<Backend>) => void,
  allowSoftware = false,
): Promise<FailoverPainter<Backend>> {
  const start = (backend: Backend) => startPainterOn(backend, model, allowSoftware);
  return createFailoverPainter(ORDER, start, report);
}

/**
 * A painter on this very backend.
 * @throws BackendAbsent when it does not start here, BackendRefused when it paints other bytes than the model
 * promises.
 */
export async function startPainterOn(
  backend: Backend,
  model: SkyModel,
  allowSoftware = true,
): Promise<Painter> {
  if (backend === "webgpu") {
    const device = await startWebgpu(allowSoftware);
    return createPainter(tf, model, { device, tilePixels: GPU_TILE_PIXELS });
  }
  if (backend === "webgl") {
    const device = await startWebgl(allowSoftware);
    return createPainter(tf, model, { device, tilePixels: GPU_TILE_PIXELS });
  }
  if (backend === "cpu") await import("@tensorflow/tfjs-backend-cpu");
  await setBackend(backend);
  return createPainter(tf, model);
}

async function startWebgpu(allowSoftware: boolean): Promise<Device> {
  // Not in every browser, and nowhere without https.
  const { gpu } = navigator as { gpu?: GPU };
  const adapter = await gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new BackendAbsent("webgpu", "this browser offers no GPU to it", USE_WASM);
  if (!allowSoftware && adapter.info.isFallbackAdapter) {
    throw new BackendAbsent("webgpu", "the adapter is a driver on the CPU", USE_WASM);
  }
  const { limits } = adapter;
  const gpuDevice = await adapter.requestDevice({
    requiredLimits: {
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    },
  });
  const { WebGPUBackend } = await import("@tensorflow/tfjs-backend-webgpu");
  // TF.js' own registration keeps the device to itself.
  tf.removeBackend("webgpu");
  tf.registerBackend("webgpu", () => new WebGPUBackend(gpuDevice, adapter.info));
  // Otherwise TF.js computes small tensors on the CPU, and the self-test would not test the GPU alone.
  tf.env().set("WEBGPU_CPU_FORWARD", false);
  await setBackend("webgpu");
  return watchGpuDevice(gpuDevice);
}

async function startWebgl(allowSoftware: boolean): Promise<Device> {
  await import("@tensorflow/tfjs-backend-webgl");
  tf.env().set("WEBGL_CPU_FORWARD", false);
  await setBackend("webgl");
  const { gl } = (tf.backend() as unknown as { gpgpu: { gl: WebGL2RenderingContext } }).gpgpu;
  const names = gl.getExtension("WEBGL_debug_renderer_info");
  const driver = String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  if (!allowSoftware && SOFTWARE.test(driver)) {
    throw new BackendAbsent("webgl", `its driver, ${driver}, computes on the CPU`, USE_WASM);
  }
  return watchGlContext(gl);
}

async function setBackend(backend: Backend): Promise<void> {
  // TF.js answers false, or throws, by backend.
  const started = await tf.setBackend(backend).catch(() => false);
  if (!started) throw new BackendAbsent(backend, "it does not start in this browser", USE_WASM);
  await tf.ready();
}
