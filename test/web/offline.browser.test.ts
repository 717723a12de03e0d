import type { Page } from "playwright-core";
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
    await expect.poll(() => storeOf(page), { timeout: PATIENCE }).toBeDefined();
    expect(await answersAfterHiding(page, (await storeOf(page))!)).toBeGreaterThan(5);

    await context.setOffline(true);
    await page.reload();
    const notice = page.locator('.outage [data-trouble="down"]', {
      hasText: "This machine is offline.",
    });
    await notice.waitFor();
    await page.locator("canvas.painted").first().waitFor();
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(title);
    expect(await faultsOf(page)).toEqual([]);

    await context.setOffline(false);
    await page.locator(".outage [data-trouble]").waitFor({ state: "detached" });
  });
});

/** The page's store of answers; undefined until it has begun to keep them. */
function storeOf(page: Page): Promise<string | undefined> {
  return page.evaluate(async () => {
    const stores = await indexedDB.databases();
    return stores.find(({ name }) => /^heliotrope-\d/.test(name ?? ""))?.name;
  });
}

/**
 * Turns away from the page, as to another tab, upon which it keeps what it has read; returns how many answers are
 * kept then. Asked in the same breath, the store answers after the page has written.
 */
function answersAfterHiding(page: Page, store: string): Promise<number> {
  return page.evaluate((name) => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
    const opening = indexedDB.open(name);
    return new Promise<number>((resolve, reject) => {
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const counting = opening.result.transaction("answers").objectStore("answers").count();
        counting.onerror = () => reject(counting.error);
        counting.onsuccess = () => {
          opening.result.close();
          resolve(counting.result);
        };
      };
    });
  }, store);
}
