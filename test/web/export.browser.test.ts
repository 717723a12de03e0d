import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { keccak256, toHex } from "viem";
import { describe, expect } from "vitest";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { modelHash } from "../../renderer/sky/model.ts";
import { SHIPPED } from "../renderer/sky/backends.ts";
import { faultsOf } from "./axe.ts";
import { livingPageOf } from "./stage/plants.ts";
import { SUBJECT, tokenOf } from "./stage.ts";
import { it } from "./visitor.ts";

const SECTION = "section.export";
/** Painting large pictures takes a busy machine minutes. */
const UNHURRIED = 150_000;

/** Presses a button of the section and reads what the browser then saves. */
async function saved(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  const begun = page.waitForEvent("download", { timeout: UNHURRIED });
  await page.locator(SECTION).getByRole("button", { name: button }).click();
  const download = await begun;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** The form under a heading of the section. */
function formOf(page: Page, heading: string) {
  return page.locator(`${SECTION} form`, { has: page.getByRole("heading", { name: heading }) });
}

describe("export", () => {
  it("default: a picture is painted exactly at its own size, in bands that meet", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    const epoch = stage.epochs.honest;
    await open(`#/token/${SUBJECT}/epoch/${epoch}`);
    const { name, bytes } = await saved(page, "Save the picture");
    expect(name).toMatch(new RegExp(`^heliotrope-${SUBJECT}-epoch-${epoch}-[a-z-]+-1920px\\.png$`));
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 1920, height: 1920, channels: 3 });
    // Where no plant is: the top, and beside it where one band ends and the next begins.
    const inputs = await stage.skyInputs(epoch, SUBJECT);
    for (const y of [0, 544]) {
      const area = { x: 0, y, width: 64, height: 4 };
      const sky = paintInteger(stage.model, { ...inputs, size: 1920, ...area });
      const rows = Array.from({ length: area.height }, (_, i) => {
        const at = 3 * 1920 * (y + i);
        return data.subarray(at, at + 3 * area.width);
      });
      expect(toHex(Buffer.concat(rows)), `rows from ${y}`).toBe(toHex(sky));
    }
    // And where it stands, the plant covers it.
    const foot = { ...inputs, size: 1920, x: 900, y: 1800, width: 120, height: 1 };
    const at = 3 * (1800 * 1920 + 900);
    expect(toHex(data.subarray(at, at + 360))).not.toBe(toHex(paintInteger(stage.model, foot)));
    const { comments } = await sharp(bytes).metadata();
    const told = Object.fromEntries(comments!.map(({ keyword, text }) => [keyword, text]));
    const { address } = tokenOf(stage);
    expect(told).toMatchObject({
      Title: `Heliotrope #${SUBJECT}`,
      Source: `eip155:31337/erc721:${address.toLowerCase()}/${SUBJECT}`,
      Epoch: String(epoch),
      Root: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      "Sky model": modelHash(SHIPPED),
    });
    await page.getByText(`Saved as ${name}`).waitFor();
    expect(complaints).toEqual([]);
  });

  it("default: a drawing is the contract's, over the raster that the almanac has", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    await open(`#/token/${SUBJECT}/epoch/${stage.epochs.honest}`);
    const past = await saved(page, "Save the drawing");
    const raster = await sharp(skyIn(past.bytes)).raw().toBuffer();
    expect(keccak256(raster)).toBe(stage.rasterHash(stage.epochs.honest, SUBJECT));
    await open(`#/token/${SUBJECT}`);
    await page.locator(`article.token:not([data-epoch='${stage.epochs.honest}'])`).waitFor();
    const { bytes } = await saved(page, "Save the drawing");
    const [before, after] = bytes.toString().split(/<image [^>]*\/>/);
    const drawn = await stage.contractSvg(SUBJECT);
    expect(before!.length).toBeGreaterThan(100);
    expect(drawn.startsWith(before!)).toBe(true);
    expect(drawn.endsWith(after!)).toBe(true);
    expect(complaints).toEqual([]);
  });

  it("default: a living page is what the contract answers, or answered, byte for byte", async ({
    open,
    page,
    stage,
  }) => {
    await open(`#/token/${SUBJECT}`);
    const living = page.locator(`${SECTION} > div`, { hasText: "Living page" });
    await living.getByText("as it is now").waitFor();
    const { name, bytes } = await saved(page, "Save the living page");
    expect(name).toBe(`heliotrope-${SUBJECT}-living-page.html`);
    expect(bytes.toString()).toBe(await livingPageOf(stage, SUBJECT));

    const epoch = stage.epochs.honest;
    await open(`#/token/${SUBJECT}/epoch/${epoch}`);
    await living.getByText("as it was then").waitFor();
    const past = await saved(page, "Save the living page");
    expect(past.name).toMatch(
      new RegExp(`^heliotrope-${SUBJECT}-epoch-${epoch}-[a-z-]+-living-page\\.html$`),
    );
    expect(past.bytes.toString()).toBe(await livingPageOf(stage, SUBJECT, epoch));
    expect(past.bytes.equals(bytes)).toBe(false);
  });

  it("behavior: making stops when asked to, saves nothing, and can be begun again", async ({
    open,
    page,
    stage,
  }) => {
    await open(`#/token/${SUBJECT}/epoch/${stage.epochs.honest}`);
    const picture = formOf(page, "Picture");
    await picture.getByLabel("Side").selectOption("8192");
    const names: string[] = [];
    page.on("download", (download) => names.push(download.suggestedFilename()));
    await picture.getByRole("button", { name: "Save the picture" }).click();
    await picture.getByRole("progressbar").waitFor();
    await picture.getByRole("button", { name: "Stop" }).click();
    await picture.getByText("Stopped; nothing was saved.").waitFor();
    await picture.getByLabel("Side").selectOption("480");
    const { name, bytes } = await saved(page, "Save the picture");
    expect((await sharp(bytes).metadata()).width).toBe(480);
    expect(names).toEqual([name]);
  });

  it("error: a node that refuses is named, and the next try works", async ({
    open,
    page,
    stage,
  }) => {
    await open(`#/token/${SUBJECT}`);
    await page.locator(SECTION).waitFor();
    stage.rpc.failWith({ code: -32_000, message: "out of gas" }, "eth_call");
    const living = page.locator(`${SECTION} > div`).filter({ hasText: "Living page" });
    await living.getByRole("button").click();
    await living.getByRole("alert").waitFor();
    stage.rpc.heal();
    const { bytes } = await saved(page, "Save the living page");
    expect(bytes.length).toBeGreaterThan(10_000);
  });

  it("behavior: no rule of WCAG 2.2 AA is broken while a file is made", async ({ open, page }) => {
    await page.emulateMedia({ colorScheme: "dark" });
    await open(`#/token/${SUBJECT}`);
    const picture = formOf(page, "Picture");
    await picture.getByLabel("Side").selectOption("8192");
    await picture.getByRole("button", { name: "Save the picture" }).click();
    await picture.getByRole("progressbar").waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });
});

/** The PNG that an SVG document carries. */
function skyIn(svg: Buffer): Buffer {
  const [, base64] = /data:image\/png;base64,([^']+)'/.exec(svg.toString()) ?? [];
  return Buffer.from(base64!, "base64");
}
