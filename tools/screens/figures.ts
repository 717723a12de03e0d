// What a visitor waits for, and what a visit costs the node, measured in Chromium on a demonstration.
import type { Browser, Page } from "playwright-core";

export interface Figures {
  /** Milliseconds from asking for the page. */
  firstPlant: number;
  firstSky: number;
  /** Milliseconds from the click to the verdict. */
  verified: number;
  /** Requests to the node until the first skies were painted. */
  requests: number;
  /** Longest tasks of ours while the collection was scrolled, and how many were over 50 ms. */
  longest: number;
  long: number;
  /** Frames a second while the collection was scrolled. */
  frames: number;
  /** Megabytes of JavaScript heap after the visit. */
  heapMb: number;
}

const SCROLL_MS = 4_000;

/** Visits the collection with an empty cache, scrolls through it, opens a plant and verifies it. */
export async function measure(browser: Browser, url: string): Promise<Figures> {
  const context = await browser.newContext({ locale: "en-GB", serviceWorkers: "block" });
  try {
    context.setDefaultTimeout(120_000);
    const page = await context.newPage();
    await page.addInitScript(watch);
    let requests = 0;
    page.on("request", (request) => {
      if (new URL(request.url()).pathname === "/rpc") requests++;
    });
    await page.goto(url);
    await page.locator(".wall canvas.painted").first().waitFor();
    const asked = requests;
    const { firstPlant, firstSky } = await seen(page);
    await page.waitForTimeout(5_000);
    const scrolled = await scroll(page);
    await page.goto(`${url}#/token/0`);
    await page.locator("canvas.painted").first().waitFor();
    const before = Date.now();
    await page.getByRole("button", { name: "Verify on this machine" }).first().click();
    await page.locator("[data-verdict]").first().waitFor();
    const verified = Date.now() - before;
    const heap = await page.evaluate(
      () =>
        (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
    );
    return { firstPlant, firstSky, verified, requests: asked, ...scrolled, heapMb: heap / 2 ** 20 };
  } finally {
    await context.close();
  }
}

interface Watched {
  plant: number;
  sky: number;
  tasks: number[];
}

/** Runs in the page, before all else. */
function watch(): void {
  const watched: Watched = { plant: 0, sky: 0, tasks: [] };
  Object.assign(window, { watched });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watched.tasks.push(duration);
  }).observe({ type: "longtask" });
  const look = () => {
    const image = document.querySelector<HTMLImageElement>(".wall img");
    if (!watched.plant && image?.complete) watched.plant = performance.now();
    if (!watched.sky && document.querySelector(".wall canvas.painted"))
      watched.sky = performance.now();
    if (!watched.sky) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function seen(page: Page) {
  const { plant, sky } = await page.evaluate(
    () => (window as unknown as { watched: Watched }).watched,
  );
  return { firstPlant: plant || sky, firstSky: sky };
}

async function scroll(page: Page) {
  return page.evaluate(async (forMs) => {
    const { watched } = window as unknown as { watched: Watched };
    watched.tasks.length = 0;
    const began = performance.now();
    let frames = 0;
    let down = true;
    while (performance.now() - began < forMs) {
      await new Promise(requestAnimationFrame);
      frames++;
      const end = document.documentElement.scrollHeight - innerHeight;
      if (scrollY >= end - 1) down = false;
      else if (scrollY <= 0) down = true;
      scrollBy(0, down ? 24 : -24);
    }
    const spent = performance.now() - began;
    return {
      longest: Math.max(0, ...watched.tasks),
      long: watched.tasks.length,
      frames: (1000 * frames) / spent,
    };
  }, SCROLL_MS);
}
