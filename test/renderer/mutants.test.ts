// A rig that cannot go red proves nothing: each twin is copied with one change in its text, and the
// vectors must notice.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerOf, decodeAnswer, decodeScene, TWIN, type Twin } from "./oracle.ts";

const MUTANTS: [file: string, from: string, to: string][] = [
  ["genome.ts", "bits(BigInt(g), 144, 8)", "bits(BigInt(g), 144, 7)"],
  ["genome.ts", "BigInt(school(g)) << 128n", "BigInt(school(g)) << 127n"],
  ["fixed.ts", "z * 1160", "z * 1161"],
  ["fixed.ts", "x >>> 15", "x >>> 14"],
  ["sun.ts", "349 * sin", "348 * sin"],
  ["phenotype.ts", "brightness - loss", "brightness + loss"],
  ["phenotype.ts", "* cool, 900", "* cool, 800"],
  ["phenotype.ts", "40 - away", "41 - away"],
  ["phenotype.ts", "s.decisions - s.moves", "s.decisions"],
  ["phenotype.ts", "(evaporation - rain) * 127", "(evaporation - rain) * 126"],
  ["sky/condition.ts", '"windEast",\n  "windSpeed",', '"windSpeed",\n  "windEast",'],
  ["words.ts", "p.openness < 84", "p.openness < 60"],
  ["words.ts", "code > 0x2065", "code > 0x2066"],
  ["words.ts", "east * 29 < north * 12", "east * 29 < north * 13"],
  ["words.ts", "p.moonPhase < 57", "p.moonPhase < 64"],
  ["words.ts", "{1,200}", "{1,20}"],
  ["document.ts", "div(amount * 100, 127)", "div(amount * 101, 127)"],
  ["document.ts", "if (p.grafts > 0)", "if (p.grafts > 1)"],
  ["document.ts", 'count("Pinned epoch", scene.epoch)', 'count("Pinned epoch", p.age)'],
  ["document.ts", "* BigInt(birthEpoch)", "* BigInt(epoch)"],
  ["document.ts", 'endsWith("/") ? ""', 'endsWith("t") ? ""'],
  ["document.ts", "0x9cc0dc", "0x9cc0dd"],
  ["causes.ts", 'by("rime", div(p.rime, 4))', 'by("rime", div(p.rime, 5))'],
  ["causes.ts", "p.age < WEEK_EPOCHS", "p.age > WEEK_EPOCHS"],
  ["causes.ts", "20 + p.scars * 8", "20 + p.scars * 7"],
  ["causes.ts", "b.weight - a.weight", "a.weight - b.weight"],
  ["causes.ts", "minutes % 60", "minutes % 61"],
  ["causes.ts", "stature(s.genome)", "petals(s.genome)"],
  ["document.ts", "if (scene.pending)", "if (scene.pending && scene.pinned)"],
  ["pen.ts", "cy - pen.y", "cy - pen.x"],
  ["palette.ts", "p.cloud * clamp", "p.cloud + clamp"],
  ["palette.ts", "p.ripeness * (4 + lit * 3)", "p.ripeness * (4 + lit * 2)"],
  ["palette.ts", "p.dormancy * 4", "p.dormancy * 3"],
  ["palette.ts", "(channel - mean) * pure, 6", "(channel - mean) * pure, 7"],
  ["shapes.ts", "length * 9, 20", "length * 9, 21"],
  ["study.ts", "p.lean * 110", "p.lean * 111"],
  ["study.ts", "700 + i", "701 + i"],
  ["ground.ts", "340 * s.p.age", "341 * s.p.age"],
  ["marks.ts", "k * 12 - 18", "k * 12 - 19"],
  ["marks.ts", "i * 13 - 40", "i * 13 - 41"],
  ["marks.ts", "1310, 1532", "1310, 1533"],
  ["backdrop.ts", "0x86b4d4", "0x86b4d5"],
  ["weather.ts", "0x3a3444", "0x3a3445"],
  ["heavens.ts", "130 - cover", "129 - cover"],
  ["skies.ts", "(coordinate * 15) >> 9", "(coordinate * 15) >> 8"],
  ["png.ts", "% 65521", "% 65519"],
  ["base64.ts", "three & 63", "three & 62"],
  ["seed.ts", "936, 1330", "936, 1331"],
  ["species/sunhead.ts", "25_032", "25_031"],
  ["species/sunhead.ts", "s.p.ripeness * 140", "s.p.ripeness * 141"],
  ["species/bellspire.ts", "size * 2, div", "size * 3, div"],
  ["species/bellspire.ts", "2600", "2601"],
  ["species/mooncup.ts", "7200", "7210"],
  ["species/mooncup.ts", "-2600, 2600", "-2600, 2700"],
  ["species/starwheel.ts", "grown(s, row === 0 ? 15", "grown(s, row === 0 ? 14"],
  ["species/starwheel.ts", "rays * 190", "rays * 191"],
  ["species/stonerose.ts", "25_032", "25_031"],
  ["species/stonerose.ts", "div(s.p.dormancy, 3)", "div(s.p.dormancy, 4)"],
  ["species/snowbough.ts", "76, 26, 8", "76, 27, 8"],
  ["species/snowbough.ts", "130 + vary", "131 + vary"],
  ["motes.ts", "820 + i", "821 + i"],
  ["species/lacefern.ts", "1330 + div", "1331 + div"],
  ["species/windplume.ts", "1040 + div", "1041 + div"],
  ["species/dawnvine.ts", "LEG = 900", "LEG = 901"],
  ["sprout.ts", "13_400", "13_401"],
  ["species/thornlamp.ts", "1000 + div", "1001 + div"],
  ["causes.ts", "one for each whole year", "one for every whole year"],
  ["causes.ts", "div(p.rain, 3)", "div(p.rain, 2)"],
  ["page.ts", "s.latMicroDeg, s.lonMicroDeg", "s.lonMicroDeg, s.latMicroDeg"],
  ["page.ts", "Math.min(s.time", "Math.min(s.time + 1"],
  ["plant.ts", "species(g) % SPECIES_COUNT", "species(g) % 9"],
  ["page.ts", "digits(weight + 128, 1)", "digits(weight + 127, 1)"],
  ["page.ts", "digits(bias, 3)", "digits(bias + 1, 3)"],
  ["page.ts", "digits(value, 4)", "digits(value + 1, 4)"],
  ["page.ts", "deflate-raw", "deflate"],
];

