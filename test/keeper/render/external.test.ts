import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { bytesToHex, type Hex, keccak256, verifyTypedData } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApi } from "../../../keeper/api/server.ts";
import { openAttested } from "../../../keeper/render/attested.ts";
import { askRenderer, EXTERNAL_SIDE, jobOf } from "../../../keeper/render/external.ts";
import { openStore, type Store } from "../../../keeper/store/open.ts";
import { saveRender } from "../../../keeper/store/renders.ts";
import { type Attestation, attestedData, NOT_ENFORCEABLE } from "../../../renderer/attestation.ts";
import { encodePng } from "../../../renderer/png.ts";
import { furnish } from "../blank.ts";
import { gradient, type ReferenceRenderer, startReferenceRenderer } from "./reference-renderer.ts";

const word = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
const LATENT = `0x${"00".repeat(15)}03${"5a".repeat(16)}` as const;
const CONDITION = `0x0140${"00".repeat(30)}` as const;
const PLACE = {
  chainId: 31_337,
  collection: `0x${"c0".repeat(20)}`,
  tokenId: 1,
  epoch: 10,
} as const;
const JOB = jobOf(PLACE, { latent: LATENT, condition: CONDITION });
const account = privateKeyToAccount(word(0x11));
const PNG = encodePng(gradient(JOB), EXTERNAL_SIDE, EXTERNAL_SIDE);

let renderer: ReferenceRenderer;
beforeAll(async () => {
  renderer = await startReferenceRenderer();
});
afterAll(() => renderer.close());
beforeEach(() => {
  renderer.mode = "png";
  renderer.jobs.length = 0;
});

describe("jobOf", () => {
  test("default", () => {
    expect(JOB).toMatchObject({ format: "heliotrope-job/1", ...PLACE, size: 512, school: 3 });
    expect(JOB.latent).toBe(LATENT);
    expect(JOB.condition).toMatchObject({ sunX: 1, sunY: 64, cloud: 0, mist: 0 });
    expect(Object.keys(JOB.condition).length).toBe(20);
  });
});

describe("askRenderer", () => {
  test.each(["png", "rgb", "transparent"] as const)("default: %s", async (mode) => {
    renderer.mode = mode;
    expect(bytesToHex(await askRenderer(renderer.url, JOB, 5_000))).toBe(bytesToHex(gradient(JOB)));
    expect(renderer.jobs).toEqual([JOB]);
  });

  test.each([
    ["small", "sent a picture of 4 x 4, where 512 x 512 was asked for"],
    ["short", "sent 786429 bytes, and 512 x 512 RGB pixels are 786432"],
    ["html", "answered with type text/html, where image/png or application/octet-stream"],
    ["garbage", "sent a PNG that cannot be read"],
    ["endless", "sent more than 851968 bytes"],
    ["failing", "answered with status 500"],
    ["redirect", "does not answer, or redirects"],
    ["silent", "did not answer within 0.5 s"],
  ] as const)("error: %s", async (mode, message) => {
    renderer.mode = mode;
    const asked = askRenderer(renderer.url, JOB, 500);
    await expect(asked).rejects.toThrow(`The external renderer ${message}`);
    await expect(asked).rejects.toThrow("Check RENDERER_URL");
  });

  test("error: nobody there", async () => {
    const asked = askRenderer("http://127.0.0.1:1/", JOB, 5_000);
    await expect(asked).rejects.toThrow("does not answer, or redirects");
  });
});

