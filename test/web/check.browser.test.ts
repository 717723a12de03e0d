// Files dropped on the page that checks pictures: what each of them is said to be.
import type { Page } from "playwright-core";
import sharp from "sharp";
import { describe, expect } from "vitest";
import { pngOf } from "../../keeper/publish/layout.ts";
import { composedSvg } from "../../renderer/compose.ts";
import { startPng } from "../../web/export/png.ts";
import { sourceOf } from "../../web/export/told.ts";
import { readScenes } from "../../web/queries/scenes.ts";
import { faultsInEveryLook } from "./axe.ts";
import { livingPageOf } from "./stage/plants.ts";
import { type Stage, SUBJECT, TOKENS } from "./stage.ts";
import { it } from "./visitor.ts";
import { worldOf } from "./world.ts";

const RAW = { width: 240, height: 240, channels: 3 } as const;

/** Drops a file and returns what it is said to be. */
async function drop(page: Page, name: string, bytes: Uint8Array | string) {
  await page
    .locator("main input[type=file]")
    .setInputFiles({ name, mimeType: "", buffer: Buffer.from(bytes) });
  await page.getByText(name, { exact: true }).waitFor();
  const verdict = page.locator("[data-check] .verdict");
  await verdict.waitFor();
  const link = verdict.getByRole("link");
  return {
    finding: await page.locator("[data-check]").getAttribute("data-check"),
    isOther: await verdict.getAttribute("data-other"),
    words: (await verdict.textContent()) ?? "",
    leadsTo: (await link.count()) > 0 ? await link.getAttribute("href") : null,
  };
}

const rasterOf = ({ stories }: Stage) => stories.honest.rasters[SUBJECT]!;

describe("check a picture", () => {
  it("default: the canonical file is what it should be, whoever names it", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    await open("#/check");
    const at = `#/token/${SUBJECT}/epoch/${stage.epochs.honest}`;
    const file = pngOf(rasterOf(stage));
    const named = await drop(page, `heliotrope-${SUBJECT}-epoch-${stage.epochs.honest}.png`, file);
    expect(named).toMatchObject({ finding: "is", isOther: "false", leadsTo: at });
    expect(named.words).toContain("Certain: all 57,600 pixels were painted on this machine");
    // Of another epoch, as its name has it.
    const other = `heliotrope-${SUBJECT}-epoch-${stage.epochs["wrong-pixel"]}.png`;
    const renamed = await drop(page, other, file);
    expect(renamed).toMatchObject({ finding: "is", isOther: "true", leadsTo: at });
    expect(renamed.words).toContain("It is of another epoch");
    expect(complaints).toEqual([]);
  });

  it("behavior: losses, a composition and a living page are recognised; noise is not", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    await open("#/check");
    const epoch = stage.epochs.honest;
    const at = `#/token/${SUBJECT}/epoch/${epoch}`;
    const raster = rasterOf(stage);
    const jpeg = await sharp(raster, { raw: RAW }).jpeg({ quality: 80 }).toBuffer();
    expect(await drop(page, "photo.jpg", jpeg)).toMatchObject({
      finding: "re-encoded",
      isOther: "false",
      leadsTo: at,
      words: expect.stringContaining("It was re-encoded"),
    });

    const moment = { shownEpoch: epoch, weatherAge: 0, epochSeconds: 25_200, isPast: true };
    const [gathered] = await readScenes(worldOf(stage), SUBJECT, SUBJECT + 1, moment);
    const svg = composedSvg(gathered!.scene, raster);
    expect(await drop(page, "drawing.svg", svg)).toMatchObject({
      finding: "is",
      leadsTo: at,
      words: expect.stringContaining("the composed picture of plant"),
    });
    const png = await sharp(Buffer.from(svg)).resize(1_200).png().toBuffer();
    expect(await drop(page, "composed.png", png)).toMatchObject({
      finding: "composed",
      leadsTo: at,
    });

    const html = await livingPageOf(stage, SUBJECT);
    expect(await drop(page, "living.html", html)).toMatchObject({
      finding: "is",
      leadsTo: `#/token/${SUBJECT}/epoch/${stage.epochs.unrevealed}`,
    });
    // As this app saves pictures, under a name that says nothing.
    const kept = startPng(240, 240, {
      Source: sourceOf(worldOf(stage), SUBJECT),
      Epoch: `${epoch}`,
    });
    const rows = await kept.rows(raster);
    const anew = await drop(page, "IMG_1.png", Buffer.concat([...rows, ...(await kept.end())]));
    expect(anew).toMatchObject({ finding: "re-encoded", isOther: "false", leadsTo: at });
    await page.getByText(`It says of itself that it shows plant ${SUBJECT} at epoch`).waitFor();

    const past = await livingPageOf(stage, SUBJECT, epoch);
    expect(await drop(page, "past.html", past)).toMatchObject({
      finding: "is",
      isOther: "false",
      leadsTo: at,
    });
    const named = `heliotrope-${SUBJECT}-epoch-${epoch + 1}-living-page.html`;
    expect(await drop(page, named, past)).toMatchObject({ finding: "is", isOther: "true" });
    const grafted = past.replace("</svg>", "<script>document.title='taken'</script></svg>");
    expect(await drop(page, "grafted.html", grafted)).toMatchObject({
      finding: "sky",
      leadsTo: at,
      words: expect.stringContaining("the contract writes another page of this moment"),
    });

    const noise = raster.map((_, i) => (i * 7919 + (i >> 7) * 104_729) & 255);
    const stranger = await sharp(noise, { raw: RAW }).png().toBuffer();
    const unknown = await drop(page, "noise.png", stranger);
    expect(unknown).toMatchObject({ finding: "unknown", leadsTo: null });
    // Every plant at every epoch of its life was tried.
    expect(unknown.words).toMatch(new RegExp(`\\b(${TOKENS}\\d|1\\d\\d) were compared`));
    expect(complaints).toEqual([]);
  });

  it("error: what is no picture is said to be none, and nothing in it runs", async ({
    complaints,
    open,
    page,
  }) => {
    await open("#/check");
    const refuse = async (name: string, text: string) => {
      await page
        .locator("main input[type=file]")
        .setInputFiles({ name, mimeType: "", buffer: Buffer.from(text) });
      const alert = page.getByRole("alert");
      await alert.filter({ hasText: name }).waitFor();
      return alert.textContent();
    };
    expect(await refuse("letter.txt", "Dear gardener")).toContain(
      "is no picture that this browser",
    );
    const bare = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    expect(await refuse("bare.svg", bare)).toContain("without a painted sky");
    const evil = "<!doctype html><script>document.title='taken'</script>";
    expect(await refuse("evil.html", evil)).toContain("not one that this contract wrote");
    expect(await refuse("film.mp4", "....ftypisom....")).toContain(
      "is a film. It does not say what of.",
    );
    expect(await page.title()).toContain("Check a picture");
    expect(complaints).toEqual([]);
  });

  it("default: keeps to WCAG 2.2 AA", async ({ open, page, stage }) => {
    await open("#/check");
    const name = `heliotrope-${SUBJECT}-epoch-${stage.epochs.honest}.png`;
    await drop(page, name, pngOf(rasterOf(stage)));
    expect(await faultsInEveryLook(page)).toEqual([]);
  });
});
