// The keeper's /ipfs, over a folder of noise that was published as a render is.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CarReader } from "@ipld/car";
import type { FastifyInstance } from "fastify";
import { CID } from "multiformats/cid";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi } from "../../../keeper/api/server.ts";
import { pngCid, pngOf } from "../../../keeper/publish/layout.ts";
import { publishEpoch } from "../../../keeper/publish/publish.ts";
import { cidOf } from "../../../keeper/render/cid.ts";
import type { Context } from "../../../keeper/steps/context.ts";
import { openStore, type Store } from "../../../keeper/store/open.ts";
import { saveRaster } from "../../../keeper/store/rasters.ts";
import { saveRender, setRenderState } from "../../../keeper/store/renders.ts";
import { epochTree, tokenTree } from "../../../renderer/merkle.ts";
import { furnish } from "../blank.ts";

const word = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
const JOB = word(0xab);
const TOKENS = 3;
const rasters = Array.from({ length: TOKENS }, (_, id) => new Uint8Array(172_800).fill(id + 1));
const inputsOf = (id: number) => ({ model: 3n, latent: word(id + 1), condition: word(5) });
const nodes = Buffer.concat(
  rasters.map((pixels, id) =>
    Buffer.from(tokenTree(JOB, id, inputsOf(id), pixels).root.slice(2), "hex"),
  ),
);
const { root } = epochTree(nodes);

const folder = mkdtempSync(join(tmpdir(), "heliotrope-gateway-"));
let store: Store;
let app: FastifyInstance;
let cid: string;

beforeAll(async () => {
  store = await openStore(await furnish(folder));
  cid = await publish(JOB, 10n);
  app = createApi({ store, rendering: () => null, health: () => ({}) });
});

