// Films, made to the end in every way that this browser has, and looked at again by a decoder.
import { readFile } from "node:fs/promises";
import {
  ALL_FORMATS,
  BufferSource,
  type EncodedPacket,
  EncodedPacketSink,
  Input,
} from "mediabunny";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { describe, expect } from "vitest";
import { climateAbi } from "../../contracts/abi.ts";
import { likeness, squares } from "../../renderer/likeness.ts";
import { skyInputsOf } from "../../renderer/metadata.ts";
import { phenotypeOf } from "../../renderer/phenotype.ts";
import { plantSvg } from "../../renderer/plant.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { readScenes } from "../../web/queries/scenes.ts";
import { type Stage, SUBJECT, tokenOf } from "./stage.ts";
import { it } from "./visitor.ts";
import { worldOf } from "./world.ts";

/** Pictures are compared at this side. */
const SMALL = 48;
/** Painting and encoding take a busy machine minutes. */
const UNHURRIED = 150_000;

/** The form of the films. */
function formOf(page: Page) {
  const heading = page.getByRole("heading", { name: "Film" });
  return page.locator("section.export form", { has: heading });
}

/** What can be filmed with is tried out when the form comes near the screen. */
async function choose(page: Page, wish: Record<string, string>): Promise<void> {
  await formOf(page).scrollIntoViewIfNeeded();
  for (const [label, value] of Object.entries(wish)) {
    await formOf(page).getByLabel(label).selectOption(value);
  }
}

