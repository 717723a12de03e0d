// The part of the preflight that needs Chromium: pictures beside those of librsvg, and pages in their frame.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureChromium } from "../../../tools/chromium.ts";
import { openRenderer, type Renderer } from "../../../tools/preflight/browser.ts";
import { draw } from "../../../tools/preflight/picture.ts";

let browser: Renderer;
beforeAll(async () => {
  ensureChromium();
  browser = await openRenderer();
});
afterAll(() => browser?.close());

const SIZE = 96;
const svg = (inside: string, box = "0 0 100 100") =>
  Buffer.from(`<svg xmlns='http://www.w3.org/2000/svg' viewBox='${box}'>${inside}</svg>`);
const SHAPES =
  "<rect width='100' height='100' fill='#23335c'/><circle cx='50' cy='50' r='30' fill='#f0b440'/>";

async function compared(bytes: Buffer, librsvg = bytes) {
  const { png } = await draw(librsvg, SIZE);
  return browser.compare({ mediaType: "image/svg+xml", bytes }, png!, SIZE);
}

const page = (script: string, body = "<p style='font-size:90px'>Hello") =>
  `data:text/html,${encodeURIComponent(`<!doctype html><title>A</title>${body}<script>${script}</script>`)}`;

describe("compare", () => {
  test("default", async () => {
    expect((await compared(svg(SHAPES))).faults).toEqual([]);
    // Wider than high, and with holes: both lay the same ground under it.
    expect(
      (await compared(svg("<circle cx='50' cy='50' r='40'/>", "-50 0 200 100"))).faults,
    ).toEqual([]);
  });

  test("error: what Chromium draws otherwise", async () => {
    const html =
      "<foreignObject width='100' height='100'><div xmlns='http://www.w3.org/1999/xhtml' style='background:red;height:100px'/></foreignObject>";
    const { faults } = await compared(svg(`${SHAPES}${html}`));
    expect(faults).toEqual([
      { check: "browser-alike", found: expect.stringMatching(/^a mean difference of \d/) },
    ]);
  });

  test("error: what Chromium does not draw", async () => {
    const { faults } = await compared(svg("<g>"), svg(SHAPES));
    expect(faults.map(({ check }) => check)).toEqual(["browser-draws"]);
  });
});

describe("openRenderer", () => {
  test("behavior: works on one after another, however many are asked for at once", async () => {
    const pages = Array.from({ length: 4 }, () => browser.run(page("")));
    expect(await Promise.all([compared(svg(SHAPES)), ...pages])).toMatchObject([
      { faults: [] },
      ...pages.map(() => []),
    ]);
  });

  test("error: a Chromium that has gone", async () => {
    const gone = await openRenderer();
    await gone.close();
    await expect(gone.run(page(""))).rejects.toThrow(/^Chromium failed \(.*leave --chromium away/);
  });
});

describe("run", () => {
  test("default", async () => {
    expect(await browser.run(page("document.querySelector('p').style.color='green'"))).toEqual([]);
  });

  test("behavior: a page may take a moment", async () => {
    const late = "setTimeout(()=>document.body.append('x'.repeat(50)),900)";
    expect(await browser.run(page(late, "<body>"))).toEqual([]);
  });

  test("error: a page that stores", async () => {
    const faults = await browser.run(page("localStorage.a=1"));
    expect(faults).toEqual([
      { check: "page-runs", found: expect.stringContaining("localStorage") },
    ]);
  });

  test("error: a page that asks a server", async () => {
    const faults = await browser.run(page("fetch('https://a.example/b').catch(()=>0)"));
    expect(faults).toEqual([{ check: "page-quiet", found: '"https://a.example/b"' }]);
  });

  test("error: a page that shows nothing", async () => {
    const faults = await browser.run(page("", ""), 500);
    expect(faults.map(({ check }) => check)).toEqual(["page-shows"]);
  });
});
