// What axe-core finds on a page: names, landmarks, contrast, roles, target sizes.
import axeCore from "axe-core";
import type { Page } from "playwright-core";

interface Finding {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** One line for each rule of WCAG 2.2 AA, or of good practice, that the page breaks as it stands now. */
export async function faultsOf(page: Page): Promise<string[]> {
  // Evaluated from outside, because the page's own policy lets in no script of ours.
  await page.evaluate(axeCore.source);
  const { violations, passes } = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(options: unknown): Promise<{ violations: Finding[]; passes: unknown[] }> };
    };
    return axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
      resultTypes: ["violations"],
    });
  });
  if (passes.length === 0) throw new Error("axe looked at nothing.");
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} (${failureSummary})`),
  );
}

/**
 * The same in every look of the page: light and dark, wide and on a phone. The page is not loaded anew for them, so
 * whatever stands open stays open.
 */
export async function faultsInEveryLook(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await settle(page);
      const faults = await faultsOf(page);
      found.push(...faults.map((fault) => `${colorScheme}, ${width} wide: ${fault}`));
    }
  }
  return found;
}

/** Until scripts have laid out what they lay out with the frame after, and colours have faded into each other. */
function settle(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    const fading = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.allSettled(fading.map(({ finished }) => finished));
  });
}
