// What a page does that it should not: asks others than its own server, says things, opens windows.
import type { Page } from "playwright-core";

/** Everything that is asked of anybody but the page's own server, and whatever comes to run. */
export async function watch(page: Page, own: string): Promise<string[]> {
  const deeds: string[] = [];
  page.on("request", (request) => {
    const url = request.url();
    if (/^https?:/.test(url) && !url.startsWith(own)) deeds.push(`asks ${url}`);
  });
  page.on("dialog", (dialog) => {
    deeds.push(`says ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("popup", (popup) => deeds.push(`opens ${popup.url()}`));
  return deeds;
}
