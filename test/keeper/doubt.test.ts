import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { doubted, randomRuns, wrongRuns } from "../../keeper/render/doubt.ts";
import { BackendLost } from "../../renderer/sky/backends.ts";
import { createFailoverPainter } from "../../renderer/sky/failover.ts";
import type { Painter } from "../../renderer/sky/infer.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { parseModel } from "../../renderer/sky/model.ts";

const file = new URL("../../renderer/sky/model.bin", import.meta.url);
const model = parseModel(new Uint8Array(readFileSync(file)));
const latent = `0x${"00".repeat(16)}${"07".repeat(16)}` as const;
const condition = `0x${"40".repeat(12)}${"00".repeat(20)}` as const;
const request = { latent, condition, size: 240, x: 0, y: 0, width: 240, height: 240 };
const right = paintInteger(model, request);

/** A painter whose every answer is made by `spoil`. */
function painterOf(spoil: (pixels: Uint8Array) => void, backend = "wasm"): Painter {
  const paint = async () => {
    const pixels = right.slice();
    spoil(pixels);
    return pixels;
  };
  return { backend, paint, dispose: () => {} };
}

const everyRun = (pixels: Uint8Array) => {
  for (let at = 0; at < pixels.length; at += 48) pixels[at]! ^= 1;
};

describe("doubted", () => {
  test("default", async () => {
    const painter = doubted(
      painterOf(() => {}),
      model,
      { runs: 16, all: true },
    );
    expect(Buffer.from(right).equals(await painter.paint(request))).toBe(true);
    expect(painter.backend).toBe("wasm");
  });

  test("behavior: where a backend paints wrong, the next one paints", async () => {
    const reasons: string[] = [];
    const painter = await createFailoverPainter(
      ["wasm", "integer"],
      async (backend) =>
        doubted(painterOf(backend === "wasm" ? everyRun : () => {}, backend), model, {
          runs: 2,
          all: false,
        }),
      ({ backend, kind, reason }) => reasons.push(`${backend} ${kind} ${reason}`),
    );
    expect(Buffer.from(right).equals(await painter.paint(request))).toBe(true);
    expect(painter.backend).toBe("integer");
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatch(/^wasm lost .*it painted run \d+ wrong/);
  });

  test("behavior: a picture that comes out different the second time", async () => {
    let times = 0;
    const painter = painterOf((pixels) => {
      pixels[5]! ^= times++;
    });
    const paint = doubted(painter, model, { runs: 0, all: true }).paint(request);
    await expect(paint).rejects.toThrow(BackendLost);
  });
});

describe("wrongRuns", () => {
  test("default", () => {
    const spoilt = right.slice();
    spoilt[3 * 48 + 47]! ^= 1;
    spoilt[4 * 48]! ^= 1;
    expect(wrongRuns(model, request, spoilt, [2, 3, 4, 5])).toEqual([3, 4]);
    expect(wrongRuns(model, request, right, randomRuns(16))).toEqual([]);
  });
});
