import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { NODE_BACKENDS, startPainter } from "../../../keeper/render/backends.ts";
import { importOptional } from "../../../keeper/render/optional.ts";
import { startWebgpu } from "../../../keeper/render/webgpu.ts";
import { BackendAbsent, BackendLost, BackendRefused } from "../../../renderer/sky/backends.ts";
import { createFailoverPainter, type Failover } from "../../../renderer/sky/failover.ts";
import { createPainter } from "../../../renderer/sky/infer.ts";
import { paintInteger } from "../../../renderer/sky/integer.ts";
import { parseModel } from "../../../renderer/sky/model.ts";
import { CONFORMANCE, findGpu, hexOf, SHIPPED, tf } from "../../renderer/sky/backends.ts";

const model = parseModel(SHIPPED);
/** Large enough to be under way for a while. */
const large = { ...CONFORMANCE[0]!, size: 1024, x: 0, y: 0, width: 1024, height: 256 };

describe("startPainter", () => {
  test("error: tensorflow that is not installed says how to install it", async () => {
    const started = startPainter("tensorflow", model);
    await expect(started).rejects.toThrow(BackendAbsent);
    await expect(started).rejects.toThrow(
      /neither @tensorflow\/tfjs-node-gpu nor .* is installed\. Install it with `npm install --no-save/,
    );
  });

  test.each(["wasm", "integer"] as const)(
    "error: %s that paints other bytes than the model promises is refused",
    async (backend) => {
      const altered = { ...model, selfTest: `0x${"00".repeat(32)}` as const };
      await expect(startPainter(backend, altered)).rejects.toThrow(BackendRefused);
    },
  );

  test("error: a GPU that is only a driver on the CPU is passed over unless it is asked for", async () => {
    const { flags, featureLevel, allowSoftware } = await findGpu();
    // On a machine with a GPU there is nothing to pass over.
    if (allowSoftware !== true) return;
    const started = startWebgpu({ flags, featureLevel });
    await expect(started).rejects.toThrow(BackendAbsent);
    await expect(started).rejects.toThrow(/computes on the CPU, slower than wasm does/);
  });
});

describe("a WebGPU device that goes away", () => {
  test("error: while it paints", async () => {
    const webgpu = await startWebgpu(await findGpu());
    const painter = await createPainter(tf, model, { device: webgpu.device });
    const painting = painter.paint(large);
    setTimeout(webgpu.destroy, 5);
    await expect(painting).rejects.toThrow(BackendLost);
    // And ever after, at once.
    await expect(painter.paint(CONFORMANCE[0]!)).rejects.toThrow(/was lost \(.*destroyed.*\)/);
    painter.dispose();
  });

  test("behavior: the picture is painted on the next backend, and the caller is told", async () => {
    const options = await findGpu();
    const reports: Failover<string>[] = [];
    const painter = await createFailoverPainter(
      NODE_BACKENDS,
      async (backend) => {
        if (backend !== "webgpu") return startPainter(backend, model);
        const webgpu = await startWebgpu(options);
        setTimeout(webgpu.destroy, 100);
        return createPainter(tf, model, { device: webgpu.device });
      },
      (failover) => reports.push(failover),
    );
    expect(hexOf(await painter.paint(large))).toBe(hexOf(paintInteger(model, large)));
    expect(painter.backend).toBe("wasm");
    expect(reports.map(({ backend, kind }) => [backend, kind])).toEqual([
      ["webgpu", "lost"],
      ["tensorflow", "absent"],
    ]);
    painter.dispose();
  });
});

describe("optional packages", () => {
  let folder = "";
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** An install of one package, as tools/optional.ts leaves it. */
  function install(name: string, source: string): void {
    folder = mkdtempSync(join(tmpdir(), "heliotrope-optional-"));
    const place = join(folder, "an-install", "node_modules", name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "package.json"), JSON.stringify({ name, main: "index.js" }));
    writeFileSync(join(place, "index.js"), source);
  }

  test("default: TensorFlow's own library paints where it is installed", async () => {
    // The library cannot be had everywhere: what is tested is all that is ours, on TF.js' cpu kernels.
    const { resolve } = createRequire(import.meta.url);
    install(
      "@tensorflow/tfjs-node",
      `const tf = require(${JSON.stringify(resolve("@tensorflow/tfjs-core"))});
       const { MathBackendCPU } = require(${JSON.stringify(resolve("@tensorflow/tfjs-backend-cpu"))});
       tf.registerBackend("tensorflow", () => new MathBackendCPU());
       tf.copyRegisteredKernels("cpu", "tensorflow");
       module.exports = tf;`,
    );
    const painter = await startPainter("tensorflow", model, { optionalFolder: folder });
    expect(painter.backend).toBe("tensorflow");
    for (const request of CONFORMANCE.slice(0, 6)) {
      expect(hexOf(await painter.paint(request))).toBe(hexOf(paintInteger(model, request)));
    }
    painter.dispose();
  });

  test("behavior: undefined where there is none", async () => {
    expect(await importOptional("heliotrope-stand-in", "/nowhere")).toBeUndefined();
  });

  test("error: a package that does not load", async () => {
    install("@tensorflow/tfjs-node", "throw new Error('no binary for this machine');");
    const found = importOptional("@tensorflow/tfjs-node", folder);
    await expect(found).rejects.toThrow("no binary for this machine");
  });
});
