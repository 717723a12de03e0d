// What Chromium makes of it: pictures as a marketplace shows them, in an <img>, and pages in the frame that it
// gives them: sandboxed, without an origin, and here without a network.
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { CHROMIUM_FLAGS, findChromium } from "../chromium.ts";
import { type Checks, type Fault, quote } from "./check.ts";
import { GROUND, isEven } from "./picture.ts";
import { CannotRun } from "./reader.ts";
import type { Content } from "./uri.ts";

export const BROWSER_CHECKS = {
  "browser-draws": {
    severity: "failure",
    what: "Chromium draws the picture in an <img>",
    why: "That is how marketplaces and wallets show it.",
    remedy: "Open it by itself: the browser says where the XML breaks.",
  },
  "browser-alike": {
    severity: "warning",
    what: "Chromium and librsvg draw the same picture",
    why: "The thumbnail then shows something else than the token's page.",
    remedy:
      "Leave out what renderers disagree about: fonts, blend modes, filters, CSS beyond presentation.",
  },
} as const satisfies Checks;

export const PAGE_CHECKS = {
  "page-runs": {
    severity: "failure",
    what: "the page runs without an error in a sandboxed frame",
    why: "Marketplaces show it in a frame that may run scripts and nothing else.",
    remedy:
      "Run it there: <iframe sandbox='allow-scripts'>; storage, parents and origins are the usual cause.",
  },
  "page-quiet": {
    severity: "warning",
    what: "the page asks for nothing while it runs",
    why: "What it asks for is missing offline, and some day everywhere.",
    remedy: "Put it into the page, as data: URIs or inline.",
  },
  "page-shows": {
    severity: "failure",
    what: "the page shows more than one colour without a network",
    why: "People see an empty frame, and take the token for broken.",
    remedy: "Paint something before anything is loaded or computed.",
  },
} as const satisfies Checks;

type BrowserFault = Fault<keyof typeof BROWSER_CHECKS>;
type PageFault = Fault<keyof typeof PAGE_CHECKS>;

export interface Renderer {
  /** @param drawn what librsvg has drawn, at that size */
  compare(
    content: Content,
    drawn: Buffer,
    size: number,
  ): Promise<{ faults: BrowserFault[]; note: string }>;
  /** @param patience milliseconds until it has to show something: machines are shared */
  run(uri: string, patience?: number): Promise<PageFault[]>;
  close(): Promise<void>;
}

/** Mean difference of a channel beyond which two pictures are not the same; edges alone make 1 to 4. */
const DIFFERENCE = 8;
const PATIENCE = 10_000;
const FRAME = 480;

/** @throws CannotRun when there is no Chromium. */
export async function openRenderer(): Promise<Renderer> {
  const executablePath = findChromium();
  if (!executablePath) {
    throw new CannotRun(
      "--chromium: none was found. Install one (Debian: apt-get install chromium), or set CHROMIUM_PATH.",
    );
  }
  // Loaded here, since most runs do without.
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  // One after another: where several pages paint at once, software GL fails to photograph them.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(side: number, work: (page: Page) => Promise<T>): Promise<T> => {
    const next = last.then(() => onPage(browser, side, work));
    last = next.catch(() => undefined);
    return next;
  };
  return {
    compare: (content, drawn, size) => inTurn(size, (page) => compare(page, content, drawn, size)),
    run: (uri, patience = PATIENCE) => inTurn(FRAME, (page) => run(page, uri, patience)),
    close: () => browser.close(),
  };
}

/** @throws CannotRun when it is Chromium that fails. */
async function onPage<T>(browser: Browser, side: number, work: (page: Page) => Promise<T>) {
  const viewport = { width: side, height: side };
  try {
    const context = await browser.newContext({ viewport, offline: true });
    try {
      return await work(await context.newPage());
    } finally {
      await context.close();
    }
  } catch (error) {
    const said = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    throw new CannotRun(`Chromium failed (${said}). Try again, or leave --chromium away.`);
  }
}

async function compare(
  page: Page,
  { mediaType, bytes }: Content,
  drawn: Buffer,
  size: number,
): Promise<{ faults: BrowserFault[]; note: string }> {
  const uri = `data:${mediaType};base64,${Buffer.from(bytes).toString("base64")}`;
  await page.setContent(
    `<style>body{margin:0;background:${GROUND}}img{width:100vw;height:100vh;object-fit:contain}</style>`,
  );
  const isDrawn = await page.evaluate(async (src) => {
    const image = document.createElement("img");
    image.src = src;
    document.body.append(image);
    return image.decode().then(
      () => image.naturalWidth > 0,
      () => false,
    );
  }, uri);
  if (!isDrawn) {
    const found = "the browser cannot decode it";
    return { faults: [{ check: "browser-draws", found, isLast: true }], note: "" };
  }
  const shot = await page.screenshot({ animations: "disabled" });
  const [ours, theirs] = await Promise.all([drawn, shot].map((png) => pixels(png, size)));
  let sum = 0;
  for (let i = 0; i < ours!.length; i++) sum += Math.abs(ours![i]! - theirs![i]!);
  const mean = sum / ours!.length;
  const note = `a mean difference of ${mean.toFixed(1)} of 255`;
  return { faults: mean > DIFFERENCE ? [{ check: "browser-alike", found: note }] : [], note };
}

function pixels(png: Buffer, size: number): Promise<Buffer> {
  return sharp(png).resize(size, size).removeAlpha().toColourspace("srgb").raw().toBuffer();
}

async function run(page: Page, uri: string, patience: number): Promise<PageFault[]> {
  const faults: PageFault[] = [];
  page.on("pageerror", (error) => {
    faults.push({ check: "page-runs", found: quote(error.message, 120) });
  });
  page.on("request", (request) => {
    const url = request.url();
    if (/^(data|blob|about):/.test(url)) return;
    faults.push({ check: "page-quiet", found: quote(url) });
  });
  await page.setContent(
    `<style>body{margin:0}iframe{border:0;width:100vw;height:100vh}</style><iframe sandbox="allow-scripts"></iframe>`,
  );
  await page.locator("iframe").evaluate((frame, src) => {
    (frame as HTMLIFrameElement).src = src;
  }, uri);
  const end = performance.now() + patience;
  while (await isBlank(page)) {
    if (performance.now() < end) continue;
    return [...faults, { check: "page-shows", found: `of one colour after ${patience / 1000} s` }];
  }
  return faults;
}

async function isBlank(page: Page): Promise<boolean> {
  await page.waitForTimeout(250);
  const { channels } = await sharp(await page.screenshot())
    .removeAlpha()
    .stats();
  return isEven(channels);
}
