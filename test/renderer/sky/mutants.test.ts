// The vectors must notice a mistake in any twin: each mutant is a copy of the renderer with one
// deliberate change in renderer/sky, and must paint at least one run differently.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hexOf, SHIPPED, VECTORS } from "./backends.ts";

const MUTANTS = [
  ["features.ts", "(near >> 2)", "(near >> 3)"],
  ["features.ts", "mid > 0 ? mid", "mid > 1500 ? mid"],
  ["features.ts", "scene.cloudSeed ^ 0x63", "scene.cloudSeed ^ 0x64"],
  ["features.ts", "clip(593 - sun)", "clip(592 - sun)"],
  ["features.ts", "768 - 2 * f", "767 - 2 * f"],
  ["features.ts", "(f * (256 - f)) >> 8", "(f * (255 - f)) >> 8"],
  ["features.ts", ">>> 18) & 127) * (256 - s) + ((h10", ">>> 17) & 127) * (256 - s) + ((h10"],
  ["features.ts", "(drift >> 2)", "(drift >> 3)"],
  ["features.ts", "noise2(u >> 1, v, 11", "noise2(u, v, 11"],
  ["features.ts", "slope += found.slope * 2", "slope += found.slope"],
  [
    "features.ts",
    "mass * 2 + large * 4 + small * 2 - 65024",
    "mass * 2 + large * 4 + small * 2 - 64512",
  ],
  ["features.ts", "(large * 2 + mass) >> 7) - 190", "(large * 2 + mass) >> 7) - 191"],
  ["features.ts", "patch >> 7", "patch >> 8"],
  ["features.ts", "broad * 5 + Math.abs", "broad * 4 + Math.abs"],
  ["features.ts", "54500 - ((rolling * 6", "54400 - ((rolling * 6"],
  ["features.ts", "- 46000) >> 6", "- 46100) >> 6"],
  ["features.ts", "trees * 3", "trees * 2"],
  ["features.ts", "scene.condition[9]! < 40", "scene.condition[9]! < 60"],
  ["features.ts", "Math.abs(X - path) >> 2", "Math.abs(X - path) >> 3"],
  ["features.ts", "(h & 7) > 2", "(h & 7) > 3"],
  ["features.ts", "(t - 160) * 2", "(t - 150) * 2"],
  ["features.ts", "flakeAt(scene, X, Y, 12, 0x81, 400)", "flakeAt(scene, X, Y, 12, 0x81, 500)"],
  ["features.ts", "row * 1733) >> 12", "row * 1732) >> 12"],
  ["features.ts", "((dab >>> 18) & 63) - 32", "((dab >>> 18) & 31) - 32"],
  ["features.ts", "flow ^ 0x72", "flow ^ 0x73"],
  ["features.ts", "(X - Y + 65536) >> 3", "(X - Y + 65535) >> 3"],
  ["features.ts", "clip(127 + (below >> 7))", "clip(127 + (below >> 8))"],
  ["features.ts", "FINE_SIZE = 120", "FINE_SIZE = 129"],
  ["features.ts", "FINE_SIZE = 120", "FINE_SIZE = 112"],
  ["latent.ts", "(sunY - 48) * 5", "(sunY - 47) * 5"],
  ["latent.ts", "0x01000193", "0x01000195"],
  ["latent.ts", "seedWord(latent, 3)", "seedWord(latent, 2)"],
  ["integer.ts", "clip(sum >> 7)", "clip((sum + 64) >> 7)"],
  ["integer.ts", "Math.min(top, sum >> bits)", "Math.min(top, (sum + 1) >> bits)"],
  ["integer.ts", "sum >> 2)", "sum >> 3)"],
  ["integer.ts", "+ 128))", "+ 127))"],
] as const;

const renderer = fileURLToPath(new URL("../../../renderer", import.meta.url));
let folder = "";

beforeAll(() => {
  // Inside the repository, so that a mutant finds its packages.
  folder = mkdtempSync(join(renderer, "../node_modules/.sky-mutants-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function differing(name: string): Promise<number> {
  const at = pathToFileURL(join(folder, name, "sky")).href;
  const load = (file: string) => import(/* @vite-ignore */ `${at}/${file}`);
  const { parseModel } = await load("model.ts");
  const { paintInteger } = await load("integer.ts");
  const { paintFeatures, sceneOf } = await load("features.ts");
  const { wordBytes } = await load("latent.ts");
  const model = parseModel(SHIPPED);
  const features = new Uint8Array(16 * 32);
  return VECTORS.runs.filter(({ latent, condition, size, x, y, inputs, pixels }) => {
    const scene = sceneOf(wordBytes(latent), wordBytes(condition), size);
    paintFeatures(scene, size, x, y, 16, 1, features);
    const run = paintInteger(model, { latent, condition, size, x, y, width: 16, height: 1 });
    return hexOf(keccak_256(features)) !== inputs || hexOf(run) !== pixels;
  }).length;
}

test("default: an unchanged copy paints every run", async () => {
  cpSync(renderer, join(folder, "same"), { recursive: true });
  expect(await differing("same")).toBe(0);
});

test.each(MUTANTS)("behavior: %s with %s as %s turns the vectors red", async (file, from, to) => {
  const name = `mutant-${MUTANTS.findIndex((m) => m[1] === from && m[2] === to)}`;
  cpSync(renderer, join(folder, name), { recursive: true });
  const path = join(folder, name, "sky", file);
  const source = readFileSync(path, "utf8");
  expect(source, `${file} no longer contains ${from}`).toContain(from);
  writeFileSync(path, source.replace(from, to));
  expect(await differing(name)).toBeGreaterThan(0);
});