describe("over the keeper's API", () => {
  const folder = mkdtempSync(join(tmpdir(), "heliotrope-external-"));
  const url = "/api/epochs/10/tokens/1/external";
  let store: Store;
  let app: FastifyInstance;

  beforeAll(async () => {
    store = await openStore(await furnish(folder));
    const render = {
      tokens: 3,
      root: word(0xee),
      cid: "-",
      block: new Uint8Array(96),
      salt: word(1),
      renderMs: 1,
      backend: "wasm",
    };
    const job = word(0xab);
    await saveRender(store.db, { ...render, job, epoch: 10n, state: "revealed" });
    await saveRender(store.db, { ...render, job: word(0xac), epoch: 11n, state: "committed" });
  });
  beforeEach(() => {
    app = createApi({
      store,
      rendering: () => null,
      health: () => ({}),
      attested: openAttested({
        url: renderer.url,
        timeoutMs: 500,
        account,
        ...PLACE,
        inputsOf: async () => ({ latent: LATENT, condition: CONDITION }),
      }),
    });
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("default: the statement is signed, names the picture, and says that it is not enforceable", async () => {
    const answer = await app.inject(url);
    expect(answer.statusCode).toBe(200);
    const attestation = answer.json<Attestation>();
    expect(attestation).toEqual({
      enforceable: false,
      notice: NOT_ENFORCEABLE,
      ...PLACE,
      latent: LATENT,
      condition: CONDITION,
      renderer: new URL(renderer.url).origin,
      picture: keccak256(PNG),
      keeper: account.address,
      signature: expect.stringMatching(/^0x[0-9a-f]{130}$/),
    });
    const { keeper: address, signature } = attestation;
    expect(await verifyTypedData({ address, signature, ...attestedData(attestation) })).toBe(true);
    const other = { ...attestation, picture: word(0) };
    expect(await verifyTypedData({ address, signature, ...attestedData(other) })).toBe(false);
  });

  test("behavior: the picture is the one that was signed, marked, and asked for once", async () => {
    const [first, second] = await Promise.all([app.inject(`${url}.png`), app.inject(`${url}.png`)]);
    expect(first.headers["content-type"]).toBe("image/png");
    expect(first.headers["x-heliotrope-enforceable"]).toBe("false");
    expect(first.headers["cache-control"]).toBe("no-store");
    expect(keccak256(first.rawPayload)).toBe((await app.inject(url)).json().picture);
    expect(second.rawPayload.equals(first.rawPayload)).toBe(true);
    expect(renderer.jobs.length).toBe(1);
  });

  test("behavior: nothing of it reaches what is committed", async () => {
    await app.inject(url);
    const [committed, revealed] = (await app.inject("/api/epochs")).json();
    expect(revealed).toMatchObject({ epoch: 10, root: word(0xee), backend: "wasm" });
    expect(committed).toMatchObject({ epoch: 11, root: null });
    expect((await app.inject("/api/epochs/10/tokens/1/raster")).statusCode).toBe(404);
  });

  test("behavior: a renderer that failed is asked again the next time", async () => {
    renderer.mode = "failing";
    const failed = await app.inject(url);
    expect(failed.statusCode).toBe(502);
    expect(failed.json().error).toContain("The external renderer answered with status 500");
    expect(failed.body).not.toContain("secret");
    renderer.mode = "rgb";
    expect((await app.inject(url)).statusCode).toBe(200);
  });

  test("behavior: no long queue", async () => {
    const asked = [0, 1, 2, 0, 1, 2].map((id) =>
      app.inject(`/api/epochs/10/tokens/${id}/external`),
    );
    const codes = (await Promise.all(asked)).map(({ statusCode }) => statusCode);
    expect(codes).toEqual([200, 200, 200, 200, 200, 200]);
    expect(renderer.jobs.length).toBe(3);
    renderer.mode = "silent";
    const fresh = openAttested({
      url: renderer.url,
      timeoutMs: 300,
      account,
      ...PLACE,
      inputsOf: async () => ({ latent: LATENT, condition: CONDITION }),
    });
    const waiting = [1, 2, 3, 4].map((id) => fresh.picture(word(1), 1, id).catch(() => {}));
    await expect(fresh.picture(word(1), 1, 5)).rejects.toThrow("has enough to do");
    await Promise.all(waiting);
  });

  test("error: an epoch that is not revealed, a token that is not there, a keeper without one", async () => {
    expect((await app.inject("/api/external")).json()).toMatchObject({ enforceable: false });
    expect((await app.inject("/api/epochs/11/tokens/1/external")).statusCode).toBe(404);
    expect((await app.inject("/api/epochs/10/tokens/3/external")).statusCode).toBe(404);
    const plain = createApi({ store, rendering: () => null, health: () => ({}) });
    for (const path of ["/api/external", url, `${url}.png`]) {
      const answer = await plain.inject(path);
      expect(answer.statusCode).toBe(404);
      expect(answer.json().error).toBe("This keeper has no external renderer.");
    }
  });
});
