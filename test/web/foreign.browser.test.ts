// A plant whose holder has adopted an art version that means ill: what the page shows of it, and what not.
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { adopt, registerVersion, type Saying } from "./foreign/version.ts";
import { TOKENS } from "./stage.ts";
import { connect, PATIENCE, it as visited } from "./visitor.ts";
import { watch } from "./watch.ts";

/** The account of anvil whose plants the stage mints first, and the plant whose art is another's. */
const HOLDER = 7;
const PLANT = 0;
const OTHER = 1;

const NS = "xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1920 1920'";
const HOSTILE = `<svg ${NS} onload='hacked=1'><script>hacked=1;fetch('//e.example/f')</script><style>@import 'https://e.example/a.css';</style><circle cx='960' cy='960' r='800' fill='rgb(255,0,255)'/><image href='https://e.example/i.png' width='9' height='9' onerror='hacked=1'/><foreignObject width='99' height='99'><iframe xmlns='http://www.w3.org/1999/xhtml' src='https://e.example/h'/></foreignObject></svg>`;
const TEN = (id: string, of: string) => `<g id='${id}'>${`<use href='#${of}'/>`.repeat(10)}</g>`;
const BOMB = `<svg ${NS}>${[..."abcdef"].map((id, i, all) => TEN(id, all[i - 1] ?? "z")).join("")}</svg>`;

/** As a contract writes it: JSON whose picture is not escaped more than it has to be. */
function uriOf(image: string, name = "Stranger"): string {
  const attributes = [{ trait_type: "<b>Odd</b>", value: "<img src=//e.example>" }];
  return `data:application/json,${JSON.stringify({ name, description: "<script>", image, attributes })}`;
}
const pictured = (svg: string) => uriOf(`data:image/svg+xml,${svg}`);

const it = visited.extend("version", { scope: "file" }, async ({ stage }) => {
  const version = await registerVersion(stage);
  await version.say({ uri: pictured(HOSTILE), svg: HOSTILE });
  await adopt(stage, HOLDER, PLANT, version.id);
  return version;
});

/** The colour in the middle of the picture, as the browser drew it. */
function middleOf(page: Page): Promise<number[]> {
  return page.locator(".stage .artwork img").evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    const canvas = new OffscreenCanvas(9, 9);
    const context = canvas.getContext("2d")!;
    context.drawImage(image, 0, 0, 9, 9);
    return [...context.getImageData(4, 4, 1, 1).data];
  });
}

describe("a hostile art version", () => {
  it("default: its drawing is an image: it shows, nothing runs, nothing is fetched", async ({
    complaints,
    open,
    page,
    stage,
    version,
  }) => {
    await version.say({ uri: pictured(HOSTILE) });
    const deeds = await watch(page, stage.url);
    await open(`#/token/${PLANT}`);
    await page.getByText(/It holds a script, which does not run on this page/).waitFor();
    await page.getByText(/It points to 3 places elsewhere, which this page does not ask/).waitFor();
    expect(await middleOf(page)).toEqual([255, 0, 255, 255]);
    await page.getByText("<img src=//e.example>").waitFor();
    await page.getByText(/a file that is opened from your disk may run/).waitFor();
    await page.locator("canvas.painted").first().waitFor();
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    expect(await page.locator("main script, main iframe, main img[src^='http']").count()).toBe(0);
    expect(deeds).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("error: what cannot be shown is not, and the page says why", async ({
    complaints,
    page,
    stage,
    version,
    visit,
  }) => {
    const cases: [Saying, RegExp][] = [
      [{ uri: pictured(`<svg ${NS}><path>`) }, /not shown, because it is not well-formed XML/],
      [{ uri: pictured(BOMB) }, /not shown, because its shapes .* more than 200,000/],
      [
        { uri: pictured(`<svg ${NS}>~</svg>`), length: 1_200_000 },
        /not shown, because it is 1,2\d\d kilobytes long/,
      ],
      [{ uri: uriOf("https://e.example/a.svg") }, /not shown, because its picture lies elsewhere/],
      [{ uri: "{" }, /not shown, because what the token says lies elsewhere/],
      [{ isSilent: true }, /not shown, because its contract gives no answer/],
    ];
    const deeds = await watch(page, stage.url);
    for (const [saying, words] of cases) {
      await version.say(saying);
      // Nothing is kept of the case before.
      await page.goto("about:blank");
      await page.goto(`${stage.url}#/token/${PLANT}`);
      await page.locator(".causes").getByText(words).waitFor();
      await page.getByText(/so there is nothing to save/).waitFor();
    }
    // One that says nothing at all takes nothing from the others.
    const { page: wall } = await visit();
    await wall.goto(stage.url);
    const plates = wall.locator(".wall [data-token]");
    await expect.poll(() => plates.count(), { timeout: PATIENCE }).toBe(TOKENS);
    await plates.nth(OTHER).locator("canvas.painted").waitFor();
    expect(deeds).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("error: a holder is shown before adopting it what it would draw, or why not", async ({
    complaints,
    open,
    page,
    stage,
    version,
  }) => {
    const deeds = await watch(page, stage.url);
    await version.say({ uri: pictured(HOSTILE), svg: HOSTILE });
    await open(`#/desk?plant=${OTHER}`);
    await connect(page);
    await page.getByLabel("Art version").selectOption(String(version.id));
    await page.getByText(/by version \d+\. It holds a script, which does not run/).waitFor();
    await version.say({ svg: BOMB });
    await page.reload();
    await page.getByLabel("Art version").selectOption(String(version.id));
    await page.getByText(/not shown, because its shapes .* Better not adopt it/).waitFor();
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    expect(deeds).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
