// `node tools/bench/page.ts`: how soon the living page shows its plant and its sky, and how often a second it sways,
// in Chromium with WebGL in software, 512 x 512. Machines are shared and noisy: several rounds, each printed.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { unpackExposure } from "../../renderer/exposure.ts";
import { tokenHtml } from "../../renderer/metadata.ts";
import { unpackObservation } from "../../renderer/observation.ts";
import type { Scene } from "../../renderer/scene.ts";
import { parseModel } from "../../renderer/sky/model.ts";
import { CHROMIUM_FLAGS, ensureChromium } from "../chromium.ts";

const SIDE = 512;
const ROUNDS = 5;
/** How long frames are counted. */
const COUNT_MS = 3000;

interface Marks {
  /** Milliseconds until the first frame with a sky. */
  firstSky: number | undefined;
}

/** A sunflower on a fair and windy morning in Seattle. */
const scene: Scene = {
  tokenId: 1n,
  genome: "0x0100000000000003020700000000000090be560902040002af90ecf6de78c557",
  time: 56_421 * 25_200,
  epoch: 56_421,
  birthEpoch: 53_421,
  weatherAge: 0,
  now: {
    ...unpackObservation(0n),
    codeRank: 1,
    cloudPct: 30,
    tempCentiC: 1600,
    windEastCms: 400,
    windSpeedCms: 700,
  },
  life: { ...unpackExposure(0n), observed: 24, rainCentiMm: 3000 },
  recent: { ...unpackExposure(0n), observed: 24, rainCentiMm: 3000, tempCentiC: 36_000 },
  latMicroDeg: 47_606_000,
  lonMicroDeg: -122_332_000,
  stationName: "Seattle",
  model: 0,
  pinned: false,
  moves: 0,
  decisions: 0,
  pending: false,
};

const folder = mkdtempSync(join(tmpdir(), "heliotrope-bench-"));
const file = join(folder, "page.html");
const model = parseModel(new Uint8Array(readFileSync("renderer/sky/model.bin")));
const program = new Uint8Array(readFileSync("renderer/living/page.bin"));
const html = tokenHtml(scene, model, program);
writeFileSync(file, html);
console.log(`program ${program.length} bytes, document ${html.length} characters`);
const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_FLAGS });
try {
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext({ viewport: { width: SIDE, height: SIDE } });
    await context.setOffline(true);
    await context.addInitScript(() => {
      const marks = window as unknown as Marks;
      const { drawArrays } = WebGL2RenderingContext.prototype;
      WebGL2RenderingContext.prototype.drawArrays = function (...given) {
        marks.firstSky ??= performance.now();
        return drawArrays.apply(this, given);
      };
    });
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    await page.waitForFunction(() => "heliotrope" in window);
    const finest = await page.waitForFunction((side) => {
      const { heliotrope } = window as unknown as { heliotrope: { state(): number[] } };
      return heliotrope.state()[1]! >= side && performance.now();
    }, SIDE);
    const figures = await page.evaluate(async (ms) => {
      const paint = performance.getEntriesByName("first-contentful-paint")[0];
      const firstSky = (window as unknown as Marks).firstSky;
      const from = performance.now();
      const frames = await new Promise<number>((resolve) => {
        let count = 0;
        const step = () => {
          count += 1;
          if (performance.now() - from > ms) resolve(count);
          else requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      });
      const perSecond = (1000 * frames) / (performance.now() - from);
      return { plant: paint?.startTime ?? Number.NaN, firstSky: firstSky ?? Number.NaN, perSecond };
    }, COUNT_MS);
    console.log(
      `plant ${figures.plant.toFixed(0)} ms, sky ${figures.firstSky.toFixed(0)} ms, finest ${((await finest.jsonValue()) as number).toFixed(0)} ms, ${figures.perSecond.toFixed(1)} frames a second (load ${loadavg()[0]!.toFixed(1)})`,
    );
    await context.close();
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
