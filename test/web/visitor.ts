// Who visits the page in the tests: a real Chromium, one for each file of tests, with a stage of its own. `it`
// hands out what a test asks for, and nothing is started that no test of the file asks for.
import {
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { inject, test } from "vitest";
import { CHROMIUM_FLAGS, ensureChromium } from "../../tools/chromium.ts";
import { raiseStage, type Stage, type Story, SUBJECT } from "./stage.ts";

/** Machines are shared, and all that a GPU does is done in software: how long a sign of life may take. */
export const PATIENCE = 120_000;

export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** What the page complained about: errors, and everything its own policy refused. */
  complaints: string[];
  /** Goes to an address below the page's own, such as `#/token/4`. */
  open: (path: string) => Promise<void>;
  /** Another tab of the same visitor. It complains to the same list. */
  newTab: () => Promise<Page>;
}

/** Whatever a visitor brings along: `colorScheme`, `viewport`, `reducedMotion`, `locale` and so on. */
export type Habits = BrowserContextOptions;

/** A file's tests have one stage and one browser; each test has visitors of its own. */
export const it = test
  .extend("scenery", { scope: "file" }, () => inject("scenery"))
  .extend("stage", { scope: "file" }, async ({ scenery }, { onCleanup }) => {
    const stage = await raiseStage(scenery);
    onCleanup(stage.close);
    return stage;
  })
  .extend("executablePath", { scope: "file" }, () => ensureChromium())
  .extend("browser", { scope: "file" }, async ({ executablePath }, { onCleanup }) => {
    const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
    onCleanup(() => browser.close());
    return browser;
  })
  /** Lets another visitor in, with habits of their own. */
  .extend("visit", async ({ stage, browser }, { onCleanup }) => {
    const contexts: BrowserContext[] = [];
    onCleanup(async () => {
      for (const context of contexts) await context.close();
      stage.rpc.heal();
    });
    return async (habits: Habits = {}): Promise<Visitor> => {
      const context = await browser.newContext({
        locale: "en-GB",
        // Tests intercept what pages ask for, which a service worker would ask for itself.
        serviceWorkers: "block",
        viewport: { width: 1280, height: 900 },
        ...habits,
      });
      contexts.push(context);
      context.setDefaultTimeout(PATIENCE);
      return welcome(context, stage.url);
    };
  })
  .extend("visitor", ({ visit }) => visit())
  .extend("context", ({ visitor }) => visitor.context)
  .extend("page", ({ visitor }) => visitor.page)
  .extend("complaints", ({ visitor }) => visitor.complaints)
  .extend("open", ({ visitor }) => visitor.open);

async function welcome(context: BrowserContext, url: string): Promise<Visitor> {
  const complaints: string[] = [];
  const newTab = async () => {
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() !== "error") return;
      // A keeper's 404 is an answer, not a fault of the page.
      const isKeepers = new URL(message.location().url || url).pathname.startsWith("/api/");
      if (isKeepers && message.text().includes("404")) return;
      complaints.push(message.text());
    });
    return page;
  };
  const page = await newTab();
  const open = async (path: string) => {
    await page.goto(url + path);
  };
  return { context, page, complaints, open, newTab };
}

/** Goes to a story's epoch, verifies there, and returns the verdict's kind and words. */
export async function verifyAt(
  { page, open }: Pick<Visitor, "page" | "open">,
  stage: Stage,
  story: Story,
): Promise<{ kind: string | null; words: string }> {
  await open(`#/token/${SUBJECT}/epoch/${stage.epochs[story]}`);
  await page.getByRole("button", { name: "Verify on this machine" }).click();
  const verdict = page.locator("[data-verdict]");
  await verdict.waitFor();
  return {
    kind: await verdict.getAttribute("data-verdict"),
    words: (await page.locator("[data-result]").textContent()) ?? "",
  };
}

/** Keepers that have nothing, whatever they are asked. */
export async function silenceKeepers(page: Page): Promise<void> {
  await page.route("**/api/**", (route) => route.fulfill({ status: 404, json: {} }));
}

/** Connects the development wallet from the page's own menu, wherever the page is. */
export async function connect(page: Page): Promise<void> {
  const head = page.getByRole("banner");
  await head.getByRole("button", { name: "Connect a wallet" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Development wallet" }).click();
  await head.getByRole("button", { name: "Disconnect" }).waitFor();
}
