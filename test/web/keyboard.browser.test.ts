import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { faultsOf } from "./axe.ts";
import { SUBJECT } from "./stage.ts";
import { it } from "./visitor.ts";

/** Every page, and something that is there once it has what it shows. */
const PAGES = [
  ["", ".wall [data-token]"],
  [`#/token/${SUBJECT}`, ".stage img"],
  ["#/climate", "main h1"],
  ["#/almanac", ".stem"],
  [`#/almanac/keeper/0x${"1".repeat(40)}`, "main h1"],
  ["#/mint", "main form"],
  ["#/desk", "main h1"],
  ["#/playground", "main h1"],
  ["#/check", "main h1"],
  ["#/nowhere", "main h1"],
] as const;

/** More than any page has to stop at. */
const MOST_STOPS = 220;

/** What can be acted on, and where Tab stops on the way through the page; in words. */
async function walk(page: Page): Promise<{ unreached: string[]; unseen: string[] }> {
  await page.evaluate(() => {
    const marks = new Map<Element, string>();
    const nameOf = (element: Element) =>
      `${element.tagName.toLowerCase()} ${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40)}`;
    const actionable = [
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
    for (const element of actionable) marks.set(element, nameOf(element));
    Object.assign(window, { marks, unseen: [] as string[] });
    (document.activeElement as HTMLElement | null)?.blur?.();
  });
  let last = false;
  for (let i = 0; i < MOST_STOPS && !last; i++) {
    await page.keyboard.press("Tab");
    last = await page.evaluate(() => {
      const { marks, unseen } = window as unknown as {
        marks: Map<Element, string>;
        unseen: string[];
      };
      const element = document.activeElement;
      if (!element || element === document.body) return true;
      const ringed = [element, element.closest("label"), element.parentElement];
      const hasRing = ringed.some((each) => each && getComputedStyle(each).outlineStyle !== "none");
      if (!hasRing) unseen.push(marks.get(element) ?? element.tagName);
      marks.delete(element);
      return marks.size === 0;
    });
  }
  return page.evaluate(() => {
    const { marks, unseen } = window as unknown as {
      marks: Map<Element, string>;
      unseen: string[];
    };
    // What the page has put elsewhere meanwhile is not there to be reached.
    return {
      unreached: [...marks].filter(([element]) => element.isConnected).map(([, name]) => name),
      unseen,
    };
  });
}

describe("keyboard", () => {
  it("default: Tab reaches everything on every page, and where it is can be seen", async ({
    open,
    page,
  }) => {
    const missed: Record<string, unknown> = {};
    for (const [path, ready] of PAGES) {
      await open(path);
      await page.reload();
      await page.locator(ready).first().waitFor();
      await page.waitForTimeout(2_000);
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
