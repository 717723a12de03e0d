// One visit from beginning to end, beside a real keeper. Each test goes on where the one before has stopped.
import { readFile } from "node:fs/promises";
import { chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { describe, expect, inject, test } from "vitest";
import { almanacAbi, genomesAbi, heliotropeAbi } from "../../contracts/abi.ts";
import { CHROMIUM_FLAGS, ensureChromium } from "../../tools/chromium.ts";
import { NEWEST } from "../../web/queries/state.ts";
import { type Demonstration, raiseDemonstration } from "./stage/demonstration.ts";
import { connect } from "./visitor.ts";

/** A keeper, a chain, a browser and whatever else this machine does share its cores. */
const PATIENCE = 240_000;
const TOKENS = 2;
/** The plant that the visitor mints. */
const OWN = TOKENS;

const it = test
  .extend("scenery", { scope: "file" }, () => inject("scenery"))
  .extend("demonstration", { scope: "file" }, async ({ scenery }, { onCleanup }) => {
    const demonstration = await raiseDemonstration(scenery, TOKENS);
    onCleanup(demonstration.close);
    return demonstration;
  })
  .extend("page", { scope: "file" }, async ({ demonstration }, { onCleanup }) => {
    const browser = await chromium.launch({
      executablePath: ensureChromium(),
      args: CHROMIUM_FLAGS,
    });
    onCleanup(() => browser.close());
    const context = await browser.newContext({ locale: "en-GB", serviceWorkers: "block" });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    await page.goto(demonstration.url);
    return page;
  });

const tokenOf = ({ contracts }: Demonstration) =>
  ({ address: contracts.Heliotrope!.address, abi: heliotropeAbi }) as const;
const genomesOf = ({ contracts }: Demonstration) =>
  ({ address: contracts.Genomes!.address, abi: genomesAbi }) as const;

/** Another page of the app, without loading it anew: the wallet stays connected. */
const go = (page: Page, path: string) =>
  page.evaluate((hash) => {
    location.hash = hash;
  }, path);

const poll = <T>(ask: () => T) => expect.poll(ask, { timeout: PATIENCE });

/** The epoch that a token's page shows. */
const epochOn = async (page: Page) =>
  Number(await page.locator("article.token").getAttribute("data-epoch"));

/** The first epoch of a plant's life whose root somebody has revealed; 0 while there is none. */
async function revealedSince(demonstration: Demonstration, tokenId: number): Promise<number> {
  const { client, contracts } = demonstration;
  const birth = await client.readContract({
    ...genomesOf(demonstration),
    functionName: "birthEpochOf",
    args: [BigInt(tokenId)],
  });
  const logs = await client.getContractEvents({
    address: contracts.Almanac!.address,
    abi: almanacAbi,
    eventName: "Revealed",
    fromBlock: 0n,
  });
  return Number(logs.find(({ args }) => args.epoch! >= birth)?.args.epoch ?? 0);
}

describe("journey", { timeout: 2 * PATIENCE }, () => {
  it("default: a seed is minted", async ({ demonstration, page }) => {
    await go(page, "#/mint");
    await connect(page);
    await page.getByRole("button", { name: "Mint 1 plant" }).click();
    const { client } = demonstration;
    await poll(() =>
      client.readContract({ ...tokenOf(demonstration), functionName: "totalMinted" }),
    ).toBe(BigInt(TOKENS + 1));
  });

  it("behavior: the keeper germinates it, and the page says so by itself", async ({
    demonstration,
    page,
  }) => {
    const { client } = demonstration;
    await poll(() =>
      client.readContract({ ...genomesOf(demonstration), functionName: "germinated" }),
    ).toBe(BigInt(TOKENS + 1));
    await page.getByText("Germinated", { exact: true }).first().waitFor();
  });

  it("behavior: an epoch passes and changes what is to be seen", async ({ page }) => {
    await go(page, `#/token/${OWN}`);
    await page.locator("canvas.painted").first().waitFor();
    const picture = () => page.locator(".stage img").first().getAttribute("src");
    const [epoch, before] = [await epochOn(page), await picture()];
    await poll(() => epochOn(page)).toBeGreaterThan(epoch);
    await poll(picture).not.toBe(before);
  });

  it("behavior: it is scrubbed back to an epoch that the keeper has revealed", async ({
    demonstration,
    page,
  }) => {
    await poll(() => revealedSince(demonstration, OWN)).toBeGreaterThan(0);
    const past = await revealedSince(demonstration, OWN);
    await poll(() => epochOn(page)).toBeGreaterThan(past);
    const now = await epochOn(page);
    await page.getByRole("slider").first().focus();
    await page.keyboard.press("Home");
    await poll(() => epochOn(page)).toBeLessThan(now);
    await go(page, `#/token/${OWN}/epoch/${past}`);
    await poll(() => epochOn(page)).toBe(past);
  });

  it("behavior: this machine paints what the root holds", async ({ page }) => {
    await page.getByRole("button", { name: "Verify on this machine" }).first().click();
    const verdict = page.locator("[data-verdict]").first();
    await verdict.waitFor();
    expect(await verdict.getAttribute("data-verdict")).toBe("matches");
  });

  it("behavior: so does the contract, pixel by pixel", async ({ page }) => {
    await page.getByRole("button", { name: "Verify on chain" }).click();
    await page.getByRole("button", { name: "Have the contract paint it" }).click();
    await page
      .getByText("The contract, this machine and the revealed root have the same sixteen pixels.")
      .first()
      .waitFor({ state: "attached" });
  });

  it("behavior: the picture is saved", async ({ page }) => {
    const form = page.locator("form", { has: page.getByRole("heading", { name: "Picture" }) });
    await form.getByLabel("Side").selectOption("480");
    const begun = page.waitForEvent("download");
    await form.getByRole("button", { name: "Save the picture" }).click();
    const file = await readFile(await (await begun).path());
    const { format, width, height } = await sharp(file).metadata();
    expect(format).toBe("png");
    expect([width, height]).toEqual([480, 480]);
  });

  it("behavior: its first moment is kept for good", async ({ demonstration, page }) => {
    await go(page, "#/desk");
    await page.locator(`.decisions[data-token='${OWN}']`).waitFor();
    await page.getByRole("slider", { name: "Epoch to keep" }).focus();
    await page.keyboard.press("Home");
    await page
      .locator(".deed", { has: page.getByRole("heading", { name: "Keep a moment" }) })
      .locator("button.button")
      .first()
      .click();
    const pinned = async () =>
      Number(
        (
          await demonstration.client.readContract({
            ...tokenOf(demonstration),
            functionName: "stateAt",
            args: [BigInt(OWN), NEWEST],
          })
        ).pinnedEpoch,
      );
    await poll(pinned).toBeGreaterThan(0);
  });

  it("behavior: without the keeper every plant is still there, past and present", async ({
    demonstration,
    page,
  }) => {
    const past = await revealedSince(demonstration, 0);
    await demonstration.stopKeeper();
    await expect(fetch(`${demonstration.keeperUrl}/healthz`)).rejects.toThrow();
    await page.goto(demonstration.url);
    await page.reload();
    await poll(() => page.locator(".wall [data-token]").count()).toBe(TOKENS + 1);
    await page.locator(".wall canvas.painted").first().waitFor();
    await go(page, `#/token/0/epoch/${past}`);
    await poll(() => epochOn(page)).toBe(past);
    await page.locator(".stage canvas.painted").first().waitFor();
    await go(page, "#/token/0");
    await poll(() => epochOn(page)).toBeGreaterThan(past);
    await page.locator(".stage canvas.painted").first().waitFor();
  });
});
