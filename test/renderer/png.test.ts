import sharp from "sharp";
import { expect, test } from "vitest";
import { encodePng } from "../../renderer/png.ts";

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

test("error: pixels that do not fill the picture", () => {
  expect(() => encodePng(new Uint8Array(10), 2, 2)).toThrow(/12 bytes, got 10/);
});
