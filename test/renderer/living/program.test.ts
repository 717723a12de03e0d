// The living page's program, as far as it runs without a browser: what is stored is what the sources give, and its
// sky has the bytes of the integer reference.
import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { latentOf } from "../../../renderer/genome.ts";
import { conditionAt, MOMENT_BYTES, momentOf } from "../../../renderer/living/moment.ts";
import {
  type Features,
  networkOf,
  paintColumn,
  pictureOf,
} from "../../../renderer/living/network.ts";
import { toScript } from "../../../renderer/living/script.ts";
import { livingPage } from "../../../renderer/page.ts";
import { phenotypeOf } from "../../../renderer/phenotype.ts";
import { conditionOf } from "../../../renderer/sky/condition.ts";
import { centre, paintFeatures, sceneOf } from "../../../renderer/sky/features.ts";
import { paintInteger } from "../../../renderer/sky/integer.ts";
import { shortenShader } from "../../../tools/page/shader.ts";
import { bundlePage, PAGE_BYTES_MAX, PAGE_FILE, packPage } from "../../../tools/page.ts";
import { SHIPPED } from "../oracle.ts";
import { generator, randomScene } from "../scenes.ts";

const stored = new Uint8Array(readFileSync(PAGE_FILE));
const source = shortenShader(readFileSync("renderer/living/features.glsl", "utf8"));

function features(): Features {
  const [q, f] = [new Int32Array(49), new Float64Array(32)];
  const make = new Function(`return ${toScript(source)}`)();
  const [column, pixel] = make(q, f);
  return { q, f, column, pixel };
}

/** What the contract puts into the page of a scene. */
function dataOf(scene: ReturnType<typeof randomScene>): Uint8Array<ArrayBuffer> {
  const html = livingPage(scene, phenotypeOf(scene), "", SHIPPED, stored);
  const [, data] = html.match(/','([^']*)'\)<\/script>$/)!;
  return new Uint8Array(Buffer.from(data!, "base64"));
}

/** Scenes of plants that have germinated. */
function scenes(seed: number, count: number) {
  const draw = generator(seed);
  const found = [];
  while (found.length < count) {
    const scene = randomScene(draw);
    if (phenotypeOf(scene).stage !== 0) found.push(scene);
  }
  return found;
}

describe("page.bin", () => {
  test("default: holds what the sources give", async () => {
    expect(inflateRawSync(stored).toString()).toBe(await bundlePage());
  });

  test("behavior: the same sources give the same bytes, and these fit the document", async () => {
    expect(packPage(await bundlePage())).toEqual(packPage(await bundlePage()));
    expect(stored.length).toBeLessThanOrEqual(PAGE_BYTES_MAX);
  });
});

describe("features.glsl", () => {
  test("default: as script, has the 32 inputs of features.ts in any picture", () => {
    const draw = generator(5);
    const { q, f, column, pixel } = features();
    let compared = 0;
    for (let i = 0; i < 200; i++) {
      const latent = Uint8Array.from({ length: 32 }, () => draw(256));
      const condition = Uint8Array.from({ length: 32 }, (_, at) =>
        at < 20 && draw(3) > 0 ? draw(128) : 0,
      );
      const size = [30, 32, 120, 512, 1080][draw(5)]!;
      const scene = sceneOf(latent, condition, size);
      q.set([...Object.values(scene).slice(1).map(Number), ...condition]);
      const [x, y] = [draw(size - 15), draw(size - 15)];
      const expected = new Uint8Array(32 * 16 * 16);
      paintFeatures(scene, size, x, y, 16, 16, expected);
      for (let at = 0; at < 256; at++) {
        column(centre(x + (at & 15), size));
        pixel(centre(x + (at & 15), size), centre(y + (at >> 4), size));
        if (!f.every((value, k) => value === expected[32 * at + k]))
          expect([...f]).toEqual([...expected.subarray(32 * at, 32 * at + 32)]);
        compared += 1;
      }
    }
    expect(compared).toBe(51_200);
  });
});

describe("typed arrays", () => {
  test("default: paint the bytes of the reference from what the contract puts into the page", () => {
    const given = features();
    let compared = 0;
    for (const scene of scenes(7, 12)) {
      const data = dataOf(scene);
      const moment = momentOf(data);
      const frame = { size: 30, left: 0, top: 0, width: 30, height: 30 };
      const network = networkOf(data, MOMENT_BYTES);
      const picture = pictureOf(network, moment.latent, moment.condition, frame);
      while (picture.ready < 30) paintColumn(given, network, picture);
      const latent = latentOf(scene.genome);
      const condition = conditionOf(phenotypeOf(scene));
      const whole = { size: 30, x: 0, y: 0, width: 30, height: 30 };
      const expected = paintInteger(SHIPPED, { latent, condition, ...whole });
      const rgb = picture.rgba!.filter((_, i) => i % 4 < 3);
      expect([...rgb]).toEqual([...expected]);
      compared += 1;
    }
    expect(compared).toBe(12);
  });
});

describe("conditionAt", () => {
  test("default: at its instant, is what the chain tells the sky", () => {
    let compared = 0;
    for (const scene of scenes(11, 300)) {
      const moment = momentOf(dataOf(scene));
      expect([...conditionAt(moment, moment.instant)]).toEqual([...moment.condition]);
      compared += 1;
    }
    expect(compared).toBe(300);
  });
});
