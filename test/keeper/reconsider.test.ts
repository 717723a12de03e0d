import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import type { Hex } from "viem";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { reconsider } from "../../keeper/crew/reconsider.ts";
import type { Context } from "../../keeper/steps/context.ts";
import { openStore, type Store } from "../../keeper/store/open.ts";
import { readKept, saveRaster } from "../../keeper/store/rasters.ts";
import { closeRender, type Render, renderOf, saveRender } from "../../keeper/store/renders.ts";
import { tokenTree } from "../../renderer/merkle.ts";
import { furnish } from "./blank.ts";

const word = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
const inputsOf = (id: number) => ({ model: 4n, latent: word(id), condition: word(9) });
const RIGHT = new Uint8Array(172_800).fill(7);
const WRONG = new Uint8Array(172_800).fill(8);

let folder: string;
let store: Store;
let painted: string[];
let lines: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heliotrope-reconsider-"));
  store = (await openStore(await furnish(folder)))!;
});

beforeEach(async () => {
  for (const table of ["rasters", "renders"]) await store.db.query(`DELETE FROM ${table}`);
  painted = [];
  lines = [];
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Three tokens, of which the liar has painted the first two, and the second wrong where `isWrong`. */
async function newEpoch(byte: number, state: Render["state"], isWrong: boolean): Promise<Hex> {
  const job = word(byte);
  const rasters = [RIGHT, isWrong ? WRONG : RIGHT, RIGHT];
  for (const [id, pixels] of rasters.entries()) {
    const inputs = inputsOf(id);
    const { root } = tokenTree(job, id, inputs, pixels);
    await saveRaster(store, job, id, { pixels, root, inputs, worker: id < 2 ? "liar" : "other" });
  }
  await saveRender(store.db, {
    job,
    epoch: BigInt(byte),
    tokens: 3,
    root: job,
    cid: `cid ${byte}`,
    block: new Uint8Array(),
    salt: job,
    renderMs: 1,
    backend: "wasm",
    state,
  });
  return job;
}

function tools(): Context {
  const pool = {
    paint: async (_: unknown, { job, tokenId }: { job: Hex; tokenId: number }) => {
      painted.push(`${Number(job.slice(0, 4))} ${tokenId}`);
      return { pixels: RIGHT, root: tokenTree(job, tokenId, inputsOf(tokenId), RIGHT).root };
    },
  };
  const log = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  return { store, pool, models: { get: async () => ({}) }, log } as unknown as Context;
}

describe("reconsider", () => {
  test("default: what was right stays, and is not painted a third time", async () => {
    const job = await newEpoch(1, "committed", false);
    await reconsider(tools(), ["liar"]);
    await reconsider(tools(), ["liar"]);
    expect(painted).toEqual(["1 0", "1 1"]);
    expect(await renderOf(store.db, job)).toMatchObject({ state: "committed" });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("all is right");
  });

  test("behavior: an epoch that rests on a lie is made anew, or not revealed, or told of", async () => {
    const rendered = await newEpoch(1, "rendered", true);
    const committed = await newEpoch(2, "committed", true);
    const revealed = await newEpoch(3, "revealed", true);
    const closed = await newEpoch(4, "revealed", true);
    await closeRender(store.db, closed);
    await reconsider(tools(), ["liar"]);
    expect(await renderOf(store.db, rendered)).toBeNull();
    expect(await renderOf(store.db, committed)).toMatchObject({ state: "missed" });
    expect(await renderOf(store.db, revealed)).toMatchObject({ state: "revealed" });
    expect((await readKept(store, rendered, 1))!.raster).toEqual(Buffer.from(RIGHT));
    expect(painted).toEqual(["1 0", "1 1", "2 0", "2 1", "3 0", "3 1"]);
    expect(lines.filter((line) => line.includes('"wrong":[1]'))).toHaveLength(3);
  });

  test("behavior: interrupted, it finds what is still to be done", async () => {
    const job = await newEpoch(1, "rendered", true);
    const broken = tools();
    Object.assign(broken.store, { folder: join(folder, "gone\0") });
    await expect(reconsider(broken, ["liar"])).rejects.toThrow();
    Object.assign(broken.store, { folder });
    await reconsider(tools(), ["liar"]);
    expect(await renderOf(store.db, job)).toBeNull();
    expect((await readKept(store, job, 1))!.raster).toEqual(Buffer.from(RIGHT));
  });
});
