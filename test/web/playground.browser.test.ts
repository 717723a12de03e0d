import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { genomesAbi } from "../../contracts/abi.ts";
import { faultsOf } from "./axe.ts";
import { type Stage, SUBJECT, TOKENS } from "./stage.ts";
import { it, PATIENCE } from "./visitor.ts";

/** The drawing that lies over the sky, as SVG. */
async function drawingOn(page: Page): Promise<string> {
  const src = (await page.locator(".sitter img").getAttribute("src")) ?? "";
  return decodeURIComponent(src.slice(src.indexOf(",") + 1));
}

/** Waits until the painted sky lies under the plant, and not one of vectors. */
async function painted(page: Page): Promise<void> {
  await page.locator(".sitter canvas.painted").waitFor();
  await expect
    .poll(async () => (await drawingOn(page)).includes("</desc><g"), { timeout: PATIENCE })
    .toBe(true);
}

function genomeOf({ client, contracts }: Stage, tokenId: number): Promise<string> {
  const genomes = { address: contracts.Genomes!.address, abi: genomesAbi } as const;
  return client.readContract({ ...genomes, functionName: "genomeOf", args: [BigInt(tokenId)] });
}

async function choosePlant(page: Page, tokenId: number, deed: string): Promise<void> {
  await page.getByRole("spinbutton", { name: "Plant" }).fill(String(tokenId));
  await page.getByRole("button", { name: deed }).click();
}

