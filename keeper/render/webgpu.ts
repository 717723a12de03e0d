// WebGPU under Node: the npm package `webgpu` (Dawn), and TF.js on it.

import { BackendAbsent } from "../../renderer/sky/backends.ts";
import { type Device, type GpuDevice, watchGpuDevice } from "../../renderer/sky/device.ts";
import { importOptional } from "./optional.ts";

/** How Dawn is asked for an adapter; the defaults are right where there is a GPU. */
export interface WebgpuOptions {
  /** Dawn's own switches, such as `backend=opengles`. */
  readonly flags?: readonly string[] | undefined;
  /** `compatibility` for drivers that have OpenGL ES only. */
  readonly featureLevel?: "core" | "compatibility" | undefined;
  /** Whether an adapter that computes on the CPU will do: exact, and slower than wasm. */
  readonly allowSoftware?: boolean | undefined;
}

interface Dawn {
  create(flags: readonly string[]): Gpu;
  readonly globals: object;
}

interface Gpu {
  requestAdapter(options: object): Promise<Adapter | null>;
}

interface Adapter {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
    readonly isFallbackAdapter?: boolean;
  };
  readonly limits: Readonly<Record<string, number>>;
  requestDevice(descriptor: object): Promise<GpuDevice & { destroy(): void }>;
}

/** A WebGPU device under TF.js. */
export interface Webgpu {
  readonly device: Device;
  readonly adapter: string;
  /** Takes the device away, as a driver that resets does. */
  destroy(): void;
}

const SOFTWARE = /swiftshader|llvmpipe|softpipe|lavapipe|basic render/i;
/** Limits that TF.js wants as large as the adapter has them. */
const LIMITS = [
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxComputeWorkgroupSizeX",
  "maxComputeInvocationsPerWorkgroup",
];

/** By their switches. Dawn ends when its GPU object is collected, so they are kept. */
const gpus = new Map<string, Gpu>();

/** Starts TF.js on a GPU. Throws BackendAbsent. */
export async function startWebgpu(options: WebgpuOptions = {}): Promise<Webgpu> {
  const { gpu, adapter, name } = await findAdapter(options);
  const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]]));
  const gpuDevice = await adapter.requestDevice({ requiredLimits });
  const tf = await import("@tensorflow/tfjs-core");
  // TF.js looks for navigator.gpu when its backend is imported.
  Object.defineProperty(globalThis.navigator, "gpu", { value: gpu, configurable: true });
  const { WebGPUBackend } = await import("@tensorflow/tfjs-backend-webgpu");
  tf.removeBackend("webgpu");
  tf.registerBackend("webgpu", () => new WebGPUBackend(gpuDevice as never, adapter.info as never));
  // Otherwise TF.js computes small tensors on the CPU, and the self-test would not test the GPU.
  tf.env().set("WEBGPU_CPU_FORWARD", false);
  if (!(await tf.setBackend("webgpu"))) {
    throw new BackendAbsent("webgpu", "TF.js cannot start it", "Use wasm.");
  }
  return {
    device: watchGpuDevice(gpuDevice),
    adapter: name,
    destroy: () => gpuDevice.destroy(),
  };
}

async function findAdapter(
  options: WebgpuOptions,
): Promise<{ gpu: Gpu; adapter: Adapter; name: string }> {
  const dawn = await importOptional<Dawn>("webgpu").catch((error: Error) => {
    throw new BackendAbsent(
      "webgpu",
      `the package "webgpu" does not load (${error.message})`,
      "Install it afresh with `node tools/optional.ts webgpu`, or use wasm.",
    );
  });
  if (dawn === undefined) {
    throw new BackendAbsent(
      "webgpu",
      'the package "webgpu" is not installed',
      "Install it with `node tools/optional.ts webgpu`, or use wasm.",
    );
  }
  Object.assign(globalThis, dawn.globals);
  const flags = options.flags ?? [];
  const gpu = gpus.get(flags.join()) ?? dawn.create(flags);
  gpus.set(flags.join(), gpu);
  const adapter = await gpu.requestAdapter({
    powerPreference: "high-performance",
    featureLevel: options.featureLevel ?? "core",
  });
  if (adapter === null) {
    throw new BackendAbsent(
      "webgpu",
      "Dawn finds no GPU",
      "Install the GPU's Vulkan driver (libvulkan1), or use wasm.",
    );
  }
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const name = [vendor, architecture, device, description].filter(Boolean).join(" ");
  if (options.allowSoftware !== true && (isFallbackAdapter || SOFTWARE.test(name))) {
    throw new BackendAbsent(
      "webgpu",
      `the only adapter, ${name}, computes on the CPU, slower than wasm does`,
      "Install the GPU's driver, or use wasm.",
    );
  }
  return { gpu, adapter, name };
}
