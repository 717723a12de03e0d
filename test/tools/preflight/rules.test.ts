// The rules that need no chain: JSON, URIs, SVG, PNG, pages, members, and the list of all of them.
import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { encodePng } from "../../../renderer/png.ts";
import { TOPICS } from "../../../tools/preflight/catalog.ts";
import { cssReferences } from "../../../tools/preflight/css.ts";
import { htmlFaults } from "../../../tools/preflight/html.ts";
import { readJson } from "../../../tools/preflight/json.ts";
import { documented } from "../../../tools/preflight/list.ts";
import { draw } from "../../../tools/preflight/picture.ts";
import { pngFaults } from "../../../tools/preflight/png.ts";
import { schemaFaults } from "../../../tools/preflight/schema.ts";
import { svgFaults } from "../../../tools/preflight/svg.ts";
import { decodeDataUri } from "../../../tools/preflight/uri.ts";

const bytes = (text: string) => Buffer.from(text, "utf8");
const ids = (faults: readonly { check: string }[]) => [
  ...new Set(faults.map(({ check }) => check)),
];

describe("list", () => {
  test("default", () => {
    const document = readFileSync("docs/preflight.md", "utf8");
    expect(documented(document)).toBe(document);
  });

  test("behavior: every check has one id, a reason and a remedy", () => {
    const all = TOPICS.flatMap(([, checks]) => Object.entries(checks));
    expect(new Set(all.map(([id]) => id)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(70);
    for (const [id, { severity, what, why, remedy }] of all) {
      expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/);
      expect(["failure", "warning"]).toContain(severity);
      expect(what.length, id).toBeGreaterThan(4);
      expect(why, id).toMatch(/\.$/);
      expect(remedy, id).toMatch(/[.…]$/);
    }
  });
});

describe("tests", () => {
  test("behavior: every check is seen to fail", () => {
    const tests = ["rules", "contracts", "nodes", "shown.browser"]
      .map((name) => readFileSync(`test/tools/preflight/${name}.test.ts`, "utf8"))
      .join();
    const all = TOPICS.flatMap(([, checks]) => Object.keys(checks));
    expect(all.filter((id) => !tests.includes(`"${id}"`))).toEqual([]);
  });
});

describe("readJson", () => {
  test("default", () => {
    const { value, faults } = readJson(bytes('{"name":"A \\ud83c\\udf3b","n":[1.5,{"a":null}]}'));
    expect(faults).toEqual([]);
    expect(value).toEqual({ name: "A 🌻", n: [1.5, { a: null }] });
  });

  test.each<[name: string, json: string | number[], check: string, found: string]>([
    ["a name twice", '{"a":1,"b":{"c":1,"c":2}}', "json-duplicate", "b.c"],
    ["a name twice, once escaped", '{"a":1,"\\u0061":2}', "json-duplicate", "a stands twice"],
    ["a name twice in a list", '{"a":[{"b":1,"b":1}]}', "json-duplicate", "a[0].b"],
    ["a control character", '{"a":"line\nbreak"}', "json-syntax", "control"],
    ["a trailing comma", '{"a":1,}', "json-syntax", "position 7"],
    ["a comment", '{"a":1}// b', "json-syntax", "position 7"],
    ["a number of JavaScript", '{"a":NaN}', "json-syntax", "NaN"],
    ["a leading zero", '{"a":01}', "json-syntax", "position 6"],
    ["nothing", "", "json-syntax", "Unexpected end"],
    ["a byte order mark", [0xef, 0xbb, 0xbf, 0x7b, 0x7d], "json-bom", "byte order mark"],
    ["invalid UTF-8", [0x7b, 0x22, 0xc3, 0x28], "json-utf8", "byte 3"],
    ["a cut character", [0x7b, 0x22, 0xc3], "json-utf8", "cut"],
    ["half a character", '{"a":["\\ud800"]}', "json-surrogate", "a[0]"],
    ["half a character in a name", '{"\\udc00":1}', "json-surrogate", "the name"],
    ["a list", "[1]", "json-root", "an array"],
    ["null", "null", "json-root", "null"],
    ["a large integer", '{"id":9007199254740993}', "json-number", "id is read as 9007199254740992"],
    ["infinity", '{"id":1e999}', "json-number", "Infinity"],
  ])("error: %s", (_name, json, check, found) => {
    const { faults } = readJson(typeof json === "string" ? bytes(json) : Uint8Array.from(json));
    expect(ids(faults)).toEqual([check]);
    expect(faults[0]!.found).toContain(found);
  });
});

describe("decodeDataUri", () => {
  test("default", () => {
    const cases = [
      ["data:application/json;base64,eyJhIjoiw6kifQ==", '{"a":"é"}'],
      ["data:application/json;charset=utf-8;base64,e30=", "{}"],
      ["data:application/json;utf8,%7B%22a%22:%22%C3%A9%22%7D", '{"a":"é"}'],
      ["data:application/json;base64,e30%3D", "{}"],
    ];
    for (const [uri, text] of cases) {
      const { content, faults } = decodeDataUri(uri!, "metadata");
      expect(faults, uri).toEqual([]);
      expect(Buffer.from(content!.bytes).toString(), uri).toBe(text);
    }
  });

  test.each<[name: string, uri: string, check: string]>([
    ["missing padding", "data:application/json;base64,e30", "uri-base64"],
    ["base64 of URLs", "data:application/json;base64,__8=", "uri-base64"],
    ["a blank in base64", "data:application/json;base64,e3%200=", "uri-base64"],
    ["bits after the end", "data:application/json;base64,e31=", "uri-base64"],
    ["a bare percent", "data:application/json,%7B%2", "uri-percent"],
    ["a bare hash", "data:application/json,%7B#%7D", "uri-fragment"],
    ["a bare bracket", "data:application/json,{}", "uri-escaped"],
    ["letters beyond ASCII", "data:application/json,é", "uri-escaped"],
    ["a wrong type", "data:text/plain,%7B%7D", "uri-media-type"],
    ["no type", "data:,%7B%7D", "uri-media-type"],
    ["no comma", "data:application/json", "uri-media-type"],
  ])("error: %s", (_name, uri, check) => {
    expect(ids(decodeDataUri(uri, "metadata").faults)).toEqual([check]);
  });
});

const WORDS = "<title>A</title><desc>B</desc>";
const svg = (inside: string, attributes = "") =>
  bytes(
    `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9' role='img'${attributes}>${WORDS}${inside}</svg>`,
  );

describe("svgFaults", () => {
  test("default", () => {
    const inside =
      "<defs><linearGradient id='g'/></defs><style>.a{fill:url(#g)}</style>" +
      "<path class='onload' fill='url(#g)' d='M0 0' aria-label='NaN undefined'/><use href='#g'/>" +
      "<image href='data:image/png;base64,AA=='/><text>https://example.org NaN &amp; &#8232;</text>" +
      "<circle r='1'><animate attributeName='r' values='1;2' dur='1s'/></circle>";
    const { faults, embedded } = svgFaults(svg(inside));
    expect(faults).toEqual([]);
    expect(embedded).toEqual(["data:image/png;base64,AA=="]);
  });

  test.each<[name: string, inside: string, ...checks: string[]]>([
    ["a bare ampersand", "<text>a & b</text>", "svg-xml"],
    ["an open element", "<g>", "svg-xml"],
    ["an attribute twice", "<g a='1' a='2'/>", "svg-xml"],
    ["an entity of HTML", "<text>&nbsp;</text>", "svg-xml"],
    ["a control character", "<text>\u0001</text>", "svg-xml"],
    ["a script", "<script>1</script>", "svg-script"],
    ["a script under a prefix", "<s:script xmlns:s='http://www.w3.org/2000/svg'/>", "svg-script"],
    ["a link that runs", "<a href='java\u0009script:alert(1)'/>", "svg-script"],
    ["a page in a link", "<a href='data:text/html,x'/>", "svg-script"],
    ["a link written by SMIL", "<set attributeName='href' to='javascript:1'/>", "svg-script"],
    ["a handler", "<g onLoad='x'/>", "svg-handler"],
    ["a foreign object", "<foreignObject/>", "svg-foreign"],
    ["a picture from elsewhere", "<image href='//a.example/b.png'/>", "svg-external"],
    ["a font from elsewhere", "<style>@font-face{src:url(a.woff)}</style>", "svg-external"],
    ["an import", "<style>@import 'a.css';</style>", "svg-external"],
    ["a fill from elsewhere", "<g fill='url(https://a.example/#b)'/>", "svg-external"],
    ["an escaped url()", "<g style='fill:u\\72l(a.svg)'/>", "svg-external"],
    ["a prefix without its namespace", "<use xlink:href='#x'/>", "svg-namespace", "svg-reference"],
    ["a target that is missing", "<use href='#x'/>", "svg-reference"],
    ["an id twice", "<g id='a'/><g id='a'/>", "svg-id"],
    ["a number that is none", "<path d='M0 -NaN'/>", "svg-number"],
    ["an undefined width", "<rect width='undefined'/>", "svg-number"],
    ["an infinite radius", "<circle r='Infinity'/>", "svg-number"],
  ])("error: %s", (_name, inside, ...checks) => {
    expect(ids(svgFaults(svg(inside)).faults).sort()).toEqual([...checks].sort());
  });

  test("error: documents around the drawing", () => {
    const of = (text: string) => ids(svgFaults(bytes(text)).faults);
    const root = "xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9' role='img'";
    const doctype = `<!DOCTYPE svg [<!ENTITY a 'b'>]><svg ${root}>${WORDS}</svg>`;
    expect(of(doctype)).toEqual(["svg-doctype"]);
    expect(of(`<?xml-stylesheet href='a.css'?><svg ${root}>${WORDS}</svg>`)).toEqual([
      "svg-external",
    ]);
    expect(of(`<svg viewBox='0 0 9 9' role='img'>${WORDS}</svg>`)).toEqual(["svg-root"]);
    expect(of(`<svg ${root.replace("9 9", "9 0")}>${WORDS}</svg>`)).toEqual(["svg-size"]);
    expect(of(`<svg ${root}/>`)).toEqual(["svg-label", "svg-desc"]);
    expect(of("")).toEqual(["svg-xml"]);
    expect(ids(svgFaults(Uint8Array.of(0x3c, 0xff)).faults)).toEqual(["svg-xml"]);
    const sized = `<svg xmlns='http://www.w3.org/2000/svg' width='9px' height='9' role='img'>${WORDS}</svg>`;
    expect(of(sized)).toEqual(["svg-viewbox"]);
    expect(of(sized.replace("9px", "100%"))).toEqual(["svg-viewbox", "svg-size"]);
  });

  test("error: a drawing that is too long", () => {
    const path = `<path d='M0 0${"l1 1".repeat(50_000)}'/>`;
    expect(ids(svgFaults(svg(path)).faults)).toEqual(["svg-length"]);
  });

  test("behavior: reads references as CSS does", () => {
    expect(
      cssReferences("a{b:url( 'x' )}/* url(y) */@import \"z\";c{d:image-set('w' 1x)}"),
    ).toEqual(["x", "z", "w"]);
  });
});

describe("pngFaults", () => {
  const good = () =>
    Buffer.from(
      encodePng(
        Uint8Array.from({ length: 48 }, (_, i) => i),
        4,
        4,
      ),
    );

  test("default", () => expect(pngFaults(good())).toEqual([]));

  test.each<[name: string, change: (png: Buffer) => Uint8Array, check: string]>([
    ["no signature", (png) => png.subarray(8), "png-signature"],
    ["a wrong checksum", (png) => flipped(png, png.length - 1), "png-chunks"],
    ["a cut chunk", (png) => png.subarray(0, 50), "png-chunks"],
    ["no end", (png) => png.subarray(0, -12), "png-end"],
    ["something after the end", (png) => Buffer.concat([png, png]), "png-end"],
    ["no width", (png) => repaired(png, (header) => header.writeUInt32BE(0, 0)), "png-header"],
    [
      "a strange colour type",
      (png) => repaired(png, (header) => header.writeUInt8(5, 9)),
      "png-header",
    ],
    ["too few pixels", (png) => repaired(png, (header) => header.writeUInt32BE(5, 4)), "png-data"],
    ["no palette", (png) => repaired(png, (header) => header.writeUInt8(3, 9)), "png-header"],
    ["a strange filter", (png) => data(png, deflateSync(Buffer.alloc(52, 9))), "png-data"],
    ["pixels that do not inflate", (png) => data(png, Buffer.from([1, 2, 3])), "png-data"],
  ])("error: %s", (_name, change, check) => {
    expect(ids(pngFaults(change(good())))).toContain(check);
  });
});

describe("htmlFaults", () => {
  test("default", () => {
    const page =
      "<!doctype html><title>A</title><style>a{b:url(data:image/png;base64,AA)}</style>" +
      "<a href='https://example.org'>a link</a><img src='data:image/png;base64,AA'>" +
      "<script>const prefetch=1;x.fetch(1);new Response(s)</script>";
    expect(htmlFaults(bytes(page))).toEqual([]);
  });

  test.each<[name: string, inside: string, check: string]>([
    ["a script from elsewhere", "<script src=//a.example/b.js></script>", "html-external"],
    ["a style sheet", "<link rel=stylesheet href='a.css'>", "html-external"],
    ["a font", "<style>@font-face{src:url(https://a.example/b)}</style>", "html-external"],
    ["a request", "<script>fetch('/a')</script>", "html-network"],
    ["a module", "<script type=module>import('/a')</script>", "html-network"],
    ["storage", "<script>localStorage.a=1</script>", "html-storage"],
    ["a cookie", "<script>document.cookie</script>", "html-storage"],
    ["a dialog in a handler", '<p onclick="alert(1)">', "html-sandbox"],
    ["its parent", "<script>parent.location=1</script>", "html-sandbox"],
  ])("error: %s", (_name, inside, check) => {
    const page = `<!doctype html><title>A</title>${inside}`;
    expect(ids(htmlFaults(bytes(page)))).toEqual([check]);
  });

  test("error: no document, no text", () => {
    expect(ids(htmlFaults(bytes("<p>A")))).toEqual(["html-document"]);
    expect(ids(htmlFaults(Uint8Array.of(0xff)))).toEqual(["html-utf8"]);
  });
});

describe("schemaFaults", () => {
  const sound = { name: "A", description: "B\nC", image: "data:," };

  test("default", () => {
    expect(
      schemaFaults({
        ...sound,
        external_url: "https://a.example/1",
        background_color: "23335C",
        attributes: [
          { trait_type: "Kind", value: "Fern" },
          { trait_type: "Age", display_type: "number", value: 3, max_value: 9 },
          { trait_type: "Wild", value: true },
        ],
      }),
    ).toEqual([]);
  });

  test.each<[name: string, json: Record<string, unknown>, check: string]>([
    ["no name", { name: " " }, "schema-name"],
    ["no description", { description: undefined }, "schema-description"],
    ["no image", { image: undefined }, "schema-image"],
    ["a link that is none", { external_url: "example.org" }, "schema-link"],
    ["a text that is none", { animation_url: 3 }, "schema-text"],
    ["an object of attributes", { attributes: { a: 1 } }, "schema-attributes"],
    ["a text among attributes", { attributes: ["a"] }, "schema-attributes"],
    ["no trait type", { attributes: [{ value: 1 }] }, "schema-trait-type"],
    ["no value", { attributes: [{ trait_type: "a" }] }, "schema-value"],
    ["null", { attributes: [{ trait_type: "a", value: null }] }, "schema-value"],
    ["a number as text", trait({ display_type: "number", value: "1" }), "schema-display-type"],
    ["an unknown display type", trait({ display_type: "stars", value: 1 }), "schema-display-known"],
    ["a value above its largest", trait({ value: 3, max_value: 2 }), "schema-max-value"],
    ["a colour with #", { background_color: "#123456" }, "schema-background"],
    ["a name that turns the text", { name: "A \u202e" }, "schema-spoof"],
    ["a control in a trait", trait({ value: "\u0007" }), "schema-spoof"],
    [
      "a trait twice",
      { attributes: [1, 2].map((value) => ({ trait_type: "a", value })) },
      "schema-duplicate-trait",
    ],
  ])("error: %s", (_name, json, check) => {
    expect(ids(schemaFaults({ ...sound, ...json }))).toEqual([check]);
  });
});

describe("draw", () => {
  const rect = (fill: string, x: number) =>
    svg(`<rect x='${x}' width='9' height='9' fill='${fill}'/>`);

  test("default", async () => {
    const { png, faults } = await draw(rect("red", 4), 32);
    expect(faults).toEqual([]);
    expect(pngFaults(png!)).toEqual([]);
  });

  test.each(["#fff", "#000", "none"])("error: a picture of one colour, %s", async (fill) => {
    expect(ids((await draw(rect(fill, 0), 32)).faults)).toEqual(["picture-blank"]);
  });

  test("error: no picture at all", async () => {
    expect(ids((await draw(bytes("hello"), 32)).faults)).toEqual(["picture-draws"]);
  });
});

function trait(rest: Record<string, unknown>) {
  return { attributes: [{ trait_type: "a", ...rest }] };
}

function flipped(png: Buffer, at: number): Buffer {
  png[at]! ^= 1;
  return png;
}

/** The header changed, its checksum left as it was. */
function repaired(png: Buffer, change: (header: Buffer) => void): Buffer {
  change(png.subarray(16, 29));
  return png;
}

/** The same header around other pixels. */
function data(png: Buffer, pixels: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + pixels.length);
  chunk.writeUInt32BE(pixels.length, 0);
  chunk.write("IDAT", 4, "latin1");
  pixels.copy(chunk, 8);
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(-12)]);
}
