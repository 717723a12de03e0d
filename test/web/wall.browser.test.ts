// The gallery over a whole collection: 10,000 real plants, a real browser, a node that counts what it is asked.
import type { Browser, Page } from "playwright-core";
import { toFunctionSelector } from "viem";
import { describe, expect } from "vitest";
import { genomesAbi, heliotropeAbi } from "../../contracts/abi.ts";
import type { Genome } from "../../renderer/genome.ts";
import { schoolName, speciesName } from "../../renderer/words.ts";
import { serve } from "../../tools/demo/serve.ts";
import { measureScroll } from "../../tools/web/scroll.ts";
import { mined, type System, startSystem } from "../contracts/system.ts";
import { faultsInEveryLook } from "./axe.ts";
import { type Crowd, gather, holderOf } from "./crowd.ts";
import { portOf } from "./stage/ports.ts";
import { openRpc } from "./stage/rpc.ts";
import { pageIn } from "./stage/scenery.ts";
import type { Stage } from "./stage.ts";
import { PATIENCE, it as visiting } from "./visitor.ts";

const SIZE = 10_000;

interface Scene {
  system: System;
  crowd: Crowd;
}

/** As for other pages, over a stage that has a crowd on it; nobody else plays there. */
const it = visiting
  .extend("scene", { scope: "file" }, async ({ scenery: _ }, { onCleanup }): Promise<Scene> => {
    const system = await startSystem();
    onCleanup(() => system.anvil.stop());
    return { system, crowd: await gather(system, SIZE) };
  })
  .extend("stage", { scope: "file" }, async ({ scenery, scene }, { onCleanup }) => {
    const { anvil, contracts } = scene.system;
    const rpc = await openRpc(anvil.url);
    const named = Object.entries(contracts).map(([name, address]) => [name, { address }]);
    const site = await serve(
      {
        folder: pageIn(scenery),
        // As on a public chain: the watcher asks every six seconds, not every one.
        deployment: {
          chainId: 31_337,
          startBlock: 0,
          contracts: Object.fromEntries(named),
          rpc: "/rpc",
          keepers: [],
          development: false,
        },
        rpcUrl: rpc.url,
        keeperUrl: "http://127.0.0.1:9",
      },
      0,
    );
    onCleanup(async () => {
      site.closeAllConnections();
      site.close();
      await rpc.close();
    });
    return { url: `http://127.0.0.1:${portOf(site)}/`, rpc } as Stage;
  });

const plates = (page: Page) => page.locator(".wall [data-token]");
const status = (page: Page) => page.locator(".outcome [role=status]");
const says = (page: Page, words: string | RegExp) =>
  status(page).filter({ hasText: words }).waitFor();

/** The tokens on the wall in the order of their places. */
function shown(page: Page): Promise<number[]> {
  return plates(page).evaluateAll((links) =>
    links
      .sort((a, b) => Number(a.dataset.place) - Number(b.dataset.place))
      .map((link) => Number(link.dataset.token)),
  );
}

/** What the chain says of each token's genome. */
async function genomesOf({ system }: Scene): Promise<Genome[]> {
  const contract = { address: system.contracts.Genomes!, abi: genomesAbi } as const;
  const pages = await system.client.readContract({ ...contract, functionName: "pageCount" });
  const words: Genome[] = [];
  for (let page = 0n; page < pages; page++) {
    const call = { ...contract, functionName: "genomesIn", args: [page] } as const;
    words.push(...(await system.client.readContract(call))[2]);
  }
  return words;
}

