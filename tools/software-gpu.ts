// WebGPU on a machine without a GPU, for tests and benches: slow, and the very path that a GPU runs.
import { existsSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { OPTIONAL_FOLDER } from "../keeper/render/optional.ts";
import type { WebgpuOptions } from "../keeper/render/webgpu.ts";
import { findChromium } from "./chromium.ts";
import { ensureOptional } from "./optional.ts";

interface GpuSource {
  readonly name: string;
  readonly webgpu: WebgpuOptions;
}

/**
 * Ways to an adapter, the first that works being the best: a GPU, Mesa's OpenGL on the CPU, Chromium's
 * SwiftShader on the CPU. Installs the package `webgpu`, and sets what the drivers read from the environment.
 * @throws Error when the package cannot be had.
 */
export function gpuSources(): GpuSource[] {
  ensureOptional("webgpu");
  process.env.EGL_PLATFORM ??= "surfaceless";
  process.env.LIBGL_ALWAYS_SOFTWARE ??= "1";
  const sources: GpuSource[] = [
    { name: "GPU", webgpu: {} },
    {
      name: "Mesa's OpenGL on the CPU",
      webgpu: {
        flags: ["backend=opengles"],
        featureLevel: "compatibility",
        allowSoftware: true,
      },
    },
  ];
  const icd = swiftShader();
  if (icd !== undefined) {
    process.env.VK_ICD_FILENAMES ??= icd;
    sources.push({
      name: "SwiftShader",
      webgpu: { flags: ["backend=vulkan"], allowSoftware: true },
    });
  }
  return sources;
}

/** The description of Chromium's own Vulkan driver, made loadable, or undefined without one. */
function swiftShader(): string | undefined {
  const chromium = findChromium();
  if (chromium === undefined) return undefined;
  const folders = [dirname(realpathSync(chromium)), "/usr/lib/chromium"];
  const folder = folders.find((path) => existsSync(join(path, "vk_swiftshader_icd.json")));
  if (folder === undefined) return undefined;
  // Dawn looks for the Vulkan loader beside itself before it asks the system.
  const loader = join(OPTIONAL_FOLDER, "webgpu/node_modules/webgpu/dist/libvulkan.so.1");
  if (existsSync(join(folder, "libvulkan.so.1")) && !existsSync(loader)) {
    rmSync(loader, { force: true });
    symlinkSync(join(folder, "libvulkan.so.1"), loader);
  }
  return join(folder, "vk_swiftshader_icd.json");
}
