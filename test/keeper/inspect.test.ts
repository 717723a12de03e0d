import { deflateSync } from "node:zlib";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Delivery } from "../../keeper/crew/deliveries.ts";
import { inspect } from "../../keeper/crew/inspect.ts";
import { createPool, type Pool } from "../../keeper/render/pool.ts";
import { tokenTree } from "../../renderer/merkle.ts";
import { JOB, MODEL, wantedOf } from "./crew.ts";

const { inputs } = wantedOf(3);
const WHAT = { job: JOB, tokenId: 3, latent: inputs.latent, condition: inputs.condition };
let pool: Pool;
let right: Uint8Array;
let root: Hex;

beforeAll(async () => {
  pool = createPool({ size: 1, backend: "wasm", warn: () => {} });
  ({ pixels: right, root } = await pool.paint(MODEL, WHAT));
});

afterAll(() => pool.close());

/** The raster with one run other than it should be. */
function spoilt(run: number): Uint8Array {
  const pixels = right.slice();
  pixels[run * 48]! ^= 1;
  return pixels;
}

function deliveryOf(pixels: Uint8Array, more: Partial<Delivery> = {}): Delivery {
  const node = tokenTree(JOB, 3, inputs, pixels).root;
  const from = { id: 1, job: JOB, tokenId: 3, worker: "w", name: "w", backend: "wasm" };
  return { ...from, node, pixels: deflateSync(pixels), ...more };
}

describe("inspect", () => {
  test("default", async () => {
    for (const isWhole of [false, true]) {
      const verdict = await inspect(pool, MODEL, WHAT, deliveryOf(right), { runs: 16, isWhole });
      expect(verdict).toMatchObject({ fault: null, root, ours: true });
      expect(verdict.fault === null && Buffer.from(right).equals(verdict.pixels)).toBe(true);
    }
  });

  test("behavior: one wrong run is found by painting the whole again, and named", async () => {
    const sent = deliveryOf(spoilt(77));
    const missed = await inspect(pool, MODEL, WHAT, sent, { runs: 0, isWhole: false });
    expect(missed.fault).toBeNull();
    expect(await inspect(pool, MODEL, WHAT, sent, { runs: 0, isWhole: true })).toEqual({
      fault: "run 77 of token 3 is wrong",
    });
  });

  test("behavior: runs that nobody can foresee find a picture that is wrong everywhere", async () => {
    const other = await pool.paint(MODEL, { ...WHAT, ...wantedOf(4).inputs });
    const verdict = await inspect(pool, MODEL, WHAT, deliveryOf(other.pixels), {
      runs: 16,
      isWhole: false,
    });
    expect(verdict.fault).toMatch(/^run \d+ of token 3 is wrong$/);
  });

  test("behavior: a node of other pixels", async () => {
    const sent = deliveryOf(right, { node: JOB });
    expect(await inspect(pool, MODEL, WHAT, sent, { runs: 1, isWhole: false })).toEqual({
      fault: "the node of token 3 is not that of its pixels",
    });
  });

  test.each([
    ["rubbish", new Uint8Array([1, 2, 3])],
    ["too short", deflateSync(new Uint8Array(172_799))],
    ["a bomb", deflateSync(new Uint8Array(50_000_000))],
  ])("behavior: %s is no raster", async (_, pixels) => {
    const sent = deliveryOf(right, { pixels });
    expect(await inspect(pool, MODEL, WHAT, sent, { runs: 1, isWhole: false })).toEqual({
      fault: "what it sent of token 3 is no raster",
    });
  });

  test("behavior: where two paintings differ, plain integers say that it is this machine that is wrong", async () => {
    const broken = {
      check: pool.check,
      paint: async () => ({ pixels: spoilt(9), root: JOB }),
    };
    const standard = { runs: 1, isWhole: true };
    const verdict = await inspect(broken, MODEL, WHAT, deliveryOf(right), standard);
    expect(verdict).toMatchObject({ fault: null, root, ours: false });
  });
});
