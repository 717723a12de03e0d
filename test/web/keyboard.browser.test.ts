import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { faultsOf } from "./axe.ts";
import { SUBJECT } from "./stage.ts";
import { it } from "./visitor.ts";

/** Every page, and what comes last of what it shows. */
const PAGES = [
  ["", ".wall canvas.painted"],
  [`#/token/${SUBJECT}`, ".choices .events li"],
  ["#/climate", ".agreement td"],
  ["#/almanac", ".keepers tbody a"],
  [`#/almanac/keeper/0x${"1".repeat(40)}`, ".empty"],
  ["#/mint", "main form [type=number]"],
  ["#/desk", "main button"],
  ["#/playground", ".sitter canvas.painted"],
  ["#/check", "main [type=file]"],
  ["#/nowhere", "main a"],
] as const;

/** More than any page has to stop at, twice. */
const MOST_STOPS = 440;

/** What is kept in the page under test while Tab goes through it. */
interface Walk {
  visited: Set<Element>;
  unseen: string[];
  actionable: () => Element[];
  nameOf: (element: Element) => string;
}

/**
 * What can be acted on but where Tab never stops, and where it stops without a ring; in words. What comes to the page
 * meanwhile, before the place where Tab is, has a second round.
 */
async function walk(page: Page): Promise<{ unreached: string[]; unseen: string[] }> {
  await page.evaluate(() => {
    const actionable = () =>
      [
        ...document.querySelectorAll<HTMLElement>(
          'a[href], button, input, select, textarea, summary, [tabindex="0"]',
        ),
      ].filter((element) => {
        const isOff = (element as HTMLButtonElement).disabled || element.tabIndex < 0;
        // Of radio buttons only the chosen one is a stop; arrows lead to the others.
        const isOther =
          element instanceof HTMLInputElement && element.type === "radio" && !element.checked;
        return (
          !isOff && !isOther && element.checkVisibility() && !element.closest("dialog:not([open])")
        );
      });
    const nameOf = (element: Element) =>
      `${element.tagName.toLowerCase()} ${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40)}`;
    const walk: Walk = { visited: new Set(), unseen: [], actionable, nameOf };
    Object.assign(window, { walk });
    (document.activeElement as HTMLElement | null)?.blur?.();
  });
  let rounds = 0;
  for (let i = 0; i < MOST_STOPS && rounds < 2; i++) {
    await page.keyboard.press("Tab");
    const place = await page.evaluate(() => {
      const { visited, unseen, actionable, nameOf } = (window as unknown as { walk: Walk }).walk;
      const element = document.activeElement;
      if (element && element !== document.body) {
        const ringed = [element, element.closest("label"), element.parentElement];
        const hasRing = ringed.some(
          (each) => each && getComputedStyle(each).outlineStyle !== "none",
        );
        if (!hasRing) unseen.push(nameOf(element));
        visited.add(element);
        return "inside";
      }
      return actionable().every((each) => visited.has(each)) ? "done" : "behind the end";
    });
    if (place === "done") break;
    if (place === "behind the end") rounds++;
  }
  return page.evaluate(() => {
    const { visited, unseen, actionable, nameOf } = (window as unknown as { walk: Walk }).walk;
    const unreached = actionable().filter((element) => !visited.has(element));
    return { unreached: unreached.map(nameOf), unseen };
  });
}

describe("keyboard", () => {
  it("default: Tab reaches everything on every page, and where it is can be seen", async ({
    open,
    page,
  }) => {
    const missed: Record<string, unknown> = {};
    for (const [path, ready] of PAGES) {
      // Each from its beginning, where Tab begins as well.
      await page.goto("about:blank");
      await open(path);
      await page.locator(ready).first().waitFor({ state: "attached" });
      const { unreached, unseen } = await walk(page);
      if (unreached.length + unseen.length > 0) missed[path] = { unreached, unseen };
    }
    expect(missed).toEqual({});
  });

  it("behavior: on a phone the pages wait behind a button, and Escape puts them away", async ({
    open,
    page,
  }) => {
    await page.setViewportSize({ width: 375, height: 812 });
    await open("#/check");
    const menu = page.getByRole("button", { name: "Menu" });
    const pages = page.getByRole("navigation", { name: "Pages" });
    await menu.waitFor();
    expect(await pages.isVisible()).toBe(false);
    await menu.focus();
    await page.keyboard.press("Enter");
    expect(await menu.getAttribute("aria-expanded")).toBe("true");
    expect(await pages.getByRole("link").allTextContents()).toHaveLength(6);
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await pages.isVisible()).toBe(false);
    await page.keyboard.press("Enter");
    await pages.getByRole("link", { name: "Almanac" }).click();
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    expect(await pages.isVisible()).toBe(false);
  });

  it("behavior: the reader's choice of light or dark overrules the system, and is kept", async ({
    open,
    page,
  }) => {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.emulateMedia({ colorScheme: "light" });
    await open("#/check");
    await page.getByRole("radio", { name: "Dark" }).check();
    expect(await ground()).toBe("rgb(19, 18, 21)");
    await page.reload();
    await page.getByRole("radio", { name: "Dark" }).waitFor();
    expect(await ground()).toBe("rgb(19, 18, 21)");
    await page.getByRole("radio", { name: "As the system" }).check();
    expect(await ground()).toBe("rgb(247, 245, 240)");
  });
});
