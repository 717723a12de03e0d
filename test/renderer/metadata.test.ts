// What a marketplace gets: valid JSON around a well-formed, self-contained drawing, whatever a station is called.
import { readFileSync } from "node:fs";
import sharp from "sharp";
import type { Hex } from "viem";
import { describe, expect, test } from "vitest";
import type { Label } from "../../renderer/document.ts";
import { sceneSvg, tokenHtml, tokenURI } from "../../renderer/metadata.ts";
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
  animation_url?: string;
  external_url?: string;
  background_color?: string;
}

function attribute(scene: Scene, name: string): string | number | undefined {
  return parse(scene).metadata.attributes.find((each) => each.trait_type === name)?.value;
}

function parse(scene: Scene, label = LABEL): { metadata: Metadata; svg: string; uri: string } {
  const uri = tokenURI(scene, label, modelOf(scene), PROGRAM);
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
    expect(uri.length).toBeLessThanOrEqual(99_900);
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
    const { metadata } = parse(scene);
    expect(metadata.attributes).toEqual([
      { trait_type: "Stage", value: "Seed" },
      { display_type: "number", trait_type: "Germinates at block", value: LABEL.target },
    ]);
    expect(metadata.description).toContain(`the randomness of block ${LABEL.target}, or of one`);
    expect(metadata.animation_url).toBeUndefined();
    expect(metadata.background_color).toBe("1c1820");
  });

  test("behavior: a birthday is a date, and shares are percentages", () => {
    const [, scene] = scenes.find(([name]) => name === "seed 3")!;
    const traits = new Map(parse(scene).metadata.attributes.map((a) => [a.trait_type, a]));
    expect(traits.get("Birthday")).toEqual({
      display_type: "date",
      trait_type: "Birthday",
      value: scene.birthEpoch * 25_200,
    });
    expect(traits.get("Openness")!.display_type).toBe("boost_percentage");
    // Of a scene at the epoch 0 nobody can say how long epochs are.
    const zero = { ...scene, epoch: 0, time: 0 };
    expect(attribute(zero, "Birthday")).toBe(0);
  });

  test("behavior: what the holder chose is said where there is something to say", () => {
    const [, plain] = scenes.find(([name]) => name === "nothing chosen")!;
    const names = ["Grafts", "Ties", "Pinned epoch", "Pending"];
    expect(names.map((name) => attribute(plain, name))).toEqual(names.map(() => undefined));
    const chosen = { ...plain, moves: 9, decisions: 12, pinned: true, pending: true };
    expect(names.map((name) => attribute(chosen, name))).toEqual([5, 3, plain.epoch, "Yes"]);
    expect(parse(chosen).metadata.description).toContain(`has pinned it at epoch ${plain.epoch}.`);
  });

  test("behavior: old weather, and a birth to come, are said", () => {
    const [, plain] = scenes.find(([name]) => name === "nothing chosen")!;
    const now = { ...plain.now, age: 0 };
    const said = (changes: Partial<Scene>) =>
      parse({ ...plain, now, weatherAge: 0, ...changes }).metadata.description;
    expect(said({})).not.toMatch(/old\.|born/);
    expect(said({ weatherAge: 1 })).toContain("The weather is 1 epoch old.");
    expect(said({ weatherAge: 9 })).toContain("The weather is 9 epochs old.");
    expect(said({ birthEpoch: plain.epoch + 2 })).toContain(`be born at epoch ${plain.epoch + 2}.`);
  });

  test.each([
    ["https://example.org", "https://example.org/#/token/"],
    ["http://example.org/art/", "http://example.org/art/#/token/"],
    ["", undefined],
    ["example.org", undefined],
    ["javascript:alert(1)", undefined],
    ['https://example.org/","name":"', undefined],
    ["https://example.org/<script>", undefined],
    ["https://example.org/\\", undefined],
    ["https://exämple.org", undefined],
    ["https://example.org\n", undefined],
    [`https://${"a".repeat(192)}`, `https://${"a".repeat(192)}/#/token/`],
    [`https://${"a".repeat(193)}`, undefined],
  ])("behavior: the link %j is shown as %j", (externalUrl, shown) => {
    const [, scene] = scenes.find(([name]) => name === "nothing chosen")!;
    const { metadata } = parse(scene, { ...LABEL, externalUrl });
    expect(metadata.external_url).toBe(shown && `${shown}${scene.tokenId}`);
    expect(metadata.name).toBe(`Heliotrope #${scene.tokenId}`);
  });

  test("behavior: a collection may be called anything", () => {
    const [, scene] = scenes.find(([name]) => name === "nothing chosen")!;
    const name = (collection: string) => parse(scene, { ...LABEL, collection }).metadata.name;
    expect(name('","name":"x')).toBe(`&quot;,&quot;name&quot;:&quot;x #${scene.tokenId}`);
    expect(name("a\\\n\u2028\u202eb")).toBe(`a\\\ufffd\ufffd\ufffdb #${scene.tokenId}`);
    expect(name("é".repeat(5000))).toBe(`${"é".repeat(40)} #${scene.tokenId}`);
  });

  test("behavior: the page in the JSON is the page of the token", () => {
    const [, scene] = scenes.find(([name]) => name === "hostile name")!;
    const [head, ...rest] = parse(scene).metadata.animation_url!.split(",");
    expect(head).toBe("data:text/html;charset=utf-8");
    expect(decodeURIComponent(rest.join(","))).toBe(tokenHtml(scene, modelOf(scene), PROGRAM));
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
