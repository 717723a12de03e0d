// The living page in a real browser without any network: opened from a file, and in the frame without rights in which
// marketplaces show it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Frame, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { latentOf } from "../../../renderer/genome.ts";
import { tokenHtml } from "../../../renderer/metadata.ts";
import { phenotypeOf } from "../../../renderer/phenotype.ts";
import type { Scene } from "../../../renderer/scene.ts";
import { conditionOf } from "../../../renderer/sky/condition.ts";
import { paintInteger } from "../../../renderer/sky/integer.ts";
import { CHROMIUM_FLAGS, ensureChromium } from "../../../tools/chromium.ts";
import { PROGRAM, SHIPPED } from "../oracle.ts";
import { generator, randomScene } from "../scenes.ts";

/** What the page says of itself: whether the card paints, pixels a side of what is shown, Unix seconds. */
type State = [onCard: boolean | null, size: number | undefined, time: number];

let folder: string;
let browser: Browser;

/** A plant in windy weather that has been observed. */
const scene: Scene = (() => {
  const draw = generator(29);
  for (;;) {
    const drawn = { ...randomScene(draw), model: 0, stationName: "A <b>'\"&station" };
    if (phenotypeOf(drawn).windSpeed > 30) return drawn;
  }
})();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heliotrope-page-"));
  browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_FLAGS });
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Opened {
  page: Page;
  frame: Frame;
  /** What went wrong, by the page's own account, and what it asked of the network. */
  faults: string[];
  close(): Promise<void>;
}

