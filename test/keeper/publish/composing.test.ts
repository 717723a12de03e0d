// Every picture of revealed epochs, composed in the background and kept beside the rasters.
import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createApi } from "../../../keeper/api/server.ts";
import { openComposed } from "../../../keeper/publish/composed.ts";
import { type ComposingOptions, composeAhead } from "../../../keeper/publish/composing.ts";
import { openStore, type Store } from "../../../keeper/store/open.ts";
import { pruneRasters, readRaster } from "../../../keeper/store/rasters.ts";
import { closeRender } from "../../../keeper/store/renders.ts";
import { composedSvg } from "../../../renderer/compose.ts";
import { decodeScene } from "../../renderer/oracle.ts";
import { furnish } from "../blank.ts";
import { revealEpoch, SPRING, word } from "./revealed.ts";

const scenes = JSON.parse(readFileSync("test/vectors/art-species.json", "utf8"));
const scene = decodeScene(scenes[0].scene);
const EPOCH = SPRING + 1n;
const JOB = word(Number(EPOCH));

let folder: string;
let store: Store;
let lines: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "heliotrope-composing-"));
  store = (await openStore(await furnish(folder)))!;
  lines = [];
  await revealEpoch(store, EPOCH);
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const svgOf: ComposingOptions["svgOf"] = async ({ job }, tokenId) => {
  const raster = await readRaster(store, job, tokenId);
  return raster && composedSvg(scene, raster);
};

/** Runs it until `isDone`, then ends it. */
async function compose(isDone: () => boolean, options: Partial<ComposingOptions> = {}) {
  const ending = new AbortController();
  const log = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  const work = composeAhead({
    shelf: openComposed(store),
    store,
    keepEpochs: 24,
    svgOf,
    isBusy: () => false,
    log,
    signal: ending.signal,
    lookMs: 5,
    ...options,
  });
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 20));
  ending.abort();
  await work;
}

const isSaid = (text: string) => () => lines.some((line) => line.includes(text));
const at = (name: string) => join(folder, "composed", JOB, name);

describe("composeAhead", () => {
  test("default: PNG and AVIF of every token, listed with their sha256, and served as they lie", async () => {
    await compose(isSaid('"composed"'));
    expect(readdirSync(join(folder, "composed", JOB)).sort()).toEqual([
      ...["0.avif", "0.png", "SHA256SUMS"],
    ]);
    expect(await sharp(at("0.avif")).metadata()).toMatchObject({ width: 1_200, height: 1_200 });
    const composed = openComposed(store);
    const shared = { store, rendering: () => null, health: () => ({ status: "ok" }) };
    const app = createApi({ ...shared, composed });
    const answer = (await app.inject(`/api/epochs/${EPOCH}/composed`)).json();
    expect(answer).toMatchObject({ epoch: Number(EPOCH), job: JOB });
    expect(answer.pictures.map(({ format }: { format: string }) => format).sort()).toEqual([
      ...["avif", "png"],
    ]);
    for (const { token, sha256, url } of answer.pictures) {
      expect(token).toBe(0);
      const { rawPayload } = await app.inject(url);
      expect(createHash("sha256").update(rawPayload).digest("hex")).toBe(sha256);
    }
    const none = createApi(shared);
    const refused = await none.inject(`/api/epochs/${EPOCH}/composed`);
    expect([refused.statusCode, refused.json().error]).toEqual([
      404,
      "This keeper keeps no composed pictures (COMPOSE is not all).",
    ]);
    await Promise.all([app.close(), none.close()]);
  });

  test("behavior: goes on where it was cut off, and goes with the rasters", async () => {
    await openComposed(store).save(JOB, 0, "png", Buffer.from("made before"));
    const { mtimeMs } = statSync(at("0.png"));
    appendFileSync(at("SHA256SUMS"), "0123456789abcdef");
    await compose(isSaid('"composed"'));
    expect(statSync(at("0.png")).mtimeMs).toBe(mtimeMs);
    const kept = await openComposed(store).list(JOB);
    expect(kept.map(({ format }) => format).sort()).toEqual(["avif", "png"]);
    await pruneRasters(store, 1);
    expect(existsSync(at("0.avif"))).toBe(true);
    await closeRender(store.db, JOB);
    await revealEpoch(store, EPOCH + 1n);
    await pruneRasters(store, 1);
    expect(readdirSync(join(folder, "composed"))).toEqual([]);
  });

  test("behavior: nothing while an epoch is being painted", async () => {
    let looks = 0;
    let asked = 0;
    const options = {
      isBusy: () => ++looks > 0,
      svgOf: async () => {
        asked++;
        return null;
      },
    };
    await compose(() => looks > 5, options);
    expect([asked, existsSync(join(folder, "composed"))]).toEqual([0, false]);
    // Begun in the midst of a picture: that one is the last.
    let isPainting = false;
    await compose(() => isPainting && looks > 20, {
      isBusy: () => {
        looks++;
        return isPainting;
      },
      svgOf: async (render, tokenId) => {
        isPainting = true;
        return svgOf(render, tokenId);
      },
    });
    expect(existsSync(join(folder, "composed"))).toBe(false);
  });

  test("behavior: what cannot be drawn is left out, and a failure is told once and tried again", async () => {
    let asked = 0;
    await compose(isSaid('"composed"'), {
      svgOf: async () => {
        if (++asked < 3) throw new Error("the node is down");
        return null;
      },
    });
    expect(asked).toBe(3);
    expect(lines.filter((line) => line.includes("the node is down"))).toHaveLength(1);
    expect(await openComposed(store).list(JOB)).toEqual([]);
  });
});
