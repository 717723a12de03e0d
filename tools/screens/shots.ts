// Pictures of every page in light, dark and on a phone, and what axe finds on each.
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import sharp from "sharp";
import { faultsOf } from "../../test/web/axe.ts";
import type { Subject } from "./pages.ts";

/** How a page is looked at. */
export const LOOKS = {
  light: { colorScheme: "light", viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: "dark", viewport: { width: 1280, height: 900 } },
  phone: {
    colorScheme: "light",
    viewport: { width: 375, height: 812 },
    deviceScaleFactor: 2,
    hasTouch: true,
  },
} as const satisfies Record<string, BrowserContextOptions>;

export type Look = keyof typeof LOOKS;

export interface Shot {
  subject: Subject;
  look: Look;
  file: string;
  /** What axe finds. */
  faults: string[];
}

const PATIENCE_MS = 120_000;
/** Large skies are painted step by step. */
const SETTLE_MS = 3_000;
/** A page is as long as it is; its picture is not. */
const LONGEST = { light: 1_700, dark: 1_700, phone: 1_500 } as const;

/** Takes one picture into a folder. */
export async function shoot(
  browser: Browser,
  url: string,
  subject: Subject,
  look: Look,
  folder: string,
): Promise<Shot> {
  const context = await browser.newContext({
    locale: "en-GB",
    serviceWorkers: "block",
    ...LOOKS[look],
  });
  try {
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    await page.goto(url + subject.path);
    await page.locator(subject.ready).first().waitFor();
    await subject.act?.(page);
    await page.waitForTimeout(SETTLE_MS);
    const faults = await faultsOf(page);
    const file = `${subject.name}-${look}.webp`;
    await picture(page, subject, look, join(folder, file));
    return { subject, look, file, faults };
  } finally {
    await context.close();
  }
}

async function picture(page: Page, { from }: Subject, look: Look, file: string): Promise<void> {
  const { width, height } = LOOKS[look].viewport;
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  // Lazily painted parts are painted where they are in view.
  await page.setViewportSize({ width, height: from ? height : Math.min(tall, LONGEST[look]) });
  await page.evaluate((selector) => {
    const place = selector && document.querySelector(selector);
    if (place) place.scrollIntoView();
    else scrollTo(0, 0);
  }, from);
  await page.waitForTimeout(SETTLE_MS);
  await sharp(await page.screenshot())
    .webp({ quality: 74 })
    .toFile(file);
}
