// Feeds, histories and sharing cards, out of a real store; the chain's part of a picture comes from the vectors.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseXml } from "@rgrove/parse-xml";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import sharp from "sharp";
import { bytesToHex, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi } from "../../keeper/api/server.ts";
import { drawAhead } from "../../keeper/cards/ahead.ts";
import { drawTokenCard } from "../../keeper/cards/draw.ts";
import { type Cards, openCards } from "../../keeper/cards/shelf.ts";
import { tokenWords } from "../../keeper/cards/words.ts";
import { createMetrics } from "../../keeper/metrics.ts";
import { openStore, type Store } from "../../keeper/store/open.ts";
import { saveRaster } from "../../keeper/store/rasters.ts";
import { saveRender } from "../../keeper/store/renders.ts";
import { epochTree, RASTER_BYTES, tokenTree, WORD } from "../../renderer/merkle.ts";
import type { Scene } from "../../renderer/scene.ts";
import { decodeScene } from "../renderer/oracle.ts";
import { furnish } from "./blank.ts";

const TOKENS = 3;
const NAME = 'Plants & "Skies" <i>';
const ADDRESS = "0x00000000000000000000000000000000000Ca11E";
const word = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
const scenes: Scene[] = (
  JSON.parse(readFileSync("test/vectors/art-species.json", "utf8")) as { scene: Hex }[]
)
  .slice(0, TOKENS)
  .map(({ scene }, id) => ({ ...decodeScene(scene), tokenId: BigInt(id) }));

const folder = mkdtempSync(join(tmpdir(), "heliotrope-changes-"));
const metrics = createMetrics();
const pixels = Uint8Array.from({ length: RASTER_BYTES }, (_, i) => (i * 7) % 256);
let store: Store;
let cards: Cards;
let app: FastifyInstance;

/** Token 2 is born at epoch 12, and drawn by another art version. */
async function reveal(epoch: number, condition: Hex): Promise<void> {
  const job = word(epoch);
  const tokens = epoch < 12 ? TOKENS - 1 : TOKENS;
  const inputs = { model: 0n, latent: word(1), condition };
  const roots = Array.from({ length: tokens }, (_, id) => tokenTree(job, id, inputs, pixels).root);
  const block = Buffer.concat(roots.map((root) => Buffer.from(root.slice(2), "hex")));
  const { root } = epochTree(block);
  const facts = { tokens, root, cid: `cid-${epoch}`, block, salt: word(2), renderMs: 5 };
  await saveRender(store.db, {
    ...facts,
    job,
    epoch: BigInt(epoch),
    backend: "wasm",
    state: "revealed",
  });
  for (const [id, node] of roots.entries()) {
    await saveRaster(store, job, id, { pixels, root: node, inputs });
  }
}

beforeAll(async () => {
  store = await openStore(await furnish(folder));
  await reveal(10, word(7));
  await reveal(11, word(7));
  await reveal(12, word(8));
  cards = openCards({
    store,
    metrics,
    collection: NAME,
    drawnOf: async (_epoch, id) => (id === 2 ? null : { scene: scenes[id]!, artVersion: 0 }),
  });
  app = createApi({
    store,
    cards,
    metrics,
    rendering: () => null,
    health: () => ({}),
    collection: { name: NAME, chainId: 31_337, address: ADDRESS },
  });
});