/** Makes the film and reads what the browser then saves. */
async function made(page: Page): Promise<{ name: string; bytes: Buffer }> {
  const begun = page.waitForEvent("download", { timeout: UNHURRIED });
  await formOf(page).getByRole("button", { name: "Make the film" }).click();
  const download = await begun;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** What a film is, and each of its pictures, RGB, as the browser decodes it. */
async function watch(page: Page, bytes: Buffer) {
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const track = (await input.getPrimaryVideoTrack())!;
  const packets: EncodedPacket[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet);
  const config = (await track.getDecoderConfig())!;
  const description = config.description as Uint8Array | undefined;
  const pictures = await page.evaluate(
    async ({ codec, setup, chunks, side }) => {
      const bytesOf = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
      const canvas = new OffscreenCanvas(side, side);
      const context = canvas.getContext("2d", { willReadFrequently: true })!;
      context.imageSmoothingQuality = "high";
      const seen: string[] = [];
      let failure: Error | undefined;
      const decoder = new VideoDecoder({
        output: (frame) => {
          context.drawImage(frame, 0, 0, side, side);
          frame.close();
          const { data } = context.getImageData(0, 0, side, side);
          seen.push(String.fromCharCode(...data.filter((_, i) => i % 4 !== 3)));
        },
        error: (error) => {
          failure = error;
        },
      });
      decoder.configure({ codec, ...(setup && { description: bytesOf(setup) }) });
      for (const [i, { type, data }] of chunks.entries()) {
        decoder.decode(new EncodedVideoChunk({ type, timestamp: i, data: bytesOf(data) }));
      }
      await decoder.flush();
      if (failure) throw failure;
      return seen.map((text) => btoa(text));
    },
    {
      codec: config.codec,
      setup: description && Buffer.from(description).toString("base64"),
      chunks: packets.map(({ type, data }) => ({
        type,
        data: Buffer.from(data).toString("base64"),
      })),
      side: SMALL,
    },
  );
  return {
    codec: await track.getCodec(),
    size: [track.codedWidth, track.codedHeight],
    seconds: packets.map(({ timestamp }) => timestamp),
    tags: await input.getMetadataTags(),
    pictures: pictures.map((text) => Buffer.from(text, "base64")),
  };
}

/** The epochs that have weather, of the subject's life. */
async function epochsOf(stage: Stage): Promise<number[]> {
  const { timestamp } = await stage.client.getBlock();
  const climate = { address: stage.contracts.Climate!.address, abi: climateAbi } as const;
  const args = [timestamp] as const;
  const latest = await stage.client.readContract({
    ...climate,
    functionName: "latestAccepted",
    args,
  });
  const { station } = await stage.client.readContract({
    ...tokenOf(stage),
    functionName: "stateAt",
    args: [BigInt(SUBJECT), latest[1]],
  });
  const words = await stage.client.readContract({
    ...climate,
    functionName: "observationsBetween",
    args: [BigInt(station), 0n, latest[1]],
  });
  return words.map((word) => Number(word >> 128n));
}

/** What an epoch looks like, painted by integers and drawn by another program than a browser. */
async function pictureAt(stage: Stage, epoch: number): Promise<Buffer> {
  const moment = { shownEpoch: epoch, weatherAge: 0, epochSeconds: 25_200, isPast: true };
  const [gathered] = await readScenes(worldOf(stage), SUBJECT, SUBJECT + 1, moment);
  const { scene } = gathered!;
  const area = { size: SMALL, x: 0, y: 0, width: SMALL, height: SMALL };
  const sky = paintInteger(stage.model, { ...skyInputsOf(scene), ...area });
  const plant = await sharp(Buffer.from(plantSvg(scene, phenotypeOf(scene))))
    .resize(SMALL)
    .png()
    .toBuffer();
  return sharp(sky, { raw: { width: SMALL, height: SMALL, channels: 3 } })
    .composite([{ input: plant }])
    .removeAlpha()
    .raw()
    .toBuffer();
}

/** Which of the expected pictures each of a film's is likest to. */
function recognised(pictures: readonly Buffer[], expected: readonly Buffer[]): number[] {
  return pictures.map((picture) => {
    const alike = expected.map((each) => likeness(squares(picture, each), each.length));
    return alike.indexOf(Math.max(...alike));
  });
}

describe("film", () => {
  it("default: in every format offered, a decoder finds the picture of every epoch in its place", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    const epochs = await epochsOf(stage);
    const expected = await Promise.all(epochs.map((epoch) => pictureAt(stage, epoch)));
    const all = epochs.map((_, i) => i);
    await open(`#/token/${SUBJECT}`);
    await choose(page, { Span: "life", Side: "480", Speed: "4" });
    await formOf(page)
      .getByText(`${epochs.length} pictures, ${(epochs.length / 4).toFixed(1)} seconds`)
      .waitFor();
    const formats = formOf(page).getByLabel("Format").locator("option");
    await formats.filter({ hasText: "WebM" }).waitFor({ state: "attached" });
    const offered = await formats.allTextContents();
    expect(offered).toEqual(["WebM", "MP4"]);
    for (const format of offered) {
      const ending = format.toLowerCase();
      await choose(page, { Format: ending });
      const { name, bytes } = await made(page);
      expect(name).toMatch(
        new RegExp(`epochs-${epochs[0]}-to-${epochs.at(-1)}-480px\\.${ending}$`),
      );
      const film = await watch(page, bytes);
      expect(film.codec).toBe(ending === "webm" ? "vp9" : "avc");
      expect(film.size).toEqual([480, 480]);
      for (const [i, second] of film.seconds.entries()) expect(second).toBeCloseTo(i / 4, 2);
      expect(recognised(film.pictures, expected), format).toEqual(all);
      // It says of itself what it is.
      expect(film.tags.title).toBe(`Heliotrope #${SUBJECT}`);
      const { address } = tokenOf(stage);
      const source = `eip155:31337/erc721:${address.toLowerCase()}/${SUBJECT}`;
      expect(film.tags.comment).toContain(`Source: ${source}\n`);
      expect(film.tags.comment).toContain(`Epochs: ${epochs[0]} to ${epochs.at(-1)}\n`);
    }
    expect(complaints).toEqual([]);
  });

  it("behavior: what an encoder promises and does not keep is not offered, and what it keeps films one epoch", async ({
    stage,
    visit,
  }) => {
    const { context, complaints, open, page } = await visit();
    // These two say that they are there, and fail as a missing library makes them fail: later.
    await context.addInitScript(() => {
      const { configure } = VideoEncoder.prototype;
      VideoEncoder.prototype.configure = function (config) {
        const isBroken = /^(vp09|avc1)/.test(config.codec);
        configure.call(this, isBroken ? { ...config, codec: "hvc1.1.6.L123.B0" } : config);
      };
      StorageManager.prototype.estimate = async () => ({ quota: 1_000, usage: 400 });
    });
    await open(`#/token/${SUBJECT}`);
    const form = formOf(page);
    await choose(page, { Span: "own", Side: "480", Speed: "4", Format: "mp4" });
    const [first, last] = [form.getByLabel("First epoch"), form.getByLabel("Last epoch")];
    const { honest } = stage.epochs;
    await first.fill(String(honest + 1));
    await last.fill(String(honest));
    await form.getByText("The last epoch comes before the first.").waitFor();
    const begin = form.getByRole("button", { name: "Make the film" });
    expect(await begin.isDisabled()).toBe(true);
    await first.fill(String(honest));
    await form.getByText("one picture, so the film stands still for 0.25 seconds").waitFor();
    await form.getByText("This browser says that it has room for 600 bytes").waitFor();

    const { bytes } = await made(page);
    const film = await watch(page, bytes);
    expect(film.codec).toBe("av1");
    expect(film.pictures.length).toBe(1);
    const expected = await pictureAt(stage, honest);
    expect(likeness(squares(film.pictures[0]!, expected), expected.length)).toBeGreaterThan(20);
    expect(complaints).toEqual([]);
  });

  it("behavior: a film that is stopped saves nothing, and the next one is made", async ({
    open,
    page,
  }) => {
    const names: string[] = [];
    page.on("download", (download) => names.push(download.suggestedFilename()));
    await open(`#/token/${SUBJECT}`);
    await choose(page, { Span: "life", Side: "1080" });
    await formOf(page).getByRole("button", { name: "Make the film" }).click();
    await formOf(page)
      .getByText(/^[1-9]\d* of \d+ pictures/)
      .waitFor();
    await formOf(page).getByRole("button", { name: "Stop" }).click();
    await formOf(page).getByText("Stopped; nothing was saved.").waitFor();
    await choose(page, { Side: "480" });
    const { name } = await made(page);
    expect(name).toContain("480px");
    expect(names).toEqual([name]);
  });

  it("behavior: without encoders the recorder films, and waits while nobody looks; without both, the page says so", async ({
    stage,
    visit,
  }) => {
    const { context, complaints, open, page } = await visit();
    await context.addInitScript(() => {
      Reflect.deleteProperty(window, "VideoEncoder");
      // A tab that is hidden until it is shown, and what was recorded when.
      const tab = { isHidden: true, asked: 0, recorded: [] as boolean[] };
      Object.assign(window, { tab });
      const hidden = () => {
        tab.asked++;
        return tab.isHidden;
      };
      Object.defineProperty(document, "hidden", { get: hidden });
      const { resume } = MediaRecorder.prototype;
      MediaRecorder.prototype.resume = function () {
        tab.recorded.push(tab.isHidden);
        resume.call(this);
      };
    });
    await open(`#/token/${SUBJECT}`);
    await formOf(page).scrollIntoViewIfNeeded();
    await formOf(page).getByText("This browser records films").waitFor();
    await choose(page, { Span: "week", Side: "480", Speed: "4" });
    await page.evaluate("tab.asked = 0");
    const making = made(page);
    await page.waitForFunction(
      () => (window as unknown as { tab: { asked: number } }).tab.asked > 0,
    );
    await page.evaluate(
      "tab.isHidden = false; document.dispatchEvent(new Event('visibilitychange'))",
    );
    const { name, bytes } = await making;
    expect(name).toMatch(/480px\.webm$/);
    const epochs = await epochsOf(stage);
    expect(await page.evaluate("tab.recorded")).toEqual(epochs.map(() => false));
    const film = await watch(page, bytes);
    expect(film.size).toEqual([480, 480]);
    // A recorder takes a picture as often as it likes, and on a busy machine skips some; never back in time.
    const expected = await Promise.all(epochs.map((epoch) => pictureAt(stage, epoch)));
    const shown = recognised(film.pictures, expected);
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
    expect(new Set(shown).size).toBeGreaterThan(epochs.length / 2);
    expect(complaints).toEqual([]);

    const bare = await visit();
    await bare.context.addInitScript("delete window.VideoEncoder; delete window.MediaRecorder");
    await bare.open(`#/token/${SUBJECT}/epoch/${stage.epochs.honest}`);
    await formOf(bare.page).scrollIntoViewIfNeeded();
    await bare.page.getByText("This browser can neither encode nor record films.").waitFor();
    expect(await bare.page.getByRole("button", { name: "Make the film" }).count()).toBe(0);
  });
});
