import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { startPainter } from "../../../keeper/render/backends.ts";
import { importOptional } from "../../../keeper/render/optional.ts";
import { BackendAbsent, BackendRefused } from "../../../renderer/sky/backends.ts";
import { paintInteger } from "../../../renderer/sky/integer.ts";
import { parseModel } from "../../../renderer/sky/model.ts";
import { CONFORMANCE, hexOf, SHIPPED } from "../../renderer/sky/backends.ts";

const model = parseModel(SHIPPED);
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
