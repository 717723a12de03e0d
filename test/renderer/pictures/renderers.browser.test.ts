// What wallets, marketplaces and servers show must be one picture, whichever renderer of SVG they have.
// HELIOTROPE_WRITE_VECTORS=1 writes docs/renderers.webp, the three side by side.
import sharp, { type OverlayOptions } from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SPECIES_COUNT } from "../../../renderer/genome.ts";
import { sceneSvg } from "../../../renderer/metadata.ts";
import { phenotypeOf } from "../../../renderer/phenotype.ts";
import type { Scene } from "../../../renderer/scene.ts";
import { likelyScene } from "../likely.ts";
import { SHIPPED } from "../oracle.ts";
import { generator } from "../scenes.ts";
import { type Difference, differenceOf } from "./difference.ts";
import { openRenderers, RENDERERS, type Renderers } from "./renderers.ts";

/** Pixels along a side of a picture that is compared. */
const SIDE = 320;

/**
 * How far two renderers may be apart, after a blur of one pixel: of 255, in the mean over all channels, and
 * the share of pixels with a channel that is more than 24 apart. Measured: 0.2 to 1.0, and 0.02 %.
 */
const TOLERANCE: Difference = { mean: 1.5, share: 0.004 };

/** One scene for each species and each kind of weather in turn; every other sky is the network's. */
const SCENES: readonly { scene: Scene; neural: boolean }[] = (() => {
  const draw = generator(0x5eed);
  return Array.from({ length: 3 * SPECIES_COUNT }, (_, i) => {
    const scene = likelyScene(draw, i % SPECIES_COUNT);
    return {
      scene: { ...scene, now: { ...scene.now, codeRank: i % 28 } },
      neural: (i + Math.floor(i / SPECIES_COUNT)) % 2 === 0,
    };
  });
})();

let renderers: Renderers;
beforeAll(async () => {
  renderers = await openRenderers();
});
afterAll(() => renderers?.close());

const svgOf = ({ scene, neural }: (typeof SCENES)[number]) =>
  sceneSvg(scene, neural ? SHIPPED : undefined);

async function drawAll(svg: string): Promise<Uint8Array[]> {
  const drawn: Uint8Array[] = [];
  for (const name of RENDERERS) drawn.push(await renderers.of[name](svg, SIDE));
  return drawn;
}

function isWithin({ mean, share }: Difference): boolean {
  return mean <= TOLERANCE.mean && share <= TOLERANCE.share;
}

test("default: the scenes have every species, every weather, and both kinds of sky", () => {
  const states = SCENES.map(({ scene }) => phenotypeOf(scene));
  expect(new Set(states.map((p) => p.weather)).size).toBe(16);
  for (let species = 0; species < SPECIES_COUNT; species++) {
    const kinds = SCENES.filter((_, i) => i % SPECIES_COUNT === species);
    expect(new Set(kinds.map(({ neural }) => neural)).size, `species ${species}`).toBe(2);
  }
});

test("behavior: Chromium, resvg and librsvg draw every scene alike", {
  timeout: 600_000,
}, async () => {
  let worst: Difference = { mean: 0, share: 0 };
  for (const [i, one] of SCENES.entries()) {
    const drawn = await drawAll(svgOf(one));
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const apart = differenceOf(drawn[a]!, drawn[b]!, SIDE);
      const told = `scene ${i}, ${RENDERERS[a]} and ${RENDERERS[b]}: ${JSON.stringify(apart)}`;
      expect(isWithin(apart), told).toBe(true);
      worst = {
        mean: Math.max(worst.mean, apart.mean),
        share: Math.max(worst.share, apart.share),
      };
    }
  }
  console.log(
    `three renderers: ${worst.mean.toFixed(2)} of 255, ${(100 * worst.share).toFixed(3)} %`,
  );
});

test.each([
  ["a filter", true, / filter='url\(#b\)'/g, ""],
  ["a clip path", true, / clip-path='url\(#l\)'/g, ""],
  ["a transform", true, / transform='scale\(1,1\.03\)'/g, " transform='scale(1,1.3)'"],
  ["an image", true, /<image /g, "<imago "],
  ["strokes", false, / stroke='#[0-9a-f]{6}'/g, ""],
])(
  "behavior: a renderer that does not know %s is told apart",
  async (_what, neural, known, unknown) => {
    const pictures = SCENES.filter((one) => one.neural === neural)
      .slice(0, 3)
      .map(svgOf);
    let isToldApart = false;
    for (const svg of pictures) {
      const poor = svg.replaceAll(known, unknown);
      expect(poor).not.toBe(svg);
      const [whole, without] = [svg, poor].map((text) => renderers.of.librsvg(text, SIDE));
      if (!isWithin(differenceOf(await whole!, await without!, SIDE))) isToldApart = true;
    }
    expect(isToldApart).toBe(true);
  },
);

test("behavior: docs/renderers.webp shows them side by side", async () => {
  const shown = [SCENES[6]!, SCENES[17]!, SCENES[28]!];
  const tiles: OverlayOptions[] = [];
  for (const [row, one] of shown.entries()) {
    for (const [column, rgb] of (await drawAll(svgOf(one))).entries()) {
      const raw = { width: SIDE, height: SIDE, channels: 3 } as const;
      tiles.push({
        input: Buffer.from(rgb),
        raw,
        left: column * (SIDE + 8),
        top: row * (SIDE + 8),
      });
    }
  }
  const [width, height] = [RENDERERS.length, shown.length].map((n) => n * (SIDE + 8) - 8);
  const canvas = { width: width!, height: height!, channels: 3 as const, background: "#fff" };
  const sheet = sharp({ create: canvas }).composite(tiles).webp({ quality: 88 });
  if (process.env.HELIOTROPE_WRITE_VECTORS) await sheet.clone().toFile("docs/renderers.webp");
  const written = await sharp("docs/renderers.webp").metadata();
  expect([written.width, written.height]).toEqual([width, height]);
});
