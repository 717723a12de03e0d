import { describe, expect, test } from "vitest";
import { NODE_BACKENDS, startPainter } from "../../../keeper/render/backends.ts";
import { startWebgpu } from "../../../keeper/render/webgpu.ts";
import { BackendAbsent, BackendLost } from "../../../renderer/sky/backends.ts";
import { createFailoverPainter, type Failover } from "../../../renderer/sky/failover.ts";
import { createPainter } from "../../../renderer/sky/infer.ts";
import { paintInteger } from "../../../renderer/sky/integer.ts";
import { parseModel } from "../../../renderer/sky/model.ts";
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
