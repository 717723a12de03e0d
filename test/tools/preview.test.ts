// What a link to the app itself previews as.
import { readFileSync } from "node:fs";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { type Previewed, previewTags } from "../../tools/web/preview.ts";

const collection: Previewed = { name: "Plants", description: "Alive.", externalUrl: "" };

function tagsOf(given: Partial<Previewed>): Record<string, string> {
  const tags = previewTags({ ...collection, ...given }).map(({ attrs }) => {
    const { property, name, content } = attrs as Record<string, string>;
    return [(property ?? name)!, content!];
  });
  return Object.fromEntries(tags);
}

describe("previewTags", () => {
  test("default: the collection's name and words, and addresses that are whole where its link is known", () => {
    for (const externalUrl of ["https://plants.example/app", "https://plants.example/app/"]) {
      expect(tagsOf({ externalUrl })).toMatchObject({
        "og:title": "Plants",
        "og:description": "Alive.",
        "og:url": "https://plants.example/app/",
        "og:image": "https://plants.example/app/icons/card.jpg",
        "twitter:card": "summary_large_image",
      });
    }
  });

  test("behavior: where nobody knows yet, or it is not on the web, the card lies beside the page", () => {
    for (const externalUrl of ["", "ipfs://bafy", "javascript:alert(1)"]) {
      const tags = tagsOf({ externalUrl });
      expect(tags["og:image"]).toBe("./icons/card.jpg");
      expect(tags["og:url"]).toBeUndefined();
    }
  });

  test("behavior: the card is as large as it says, and light enough to be fetched", async () => {
    const file = readFileSync("web/icons/card.jpg");
    const { width, height, format } = await sharp(file).metadata();
    const tags = tagsOf({});
    expect([String(width), String(height)]).toEqual([
      tags["og:image:width"],
      tags["og:image:height"],
    ]);
    expect(format).toBe("jpeg");
    expect(file.length).toBeLessThan(300_000);
  });
});
