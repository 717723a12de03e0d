// What another art version's contract may say, held against what the page can show.
import { describe, expect, test } from "vitest";
import { inertIn } from "../../web/foreign/drawing.ts";
import { readTold } from "../../web/foreign/told.ts";

const svg = (inside: string, more = "") =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"${more}>${inside}</svg>`;
const PLAIN = svg('<path d="M0 0h9"/>');
const jsonUri = (json: unknown) =>
  `data:application/json;base64,${Buffer.from(JSON.stringify(json)).toString("base64")}`;
const uriOf = (drawing: string) =>
  jsonUri({ name: "A", image: `data:image/svg+xml,${encodeURIComponent(drawing)}` });

describe("inertIn", () => {
  test("default: of a drawing that shows as it is there is nothing to say", () => {
    expect(inertIn(PLAIN)).toBe("");
    const used = svg(
      '<g id="a"><path d="M0 0"/></g><use href="#a"/><path fill="url(#a)" d="M0 0"/>',
    );
    expect(inertIn(used)).toBe("");
    expect(inertIn(svg('<image href="data:image/png;base64,AA"/>'))).toBe("");
  });

  test("behavior: scripts and addresses are told of, wherever they hide", () => {
    const script = "It holds a script, which does not run on this page.";
    for (const inside of [
      "<script>hacked=1</script>",
      '<s:script xmlns:s="http://www.w3.org/2000/svg">hacked=1</s:script>',
      '<path onclick="hacked=1"/>',
      '<a href=" javascript:hacked=1"><path/></a>',
    ]) {
      expect(inertIn(svg(inside)), inside).toBe(script);
    }
    const place = "It points to 1 place elsewhere, which this page does not ask.";
    for (const inside of [
      '<image href="https://e.example/a.png"/>',
      '<image xlink:href="//e.example/a.png" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
      "<style>@import 'https://e.example/a.css';</style>",
      '<path fill="url(https://e.example/a.svg#b)"/>',
      "<path style=\"fill: url('a.svg#b')\"/>",
    ]) {
      expect(inertIn(svg(inside)), inside).toBe(place);
    }
  });

  test("error: what is no drawing, or too much of one, is refused with its reason", () => {
    const ten = (id: string, of: string) =>
      `<g id="${id}">${`<use href="#${of}"/>`.repeat(10)}</g>`;
    const bomb = ["a", "b", "c", "d", "e", "f"].map((id, i, all) => ten(id, all[i - 1] ?? "z"));
    const patterns = ["a", "b", "c", "d", "e", "f"].map(
      (id, i, all) =>
        `<pattern id="${id}">${`<path fill="url(#${all[i - 1] ?? "z"})"/>`.repeat(10)}</pattern>`,
    );
    const deep = `${"<g>".repeat(100_000)}${"</g>".repeat(100_000)}`;
    for (const [drawing, reason] of [
      ["<svg><path></svg>", "not well-formed XML"],
      ["", "not well-formed XML"],
      ["<html xmlns='http://www.w3.org/1999/xhtml'/>", "no SVG document"],
      [`<!DOCTYPE svg [<!ENTITY a "b">]>${PLAIN}`, "entities"],
      [svg(" ".repeat(1_000_000)), "1,001 kilobytes long"],
      [svg(bomb.join("")), "more than 200,000"],
      [svg(patterns.join("")), "more than 200,000"],
      [svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), "more than 200,000"],
      [svg(deep), /more than 200,000|not well-formed/],
    ] as const) {
      expect(() => inertIn(drawing), drawing.slice(0, 80)).toThrow(reason);
    }
  });
});

describe("readTold", () => {
  test("default: a name, words, traits and a drawing, however they are encoded", () => {
    const json = {
      name: "A",
      description: "B",
      image: `data:image/svg+xml;base64,${btoa(PLAIN)}`,
      attributes: [{ trait_type: "C", value: 3, display_type: "number" }],
    };
    const attributes = [{ trait_type: "C", value: 3, display_type: "number" }];
    const told = { name: "A", description: "B", svg: PLAIN, attributes, inert: "" };
    expect(readTold(jsonUri(json))).toEqual(told);
    const plain = JSON.stringify({ ...json, image: `data:image/svg+xml;utf8,${PLAIN}` });
    expect(readTold(`data:application/json,${encodeURIComponent(plain)}`)).toEqual(told);
    expect(readTold(`data:application/json;utf8,${plain}`)).toEqual(told);
    expect(readTold(uriOf('<svg width="100%"/>')).svg).toBe('<svg width="100%"/>');
  });

  test("behavior: texts are cut and cannot turn a line, and no trait can break the page", () => {
    const { name, description, attributes } = readTold(
      jsonUri({
        name: `\u202e${"A".repeat(200)}`,
        description: { toString: "no" },
        image: `data:image/svg+xml,${PLAIN}`,
        attributes: [
          null,
          { trait_type: "Born", value: 1e30, display_type: "date" },
          { trait_type: "Born", value: "never", display_type: "date" },
          { trait_type: "Odd", value: { a: 1 } },
          { value: 4 },
          ...Array.from({ length: 90 }, (_, i) => ({ trait_type: `T${i}`, value: i })),
        ],
      }),
    );
    expect(name).toBe(`\ufffd${"A".repeat(79)}…`);
    expect(description).toBe("");
    expect(attributes[0]).toEqual({ trait_type: "Born", value: "never" });
    expect(attributes).toHaveLength(36);
  });

  test("error: what lies elsewhere, is of another kind or makes no sense", () => {
    for (const [uri, reason] of [
      ["ipfs://bafy/1", "lies elsewhere"],
      ["", "lies elsewhere"],
      ["data:application/json,{", "not JSON"],
      ["data:application/json;base64,%%%", "not JSON"],
      ["data:application/json,[1]", "not JSON"],
      [jsonUri({}), "names no picture"],
      [jsonUri({ image: 7 }), "names no picture"],
      [jsonUri({ image: "https://e.example/a.svg" }), "picture lies elsewhere"],
      [jsonUri({ image: "data:image/png;base64,AA" }), "no SVG drawing"],
      [jsonUri({ image: "data:image/svg+xmlish,<svg/>" }), "no SVG drawing"],
      [jsonUri({ image: "data:image/svg+xml;base64,$" }), "cannot be decoded"],
      [uriOf("<svg>"), "not well-formed"],
    ] as const) {
      expect(() => readTold(uri), uri).toThrow(reason);
    }
  });
});