/** What has no mutant here, and why. */
const SPARED: Record<string, string> = {
  "attestation.ts": "a keeper's statement; test/keeper holds it to EIP-712",
  "compose.ts":
    "puts a raster under the drawing; test/renderer/provenance.test.ts and the keeper's hold its file",
  "descent.ts": "draws nothing; test/renderer/descent.test.ts holds it to planted lies",
  "exposure.ts": "packed words; test/renderer/exposure.test.ts has their vectors",
  "folder.ts":
    "names of files; test/keeper/publish/folder.test.ts and test/web/car.test.ts read what they name",
  "header.ts":
    "encodes a block's header; test/renderer/header.test.ts holds it to the hashes of blocks",
  "hex.ts": "no twin",
  "demands.ts": "answers over the almanac's trees; test/renderer/demands.test.ts has their vectors",
  "keccak.ts": "a hash; test/renderer/keccak.test.ts holds it to another implementation",
  "likeness.ts":
    "compares pictures; test/web/check.test.ts and the keeper's verify hold it to real ones",
  "merkle.ts": "the almanac's trees; test/renderer/merkle.test.ts has their vectors",
  "metadata.ts": "puts the others together, and draws nothing itself",
  "observation.ts": "packed words; test/renderer/observation.test.ts has their vectors",
  "provenance.ts": "a keeper's statement; test/renderer/provenance.test.ts has its vectors",
  "scene.ts": "a type",
  "walk.ts": "draws nothing; test/renderer/walk.test.ts holds it to planted lies",
};

interface Vector {
  scene: Hex;
  answer: Hex;
}

const vectors: Vector[] = ["corners", "species", "seeds"].flatMap((part) =>
  JSON.parse(readFileSync(`test/vectors/art-${part}.json`, "utf8")),
);

let folder = "";

beforeAll(() => {
  // Inside the repository, so that the copies find their packages.
  folder = mkdtempSync("cache/mutants-");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function load(root: string): Promise<Twin> {
  const at = (file: string) => import(pathToFileURL(join(process.cwd(), root, file)).href);
  const [phenotype, condition, genome, plant, skies, document, page, causes] = await Promise.all(
    [
      "phenotype.ts",
      "sky/condition.ts",
      "genome.ts",
      "plant.ts",
      "skies.ts",
      "document.ts",
      "page.ts",
      "causes.ts",
    ].map(at),
  );
  return {
    phenotypeOf: phenotype.phenotypeOf,
    conditionOf: condition.conditionOf,
    latentOf: genome.latentOf,
    plantSvg: plant.plantSvg,
    plantLayer: plant.plantLayer,
    livingPage: page.livingPage,
    causesOf: causes.causesOf,
    skyOf: skies.skyOf,
    tokenUri: document.tokenUri,
  };
}

function agrees(twin: Twin): boolean {
  return vectors.every(({ scene, answer }) => {
    const expected = JSON.stringify(decodeAnswer(answer));
    try {
      return JSON.stringify(answerOf(decodeScene(scene), twin)) === expected;
    } catch {
      return false;
    }
  });
}

describe("mutants", () => {
  // renderer/sky has its own, in test/renderer/sky/mutants.test.ts; renderer/living runs in the page, which
  // its own test holds to these files.
  test("default: every file that draws or words has one", () => {
    const files = ["", "species/"].flatMap((folder) =>
      readdirSync(`renderer/${folder}`)
        .filter((name) => name.endsWith(".ts"))
        .map((name) => `${folder}${name}`),
    );
    const changed = new Set(MUTANTS.map(([file]) => file));
    expect(files.filter((file) => !changed.has(file) && !SPARED[file])).toEqual([]);
    // Nothing is spared that is gone, or that has a mutant.
    const needless = Object.keys(SPARED).filter(
      (file) => changed.has(file) || !files.includes(file),
    );
    expect(needless).toEqual([]);
  });

  test("default: the twin itself agrees", () => {
    expect(agrees(TWIN)).toBe(true);
  });

  test("default: an unchanged copy agrees", async () => {
    cpSync("renderer", join(folder, "copy"), { recursive: true });
    expect(agrees(await load(join(folder, "copy")))).toBe(true);
  });

  test.each(MUTANTS)("behavior: %s with %j changed is noticed", async (file, from, to) => {
    const root = join(folder, `${MUTANTS.findIndex((m) => m[0] === file && m[1] === from)}`);
    cpSync("renderer", root, { recursive: true });
    const path = join(root, file);
    const source = readFileSync(path, "utf8");
    const mutated = source.replace(from, to);
    expect(mutated).not.toBe(source);
    writeFileSync(path, mutated);
    expect(agrees(await load(root))).toBe(false);
  });
});
