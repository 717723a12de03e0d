import { afterEach, describe, expect, test } from "vitest";
import { BackendAbsent, BackendLost, BackendRefused } from "../../../renderer/sky/backends.ts";
import { createFailoverPainter, type Failover } from "../../../renderer/sky/failover.ts";
import type { Painter } from "../../../renderer/sky/infer.ts";
import { paintInteger } from "../../../renderer/sky/integer.ts";
import { parseModel } from "../../../renderer/sky/model.ts";
import { CONFORMANCE, SHIPPED } from "./backends.ts";

const ORDER = ["gpu", "wasm", "cpu"] as const;
type Name = (typeof ORDER)[number];

const model = parseModel(SHIPPED);
const request = CONFORMANCE[0]!;
let reports: Failover<Name>[] = [];
let disposed: string[] = [];

afterEach(() => {
  reports = [];
  disposed = [];
});

/** A painter that is lost at its `failsAt`-th picture. */
function painter(backend: string, failsAt = Number.POSITIVE_INFINITY): Painter {
  let painted = 0;
  return {
    backend,
    paint: async (what) => {
      await Promise.resolve();
      painted++;
      if (painted >= failsAt) throw new BackendLost(backend, "pulled out");
      return paintInteger(model, what);
    },
    dispose: () => disposed.push(backend),
  };
}

function create(start: (backend: Name) => Promise<Painter>) {
  return createFailoverPainter(ORDER, start, (failover) => reports.push(failover));
}

describe("createFailoverPainter", () => {
  test("default: paints on the first backend", async () => {
    const best = await create(async (backend) => painter(backend));
    expect(await best.paint(request)).toEqual(paintInteger(model, request));
    expect(best.backend).toBe("gpu");
    expect(reports).toEqual([]);
  });

  test("behavior: passes over what is absent or refused, and says why", async () => {
    const best = await create(async (backend) => {
      if (backend === "gpu") throw new BackendAbsent("webgpu", "none here", "Use wasm.");
      if (backend === "wasm") throw new BackendRefused("wasm", "0x1", "0x2");
      return painter(backend);
    });
    expect(best.backend).toBe("cpu");
    expect(reports.map(({ backend, kind, next }) => [backend, kind, next])).toEqual([
      ["gpu", "absent", "wasm"],
      ["wasm", "refused", "cpu"],
    ]);
    expect(reports[0]!.reason).toBe('the backend "webgpu" is not available: none here. Use wasm.');
  });

  test("behavior: paints the picture again on the next backend when one is lost", async () => {
    const best = await create(async (backend) => painter(backend, backend === "gpu" ? 2 : 9));
    await best.paint(request);
    expect(await best.paint(request)).toEqual(paintInteger(model, request));
    expect(best.backend).toBe("wasm");
    expect(reports.map(({ backend, kind, next }) => [backend, kind, next])).toEqual([
      ["gpu", "lost", "wasm"],
    ]);
    expect(disposed).toEqual(["gpu"]);
  });

  test("behavior: pictures that are lost together step down once", async () => {
    const best = await create(async (backend) => painter(backend, backend === "gpu" ? 1 : 9));
    const painted = await Promise.all([1, 2, 3].map(() => best.paint(request)));
    for (const picture of painted) expect(picture).toEqual(paintInteger(model, request));
    expect(reports.length).toBe(1);
    expect(best.backend).toBe("wasm");
  });

  test("error: a bad request is the caller's, not the backend's", async () => {
    const best = await create(async (backend) => painter(backend));
    await expect(best.paint({ ...request, size: 0 })).rejects.toThrow(RangeError);
    expect(best.backend).toBe("gpu");
  });

  test("error: none starts", async () => {
    const none = create(async (backend) => {
      throw new Error(`${backend} is broken`);
    });
    await expect(none).rejects.toThrow(
      "No backend can paint: gpu: gpu is broken; wasm: wasm is broken; cpu: cpu is broken.",
    );
    expect(reports.map(({ kind, next }) => [kind, next])).toEqual([
      ["failed", "wasm"],
      ["failed", "cpu"],
      ["failed", undefined],
    ]);
  });

  test("error: the last is lost too, now and whenever it is asked again", async () => {
    const best = await create(async (backend) => painter(backend, 1));
    await expect(best.paint(request)).rejects.toThrow(/No backend can paint: gpu: .*pulled out/);
    await expect(best.paint(request)).rejects.toThrow(/No backend can paint/);
    expect(reports.length).toBe(3);
  });

  test("error: a painter that was disposed of", async () => {
    const best = await create(async (backend) => painter(backend));
    best.dispose();
    await expect(best.paint(request)).rejects.toThrow(/disposed/);
  });
});
