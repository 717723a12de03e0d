import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import type { Hex } from "viem";
import { bytesToHex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi, listen } from "../../keeper/api/server.ts";
import { cidOf } from "../../keeper/render/cid.ts";
import type { Store } from "../../keeper/store/open.ts";
import { openStore } from "../../keeper/store/open.ts";
import { saveRaster } from "../../keeper/store/rasters.ts";
import { saveRender } from "../../keeper/store/renders.ts";
import {
  epochTree,
  leafHash,
  leafIndex,
  tokenTree,
  verifyNode,
  verifyToken,
} from "../../renderer/merkle.ts";
import { furnish } from "./blank.ts";

const word = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
const JOB = word(0xab);
const rasters = [7, 8, 9].map((byte) => new Uint8Array(172_800).fill(byte));
const inputs = { model: 3n, latent: word(4), condition: word(5) };
const roots = rasters.map((pixels, id) => tokenTree(JOB, id, inputs, pixels).root);
const block = Buffer.concat(roots.map((root) => Buffer.from(root.slice(2), "hex")));
const { root } = epochTree(block);
const cid = cidOf(block).text;

const folder = mkdtempSync(join(tmpdir(), "heliotrope-api-"));
let store: Store;
let app: FastifyInstance;
let rendering: { epoch: bigint; job: Hex; tokens: number } | null = null;

beforeAll(async () => {
  store = await openStore(await furnish(folder));
  const shared = { tokens: 3, root, cid, block, salt: word(1), renderMs: 50, backend: "wasm" };
  await saveRender(store.db, { ...shared, job: JOB, epoch: 10n, state: "revealed" });
  await saveRender(store.db, {
    ...shared,
    job: word(0xac),
    epoch: 11n,
    cid: "-",
    state: "committed",
  });
  await saveRender(store.db, { ...shared, job: word(0xad), epoch: 9n, cid: "-", state: "missed" });
  for (const [id, pixels] of rasters.entries()) {
    if (id < 2) await saveRaster(store, JOB, id, { pixels, root: roots[id]!, inputs });
  }
  app = createApi({ store, rendering: () => rendering, health: () => ({ status: "ok" }) });
});

