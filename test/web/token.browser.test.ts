import { describe, expect } from "vitest";
import { SUBJECT } from "./stage.ts";
import { it, PATIENCE } from "./visitor.ts";

describe("token", () => {
  it("default: the scrubber goes back through the weather, and the picture follows", async ({
    complaints,
    open,
    page,
  }) => {
    await open(`#/token/${SUBJECT}`);
    const article = page.locator("article.token");
    const slider = page.getByRole("slider");
    await slider.waitFor();
    const now = await article.getAttribute("data-epoch");
    const pictureNow = await page.locator(".stage img").getAttribute("src");
    await slider.focus();
    await page.keyboard.press("Home");
    await expect
      .poll(() => article.getAttribute("data-epoch"), { timeout: PATIENCE })
      .not.toBe(now);
    expect(await slider.getAttribute("aria-valuetext")).toMatch(/20\d\d.*°C/);
    expect(await page.locator(".stage img").getAttribute("src")).not.toBe(pictureNow);
    const features = await page.locator(".why > .causes strong").allTextContents();
    expect(features.length).toBeGreaterThan(1);
    const seen = (await page.locator(".stage img").getAttribute("alt")) ?? "";
    expect(seen.split("To be seen: ")[1]?.split("; ")).toHaveLength(features.length);
    await page.getByRole("button", { name: "Now", exact: true }).click();
    await expect.poll(() => article.getAttribute("data-epoch"), { timeout: PATIENCE }).toBe(now);
    expect(complaints).toEqual([]);
  });

  it("behavior: a link to an epoch without weather shows the present, and says so", async ({
    complaints,
    open,
    page,
  }) => {
    await open(`#/token/${SUBJECT}`);
    const article = page.locator("article.token");
    await page.getByRole("slider").waitFor();
    const now = await article.getAttribute("data-epoch");
    await open(`#/token/${SUBJECT}/epoch/99999999`);
    await page.getByText("No weather was accepted for epoch 99999999").waitFor();
    await expect.poll(() => article.getAttribute("data-epoch"), { timeout: PATIENCE }).toBe(now);
    expect(await page.locator("header .notice").count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it("error: a plant that does not exist is said to be missing", async ({ open, page }) => {
    await open("#/token/9999");
    await page.getByRole("heading", { name: "There is no plant 9999 yet" }).waitFor();
  });
});
