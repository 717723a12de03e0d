// Statements over HTTP: signed by the keeper, of exactly the file that is served, and of nothing that is not known.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import sharp from "sharp";
import { bytesToHex, type Hex, keccak256, recoverTypedDataAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi } from "../../keeper/api/server.ts";
import type { Drawn } from "../../keeper/chain/scene.ts";
import { openStated } from "../../keeper/render/stated.ts";
import { openStore, type Store } from "../../keeper/store/open.ts";
import { saveRaster } from "../../keeper/store/rasters.ts";
import { saveRender } from "../../keeper/store/renders.ts";
import { epochTree, RASTER_BYTES, tokenTree } from "../../renderer/merkle.ts";
import { skyInputsOf } from "../../renderer/metadata.ts";
import { inputHash, type Provenance, statementData } from "../../renderer/provenance.ts";
import type { Scene } from "../../renderer/scene.ts";
import { decodeScene } from "../renderer/oracle.ts";
import { furnish } from "./blank.ts";

const word = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
const JOB = word(0xab);
const EPOCH = 10;
const MODEL_HASH = word(0xcd);
const CONTRACT: Hex = `0x${"77".repeat(20)}`;
const account = privateKeyToAccount(word(0x11));

const scenes: Scene[] = (
  JSON.parse(readFileSync("test/vectors/art-species.json", "utf8")) as { scene: Hex }[]
)
  .slice(0, 4)
  .map(({ scene }, id) => ({ ...decodeScene(scene), tokenId: BigInt(id) }));
const tokens = scenes.map((scene, id) => {
  const { model, latent, condition } = skyInputsOf(scene);
  const inputs = { model: BigInt(model), latent, condition };
  const pixels = Uint8Array.from({ length: RASTER_BYTES }, (_, i) => (i * (id + 3)) % 256);
  return { inputs, pixels, tree: tokenTree(JOB, id, inputs, pixels) };
});
const block = Buffer.concat(tokens.map(({ tree }) => Buffer.from(tree.root.slice(2), "hex")));

const folder = mkdtempSync(join(tmpdir(), "heliotrope-provenance-"));
let store: Store;
let app: FastifyInstance;
let asked = 0;
let failing = false;

beforeAll(async () => {
  store = await openStore(await furnish(folder));
  const shared = { tokens: 4, block, salt: word(1), renderMs: 50, backend: "wasm", cid: "-" };
  const { root } = epochTree(block);
  await saveRender(store.db, { ...shared, root, job: JOB, epoch: 10n, state: "revealed" });
  await saveRender(store.db, { ...shared, root, job: word(2), epoch: 11n, state: "committed" });
  for (const [id, { inputs, pixels, tree }] of tokens.entries()) {
    if (id !== 3) await saveRaster(store, JOB, id, { pixels, root: tree.root, inputs });
  }
  const stated = openStated({
    account,
    chainId: 31_337,
    contract: CONTRACT,
    store,
    models: { get: async (id) => ({ id, hash: MODEL_HASH, bytes: new Uint8Array() }) },
    drawnOf: async (epoch, tokenId): Promise<Drawn | null> => {
      asked++;
      if (failing) throw new Error("the node at http://secret@node is down");
      expect(epoch).toBe(EPOCH);
      return tokenId === 2 ? null : { scene: scenes[tokenId]!, artVersion: 5 };
    },
  });
  app = createApi({ store, stated, rendering: () => null, health: () => ({ status: "ok" }) });
});

