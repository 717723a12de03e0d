// The sky on a plant's page: one pixel of the network's for each of the screen's, exactly those that plain integers
// give, and never nothing.

import type { Locator } from "playwright-core";
import { toHex } from "viem";
import { describe, expect } from "vitest";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { SUBJECT } from "./stage.ts";
import { it, PATIENCE } from "./visitor.ts";

/** A row of a canvas as the hexadecimal digits of its RGB bytes. */
function rowOf(canvas: Locator, y: number): Promise<string> {
  return canvas.evaluate((element, at) => {
    const { data } = (element as HTMLCanvasElement)
      .getContext("2d")!
      .getImageData(0, at, (element as HTMLCanvasElement).width, 1);
    const hex = (value: number) => value.toString(16).padStart(2, "0");
    return Array.from(data, (value, i) => (i % 4 === 3 ? "" : hex(value))).join("");
  }, y);
}

describe("painting", () => {
  it("default: at the screen's own resolution, every pixel is the one that integers give", async ({
    visit,
    stage,
  }) => {
    const { page, open, complaints } = await visit({
      viewport: { width: 375, height: 812 },
      deviceScaleFactor: 2,
    });
    await open(`#/token/${SUBJECT}/epoch/${stage.epochs.honest}`);
    const canvas = page.locator(".stage canvas").first();
    await canvas.waitFor();
    // Its place in the layout: while the picture fades in it is shown a little larger.
    const css = await canvas.evaluate((element) => (element as HTMLElement).offsetWidth);
    const side = Math.ceil((css * 2) / 16) * 16;
    expect(side).toBeGreaterThan(600);
    await expect
      .poll(() => canvas.getAttribute("data-size"), { timeout: PATIENCE })
      .toBe(String(side));
    const { latent, condition } = await stage.skyInputs(stage.epochs.honest, SUBJECT);
    // Every thirtieth row: together they cross every band.
    for (let y = 7; y < side; y += 30) {
      const row = { latent, condition, size: side, x: 0, y, width: side, height: 1 };
      expect(await rowOf(canvas, y), `row ${y}`).toBe(
        toHex(paintInteger(stage.model, row)).slice(2),
      );
    }
    expect(await canvas.getAttribute("data-backend")).toMatch(/^(webgpu|webgl|wasm|cpu|integer)$/);
    expect(complaints).toEqual([]);
  });

  it("behavior: without any worker the plant stands under a sky of vectors", async ({
    open,
    page,
    stage,
  }) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, "Worker", {
        value: class {
          constructor() {
            throw new Error("No workers here.");
          }
        },
      });
    });
    await open(`#/token/${SUBJECT}/epoch/${stage.epochs.honest}`);
    const picture = page.locator(".stage img").first();
    await picture.waitFor();
    await page.getByRole("slider").waitFor();
    const src = decodeURIComponent((await picture.getAttribute("src")) ?? "");
    // The gradient of the sky of vectors.
    expect(src).toContain("url(#k)");
    expect(await page.locator(".stage canvas.painted").count()).toBe(0);
    expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  });

  it("behavior: where no backend can be loaded plain integers paint the same sky", async ({
    visit,
    stage,
  }) => {
    const { page, open } = await visit({ viewport: { width: 375, height: 812 } });
    await page.route(/\/assets\/backend-[^/]*\.js/, (route) => route.abort());
    await open(`#/token/${SUBJECT}/epoch/${stage.epochs.honest}`);
    const canvas = page.locator(".stage canvas[data-backend=integer]");
    await canvas.waitFor();
    const { condition } = await stage.skyInputs(stage.epochs.honest, SUBJECT);
    await expect
      .poll(() => canvas.getAttribute("data-sky"), { timeout: PATIENCE })
      .toContain(condition.slice(2));
  });
});