describe("playground", () => {
  it("default: a plant stands there at once, under a painted sky, in light and dark", async ({
    visit,
  }) => {
    for (const colorScheme of ["light", "dark"] as const) {
      const { complaints, context, open, page } = await visit({ colorScheme });
      await open("#/playground");
      await page.locator(".sitter canvas.painted").waitFor();
      const words = await page.locator(".sitter figcaption").textContent();
      expect(words).toContain("Sunhead at New York");
      const folded = page.locator("details:not([open]) > summary");
      while ((await folded.count()) > 0) await folded.first().click();
      expect(await faultsOf(page), colorScheme).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    }
  });

  it("default: grown from a token it is drawn as the contract draws that token", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    await open("#/playground");
    await choosePlant(page, SUBJECT, "Grow from it");
    await page.getByText(`Grown on from plant ${SUBJECT}, as it is now.`).waitFor();
    const drawn = await stage.contractSvg(SUBJECT);
    const [head] = drawn.split("</desc>");
    await expect.poll(() => drawingOn(page), { timeout: PATIENCE }).toContain(head);
    const [, layer] = (await drawingOn(page)).split("</desc>");
    expect(layer!.length).toBeGreaterThan(1_000);
    expect(drawn.endsWith(layer!)).toBe(true);
    expect(await page.getByLabel("Genome", { exact: true }).inputValue()).toBe(
      await genomeOf(stage, SUBJECT),
    );
    expect(complaints).toEqual([]);
  });

  it("behavior: what is set is in the link, and whoever opens it sees the same plant", async ({
    visit,
  }) => {
    const { context, open, page } = await visit({
      permissions: ["clipboard-read", "clipboard-write"],
    });
    await open("#/playground");
    const before = await drawingOn(page);
    await page.getByRole("button", { name: "First snow" }).click();
    await page.getByLabel("School").selectOption("Ink");
    await page.getByRole("slider", { name: "Temperature", exact: true }).focus();
    await page.keyboard.press("ArrowLeft");
    await page.getByRole("slider", { name: "Hour" }).focus();
    await page.keyboard.press("PageUp");
    await page.getByText("-1.00 °C").first().waitFor();
    await page.getByRole("button", { name: "Send this link" }).click();
    await page.getByText("Copied.").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(() => page.url(), { timeout: PATIENCE }).toBe(link);
    await painted(page);
    const sent = await drawingOn(page);
    expect(sent).not.toBe(before);
    const other = await context.newPage();
    await other.goto(link);
    await painted(other);
    expect(await drawingOn(other)).toBe(sent);
    expect(await other.getByLabel("School").inputValue()).toBe("5");
  });

  it("behavior: the sky is painted again when weather, hour or model change it", async ({
    open,
    page,
  }) => {
    await open("#/playground");
    await painted(page);
    const picture = () =>
      page.locator(".sitter canvas").evaluate((canvas: HTMLCanvasElement) => {
        const { width, height } = canvas;
        const { data } = canvas.getContext("2d")!.getImageData(0, 0, width, height);
        let sum = 0;
        for (const value of data) sum = (Math.imul(sum, 31) + value) | 0;
        return sum;
      });
    const first = await picture();
    await page.getByRole("button", { name: "Storm" }).click();
    await expect.poll(picture, { timeout: PATIENCE }).not.toBe(first);
    expect(await page.locator(".sitter figcaption").textContent()).toContain("Thunderstorm");
    await page.locator("summary", { hasText: "Keep it" }).click();
    await page.getByLabel("Side").selectOption("480");
    const begun = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save the picture" }).click();
    const name = (await begun).suggestedFilename();
    expect(name).toBe("heliotrope-playground-sunhead-thunderstorm-480px.png");
  });

  it("behavior: a walk ends at the other plant's own genome, bit for bit", async ({
    open,
    page,
    stage,
  }) => {
    const target = SUBJECT + 1;
    await open("#/playground");
    await choosePlant(page, target, "Compare with it");
    await page.getByText(/\d+ bits of 256 differ\./).waitFor();
    await page.getByRole("button", { name: "Walk to it" }).click();
    const walk = page.getByRole("slider", { name: "The walk" });
    await walk.focus();
    await page.keyboard.press("ArrowRight");
    const genome = page.getByLabel("Genome", { exact: true });
    const ends = await genomeOf(stage, target);
    expect(await genome.inputValue()).not.toBe(ends);
    await page.keyboard.press("End");
    await expect.poll(() => genome.inputValue(), { timeout: PATIENCE }).toBe(ends);
    await page.getByText("Bit for bit the same genome.").waitFor();
    await expect.poll(() => page.url(), { timeout: PATIENCE }).toMatch(/[?&]to=.*&at=100$/);
    await page.getByRole("button", { name: "Walk it again" }).click();
    await expect.poll(() => walk.inputValue(), { timeout: PATIENCE }).not.toBe("100");
    await page.getByRole("button", { name: "Pause" }).click();
  });

  it("behavior: a token's page leads here, to the very moment that it shows", async ({
    open,
    page,
    stage,
  }) => {
    const epoch = stage.epochs.honest;
    await open(`#/token/${SUBJECT}/epoch/${epoch}`);
    const alt = page.locator(".stage img").first();
    await expect.poll(() => alt.getAttribute("alt"), { timeout: PATIENCE }).toBeTruthy();
    await page.locator(`article.token[data-epoch='${epoch}']`).waitFor();
    const words = (await alt.getAttribute("alt"))!.split(" To be seen:")[0]!;
    await page.getByRole("link", { name: "Grow on from this moment in the playground" }).click();
    await expect
      .poll(() => page.locator(".sitter img").getAttribute("alt"), { timeout: PATIENCE })
      .toBe(words);
    expect(page.url()).toMatch(/\?s=[\w-]+$/);
  });

  it("error: a damaged link, a plant that is not there and a seed are told apart", async ({
    open,
    page,
    stage,
  }) => {
    await open("#/playground?s=AgEAA");
    await page.getByText("This link is damaged or was cut short").waitFor();
    await page.locator(".sitter img").waitFor();
    await choosePlant(page, 9_999, "Grow from it");
    await page.getByText("There is no plant 9999 yet").waitFor();
    await stage.mintSeed();
    await expect
      .poll(
        async () => {
          await choosePlant(page, TOKENS, "Grow from it");
          return page.getByRole("alert").allTextContents();
        },
        { timeout: PATIENCE },
      )
      .toContainEqual(expect.stringContaining("is still a seed"));
    await page.getByLabel("Genome", { exact: true }).fill("hello");
    await page.getByText("This is no genome").waitFor();
  });

  it("behavior: on a phone the picture stays in sight, and nothing is wider than it", async ({
    visit,
  }) => {
    const { open, page } = await visit({ viewport: { width: 375, height: 780 } });
    await open("#/playground");
    await page.locator(".sitter canvas.painted").waitFor();
    await page.getByRole("slider", { name: "Longitude" }).scrollIntoViewIfNeeded();
    const box = await page.locator(".sitter .artwork").boundingBox();
    expect(box!.y).toBeGreaterThanOrEqual(0);
    expect(box!.y + box!.height).toBeLessThan(780);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    expect(await faultsOf(page)).toEqual([]);
  });
});
