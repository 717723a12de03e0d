// Three renderers of SVG that have no code in common: Chromium's Skia as an <img>, resvg, and librsvg on cairo.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { type Browser, chromium } from "playwright-core";
import sharp, { type SharpOptions } from "sharp";
import { CHROMIUM_FLAGS, ensureChromium } from "../../../tools/chromium.ts";

/** RGB of a square picture, row by row. */
export type Render = (svg: string, side: number) => Promise<Uint8Array>;

export const RENDERERS = ["chromium", "resvg", "librsvg"] as const;

export interface Renderers {
  readonly of: Record<(typeof RENDERERS)[number], Render>;
  readonly close: () => Promise<void>;
}

export async function openRenderers(): Promise<Renderers> {
  const wasm = createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm");
  await initWasm(readFileSync(wasm));
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: CHROMIUM_FLAGS,
  });
  return {
    of: { chromium: await imgRenderer(browser), resvg: resvgRenderer, librsvg: librsvgRenderer },
    close: () => browser.close(),
  };
}

/** As wallets and marketplaces show it: an <img> of a data URI. */
async function imgRenderer(browser: Browser): Promise<Render> {
  const page = await browser.newPage();
  return async (svg, side) => {
    await page.setViewportSize({ width: side, height: side });
    const image = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    await page.setContent(
      `<!doctype html><style>body{margin:0}img{display:block}</style><img width="${side}" height="${side}" src="${image.replaceAll('"', "&quot;")}">`,
    );
    await page.waitForFunction(() => {
      const { complete, naturalWidth } = document.images[0]!;
      return complete && naturalWidth > 0;
    });
    return pixels(await page.screenshot(), side);
  };
}

async function resvgRenderer(svg: string, side: number): Promise<Uint8Array> {
  const image = new Resvg(svg, { fitTo: { mode: "width", value: side } });
  const drawn = image.render();
  const png = drawn.asPng();
  drawn.free();
  image.free();
  return pixels(png, side);
}

function librsvgRenderer(svg: string, side: number): Promise<Uint8Array> {
  // A view box of 1,920 units without a size of its own is 1,920 pixels at 96 to the inch; at this density
  // it is drawn a few pixels too large at most, and never enlarged.
  return pixels(Buffer.from(svg), side, { density: Math.ceil((96 * side) / 1920) });
}

async function pixels(
  image: Uint8Array,
  side: number,
  options: SharpOptions = {},
): Promise<Uint8Array> {
  const { data, info } = await sharp(image, options)
    .resize(side, side, { fit: "fill" })
    .flatten({ background: "#fff" })
    .removeAlpha()
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`The picture has ${info.channels} channels, not 3.`);
  return new Uint8Array(data);
}
