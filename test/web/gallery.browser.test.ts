import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { TOKENS } from "./stage.ts";
import { it, PATIENCE } from "./visitor.ts";

describe("gallery", () => {
  it("default: shows every plant with its sky, its words and nothing to complain about", async ({
    complaints,
    open,
    page,
  }) => {
    await open("");
    const pieces = page.locator(".wall [data-token]");
    await expect.poll(() => pieces.count(), { timeout: PATIENCE }).toBe(TOKENS);
    await expect
      .poll(() => page.locator(".wall canvas.painted").count(), { timeout: PATIENCE })
      .toBe(TOKENS);
    for (const image of await page.locator(".wall img").all()) {
      expect(await image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
      expect((await image.getAttribute("alt"))?.length).toBeGreaterThan(20);
    }
    expect(await colours(page, ".wall canvas.painted")).toBeGreaterThan(100);
    expect(complaints).toEqual([]);
  });

  it("behavior: follows the chain when an epoch passes", async ({ open, page, stage }) => {
    await open("");
    const colophon = page.locator(".colophon");
    await expect.poll(() => colophon.textContent(), { timeout: PATIENCE }).toContain("epoch");
    const epoch = await stage.passEpoch();
    await expect
      .poll(() => colophon.textContent(), { timeout: PATIENCE })
      .toContain(`epoch ${epoch.toLocaleString("en-GB")}`);
    const notices = await page.locator(".notice.bad").count();
    expect(notices).toBe(0);
  });

  it("behavior: fits a phone, and keeps its landmarks", async ({ open, page }) => {
    await page.setViewportSize({ width: 375, height: 780 });
    await open("");
    await page.locator(".wall canvas.painted").first().waitFor();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    await page.getByRole("banner").getByRole("button", { name: "Menu" }).click();
    for (const role of ["banner", "navigation", "main", "contentinfo"] as const) {
      expect(await page.getByRole(role).count(), role).toBe(1);
    }
    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
  });

  it("behavior: a keyboard alone reaches a plant", async ({ open, page }) => {
    await open("");
    await page.locator(".wall [data-token='0']").waitFor();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
      "Skip to the content",
    );
    await page.keyboard.press("Enter");
    const onPlant = () => page.evaluate(() => document.activeElement?.matches("[data-token='0']"));
    for (let i = 0; i < 12 && !(await onPlant()); i++) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator("article.token").waitFor();
    expect(page.url()).toContain("#/token/0");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("MAIN");
  });
});

/** How many colours the first canvas of a selector holds: a flat one was never painted. */
function colours(from: Page, selector: string): Promise<number> {
  return from
    .locator(selector)
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      const seen = new Set<number>();
      for (let i = 0; i < data.length; i += 4) {
        seen.add((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!);
      }
      return seen.size;
    });
}
