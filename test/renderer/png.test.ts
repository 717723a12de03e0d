import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { keccak_256 } from "@noble/hashes/sha3.js";
import sharp from "sharp";
import { expect, test } from "vitest";
import { encodePng } from "../../renderer/png.ts";
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

test("error: pixels that do not fill the picture", () => {
  expect(() => encodePng(new Uint8Array(10), 2, 2)).toThrow(/12 bytes, got 10/);
});