afterAll(async () => {
  await app.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As the render step does it. */
async function publish(job: Hex, epoch: bigint): Promise<string> {
  for (const [id, pixels] of rasters.entries()) {
    const { root } = tokenTree(job, id, inputsOf(id), pixels);
    await saveRaster(store, job, id, { pixels, root, inputs: inputsOf(id) });
  }
  const context = {
    store,
    rpc: { chainId: 31_337 },
    contracts: { Almanac: "0x00000000000000000000000000000000000000aa" },
    models: { get: async () => ({ hash: word(7) }) },
  } as unknown as Context;
  const named = await publishEpoch(context, { job, epoch, supply: TOKENS }, root, nodes);
  await saveRender(store.db, {
    job,
    epoch,
    tokens: TOKENS,
    root,
    cid: named,
    block: nodes,
    salt: word(1),
    renderMs: 50,
    backend: "wasm",
    state: "committed",
  });
  await setRenderState(store.db, job, "revealed");
  return named;
}

const get = (path: string, headers = {}) => app.inject({ url: `/ipfs/${path}`, headers });

/** Blocks of a CAR, each checked against its CID. */
async function blocksOf(bytes: Buffer): Promise<string[]> {
  const reader = await CarReader.fromBytes(bytes);
  const cids: string[] = [];
  for await (const block of reader.blocks()) {
    const digest = createHash("sha256").update(block.bytes).digest();
    expect(digest.equals(block.cid.multihash.digest)).toBe(true);
    cids.push(block.cid.toString());
  }
  return cids;
}

describe("serveGateway", () => {
  test("default: the folder as a CAR, whole and in order", async () => {
    const reply = await get(`${cid}?format=car`);
    expect(reply.headers).toMatchObject({
      "content-type": "application/vnd.ipld.car; version=1; order=dfs; dups=y",
      "content-disposition": `attachment; filename="${cid}.car"`,
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      "x-ipfs-path": `/ipfs/${cid}`,
    });
    const { rawPayload } = reply;
    expect((await CarReader.fromBytes(rawPayload)).getRoots).toBeDefined();
    const cids = await blocksOf(rawPayload);
    // Root, three files, two folders, the pictures.
    expect(cids).toHaveLength(1 + 3 + 2 + TOKENS);
    expect(cids[0]).toBe(cid);
    expect(cids.slice(-TOKENS)).toEqual(rasters.map(pngCid));
    expect(cids).toContain(cidOf(nodes).text);
    // By the Accept header it is the same.
    const asked = await get(cid, { accept: "application/vnd.ipld.car; version=1; dups=y" });
    expect(asked.rawPayload.equals(rawPayload)).toBe(true);
  });

  test("args: a path, with the blocks that lead there", async () => {
    const one = await get(`${cid}/rasters/00/1.png?format=car`);
    const cids = await blocksOf(one.rawPayload);
    expect(cids).toHaveLength(4);
    expect([cids[0], cids[3]]).toEqual([cid, pngCid(rasters[1]!)]);
    expect(one.headers["x-ipfs-roots"]).toBe(cids.join());
    const [reader] = await Promise.all([CarReader.fromBytes(one.rawPayload)]);
    expect((await reader.getRoots()).map(String)).toEqual([cids[3]]);
    const scopes = [];
    for (const scope of ["block", "entity", "all"]) {
      const reply = await get(`${cid}/rasters?format=car&dag-scope=${scope}`);
      scopes.push((await blocksOf(reply.rawPayload)).length);
    }
    expect(scopes).toEqual([2, 2, 3 + TOKENS]);
  });

  test("args: raw blocks, by any CID of the folder", async () => {
    const cids = await blocksOf((await get(`${cid}?format=car`)).rawPayload);
    for (const one of cids) {
      const reply = await get(`${one}?format=raw`);
      expect(reply.headers).toMatchObject({
        "content-type": "application/vnd.ipld.raw",
        "content-disposition": `attachment; filename="${one}.bin"`,
        etag: `"${one}.raw"`,
      });
      const digest = createHash("sha256").update(reply.rawPayload).digest();
      expect(digest.equals(CID.parse(one).multihash.digest)).toBe(true);
    }
    const tree = await get(`${cid}/nodes.bin?format=raw`);
    expect(tree.rawPayload.equals(nodes)).toBe(true);
  });

  test("behavior: a path without a format is the file", async () => {
    const picture = await get(`${cid}/rasters/00/2.png`);
    expect(picture.headers["content-type"]).toBe("image/png");
    expect(picture.rawPayload.equals(pngOf(rasters[2]!))).toBe(true);
    const log = await get(`${cid}/log.ndjson`);
    expect(log.headers["content-type"]).toBe("application/x-ndjson; charset=utf-8");
    expect(log.body.trimEnd().split("\n")).toHaveLength(TOKENS);
    expect((await get(`${cid}/epoch.json`)).json()).toMatchObject({ epoch: 10, tokens: TOKENS });
  });

  test("behavior: what the asker has is not sent again, and HEAD sends nothing", async () => {
    for (const path of [`${cid}?format=raw`, `${cid}?format=car`, `${cid}/epoch.json`]) {
      const { etag } = (await get(path)).headers;
      expect((await get(path, { "if-none-match": etag })).statusCode).toBe(304);
      const head = await app.inject({ method: "HEAD", url: `/ipfs/${path}` });
      expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, "", etag]);
    }
  });

  test("behavior: nothing of an epoch is told before its reveal", async () => {
    const secret = await publish(word(0xac), 11n);
    await setRenderState(store.db, word(0xac), "committed");
    expect((await get(`${secret}?format=raw`)).statusCode).toBe(404);
    await setRenderState(store.db, word(0xac), "revealed");
    expect((await get(`${secret}?format=raw`)).statusCode).toBe(200);
  });

  test("behavior: a raster damaged on disk is gone, not another picture", async () => {
    const job = word(0xad);
    const shared = pngCid(rasters[0]!);
    const other = await publish(job, 12n);
    writeFileSync(join(folder, "rasters", job, "0.rgb"), new Uint8Array(172_800));
    expect((await get(`${shared}?format=raw`)).statusCode).toBe(404);
    expect((await get(`${other}/rasters/00/0.png?format=raw`)).statusCode).toBe(404);
    expect((await get(`${other}/rasters/00/1.png?format=raw`)).statusCode).toBe(200);
    rmSync(join(folder, "rasters", job, "1.rgb"));
    expect((await get(`${other}/rasters/00/1.png?format=raw`)).statusCode).toBe(404);
    // A CAR that cannot be finished breaks off.
    await expect(get(`${other}?format=car`)).rejects.toThrow();
  });

  test.each([
    ["hello", 400, '"hello" is not a CID.'],
    ["@?format=zip", 400, '"zip" is no format of this gateway; it has raw and car.'],
    ["@?format=car&dag-scope=some", 400, '"some" is no dag-scope; there are block, entity, all.'],
    ["@?format=car&car-version=2", 400, "CARs are of version 1 here, not 2."],
    ["@/rasters/00/9.png", 404, "There is no rasters/00/9.png in @."],
    ["@/nodes.bin/x", 404, "There is no nodes.bin/x in @."],
    ["@/rasters", 406, "is a folder. Name a file in it, or add ?format=raw or ?format=car."],
  ])("error: /ipfs/%s", async (path, status, text) => {
    const reply = await get(path.replace("@", cid));
    expect(reply.statusCode).toBe(status);
    expect(reply.json().error).toContain(text.replace("@", cid));
  });
});
