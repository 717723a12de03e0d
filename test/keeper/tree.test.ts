import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hex } from "viem";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { treeOf } from "../../keeper/render/tree.ts";
import type { Context } from "../../keeper/steps/context.ts";
import { openStore, type Store } from "../../keeper/store/open.ts";
import { saveRaster } from "../../keeper/store/rasters.ts";
import type { Render } from "../../keeper/store/renders.ts";
import { foldAnswer } from "../../renderer/demands.ts";
import { epochTree, type SkyInputs, tokenTree } from "../../renderer/merkle.ts";
import { furnish } from "./blank.ts";

const word = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
const JOB = word(0xab);
const inputsOf = (id: number): SkyInputs => ({ model: 4n, latent: word(id), condition: word(9) });
const rasters = [1, 2].map((byte) => new Uint8Array(172_800).fill(byte));
const nodes = rasters.map((raster, id) => tokenTree(JOB, id, inputsOf(id), raster).root);
const block = new Uint8Array(Buffer.from(nodes.map((node) => node.slice(2)).join(""), "hex"));
const { root } = epochTree(block);
const render: Render = {
  job: JOB,
  epoch: 7n,
  tokens: 2,
  root,
  cid: "",
  block,
  salt: word(1),
  renderMs: 1,
  backend: "wasm",
  state: "revealed",
};

let folder: string;
let store: Store;
let painted: number[];
/** What the pool paints of a token. */
let paints: readonly Uint8Array[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heliotrope-tree-"));
  store = await openStore(await furnish(folder));
});

beforeEach(async () => {
  painted = [];
  paints = rasters;
  for (const [id, pixels] of rasters.entries()) {
    await saveRaster(store, JOB, id, { pixels, root: nodes[id]!, inputs: inputsOf(id) });
  }
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Our tree, over a store that is there and a chain and a pool that are not. */
function newTree() {
  const readContract = async ({ args }: { args: [bigint, bigint] }) => {
    const { model, latent, condition } = inputsOf(Number(args[0]));
    return [model, latent, condition];
  };
  const paint = async (_model: unknown, { tokenId }: { tokenId: number }) => {
    painted.push(tokenId);
    const pixels = paints[tokenId]!;
    return { pixels, root: tokenTree(JOB, tokenId, inputsOf(tokenId), pixels).root };
  };
  const tools = {
    store,
    rpc: { client: { readContract } },
    contracts: { Heliotrope: word(2) },
    pool: { paint },
    models: { get: async (id: number) => ({ id }) },
  };
  return treeOf(tools as unknown as Context, render);
}

describe("treeOf", () => {
  test("default", async () => {
    const tree = newTree();
    expect([tree.root, tree.supply]).toEqual([root, 2]);
    expect(foldAnswer(JOB, 26, 0, await tree.answer(26, 0)).hash).toBe(root);
    const shelf = foldAnswer(JOB, 19, 0, await tree.answer(19, 0));
    expect(Buffer.from(shelf.children).indexOf(nodes[1]!.slice(2), 0, "hex")).toBe(32);
    const token = foldAnswer(JOB, 12, 1, await tree.answer(12, 1));
    expect([token.hash, token.inputs]).toEqual([nodes[1], inputsOf(1)]);
    const band = foldAnswer(JOB, 6, 64 + 56, await tree.answer(6, 64 + 56));
    expect(Buffer.from(token.children).indexOf(band.hash.slice(2), 0, "hex")).toBe(56 * 32);
    expect(painted).toEqual([]);
  });

  test("behavior: what is damaged, cut short or gone on disk is painted again, once", async () => {
    const file = (id: number) => join(folder, "rasters", JOB, `${id}.rgb`);
    const damaged = rasters[0]!.slice();
    damaged[7]! ^= 1;
    writeFileSync(file(0), damaged);
    writeFileSync(file(1), "short");
    const tree = newTree();
    for (const id of [0, 1]) {
      expect(foldAnswer(JOB, 12, id, await tree.answer(12, id)).hash).toBe(nodes[id]);
      expect(readFileSync(file(id)).equals(rasters[id]!)).toBe(true);
    }
    rmSync(file(1));
    await store.db.query("DELETE FROM rasters WHERE token_id = 0");
    for (const id of [0, 1]) {
      expect(foldAnswer(JOB, 12, id, await tree.answer(12, id)).hash).toBe(nodes[id]);
      await tree.answer(6, id * 64);
    }
    expect(painted).toEqual([0, 1, 0, 1]);
  });

  test("error: painted again, it is another picture", async () => {
    rmSync(join(folder, "rasters"), { recursive: true });
    paints = [rasters[1]!, rasters[0]!];
    await expect(newTree().answer(12, 0)).rejects.toThrow(
      "Token 0 at epoch 7, painted again, is not what this keeper put into its tree: what it revealed cannot be defended.",
    );
  });
});
