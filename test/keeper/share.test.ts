// Sharing pages, out of a real store, read as a previewing program and as a browser would read them.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseXml, type XmlElement } from "@rgrove/parse-xml";
import type { FastifyInstance } from "fastify";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi } from "../../keeper/api/server.ts";
import { openCards } from "../../keeper/cards/shelf.ts";
import { createMetrics } from "../../keeper/metrics.ts";
import { openStore, type Store } from "../../keeper/store/open.ts";
import { saveRaster } from "../../keeper/store/rasters.ts";
import { saveRender } from "../../keeper/store/renders.ts";
import { epochTree, RASTER_BYTES, tokenTree } from "../../renderer/merkle.ts";
import { phenotypeOf } from "../../renderer/phenotype.ts";
import type { Scene } from "../../renderer/scene.ts";
import { caption, clean } from "../../renderer/words.ts";
import { decodeScene } from "../renderer/oracle.ts";
import { furnish } from "./blank.ts";

const TOKENS = 4;
const NAME = 'Plants"><script>hacked=1</script>';
const PLACE = "\"'--></title><img src=//e onerror=hacked=1>";
const APP = 'https://plants.example/app?a=1&b="><b';
const HOST = "keeper.example:4750";
const word = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
const vectors = JSON.parse(readFileSync("test/vectors/art-species.json", "utf8")) as {
  scene: Hex;
}[];
const scenes: Scene[] = vectors
  .slice(0, TOKENS)
  .map(({ scene }, id) => ({ ...decodeScene(scene), tokenId: BigInt(id) }));
scenes[1] = { ...scenes[1]!, stationName: PLACE };

const folder = mkdtempSync(join(tmpdir(), "heliotrope-share-"));
const pixels = Uint8Array.from({ length: RASTER_BYTES }, (_, i) => (i * 7) % 256);
const metrics = createMetrics();
let store: Store;
let app: FastifyInstance;
let homeless: FastifyInstance;
let isChainDown = false;

/** Of the older epoch no pixels are kept. */
async function reveal(epoch: number, areKept: boolean): Promise<void> {
  const job = word(epoch);
  const inputs = { model: 0n, latent: word(1), condition: word(7) };
  const roots = scenes.map((_, id) => tokenTree(job, id, inputs, pixels).root);
  const block = Buffer.concat(roots.map((root) => Buffer.from(root.slice(2), "hex")));
  const facts = { tokens: TOKENS, root: epochTree(block).root, cid: `cid-${epoch}`, block };
  await saveRender(store.db, {
    ...facts,
    salt: word(2),
    renderMs: 5,
    job,
    epoch: BigInt(epoch),
    backend: "wasm",
    state: "revealed",
  });
  if (!areKept) return;
  for (const [id, root] of roots.entries()) {
    await saveRaster(store, job, id, { pixels, root, inputs });
  }
}

beforeAll(async () => {
  store = await openStore(await furnish(folder));
  await reveal(10, false);
  await reveal(11, true);
  const drawnOf = async (_epoch: number, id: number) => {
    if (isChainDown) throw new Error("The chain does not answer.");
    return id === 2 ? null : { scene: scenes[id]!, artVersion: 0 };
  };
  const common = {
    store,
    metrics,
    rendering: () => null,
    health: () => ({}),
    cards: openCards({ store, metrics, collection: NAME, drawnOf }),
    collection: { name: NAME, chainId: 31_337, address: word(3).slice(0, 42) },
  };
  app = createApi({ ...common, sharing: { app: APP, drawnOf } });
  homeless = createApi({ ...common, sharing: { app: undefined, drawnOf } });
});

