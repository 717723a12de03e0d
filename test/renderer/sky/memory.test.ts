import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { paintInteger } from "../../../renderer/sky/integer.ts";
import { parseModel } from "../../../renderer/sky/model.ts";
import { CONFORMANCE, hexOf, SHIPPED } from "./backends.ts";

const GIB_IN_KB = 1024 * 1024;

test("default: the largest picture takes less than 1 GiB", async () => {
  const script = fileURLToPath(new URL("largest.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script], {
    maxBuffer: 1 << 20,
  });
  const { bytes, maxRSS, rows } = JSON.parse(stdout.trim().split("\n").at(-1)!);
  expect(bytes).toBe(4096 * 4096 * 3);
  expect(maxRSS).toBeLessThan(GIB_IN_KB);
  const model = parseModel(SHIPPED);
  const { latent, condition } = CONFORMANCE[1]!;
  const expected = [0, 2047, 4095].map((y) =>
    hexOf(paintInteger(model, { latent, condition, size: 4096, x: 0, y, width: 4096, height: 1 })),
  );
  expect(rows).toEqual(expected);
});
