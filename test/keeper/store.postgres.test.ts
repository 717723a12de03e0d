import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openStore } from "../../keeper/store/open.ts";
import { pruneRasters, readRaster, saveRaster } from "../../keeper/store/rasters.ts";
import { type Render, renderOf, saveRender } from "../../keeper/store/renders.ts";
import { hasSalt, saltOf } from "../../keeper/store/salts.ts";
import { postgresForFile } from "./postgres.ts";

const cluster = postgresForFile();
const folder = mkdtempSync(join(tmpdir(), "heliotrope-store-"));
const JOB = `0x${"ab".repeat(32)}` as const;
const OTHER = `0x${"cd".repeat(32)}` as const;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("openStore", () => {
  test("behavior: two machines share renders and salts, and each has its own folder", async () => {
    const databaseUrl = await cluster().database();
    const one = await openStore(join(folder, "one"), { databaseUrl });
    const two = await openStore(join(folder, "two"), { databaseUrl });
    const render: Render = {
      job: JOB,
      epoch: 7n,
      tokens: 1,
      root: OTHER,
      cid: "b",
      block: new Uint8Array([0, 255]),
      salt: await saltOf(one, JOB),
      renderMs: 13,
      backend: "wasm",
      state: "rendered",
    };
    await saveRender(one.db, render);
    expect(await renderOf(two.db, JOB)).toEqual(render);
    const salts = await Promise.all([one, two, one, two].map((store) => saltOf(store, OTHER)));
    expect(new Set(salts).size).toBe(1);
    expect(await saltOf(two, JOB)).toBe(render.salt);
    expect(await hasSalt(two, OTHER)).toBe(true);
    expect(await hasSalt(two, `0x${"ef".repeat(32)}`)).toBe(false);
    expect(one.place).toMatch(/^The database keeper1 on 127\.0\.0\.1:\d+$/);
    await one.close();
    await two.close();
  });

  test("behavior: what another machine has forgotten leaves this one's disk too", async () => {
    const databaseUrl = await cluster().database();
    const one = await openStore(join(folder, "early"), { databaseUrl });
    const two = await openStore(join(folder, "late"), { databaseUrl });
    const inputs = { model: 0n, latent: JOB, condition: JOB };
    const painted = { pixels: new Uint8Array(172_800), root: JOB, inputs };
    for (const store of [one, two]) await saveRaster(store, OTHER, 0, painted);
    await pruneRasters(two, 1);
    expect(await readRaster(one, OTHER, 0)).not.toBeNull();
    await saveRaster(one, JOB, 0, painted);
    await saveRender(one.db, {
      job: JOB,
      epoch: 8n,
      tokens: 1,
      root: OTHER,
      cid: "b",
      block: new Uint8Array([1]),
      salt: JOB,
      renderMs: 1,
      backend: "wasm",
      state: "rendered",
    });
    await pruneRasters(one, 1);
    expect(await readRaster(one, OTHER, 0)).toBeNull();
    expect(await readRaster(one, JOB, 0)).not.toBeNull();
    await one.close();
    await two.close();
  });

  test("behavior: salts of a folder that was used without PostgreSQL before still open its commitments", async () => {
    const path = join(folder, "moved");
    const before = await openStore(path);
    const salt = await saltOf(before, JOB);
    await before.close();
    const databaseUrl = await cluster().database();
    const after = await openStore(path, { databaseUrl });
    expect(await hasSalt(after, JOB)).toBe(true);
    expect(await saltOf(after, JOB)).toBe(salt);
    await after.close();
    // From then on another machine has it too.
    const elsewhere = await openStore(join(folder, "elsewhere"), { databaseUrl });
    expect(await saltOf(elsewhere, JOB)).toBe(salt);
    await elsewhere.close();
  });
});
