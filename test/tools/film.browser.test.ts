import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { CHROMIUM_FLAGS, ensureChromium } from "../../tools/chromium.ts";
import { makeFilm, starOf } from "../../tools/gallery/film.ts";

test("behavior: a WebM plays to its end in a browser, at the size and length that it should have", async () => {
  const executablePath = ensureChromium();
  const film = await makeFilm(starOf(3), 6, "webm", { size: 64, sky: "vector" });
  expect(film.frames).toBe(6);
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  try {
    const page = await browser.newPage();
    const seen = await page.evaluate(async (data) => {
      const video = document.createElement("video");
      video.muted = true;
      video.src = `data:video/webm;base64,${data}`;
      document.body.append(video);
      await video.play();
      await new Promise((resolve) => video.addEventListener("ended", resolve, { once: true }));
      const canvas = document.createElement("canvas");
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      const context = canvas.getContext("2d")!;
      context.drawImage(video, 0, 0);
      const { data: pixels } = context.getImageData(0, 0, canvas.width, canvas.height);
      const strip = [...pixels.subarray(pixels.length - 4 * canvas.width * 2).subarray(0, 3)];
      return { width: canvas.width, height: canvas.height, duration: video.duration, strip };
    }, Buffer.from(film.bytes).toString("base64"));
    expect(seen).toMatchObject({ width: 64, height: 70 });
    // Six days and five frames between them, 24 a second.
    expect(seen.duration).toBeCloseTo(11 / 24, 1);
    // The paper under the picture.
    for (const [i, value] of [0xf5, 0xf0, 0xe6].entries()) {
      expect(Math.abs(seen.strip[i]! - value)).toBeLessThan(12);
    }
  } finally {
    await browser.close();
  }
});
