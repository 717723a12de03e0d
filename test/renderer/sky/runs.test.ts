import { describe, expect, test } from "vitest";
import { paintInteger } from "../../../renderer/sky/integer.ts";
import { parseModel } from "../../../renderer/sky/model.ts";
import { paintRuns } from "../../../renderer/sky/runs.ts";
import { hexOf, SHIPPED, VECTORS } from "./backends.ts";

const model = parseModel(SHIPPED);

describe("paintRuns", () => {
  test("default: the runs that the contract computed", () => {
    for (const { latent, condition, size, x, y, pixels } of VECTORS.runs) {
      const run = y * (size / 16) + x / 16;
      expect(paintRuns(model, { latent, condition, size }, [run]).map(hexOf)).toEqual([pixels]);
    }
  });

  test("behavior: several runs at once are those of the whole picture", () => {
    const { latent, condition } = VECTORS.runs[50]!;
    const whole = paintInteger(model, {
      latent,
      condition,
      size: 48,
      x: 0,
      y: 0,
      width: 48,
      height: 48,
    });
    const runs = [0, 2, 3, 77, 143];
    const painted = paintRuns(model, { latent, condition, size: 48 }, runs);
    for (const [i, run] of runs.entries()) {
      expect(painted[i]).toEqual(whole.slice(run * 48, run * 48 + 48));
    }
  });

  test("error: a run outside of the picture", () => {
    const { latent, condition } = VECTORS.runs[0]!;
    for (const run of [-1, 0.5, 144]) {
      expect(() => paintRuns(model, { latent, condition, size: 48 }, [run])).toThrow(
        `run ${run} lies outside of a picture of 48 x 48`,
      );
    }
  });
});