afterAll(async () => {
  await app.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (tokenId: number, what: string, epoch = EPOCH) =>
  `/api/epochs/${epoch}/tokens/${tokenId}/${what}`;

describe("serveProvenance", () => {
  test("default", async () => {
    const answer = await app.inject(at(1, "provenance"));
    expect(answer.statusCode).toBe(200);
    const { statement, signature, inputs, ...rest } = answer.json() as Provenance;
    expect(rest).toEqual({ chainId: 31_337, contract: CONTRACT, keeper: account.address });
    const painted = tokens[1]!;
    expect(inputs).toEqual({ ...painted.inputs, model: `${painted.inputs.model}` });
    const file = (await app.inject(at(1, "composed.svg"))).rawPayload;
    expect(statement).toEqual({
      tokenId: 1,
      epoch: EPOCH,
      modelHash: MODEL_HASH,
      inputHash: inputHash(painted.inputs),
      rasterRoot: painted.tree.runs,
      artVersion: 5,
      compositorVersion: 1,
      composedHash: keccak256(bytesToHex(file)),
    });
    const data = statementData({ chainId: 31_337, contract: CONTRACT }, statement);
    expect(await recoverTypedDataAddress({ ...data, signature })).toBe(account.address);
  });

  test("behavior: the composed file is also there as PNG and AVIF, larger than the raster", async () => {
    for (const format of ["png", "avif"] as const) {
      const reply = await app.inject(`/api/epochs/${EPOCH}/tokens/1/composed.${format}`);
      expect(reply.statusCode, reply.body.slice(0, 200)).toBe(200);
      expect(reply.headers["content-type"]).toBe(`image/${format}`);
      const image = sharp(reply.rawPayload);
      expect(await image.metadata()).toMatchObject({ width: 1_200, height: 1_200 });
      // Not a blank: its sky is noise here, and the plant stands before it.
      expect((await image.stats()).entropy).toBeGreaterThan(3);
    }
    const hidden = await app.inject("/api/epochs/11/tokens/1/composed.png");
    expect(hidden.statusCode).toBe(404);
    const silent = createApi({
      store,
      rendering: () => null,
      health: () => ({}),
      isComposing: false,
    });
    const none = await silent.inject(`/api/epochs/${EPOCH}/tokens/1/composed.png`);
    expect(none.json().error).toContain("COMPOSE=none");
    await silent.close();
  });

  test("behavior: the file is a picture, which can do nothing as a page", async () => {
    const { headers, body } = await app.inject(at(0, "composed.svg"));
    expect(headers["content-type"]).toBe("image/svg+xml; charset=utf-8");
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["content-security-policy"]).toContain("sandbox");
    expect(body.startsWith("<svg")).toBe(true);
  });

  test("behavior: made once, however often it is asked for", async () => {
    const before = asked;
    await Promise.all([app.inject(at(0, "provenance")), app.inject(at(0, "composed.svg"))]);
    await app.inject(at(0, "provenance"));
    expect(asked - before).toBeLessThanOrEqual(1);
  });

  test("error: nothing is stated before the reveal, of other art, or without the raster", async () => {
    const refused = async (url: string) => {
      const answer = await app.inject(url);
      return [answer.statusCode, (answer.json() as { error: string }).error];
    };
    for (const what of ["provenance", "composed.svg"]) {
      expect(await refused(at(0, what, 11))).toEqual([
        404,
        expect.stringContaining("not revealed"),
      ]);
      expect(await refused(at(4, what))).toEqual([404, expect.stringContaining("was not born")]);
      expect(await refused(at(2, what))).toEqual([404, expect.stringContaining("art version")]);
      expect(await refused(at(3, what))).toEqual([404, expect.stringContaining("no longer kept")]);
    }
  });

  test("error: a node that fails is not told of, and is asked again", async () => {
    failing = true;
    const answer = await app.inject(at(2, "provenance"));
    expect([answer.statusCode, answer.body.includes("secret")]).toEqual([500, false]);
    failing = false;
    expect((await app.inject(at(2, "provenance"))).statusCode).toBe(404);
  });

  test("error: a deployment without the contract", async () => {
    const bare = createApi({ store, rendering: () => null, health: () => ({ status: "ok" }) });
    const answer = await bare.inject(at(0, "provenance"));
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toEqual({ error: expect.stringContaining("Provenance contract") });
    await bare.close();
  });
});