afterAll(async () => {
  await app.close();
  await homeless.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Read {
  /** What a preview is made of. */
  tags: Record<string, string>;
  title: string;
  leadsTo: string;
  canonical: string;
  /** Names of all elements: nothing that a name smuggled in. */
  elements: string[];
  scripts: string[];
  policy: string;
}

async function read(url: string, headers: Record<string, string> = { host: HOST }): Promise<Read> {
  const answer = await app.inject({ url, headers });
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
  // Closing what HTML leaves open makes it XML, for a parser that refuses whatever is not well-formed.
  const xml = answer.body
    .replace("<!doctype html>", "")
    .replace(/<((?:meta|link|img)\b[^>]*)>/g, "<$1/>");
  const all = elementsOf(parseXml(xml).root!);
  const named = (name: string) => all.filter((one) => one.name === name);
  const tags = named("meta").flatMap(({ attributes: { name, property, content } }) =>
    (name ?? property) ? [[(name ?? property)!, content!]] : [],
  );
  return {
    tags: Object.fromEntries(tags),
    title: named("title")[0]!.text,
    leadsTo: named("a")[0]!.attributes.href!,
    canonical: named("link")[0]!.attributes.href!,
    elements: all.map(({ name }) => name).filter((name) => name !== "meta"),
    scripts: named("script").map(({ text }) => text),
    policy: String(answer.headers["content-security-policy"]),
  };
}

function elementsOf(element: XmlElement): XmlElement[] {
  const below = element.children.filter((child) => child.type === "element") as XmlElement[];
  return [element, ...below.flatMap(elementsOf)];
}

describe("/share/:id", () => {
  test("default: a preview has the card and the drawing's own words; a person is led on", async () => {
    const { tags, leadsTo, canonical } = await read("/share/0");
    const scene = scenes[0]!;
    const words = caption(scene, phenotypeOf(scene), clean(scene.stationName));
    const card = `http://${HOST}/api/epochs/11/tokens/0/card.jpg`;
    const title = `${clean(NAME)} #0`;
    expect(tags).toMatchObject({
      "og:title": title,
      "og:description": words,
      "og:image": card,
      "og:type": "website",
      "og:url": `http://${HOST}/share/0`,
      "og:image:alt": words,
      "og:image:width": "1200",
      "twitter:card": "summary_large_image",
      "twitter:image": card,
      description: words,
    });
    expect(tags["theme-color"]).toMatch(/^#[0-9a-f]{6}$/);
    expect(canonical).toBe(`http://${HOST}/share/0`);
    expect(leadsTo).toBe(`${APP}/#/token/0`);
    const drawn = await app.inject(new URL(card).pathname);
    expect(drawn.headers["content-type"]).toBe("image/jpeg");
  });

  test("behavior: nothing but its own script runs, and it is the one that the policy names", async () => {
    const { policy, scripts } = await read("/share/0");
    expect(scripts).toHaveLength(1);
    const hash = createHash("sha256").update(scripts[0]!).digest("base64");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src 'sha256-${hash}';`);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });

  test("error: what a collection and a station are called is text, wherever it stands", async () => {
    const honest = await read("/share/0");
    const hostile = await read("/share/1");
    expect(hostile.elements).toEqual(honest.elements);
    expect(hostile.scripts).toEqual(honest.scripts);
    expect(hostile.tags["og:description"]).toContain(clean(PLACE));
    expect(hostile.title).toBe(`${clean(NAME)} #1`);
    expect(hostile.tags["og:title"]).toBe(`${clean(NAME)} #1`);
  });

  test("error: a host that is none makes no address, and what was asked for is text", async () => {
    const { tags, elements } = await read("/share/0?x=%22><i>", { host: 'a"onload=b' });
    expect(tags["og:url"]).toBe("/share/0");
    expect(tags["og:image"]).toBe("/api/epochs/11/tokens/0/card.jpg");
    expect(elements).toEqual((await read("/share/0")).elements);
  });

  test("behavior: what another art version draws has a page without a card", async () => {
    const { tags, elements, leadsTo } = await read("/share/2");
    expect(tags["og:image"]).toBeUndefined();
    expect(tags["twitter:card"]).toBe("summary");
    expect(elements).not.toContain("img");
    expect(leadsTo).toBe(`${APP}/#/token/2`);
  });

  test("behavior: an epoch has its own page, and no card once its pixels are gone", async () => {
    const now = await read("/share/0/epoch/11");
    expect(now.tags["og:image"]).toContain("/api/epochs/11/tokens/0/card.jpg");
    const then = await read("/share/0/epoch/10");
    expect(then.leadsTo).toBe(`${APP}/#/token/0/epoch/10`);
    expect(then.tags["og:image"]).toBeUndefined();
  });

  test("error: while the chain is silent the link is still one, and is not kept as it was then", async () => {
    isChainDown = true;
    const silent = await app.inject("/share/3");
    isChainDown = false;
    expect(silent.statusCode).toBe(200);
    expect(silent.body).not.toContain("og:image");
    const headers = { "if-none-match": String(silent.headers.etag) };
    const again = await app.inject({ url: "/share/3", headers });
    expect(again.statusCode).toBe(200);
    expect(again.body).toContain("og:image");
    const unchanged = { "if-none-match": String(again.headers.etag) };
    expect((await app.inject({ url: "/share/3", headers: unchanged })).statusCode).toBe(304);
  });

  test("error: an unborn plant, an unknown epoch, and what is no number have no page", async () => {
    const status = async (url: string) => (await app.inject(url)).statusCode;
    expect(await status("/share/9")).toBe(404);
    expect(await status("/share/0/epoch/12")).toBe(404);
    expect(await status("/share/0x1")).toBe(400);
  });

  test("error: where nobody has said where the app is, nothing leads anywhere", async () => {
    for (const url of ["/share", "/share/0", "/share/0/epoch/11", "/share/epoch/11"]) {
      const answer = await homeless.inject(url);
      expect(answer.statusCode, url).toBe(404);
      expect(answer.json().error).toContain("APP_URL");
    }
  });
});

describe("/share", () => {
  test("default: the collection, now and at an epoch", async () => {
    const now = await read("/share");
    expect(now.leadsTo).toBe(`${APP}/#/`);
    expect(now.tags["og:description"]).toBe(
      "4 living plants under painted skies, in the weather of epoch 11.",
    );
    const then = await read("/share/epoch/11");
    expect(then.leadsTo).toBe(`${APP}/#/almanac/epoch/11`);
    expect(then.tags["og:image"]).toBe(`http://${HOST}/api/epochs/11/card.jpg`);
    expect((await read("/share/epoch/10")).tags["og:image"]).toBeUndefined();
  });
});

describe("feeds", () => {
  test("behavior: entries lead to pages for people where there are any", async () => {
    const linksOf = async (from: FastifyInstance, url: string) => {
      const { body } = await from.inject({ url, headers: { host: HOST } });
      return [...body.matchAll(/rel="alternate" href="([^"]*)"/g)].map(([, href]) => href!);
    };
    const [epoch] = await linksOf(app, "/feed.atom");
    expect(epoch).toBe(`http://${HOST}/share/epoch/11`);
    expect((await linksOf(app, "/api/tokens/0/feed.atom"))[0]).toBe(
      `http://${HOST}/share/0/epoch/11`,
    );
    expect((await linksOf(homeless, "/feed.atom"))[0]).toBe(`http://${HOST}/api/epochs/11`);
  });
});
