import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, describe, expect, test } from "vitest";
import type { Database } from "../../keeper/store/database.ts";
import { openStore } from "../../keeper/store/open.ts";
import {
  pruneRasters,
  readKept,
  readRaster,
  savedRoots,
  saveRaster,
} from "../../keeper/store/rasters.ts";
import type { Render } from "../../keeper/store/renders.ts";
import { closeRender, renderOf, saveRender } from "../../keeper/store/renders.ts";
import { hasSalt, saltOf } from "../../keeper/store/salts.ts";

const folder = mkdtempSync(join(tmpdir(), "heliotrope-store-"));
const JOB = `0x${"ab".repeat(32)}` as const;

const render: Render = {
  job: JOB,
  epoch: 7n,
  tokens: 1,
  root: `0x${"01".repeat(32)}`,
  cid: "bafkreibnoelefnzgwbcacyt4vh52ymxvzbjq7mmqhtcnwarfq4lzegsiqe",
  block: new Uint8Array(32).fill(5),
  salt: `0x${"02".repeat(32)}`,
  renderMs: 12.6,
  backend: "wasm",
  state: "rendered",
};

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Another process that opens the store, says so, and stays until it is killed. */
async function holder(path: string): Promise<{ child: ChildProcess; said: string }> {
  const module = new URL("../../keeper/store/open.ts", import.meta.url).href;
  const code = `const { openStore } = await import(${JSON.stringify(module)});
    await openStore(process.argv[1]).then(
      () => { console.log("open"); setInterval(() => {}, 1000); },
      (error) => console.log(error.name + ": " + error.message));`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code, path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [chunk] = (await once(child.stdout!, "data")) as [Buffer];
  return { child, said: chunk.toString().trim() };
}

describe("openStore", () => {
  test("behavior: a second process is refused, and kill -9 leaves no stale lock", async () => {
    const path = join(folder, "shared");
    const first = await holder(path);
    expect(first.said).toBe("open");
    const second = await holder(path);
    expect(second.said).toBe(
      `FatalError: Another keeper (process ${first.child.pid}) works in the data folder ${path}. Stop it first, start this one with --standby to take over from it, or give this one its own DATA_DIR (and its own keys).`,
    );
    const standby = {
      standby: true,
      signal: AbortSignal.timeout(100),
      log: pino({ level: "silent" }),
    };
    expect(await openStore(path, standby)).toBeNull();
    const waiting = openStore(path, { ...standby, signal: new AbortController().signal });
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    await (await waiting)!.close();
    const third = await holder(path);
    expect(third.said).toBe("open");
    third.child.kill("SIGKILL");
    await once(third.child, "exit");
  });

  test("behavior: what was stored outlives the process", async () => {
    const path = join(folder, "kept");
    const store = await openStore(path);
    await saveRender(store.db, render);
    const inputs = { model: 2n ** 64n, latent: JOB, condition: render.root };
    const pixels = new Uint8Array(172_800).fill(7);
    await saveRaster(store, JOB, 0, { pixels, root: render.root, inputs });
    await saveRaster(store, JOB, 1, { pixels, root: JOB, inputs });
    writeFileSync(join(path, "rasters", JOB, "1.rgb"), pixels.subarray(1));
    await store.close();
    const again = await openStore(path);
    // A second render of the same job changes nothing: its salt may already be committed to.
    await saveRender(again.db, { ...render, salt: JOB });
    expect(await renderOf(again.db, JOB)).toEqual({ ...render, renderMs: 13 });
    // What was cut short does not count.
    expect(await savedRoots(again, JOB)).toEqual(new Map([[0, render.root]]));
    expect(await readKept(again, JOB, 0)).toEqual({ inputs, raster: Buffer.from(pixels) });
    expect(await readRaster(again, JOB, 2)).toBeNull();
    expect(await readKept(again, JOB, 2)).toBeNull();
    // Keeping one epoch forgets older ones that are closed, and what a given-up render left behind.
    const [older, givenUp] = [`0x${"aa".repeat(32)}`, `0x${"ad".repeat(32)}`] as const;
    await saveRender(again.db, { ...render, job: older, epoch: 6n });
    for (const job of [older, givenUp]) {
      await saveRaster(again, job, 0, { pixels, root: render.root, inputs });
    }
    await pruneRasters(again, 1);
    expect(await readRaster(again, older, 0)).not.toBeNull();
    expect(await readRaster(again, givenUp, 0)).toBeNull();
    await closeRender(again.db, older);
    await pruneRasters(again, 1);
    expect(await readRaster(again, older, 0)).toBeNull();
    expect(await savedRoots(again, older)).toEqual(new Map());
    expect(await readRaster(again, JOB, 0)).not.toBeNull();
    expect(await renderOf(again.db, older)).not.toBeNull();
    await again.close();
  });

  test("behavior: a job has one salt for ever, and beside PGlite it does not live in the database", async () => {
    const store = { folder, engine: "pglite", db: null as unknown as Database } as const;
    const other = `0x${"cd".repeat(32)}` as const;
    const salt = await saltOf(store, JOB);
    expect(salt).toMatch(/^0x[0-9a-f]{64}$/);
    expect(await saltOf(store, JOB)).toBe(salt);
    expect(await hasSalt(store, JOB)).toBe(true);
    expect(await hasSalt(store, other)).toBe(false);
    expect(await saltOf(store, other)).not.toBe(salt);
  });

  test("error: a folder that is a file", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(openStore(join(folder, "file"))).rejects.toThrow(
      `The data folder ${join(folder, "file")} cannot be written (EEXIST). Make it writable, or point DATA_DIR elsewhere.`,
    );
  });
});
