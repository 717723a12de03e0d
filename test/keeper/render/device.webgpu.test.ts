import { describe, expect, test } from "vitest";
import { NODE_BACKENDS, startPainter } from "../../../keeper/render/backends.ts";
import { createPool } from "../../../keeper/render/pool.ts";
import { startWebgpu } from "../../../keeper/render/webgpu.ts";
import { BackendAbsent, BackendLost } from "../../../renderer/sky/backends.ts";
import { createFailoverPainter, type Failover } from "../../../renderer/sky/failover.ts";
import { createPainter } from "../../../renderer/sky/infer.ts";
import { paintInteger } from "../../../renderer/sky/integer.ts";
import { modelHash, parseModel } from "../../../renderer/sky/model.ts";
import { CONFORMANCE, findGpu, hexOf, SHIPPED, tf } from "../../renderer/sky/backends.ts";

const model = parseModel(SHIPPED);
/** Large enough to be under way for a while. */
const large = { ...CONFORMANCE[0]!, size: 1024, x: 0, y: 0, width: 1024, height: 256 };

describe("startWebgpu", () => {
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

describe("createPool", () => {
  const request = { ...large, height: 32 };
  const shipped = { id: 0, hash: modelHash(SHIPPED), bytes: SHIPPED };

  test("default: paints on a device in each of its processes", async () => {
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    const pool = createPool({ size: 2, backend: "webgpu", webgpu: await findGpu(), warn });
    expect(hexOf(await pool.painter(shipped).paint(request))).toBe(
      hexOf(paintInteger(model, request)),
    );
    expect(pool.backend()).toBe("webgpu");
    expect(warnings).toEqual([]);
    await pool.close();
  });

  test("error: a driver that takes its process down is struck off, and the pool paints on", async () => {
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    process.env.HELIOTROPE_FAULT = "crash-gpu";
    const pool = createPool({ size: 1, backend: "webgpu", webgpu: await findGpu(), warn });
    const painter = pool.painter(shipped);
    await expect(painter.paint(request)).rejects.toThrow(/A painting thread ended/);
    expect(warnings).toEqual([
      "The webgpu backend is lost (its process ended with SIGKILL); painting on tensorflow.",
    ]);
    expect(hexOf(await painter.paint(request))).toBe(hexOf(paintInteger(model, request)));
    expect(pool.backend()).toBe("wasm");
    delete process.env.HELIOTROPE_FAULT;
    await pool.close();
  });
});