async function open(
  html: string,
  how: "file" | "sandbox" = "file",
  before: () => void = () => {},
  width = 320,
  height = 320,
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width, height } });
  await context.setOffline(true);
  await context.addInitScript(before);
  const faults: string[] = [];
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    // SwiftShader remarks on its own speed.
    if (!/GPU stall|Automatic fallback to software/.test(message.text()))
      faults.push(message.text());
  });
  page.on("request", (request) => {
    if (!/^(file|data|about|blob):/.test(request.url())) faults.push(request.url());
  });
  const file = join(folder, "page.html");
  writeFileSync(file, html);
  if (how === "sandbox") {
    const uri = `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
    const outer = join(folder, "outer.html");
    writeFileSync(
      outer,
      `<style>*{margin:0;border:0}iframe{width:100vw;height:100vh}</style><iframe sandbox="allow-scripts" src="${uri}"></iframe>`,
    );
    await page.goto(pathToFileURL(outer).href);
  } else await page.goto(pathToFileURL(file).href);
  const frame = page.frames().at(-1)!;
  return { page, frame, faults, close: () => context.close() };
}

const stateOf = (frame: Frame): Promise<State> =>
  frame.evaluate(() =>
    (window as unknown as { heliotrope: { state(): State } }).heliotrope.state(),
  );

/** Waits until the sky is shown with at least `size` pixels a side. */
const shown = (frame: Frame, size: number) =>
  frame.waitForFunction((least) => {
    const { heliotrope } = window as unknown as { heliotrope?: { state(): State } };
    return (heliotrope?.state()[1] ?? 0) >= least;
  }, size);

/** RGB bytes of the page's own square picture. */
async function skyOf(frame: Frame, size: number, onCard: boolean): Promise<number[]> {
  const bytes = await frame.evaluate(
    ([side, isCards]) => {
      const { heliotrope } = window as unknown as {
        heliotrope: { sky(size: number, onCard: boolean): Uint8ClampedArray };
      };
      return [...heliotrope.sky(side as number, isCards as boolean)];
    },
    [size, onCard],
  );
  return bytes.filter((_, i) => i % 4 < 3);
}

const html = tokenHtml(scene, SHIPPED, PROGRAM);

describe.each(["file", "sandbox"] as const)("the living page, opened as %s", (how) => {
  test("default: paints the chain's bytes, by typed arrays and on the card, and complains of nothing", async () => {
    const { frame, faults, close } = await open(html, how);
    await shown(frame, 120);
    const latent = latentOf(scene.genome);
    const condition = conditionOf(phenotypeOf(scene));
    let compared = 0;
    for (const size of [30, 32]) {
      const whole = { size, x: 0, y: 0, width: size, height: size };
      const expected = [...paintInteger(SHIPPED, { latent, condition, ...whole })];
      for (const onCard of [false, true]) {
        // The card's program is ready once it has been judged.
        if (onCard) {
          await frame.waitForFunction(
            () =>
              typeof (
                window as unknown as { heliotrope: { state(): State } }
              ).heliotrope.state()[0] === "boolean",
          );
        }
        const painted = await skyOf(frame, size, onCard);
        const same = painted.filter((byte, i) => byte === expected[i]).length;
        expect([size, onCard, same]).toEqual([size, onCard, 3 * size * size]);
        compared += 1;
      }
    }
    expect(compared).toBe(4);
    expect(faults).toEqual([]);
    await close();
  });

  test("behavior: moves in the wind", async () => {
    const { page, frame, faults, close } = await open(html, how);
    await shown(frame, 32);
    const first = await page.screenshot();
    await page.waitForTimeout(400);
    expect((await page.screenshot()).equals(first)).toBe(false);
    expect(faults).toEqual([]);
    await close();
  });

  test("behavior: dragging goes through the hours, keys move the slider, words tell the hour", async () => {
    const { page, frame, faults, close } = await open(html, how);
    await shown(frame, 32);
    const [, , before] = await stateOf(frame);
    await page.mouse.move(100, 160);
    await page.mouse.down();
    for (let x = 100; x <= 180; x += 10) await page.mouse.move(x, 160);
    await page.mouse.up();
    const [, , after] = await stateOf(frame);
    // A quarter of the window is a quarter of a day; a little goes by itself.
    expect(after - before).toBeGreaterThan(5.5 * 3600);
    expect(after - before).toBeLessThan(7 * 3600);
    await page.mouse.click(160, 100);
    await frame.focus("input");
    const said = await frame.textContent("output");
    for (let i = 0; i < 90; i++) await page.keyboard.press("ArrowRight");
    await frame.waitForFunction(
      (old) => document.querySelector("output")!.textContent !== old,
      said,
    );
    const [, , later] = await stateOf(frame);
    expect(Math.abs(later - after)).toBeGreaterThan(3600);
    expect(await frame.textContent("output")).toMatch(
      /^\d+:\d\d (night|dawn|morning|midday|afternoon|dusk)$/,
    );
    expect(faults).toEqual([]);
    await close();
  });
});

describe("the living page", () => {
  test("behavior: without WebGL2, paints by typed arrays and sways the drawing itself", async () => {
    const { page, frame, faults, close } = await open(html, "file", () => {
      const original = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string) {
        return kind === "webgl2" ? null : original.call(this, kind as never);
      } as typeof original;
    });
    await shown(frame, 120);
    const first = await page.screenshot();
    await page.waitForTimeout(500);
    expect((await page.screenshot()).equals(first)).toBe(false);
    expect(faults).toEqual([]);
    await close();
  });

  test("behavior: with less motion asked for, stands still", async () => {
    const { page, frame, close } = await open(html);
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.reload();
    await shown(page.mainFrame(), 32);
    const [, , time] = await stateOf(frame);
    await page.waitForTimeout(6000);
    expect((await stateOf(page.mainFrame()))[2]).toBe(time);
    await close();
  });

  test("behavior: of a model that nobody registered, shows the plant and no sky", async () => {
    const { frame, faults, close } = await open(tokenHtml(scene, undefined, PROGRAM));
    await frame.waitForFunction(() => "heliotrope" in window);
    expect((await stateOf(frame))[1]).toBeUndefined();
    expect(await frame.locator("svg").evaluate((svg) => getComputedStyle(svg).opacity)).toBe("1");
    expect(faults).toEqual([]);
    await close();
  });

  test("behavior: of a seed, is its picture alone", async () => {
    const seed: Scene = { ...scene, genome: `0x${"0".repeat(64)}` };
    const { frame, faults, close } = await open(tokenHtml(seed, SHIPPED, PROGRAM));
    expect(await frame.locator("script").count()).toBe(0);
    expect(await frame.locator("svg").isVisible()).toBe(true);
    expect(faults).toEqual([]);
    await close();
  });

  test("behavior: says what is to be seen to who cannot see, hostile names included", async () => {
    const { frame, close } = await open(html);
    expect(await frame.locator("desc").textContent()).toContain(scene.stationName);
    expect(await frame.locator("b").count()).toBe(0);
    expect(await frame.locator("input").getAttribute("aria-label")).toBe("Hour of the day");
    await close();
  });
});
