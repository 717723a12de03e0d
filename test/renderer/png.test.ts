import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { keccak_256 } from "@noble/hashes/sha3.js";
import sharp from "sharp";
import { expect, test } from "vitest";
import { decodePng, encodePng } from "../../renderer/png.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { parseModel } from "../../renderer/sky/model.ts";
import { hexOf, SHIPPED, VECTORS } from "./sky/backends.ts";

test.each([
  [24, 24],
  [1, 1],
  [240, 240],
])("default: another decoder reads %d x %d pixels back", async (width, height) => {
  const rgb = Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * 37 + (i >> 5)) & 255);
  const { data, info } = await sharp(encodePng(rgb, width, height))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([width, height, 3]);
  expect(new Uint8Array(data)).toEqual(rgb);
});

test("default: writes the file that the contract writes", () => {
  expect(hexOf(keccak_256(encodePng(knownPixels(), 32, 32)))).toBe(VECTORS.png);
});

test.each([
  ["mod 65521", "% 65521", "% 65519"],
  ["the polynomial", "0xedb88320", "0xedb88321"],
  ["the block's complement", "~size & 255", "size & 255"],
])("behavior: a mistake in %s changes the file", async (_what, from, to) => {
  const source = readFileSync(new URL("../../renderer/png.ts", import.meta.url), "utf8");
  expect(source).toContain(from);
  const mutant = stripTypeScriptTypes(source.replaceAll(from, to));
  const { encodePng: encode } = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(mutant)}`
  );
  expect(hexOf(keccak_256(encode(knownPixels(), 32, 32)))).not.toBe(VECTORS.png);
});

/** The pixels of the last vector's whole picture. */
function knownPixels(): Uint8Array {
  const { latent, condition } = VECTORS.runs.at(-1)!;
  const request = { latent, condition, size: 32, x: 0, y: 0, width: 32, height: 32 };
  return paintInteger(parseModel(SHIPPED), request);
}

test("default: a canonical file gives its pixels back, and no other file does", async () => {
  const rgb = Uint8Array.from({ length: 3 * 240 * 240 }, (_, i) => (i * 37 + (i >> 5)) & 255);
  const file = encodePng(rgb, 240, 240);
  expect(decodePng(file, 240, 240)).toEqual(rgb);
  for (const at of [0, 20, 41, 43, 60_000, 66_000, file.length - 20, file.length - 1]) {
    const other = file.slice();
    other[at]! ^= 1;
    expect(decodePng(other, 240, 240), `byte ${at}`).toBeUndefined();
  }
  const raw = { width: 240, height: 240, channels: 3 } as const;
  const another = await sharp(rgb, { raw }).png().toBuffer();
  expect(decodePng(another, 240, 240)).toBeUndefined();
  expect(decodePng(file, 24, 24)).toBeUndefined();
});

test("error: pixels that do not fill the picture", () => {
  expect(() => encodePng(new Uint8Array(10), 2, 2)).toThrow(/12 bytes, got 10/);
});