afterAll(async () => {
  await app.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Element {
  readonly name?: string;
  readonly text: string;
  readonly attributes: Record<string, string>;
  readonly children: Element[];
}
const named = ({ children }: Element, name: string) => children.filter((one) => one.name === name);
const text = (element: Element, name: string) => named(element, name)[0]!.text;

async function readFeed(url: string): Promise<Element> {
  const answer = await app.inject({ url, headers: { host: "keeper.example:4750" } });
  expect(answer.headers["content-type"]).toBe("application/atom+xml; charset=utf-8");
  // A parser that refuses whatever is not well-formed.
  return parseXml(answer.body).root as unknown as Element;
}

describe("/feed.atom", () => {
  test("default", async () => {
    const feed = await readFeed("/feed.atom");
    expect(text(feed, "title")).toBe(NAME);
    const entries = named(feed, "entry");
    expect(entries.map((entry) => text(entry, "title"))).toEqual([
      "Epoch 12",
      "Epoch 11",
      "Epoch 10",
    ]);
    const ids = [feed, ...entries].map((one) => text(one, "id"));
    expect(new Set(ids).size).toBe(4);
    expect(ids[0]).toBe(`urn:heliotrope:31337:${ADDRESS.toLowerCase()}`);
    const [self] = named(feed, "link");
    expect(self!.attributes).toMatchObject({
      rel: "self",
      href: "http://keeper.example:4750/feed.atom",
    });
    expect(text(entries[0]!, "content")).toContain("3 plants under new weather.");
  });

  test("behavior: its links lead somewhere", async () => {
    const [entry] = named(await readFeed("/feed.atom"), "entry");
    for (const { attributes } of named(entry!, "link")) {
      const { pathname } = new URL(attributes.href!);
      expect((await app.inject(pathname)).statusCode, pathname).toBe(200);
    }
  });

  test("behavior: unchanged while nothing is revealed", async () => {
    const { etag } = (await app.inject("/feed.atom")).headers;
    const again = await app.inject({
      url: "/feed.atom",
      headers: { "if-none-match": String(etag) },
    });
    expect(again.statusCode).toBe(304);
  });

  test("behavior: a host that is none makes no links", async () => {
    const { body } = await app.inject({ url: "/feed.atom", headers: { host: 'a"onerror=b' } });
    expect(body).not.toContain("onerror");
    expect(body).toContain('href="/feed.atom"');
  });
});

describe("a token's changes", () => {
  test("default", async () => {
    const { tokenId, moments } = (await app.inject("/api/tokens/1/history")).json();
    expect(tokenId).toBe(1);
    const facts = moments.map((one: { epoch: number; changed: string[] }) => [
      one.epoch,
      one.changed,
    ]);
    expect(facts).toEqual([
      [12, ["condition"]],
      [11, []],
      [10, ["first"]],
    ]);
    const { rows } = await store.db.query<{ block: Uint8Array }>(
      "SELECT block FROM renders WHERE epoch = 12",
    );
    expect(moments[0].node).toBe(bytesToHex(rows[0]!.block.subarray(WORD, 2 * WORD)));
    expect(moments[0].inputs).toEqual({ model: "0", latent: word(1), condition: word(8) });
  });

  test("behavior: a token has no moments before it was born", async () => {
    const epochs = async (id: number) =>
      (await app.inject(`/api/tokens/${id}/history`))
        .json()
        .moments.map((one: { epoch: number }) => one.epoch);
    expect(await epochs(2)).toEqual([12]);
    expect(await epochs(3)).toEqual([]);
  });

  test("behavior: its feed has an entry for each change, and none where nothing changed", async () => {
    const feed = await readFeed("/api/tokens/1/feed.atom");
    expect(named(feed, "entry").map((entry) => text(entry, "title"))).toEqual([
      `${NAME} #1 at epoch 12`,
      `${NAME} #1 at epoch 10`,
    ]);
    const none = await app.inject("/api/tokens/3/feed.atom");
    expect([none.statusCode, none.json()]).toEqual([
      404,
      { error: "Token 3 is in no epoch that was revealed here." },
    ]);
  });
});

describe("cards", () => {
  test("default", async () => {
    for (const url of [
      "/api/epochs/12/tokens/1/card.jpg",
      "/api/tokens/1/card.jpg",
      "/api/epochs/12/card.jpg",
      "/api/card.jpg",
    ]) {
      const answer = await app.inject(url);
      expect(answer.headers["content-type"], url).toBe("image/jpeg");
      const { width, height, format } = await sharp(answer.rawPayload).metadata();
      expect([width, height, format]).toEqual([1_200, 630, "jpeg"]);
    }
  });

  test("behavior: shows the plant over its sky, and what it is called", async () => {
    const scene = scenes[0]!;
    const white = new Uint8Array(RASTER_BYTES).fill(255);
    const at = async (raster: Uint8Array, left: number, top: number) => {
      const card = await drawTokenCard("A", { scene, raster }, word(1));
      const { data } = await sharp(card)
        .extract({ left, top, width: 1, height: 1 })
        .raw()
        .toBuffer({ resolveWithObject: true });
      return Math.max(...data);
    };
    // The upper left corner is sky, whatever grows below; beside the picture its light is dimmed.
    expect(await at(white, 3, 3)).toBeGreaterThan(245);
    expect(await at(new Uint8Array(RASTER_BYTES), 3, 3)).toBeLessThan(10);
    expect(await at(white, 1_190, 5)).toBeLessThan(140);
    const words = tokenWords(NAME, { ...scene, stationName: "<b>&\u202e" }, word(1));
    expect(words).toContain("PLANTS &amp;");
    expect(words).toContain("&lt;b&gt;&amp;\ufffd");
    expect(words).toContain(">#0<");
    expect(parseXml(words).root?.name).toBe("svg");
  });

  test("behavior: the newest epoch's are drawn ahead, older ones leave the disk", async () => {
    const file = (epoch: number, name: string) => join(folder, "cards", word(epoch), `${name}.jpg`);
    const older = { job: word(10), epoch: 10n, tokens: 2, root: word(3) };
    await cards.keep(older, 0);
    expect(existsSync(file(10, "0"))).toBe(true);
    const stopping = new AbortController();
    let isBusy = true;
    let looks = 0;
    const ended = drawAhead({
      cards,
      store,
      log: pino({ level: "silent" }),
      signal: stopping.signal,
      isBusy: () => {
        looks++;
        return isBusy;
      },
    });
    while (looks === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(existsSync(file(12, "epoch"))).toBe(false);
    isBusy = false;
    while (!existsSync(file(12, "1"))) await new Promise((resolve) => setTimeout(resolve, 20));
    stopping.abort();
    await ended;
    expect(existsSync(file(12, "epoch"))).toBe(true);
    expect(existsSync(file(10, "0"))).toBe(false);
    const kept = readFileSync(file(12, "1"));
    expect((await app.inject("/api/epochs/12/tokens/1/card.jpg")).rawPayload.equals(kept)).toBe(
      true,
    );
  });

  test("error: what cannot be drawn, and is not to be kept", async () => {
    const answer = await app.inject("/api/epochs/12/tokens/2/card.jpg");
    expect([answer.statusCode, answer.json()]).toEqual([
      404,
      {
        error: "There is no card of token 2 at epoch 12 here: another art version draws it.",
      },
    ]);
    expect(answer.headers).toMatchObject({ "cache-control": "no-store" });
    expect(answer.headers.etag).toBeUndefined();
    expect((await app.inject("/api/tokens/9/card.jpg")).statusCode).toBe(404);
  });
});
