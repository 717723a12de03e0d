// What we answer, held to the rules that `npm run preflight` has for everybody: strict JSON, strict XML,
// nothing that runs and nothing from elsewhere, over scenes of any weather, age, place and name.
import { describe, expect, test } from "vitest";
import { tokenURI } from "../../renderer/metadata.ts";
import { inspectDocument, inspectPicture } from "../../tools/preflight/documents.ts";
import { htmlFaults } from "../../tools/preflight/html.ts";
import { readJson } from "../../tools/preflight/json.ts";
import { pngFaults } from "../../tools/preflight/png.ts";
import { SCHEMA_CHECKS, schemaFaults } from "../../tools/preflight/schema.ts";
import { svgFaults } from "../../tools/preflight/svg.ts";
import { decodeDataUri } from "../../tools/preflight/uri.ts";
import { modelOf, PROGRAM } from "./oracle.ts";
import { generator, randomName, randomScene } from "./scenes.ts";

const SEED = Number(process.env.HELIOTROPE_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 32));
const RUNS = 400;
const DRAWN = 24;

function uriOf(draw: ReturnType<typeof generator>): string {
  // One in eight with the shipped model, which takes most of the time: a sky in picture and page.
  const scene = { ...randomScene(draw), model: draw(8) };
  const label = {
    collection: randomName(draw),
    externalUrl: draw(2) === 0 ? "https://heliotrope.example" : randomName(draw),
    target: draw(1_000_000),
  };
  return tokenURI(scene, label, modelOf(scene), PROGRAM);
}

describe("tokenURI", () => {
  test(`behavior: ${RUNS} random scenes of seed ${SEED} keep every rule`, () => {
    const draw = generator(SEED);
    const seen = { pngs: 0, pages: 0, longest: 0 };
    for (let i = 0; i < RUNS; i++) {
      const text = uriOf(draw);
      seen.longest = Math.max(seen.longest, text.length);
      const uri = decodeDataUri(text, "metadata");
      const json = readJson(uri.content!.bytes);
      const image = decodeDataUri(String(json.value?.image), "image");
      const svg = svgFaults(image.content!.bytes);
      const faults: unknown[] = [uri, json, image, svg].flatMap((part) => [...part.faults]);
      faults.push(...schemaFaults(json.value!));
      for (const embedded of svg.embedded) {
        const png = decodeDataUri(embedded, "image");
        faults.push(...png.faults, ...pngFaults(png.content!.bytes));
        seen.pngs++;
      }
      const { animation_url: page } = json.value!;
      if (page !== undefined) {
        const html = decodeDataUri(String(page), "animation");
        faults.push(...html.faults, ...htmlFaults(html.content!.bytes));
        seen.pages++;
      }
      expect(faults, `scene ${i} of seed ${SEED}`).toEqual([]);
    }
    expect(seen.pngs).toBeGreaterThan(RUNS / 20);
    expect(seen.pages).toBeGreaterThan(RUNS / 2);
    // The offset, the length and the filling of the last word make it 99,900 with it.
    expect(seen.longest).toBeLessThanOrEqual(99_804);
  });

  test(`behavior: ${DRAWN} of them are drawn by librsvg, and none is of one colour`, async () => {
    const draw = generator(SEED);
    const schema = { checks: SCHEMA_CHECKS, faults: schemaFaults };
    for (let i = 0; i < DRAWN; i++) {
      const { findings, picture } = await inspectDocument(uriOf(draw), "scene", schema, {
        size: 64,
      });
      const wrong = findings.filter(({ outcome }) => outcome !== "pass");
      expect(wrong, `scene ${i} of seed ${SEED}`).toEqual([]);
      expect(picture).toBeDefined();
    }
  });

  test("error: the same rules refuse a picture that a name has broken", async () => {
    const uri = uriOf(generator(1));
    const json = readJson(decodeDataUri(uri, "metadata").content!.bytes);
    const image = decodeDataUri(String(json.value!.image), "image").content!;
    const svg = Buffer.from(image.bytes).toString().replace("</desc>", "<script>&</desc>");
    const { findings } = await inspectPicture({ ...image, bytes: Buffer.from(svg) }, "image", {
      size: 64,
    });
    expect(findings.filter(({ outcome }) => outcome !== "pass").map(({ check }) => check)).toEqual([
      "svg-xml",
      "picture-draws",
    ]);
  });
});
