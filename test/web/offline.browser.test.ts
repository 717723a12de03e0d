import { describe, expect } from "vitest";
import { faultsOf } from "./axe.ts";
import { SUBJECT } from "./stage.ts";
import { it, PATIENCE } from "./visitor.ts";

describe("offline", () => {
  it("default: what was seen opens without a network, with its picture, and says so", async ({
    visit,
  }) => {
    const { context, page, open } = await visit({ serviceWorkers: "allow" });
    await open(`#/token/${SUBJECT}`);
    await page.locator("canvas.painted").first().waitFor();
    const title = await page.getByRole("heading", { level: 1 }).textContent();
    // The worker is in charge, has what the painters needed, and the chain's answers are kept.
    await expect
      .poll(
        () =>
          page.evaluate(async () => {
            const shelf = await caches.open("heliotrope");
            const urls = (await shelf.keys()).map(({ url }) => url);
            return urls.some((url) => url.includes("simd")) && urls.length;
          }),
        { timeout: PATIENCE },
      )
      .toBeGreaterThan(10);
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await page.waitForTimeout(11_000);

    await context.setOffline(true);
    await page.reload();
    const notice = page.locator('.outage [data-trouble="down"]');
    await notice.waitFor({ timeout: PATIENCE });
    await page.locator("canvas.painted").first().waitFor();
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(title);
    expect(await notice.textContent()).toContain("This machine is offline.");
    expect(await faultsOf(page)).toEqual([]);

    await context.setOffline(false);
    await notice.waitFor({ state: "detached", timeout: PATIENCE });
  });
});