describe("the wall", () => {
  it("default: 10,000 plants, the first screen of them from at most 10 requests", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    stage.rpc.mark();
    await watchShifts(page);
    await open("");
    await page.locator(".wall canvas.painted").first().waitFor();
    const asked = stage.rpc.count();
    console.info(`first screen of ${SIZE} in a browser: ${asked} requests`);
    expect(asked, stage.rpc.methods().join()).toBeLessThanOrEqual(10);
    await says(page, "All 10,000 plants.");
    expect(await plates(page).count()).toBeLessThan(100);
    const list = page.getByRole("list", { name: "Plants" });
    const { height } = (await list.boundingBox())!;
    expect(height).toBeGreaterThan(500_000);
    expect(await list.getByRole("listitem").first().getAttribute("aria-setsize")).toBe("10000");
    expect(await page.evaluate(() => (window as unknown as { shifts: number }).shifts)).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("behavior: scrolling brings new plants, keeps few, and tells what it costs", async ({
    browser,
    open,
    page,
  }) => {
    await open("");
    await page.locator(".wall canvas.painted").first().waitFor();
    const slow = await measureScroll(browser as Browser, page, { seconds: 3, step: 40 });
    const fast = await measureScroll(browser as Browser, page, { seconds: 3, step: 4_000 });
    console.info(`scrolling ${SIZE}: ${JSON.stringify({ slow, fast })}`);
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight / 2));
    const middle = page.locator(".wall [data-token] h2", { hasText: /^Heliotrope #49\d\d$/ });
    await middle.first().waitFor();
    expect(await plates(page).count()).toBeLessThan(100);
    const ids = await shown(page);
    expect(ids).toEqual(ids.map((_, i) => ids[0]! + i));
  });

  it("behavior: coming back from a plant is coming back to its place", async ({ open, page }) => {
    await open("#/?sort=youngest");
    await plates(page).first().waitFor();
    await page.evaluate(() => window.scrollTo(0, 60_000));
    await expect
      .poll(() => page.evaluate(() => window.scrollY), { timeout: PATIENCE })
      .toBe(60_000);
    await expect
      .poll(async () => (await shown(page))[0], { timeout: PATIENCE })
      .toBeLessThan(9_900);
    const before = await shown(page);
    const link = page.locator(`.wall [data-token="${before[before.length >> 1]}"]`);
    await link.evaluate((element: HTMLElement) => element.click());
    await page.locator("article.token").waitFor();
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    await page.goBack();
    await expect.poll(() => shown(page), { timeout: PATIENCE }).toEqual(before);
    expect(await page.evaluate(() => window.scrollY)).toBe(60_000);
  });

  it("behavior: a keyboard goes from plant to plant, to the last and back", async ({
    open,
    page,
  }) => {
    await open("");
    await plates(page).first().waitFor();
    const focused = () =>
      page.evaluate(() => (document.activeElement as HTMLElement).dataset.token ?? "none");
    const expectFocus = (token: string) => expect.poll(focused, { timeout: PATIENCE }).toBe(token);
    await page.locator(".wall [data-token='0']").focus();
    await page.keyboard.press("Tab");
    await expectFocus("1");
    await page.keyboard.press("ArrowDown");
    await expectFocus("5");
    await page.keyboard.press("End");
    await expectFocus("9999");
    await page.keyboard.press("ArrowLeft");
    await expectFocus("9998");
    await page.keyboard.press("Home");
    await expectFocus("0");
    // What has the focus stays, however far the wall is scrolled.
    await page.evaluate(() => window.scrollTo(0, 400_000));
    await expect
      .poll(async () => (await shown(page)).some((id) => id > 3_000), { timeout: PATIENCE })
      .toBe(true);
    expect(await focused()).toBe("0");
  });
});

describe("the finder", () => {
  it("default: what is picked is what the chain says, and the view is a link", async ({
    complaints,
    visitor,
    open,
    page,
    scene,
    stage,
  }) => {
    const words = await genomesOf(scene);
    const wanted = words.flatMap((word, id) =>
      speciesName(word) === "Mooncup" && schoolName(word) === "Ink" ? [id] : [],
    );
    await open("");
    await page.locator("summary", { hasText: "Species" }).click();
    const mooncup = page.getByRole("checkbox", { name: "Mooncup" });
    const all = words.filter((word) => speciesName(word) === "Mooncup").length;
    await page
      .locator(".chooser label", { hasText: `Mooncup${all.toLocaleString("en-GB")}` })
      .waitFor();
    await mooncup.check();
    await page.keyboard.press("Escape");
    await page.locator("summary", { hasText: "School" }).click();
    await page.getByRole("checkbox", { name: "Ink" }).check();
    await says(page, `${wanted.length} of 10,000 plants.`);
    expect(page.url()).toContain("#/?species=mooncup&school=ink");
    const ids = await shown(page);
    expect(ids).toEqual(wanted.slice(0, ids.length));
    // Whoever gets the link sees the same.
    const other = await visitor.newTab();
    await other.goto(page.url());
    await says(other, `${wanted.length} of 10,000 plants.`);
    expect((await shown(other))[0]).toBe(wanted[0]);
    await other.close();
    await page.getByRole("button", { name: "Remove Mooncup" }).click();
    await page.getByRole("button", { name: "Show all plants" }).click();
    await says(page, "All 10,000 plants.");
    expect(page.url()).not.toContain("species");
    // The genomes were kept, and are not asked for again by the next visit.
    await page.reload();
    stage.rpc.mark();
    await open("#/?school=ink");
    await page.reload();
    await says(page, / of 10,000 plants\./);
    console.info(`a filter on the second visit: ${stage.rpc.count()} requests`);
    expect(stage.rpc.count()).toBeLessThan(36);
    expect(complaints).toEqual([]);
  });

  it("behavior: numbers and owners are found, and what is not is told", async ({
    open,
    page,
    scene,
  }) => {
    const { system, crowd } = scene;
    const find = page.getByRole("searchbox");
    await open("");
    await find.fill("#4321");
    await says(page, "1 of 10,000 plants.");
    expect(await shown(page)).toEqual([4_321]);
    await find.fill("10000");
    await says(page, "There is no plant 10,000: they go from 0 to 9,999.");
    await find.fill("ada.eth");
    await says(page, "This chain has no ENS names.");
    await find.fill("plants of mine");
    await says(page, "Search for a plant’s number");
    const holder = holderOf(crowd, 10);
    await find.fill(holder);
    await says(page, "This address holds 500 plants.");
    expect((await shown(page)).slice(0, 11)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 210]);
    expect(page.url()).toContain(`q=${holder}`);
    // Burned and sold ones are not theirs any more.
    const token = { address: system.contracts.Heliotrope!, abi: heliotropeAbi } as const;
    const call = { ...token, account: holder, functionName: "burn", args: [10n] } as const;
    await mined(system, await system.client.writeContract(call));
    await page.reload();
    await says(page, "This address holds 499 plants.");
    await page.getByRole("button", { name: "Show all plants" }).click();
    await says(page, "All 10,000 plants, 1 of them burned.");
    const burned = page.locator(".wall [data-token='10']", { hasText: "Burned by its holder" });
    await burned.waitFor();
  });

  it("behavior: the newest change comes first", async ({ open, page, scene }) => {
    await open("#/?sort=changed");
    const { moved, pinned } = scene.crowd;
    const chosen = [...moved, pinned].sort((a, b) => b - a);
    await expect
      .poll(async () => (await shown(page)).slice(0, chosen.length), { timeout: PATIENCE })
      .toEqual(chosen);
  });

  it("error: a collection that cannot be read whole is still shown in its order", async ({
    open,
    page,
  }) => {
    const genomesIn = toFunctionSelector("genomesIn(uint256)").slice(2);
    await page.route("**/rpc", async (route) => {
      if (route.request().postData()?.includes(genomesIn)) await route.abort();
      else await route.fallback();
    });
    await open("#/?species=mooncup");
    await page.getByText("The collection could not be read whole").waitFor();
    await page.getByRole("button", { name: "Show all plants" }).click();
    await page.locator(".wall canvas.painted").first().waitFor();
    // And as soon as the node gives it, so is the choice.
    await page.unroute("**/rpc");
    await open("#/?species=mooncup");
    await says(page, / of 10,000 plants\./);
  });
});

describe("accessibility", () => {
  it("default: no state of the gallery breaks a rule of WCAG 2.2 AA, and it fits a phone", async ({
    open,
    page,
  }) => {
    await open("#/?species=mooncup");
    await page.locator(".wall canvas.painted").first().waitFor();
    await page.locator("summary", { hasText: "Station" }).click();
    await page.getByRole("checkbox", { name: "Reykjavík" }).waitFor();
    expect(await faultsInEveryLook(page), "filters").toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, "on a phone").toBeLessThanOrEqual(0);
    await page.getByRole("searchbox").fill("nothing that is");
    await says(page, "Search for a plant’s number");
    expect(await faultsInEveryLook(page), "nothing").toEqual([]);
  });
});

interface Shift {
  value: number;
  sources: { node: Node | null }[];
}

/** Adds up what moves without anybody having moved it. */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = window as unknown as { shifts: number };
    seen.shifts = 0;
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as unknown as Shift[]) {
        // What stands over the wall may have news of the node; the wall itself never moves.
        if (sources.some(({ node }) => node?.parentElement?.closest(".wall"))) seen.shifts += value;
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}
