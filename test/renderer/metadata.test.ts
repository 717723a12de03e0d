// What a marketplace gets: valid JSON around a well-formed, self-contained drawing, whatever a station is called.
import { readFileSync } from "node:fs";
import sharp from "sharp";
import type { Hex } from "viem";
import { describe, expect, test } from "vitest";
import type { Label } from "../../renderer/document.ts";
import { sceneSvg, tokenURI } from "../../renderer/metadata.ts";
import type { Scene } from "../../renderer/scene.ts";
import { decodeScene, modelOf, PROGRAM } from "./oracle.ts";

const scenes: [name: string, Scene][] = ["corners", "species", "seeds"].flatMap((part) =>
  (
    JSON.parse(readFileSync(`test/vectors/art-${part}.json`, "utf8")) as {
      name: string;
      scene: Hex;
    }[]
  ).map(({ name, scene }): [string, Scene] => [name, decodeScene(scene)]),
);

const LABEL: Label = { collection: "Heliotrope", externalUrl: "https://example.org", target: 77 };

interface Metadata {
  name: string;
  description: string;
  attributes: { trait_type: string; value: string | number; display_type?: string }[];
  image: string;
}

function parse(scene: Scene): { metadata: Metadata; svg: string; uri: string } {
  const uri = tokenURI(scene, LABEL, modelOf(scene), PROGRAM);
  expect(uri).toMatch(/^data:application\/json;base64,[A-Za-z0-9+/]+={0,2}$/);
  const json = Buffer.from(uri.slice(uri.indexOf(",") + 1), "base64").toString("utf8");
  const metadata = JSON.parse(json) as Metadata;
  expect(metadata.image.startsWith("data:image/svg+xml,")).toBe(true);
  return {
    metadata,
    uri,
    svg: decodeURIComponent(metadata.image.slice("data:image/svg+xml,".length)),
  };
}

/** Every tag closed in order, every attribute quoted, text free of raw markup. */
function expectWellFormed(svg: string): void {
  const open: string[] = [];
  let rest = svg;
  while (rest.length > 0) {
    const match =
      /^(?:<(\/)?([a-zA-Z]+)((?: [a-zA-Z][a-zA-Z0-9-]*='[^'<&]*')*)(\/)?>|(?:[^<&]|&(?:quot|amp|#39|lt|gt);)+)/.exec(
        rest,
      );
    expect(match, `not well-formed at: ${rest.slice(0, 80)}`).not.toBeNull();
    const [all, close, tag, , empty] = match!;
    if (tag && close) expect(open.pop()).toBe(tag);
    else if (tag && !empty) open.push(tag);
    rest = rest.slice(all.length);
  }
  expect(open).toEqual([]);
}

describe("tokenURI", () => {
  test.each(scenes)("behavior: %s is valid, self-contained and small", (_name, scene) => {
    const { metadata, svg, uri } = parse(scene);
    expect(svg).toBe(sceneSvg(scene, modelOf(scene)));
    expectWellFormed(svg);
    expect(svg).not.toMatch(
      /<script|<foreignObject|href='(?!#|data:image\/png;base64,)|url\((?!#)|\son[a-z]+=|NaN|undefined/,
    );
    expect(svg).toMatch(
      /^<svg xmlns='http:\/\/www.w3.org\/2000\/svg' viewBox='0 0 1920 1920' role='img'/,
    );
    expect(svg).toContain("<title id='t'>");
    expect(metadata.name).toBe(`Heliotrope #${scene.tokenId}`);
    expect(metadata.description.length).toBeGreaterThan(20);
    expect(metadata.attributes[0]!.trait_type).toBe("Stage");
    // Without the page; the whole must stay under 99,900.
    expect(uri.length).toBeLessThan(60_000);
  });

  test("behavior: traits follow the state, numbers as numbers", () => {
    const [, scene] = scenes.find(([name]) => name === "seed 3")!;
    const { metadata } = parse(scene);
    const traits = new Map(metadata.attributes.map((a) => [a.trait_type, a]));
    expect(traits.get("Age in epochs")).toEqual({
      display_type: "number",
      trait_type: "Age in epochs",
      value: scene.epoch - scene.birthEpoch,
    });
    expect(traits.get("Temperature")!.value).toBe(scene.now.tempCentiC / 100);
    expect(traits.size).toBe(metadata.attributes.length);
  });

  test("behavior: a seed shows no traits that it has not got yet", () => {
    const [, scene] = scenes.find(([name]) => name === "ungerminated")!;
    expect(parse(scene).metadata.attributes).toEqual([{ trait_type: "Stage", value: "Seed" }]);
  });

  test("behavior: before any weather, none is claimed", () => {
    const [, scene] = scenes.find(([name]) => name === "before any weather")!;
    const { metadata } = parse(scene);
    expect(metadata.attributes.map((a) => a.trait_type)).not.toContain("Temperature");
    expect(metadata.attributes.find((a) => a.trait_type === "Weather")!.value).toBe("Unknown");
    expect(metadata.description).toContain("No weather has been observed here yet.");
  });

  test("behavior: a hostile name is shown as text", () => {
    const [, scene] = scenes.find(([name]) => name === "hostile name")!;
    const { metadata, svg } = parse(scene);
    expect(metadata.description).not.toMatch(/[<>]/);
    expect(svg).toContain("&lt;script&gt;");
  });

  test("behavior: every picture renders, and is not one colour", async () => {
    for (const [name, scene] of scenes.slice(0, 24)) {
      const image = sharp(Buffer.from(sceneSvg(scene, modelOf(scene))), { density: 4 }).resize(
        96,
        96,
      );
      const { channels } = await image.stats();
      expect(Math.max(...channels.map((channel) => channel.stdev)), name).toBeGreaterThan(4);
    }
  });
});
