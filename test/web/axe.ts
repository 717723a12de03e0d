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