afterAll(async () => {
  await app.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("createApi", () => {
  test("default", async () => {
    expect((await app.inject("/healthz")).json()).toEqual({ status: "ok" });
    rendering = { epoch: 12n, job: word(0xae), tokens: 3 };
    const epochs = (await app.inject("/api/epochs")).json();
    rendering = null;
    const done = { renderMs: 50, backend: "wasm", tokens: 3 };
    expect(epochs).toEqual([
      {
        epoch: 12,
        job: word(0xae),
        root: null,
        cid: null,
        state: "rendering",
        renderMs: null,
        backend: null,
        tokens: 3,
      },
      { epoch: 11, job: word(0xac), root: null, cid: null, state: "committed", ...done },
      { epoch: 10, job: JOB, root, cid, state: "revealed", ...done },
      { epoch: 9, job: word(0xad), root: null, cid: null, state: "missed", ...done },
    ]);
  });

  test("behavior: a proof proves its token", async () => {
    for (const tokenId of [0, 1, 2]) {
      const proof = (await app.inject(`/api/epochs/10/tokens/${tokenId}/proof`)).json();
      const kept = tokenId < 2 ? { ...inputs, model: "3" } : null;
      const node = roots[tokenId]!;
      expect(proof).toMatchObject({ epoch: 10, tokenId, root, node, inputs: kept });
      expect(proof.path).toHaveLength(14);
      expect(verifyToken(proof.node, tokenId, proof.path, root)).toBe(true);
    }
  });

  test("behavior: a run's proof is all that a contract asks for", async () => {
    for (const run of [0, 3_599]) {
      const proof = (await app.inject(`/api/epochs/10/tokens/1/proof?run=${run}`)).json();
      const pixels = Buffer.from(proof.run.pixels.slice(2), "hex");
      expect(pixels.equals(rasters[1]!.subarray(run * 48, run * 48 + 48))).toBe(true);
      const index = leafIndex(1, run);
      const model = BigInt(proof.inputs.model);
      const node = {
        height: 0,
        index,
        hash: leafHash(JOB, index, pixels),
        inputs: { ...proof.inputs, model },
        path: proof.run.path,
      };
      expect(verifyNode(node, root)).toBe(true);
    }
  });

  test("behavior: rasters and blocks come back byte for byte", async () => {
    const raster = await app.inject("/api/epochs/10/tokens/1/raster");
    expect(raster.headers["content-type"]).toBe("application/octet-stream");
    expect(bytesToHex(raster.rawPayload)).toBe(bytesToHex(rasters[1]!));
    const served = await app.inject(`/ipfs/${cid}`);
    expect(served.rawPayload.equals(block)).toBe(true);
  });

  test("behavior: HEAD tells what GET would send", async () => {
    const head = await app.inject({ method: "HEAD", url: "/api/epochs/10/tokens/1/raster" });
    expect([head.statusCode, head.headers["content-length"], head.body]).toEqual([
      200,
      "172800",
      "",
    ]);
    const hidden = await app.inject({ method: "HEAD", url: "/api/epochs/11/tokens/1/raster" });
    expect(hidden.statusCode).toBe(404);
  });

  test("behavior: says what may be kept: blocks for ever, epochs by their root, the rest not", async () => {
    const kept = async (url: string) => (await app.inject(url)).headers["cache-control"];
    expect(await kept(`/ipfs/${cid}`)).toBe("public, max-age=31536000, immutable");
    for (const url of ["/healthz", "/api/epochs", "/api/epochs/11/tokens/0/proof", "/ipfs/hello"]) {
      expect(await kept(url)).toBe("no-store");
    }
    for (const what of ["proof", "raster"]) {
      const url = `/api/epochs/10/tokens/1/${what}`;
      const first = await app.inject(url);
      expect(first.headers).toMatchObject({
        "cache-control": "public, no-cache",
        etag: `"${root}"`,
      });
      const again = await app.inject({ url, headers: { "if-none-match": `"${root}"` } });
      expect([again.statusCode, again.body]).toEqual([304, ""]);
      const stale = await app.inject({ url, headers: { "if-none-match": `"${word(1)}"` } });
      expect(stale.statusCode).toBe(200);
    }
    // A tag that was guessed or seen elsewhere tells nothing about an epoch that is not revealed.
    const guess = {
      url: "/api/epochs/11/tokens/0/proof",
      headers: { "if-none-match": `"${root}"` },
    };
    expect((await app.inject(guess)).statusCode).toBe(404);
  });

  test("behavior: any page may ask, and no browser guesses at types", async () => {
    const { headers } = await app.inject("/api/epochs/10/tokens/1/raster");
    expect(headers).toMatchObject({
      "access-control-allow-origin": "*",
      "x-content-type-options": "nosniff",
    });
  });

  test("error: addresses without end, other methods, broken escapes", async () => {
    const long = await app.inject(`/${"a".repeat(10_000)}`);
    expect([long.statusCode, long.json()]).toEqual([
      414,
      { error: "No address here is longer than 256 characters." },
    ]);
    const post = await app.inject({ method: "POST", url: "/api/epochs", payload: { a: 1 } });
    expect([post.statusCode, post.headers.allow, post.json()]).toEqual([
      405,
      "GET, HEAD",
      { error: "POST is not answered here; ask with GET or HEAD." },
    ]);
    const broken = await app.inject("/ipfs/%zz");
    expect([broken.statusCode, broken.json()]).toEqual([
      400,
      { error: "That address cannot be read." },
    ]);
  });

  test.each([
    ["/api/epochs/ten/tokens/0/proof", 400, '"ten" is not an epoch.'],
    ["/api/epochs/10/tokens/-1/proof", 400, '"-1" is not a token id.'],
    [
      "/api/epochs/10/tokens/3/proof",
      404,
      "Token 3 was not born by epoch 10, which has tokens 0 to 2.",
    ],
    [
      "/api/epochs/10/tokens/2/raster",
      404,
      "The raster of token 2 at epoch 10 is no longer kept here.",
    ],
    [
      "/api/epochs/11/tokens/0/proof",
      404,
      "Epoch 11 is not revealed; its proofs are served from then on.",
    ],
    [
      "/api/epochs/11/tokens/0/raster",
      404,
      "Epoch 11 is not revealed; its proofs are served from then on.",
    ],
    ["/api/epochs/10/tokens/0/proof?run=x", 400, '"x" is not a run.'],
    [
      "/api/epochs/10/tokens/0/proof?run=3600",
      404,
      "A raster has the runs 0 to 3599, and no 3600.",
    ],
    [
      "/api/epochs/10/tokens/2/proof?run=0",
      404,
      "The raster of token 2 at epoch 10 is no longer kept here.",
    ],
    ["/api/epochs/13/tokens/0/proof", 404, "Epoch 13 was not rendered here."],
    ["/ipfs/hello", 400, '"hello" is not a CID.'],
    [
      "/ipfs/bafkreibnoelefnzgwbcacyt4vh52ymxvzbjq7mmqhtcnwarfq4lzegsiqe",
      404,
      "bafkreibnoelefnzgwbcacyt4vh52ymxvzbjq7mmqhtcnwarfq4lzegsiqe is not kept here.",
    ],
    [
      "/api/nothing",
      404,
      "There is nothing at /api/nothing. Try /api/epochs, /api/epochs/:epoch/tokens/:id/proof or raster, /ipfs/:cid, or /api/openapi.json for all that there is.",
    ],
  ])("error: %s", async (url, status, error) => {
    const reply = await app.inject(url);
    expect(reply.statusCode).toBe(status);
    expect(reply.json()).toEqual({ error });
  });
});

describe("listen", () => {
  test("error: a port that is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const api = createApi({ store, rendering: () => null, health: () => ({}) });
    await expect(listen(api, "127.0.0.1", port)).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is taken by another program. Stop that program, or give the keeper another port (PORT or --port; 0 takes any free one).`,
    );
    await api.close();
    other.close();
  });
});
