import { readFileSync } from "node:fs";
import { bytesToHex } from "viem";
import { afterEach, describe, expect, test } from "vitest";
import { createPool, type Pool } from "../../keeper/render/pool.ts";
import { tokenTree } from "../../renderer/merkle.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { modelHash, parseModel } from "../../renderer/sky/model.ts";

const file = new URL("../../renderer/sky/model.bin", import.meta.url);
const bytes = new Uint8Array(readFileSync(file));
const model = { id: 0, hash: modelHash(bytes), bytes };
const JOB = `0x${"0a".repeat(32)}` as const;

let pool: Pool | null = null;
let warnings: string[] = [];

function newPool(size: number): Pool {
  warnings = [];
  pool = createPool({ size, backend: "wasm", warn: (message) => warnings.push(message) });
  return pool;
}

afterEach(async () => {
  delete process.env.HELIOTROPE_FAULT;
  await pool?.close();
});

/** Token `id` under a sky of its own. */
function job(id: number) {
  const latent = `0x${"00".repeat(16)}${id.toString(16).padStart(2, "0").repeat(16)}` as const;
  const condition = `0x${"40".repeat(12)}${"00".repeat(20)}` as const;
  return { job: JOB, tokenId: id, latent, condition };
}

function reference(id: number): { pixels: string; root: string } {
  const { latent, condition } = job(id);
  const whole = { size: 240, x: 0, y: 0, width: 240, height: 240 };
  const pixels = paintInteger(parseModel(bytes), { latent, condition, ...whole });
  return {
    pixels: bytesToHex(pixels),
    root: tokenTree(JOB, id, { model: 0n, latent, condition }, pixels).root,
  };
}

describe("createPool", () => {
  test("default", async () => {
    const { paint, warm, backend } = newPool(2);
    await warm(model);
    expect(backend()).toBe("wasm");
    const painted = await Promise.all([1, 2].map((id) => paint(model, job(id))));
    for (const [index, { pixels, root }] of painted.entries()) {
      const expected = reference(index + 1);
      expect(root).toBe(expected.root);
      expect(bytesToHex(pixels) === expected.pixels).toBe(true);
    }
    expect(warnings).toEqual([]);
  });

  test("behavior: what another has painted is hashed, and held against plain integers", async () => {
    const { paint, check } = newPool(1);
    const { pixels, root } = await paint(model, job(1));
    const runs = [0, 77, 3_599];
    expect(await check(model, job(1), pixels, runs)).toEqual({ root, wrong: [] });
    const other = pixels.slice();
    other[77 * 48 + 5]! ^= 1;
    const judged = await check(model, job(1), other, runs);
    expect(judged.wrong).toEqual([77]);
    expect(judged.root).not.toBe(root);
    // Another token's picture is wrong nearly everywhere.
    expect((await check(model, job(2), pixels, runs)).wrong.length).toBeGreaterThan(0);
    await expect(check(model, job(1), pixels.subarray(1), runs)).rejects.toThrow("172799 bytes");
  });

  test("behavior: a refused backend gives way to cpu, with a warning and the same bytes", async () => {
    process.env.HELIOTROPE_FAULT = "refuse-wasm";
    const { paint, backend } = newPool(1);
    const { root } = await paint(model, job(1));
    expect(root).toBe(reference(1).root);
    expect(backend()).toBe("cpu");
    expect(warnings.length).toBe(1);
    expect(warnings[0]).toMatch(/^The wasm backend is refused \(.*\); painting on cpu\.$/);
  });

  test("error: a model that cannot be parsed", async () => {
    const { paint } = newPool(1);
    const broken = { ...model, hash: JOB, bytes: bytes.slice(0, 100) };
    await expect(paint(broken, job(1))).rejects.toThrow(/^Painting failed: sky model: /);
    // The thread lives on.
    expect((await paint(model, job(2))).pixels).toHaveLength(172_800);
  });
});
