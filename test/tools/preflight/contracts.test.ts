// What a preflight says of a sound collection, of many that are broken in one way each, and what the command
// line makes of it.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TOPICS } from "../../../tools/preflight/catalog.ts";
import { preflight } from "../../../tools/preflight/command.ts";
import { inspectPicture } from "../../../tools/preflight/documents.ts";
import { run } from "../../../tools/processes.ts";
import { startProxy } from "../deploy/proxy.ts";
import { complaints, look, openStage, PATIENCE, type Stage } from "./stage.ts";

let stage: Stage;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heliotrope-preflight-"));
  stage = await openStage();
}, PATIENCE);
afterAll(async () => {
  await stage?.anvil.stop();
  rmSync(folder, { recursive: true, force: true });
});

const command = async (args: string[]) => {
  const { code, out, error } = await preflight(args, () => {});
  return { code, lines: (out || error).split("\n") };
};

describe("inspect", () => {
  test("default", async () => {
    const report = await look(stage.anvil.url, await stage.deployed("Sound"));
    expect(complaints(report)).toEqual({});
    expect(report.tokens).toEqual([1n, 2n, 3n]);
    expect(report.pictures.map(([subject]) => subject)).toEqual([
      "contractURI",
      "token 1",
      "token 2",
      "token 3",
    ]);
    // Whatever has a subject here was looked at: only pages, browsers, fetched files and --all have none.
    const seen = new Set(report.findings.map(({ check }) => check));
    const unseen = TOPICS.flatMap(([, checks]) => Object.keys(checks)).filter(
      (id) => !seen.has(id) && !/^(html|page|browser)-/.test(id),
    );
    expect(unseen).toEqual(["token-supply", "uri-fetched"]);
  });

  test.each<[file: string, name: string, found: Record<string, string>]>([
    ["BrokenDocuments", "DuplicateKeys", { "json-duplicate": "name stands twice" }],
    ["BrokenDocuments", "UnescapedName", { "json-syntax": "position 14" }],
    [
      "BrokenDocuments",
      "UnescapedTitle",
      { "svg-xml": "Unterminated reference", "picture-draws": "xmlParseEntityRef" },
    ],
    ["BrokenDocuments", "BareHash", { "uri-fragment": "the rest is lost", "uri-escaped": '"<"' }],
    [
      "BrokenDocuments",
      "WrongTraits",
      {
        "schema-value": '"Home" has an object',
        "schema-display-type": '"Age", a number, has the text "12"',
        "schema-duplicate-trait": '"Age"',
        "schema-background": "#23335c",
      },
    ],
    [
      "BrokenDocuments",
      "LeakyPage",
      {
        "html-external": "https://cdn.example.org/three.js",
        "html-network": "fetch(",
        "html-storage": "localStorage",
        "html-sandbox": "alert(",
      },
    ],
    ["BrokenDocuments", "Hosted", { "uri-scheme": "http://metadata.example.org" }],
    ["BrokenDocuments", "OnServer", { "uri-hosted": "https://metadata.example.org" }],
    [
      "BrokenDocuments",
      "WrongCollection",
      {
        "collection-name": 'the text ""',
        "collection-text": "image is 7 (and 1 more)",
        "collection-image": "no image",
        "collection-link": '"example"',
      },
    ],
    ["BrokenDocuments", "HalfCharacter", { "json-surrogate": "name", "schema-spoof": "u202e" }],
    [
      "BrokenPictures",
      "ScriptInSvg",
      { "svg-script": "<script>", "svg-handler": "onclick of <circle>" },
    ],
    ["BrokenPictures", "ExternalReference", { "svg-external": "//example.org/a.svg" }],
    [
      "BrokenPictures",
      "BrokenPng",
      { "png-chunks": "the CRC of IDAT at 33", "picture-blank": "rgb(35, 51, 92)" },
    ],
    ["BrokenPictures", "BlankPicture", { "picture-blank": "rgb(255, 255, 255)" }],
    [
      "BrokenPictures",
      "NoPicture",
      {
        "svg-foreign": "<foreignObject>",
        "svg-reference": "#gone",
        "svg-number": 'd of <path>: "M0 NaN"',
      },
    ],
    [
      "BrokenPictures",
      "NoFrame",
      {
        "svg-root": "<svg>",
        "svg-namespace": "xlink:href of <image>",
        "svg-size": "no viewBox",
        "svg-viewbox": "no viewBox",
        "svg-label": "role='img' and <title>",
        "svg-desc": "<desc>",
        "picture-draws": "Namespace prefix xlink",
      },
    ],
    ["BrokenContracts", "EndlessGas", { "gas-50": "not within 50,000,000" }],
    ["BrokenContracts", "MuchGas", { "gas-25": "no answer with 25,000,000 gas" }],
    [
      "BrokenContracts",
      "MoreGas",
      {
        "gas-30": "no answer with 30,000,000 gas",
        "gas-25": "no answer with 25,000,000 gas",
      },
    ],
    ["BrokenContracts", "CutAnswer", { "answer-abi": "0x0000" }],
    [
      "BrokenContracts",
      "Careless",
      {
        "erc165-gas": "no answer with 30,000",
        "erc721-unknown": "answers",
        "royalty-answers": 'at a price of 0 wei: "too small"',
      },
    ],
    ["BrokenContracts", "LongAnswer", { "answer-length": "107,648 bytes" }],
    ["BrokenContracts", "YesToAll", { "erc165-invalid": "0xffffffff: true" }],
    [
      "BrokenContracts",
      "Silent",
      {
        "erc165-self": "false",
        "erc165-721": "false",
        "erc165-metadata": "false",
        "erc165-4906": "false",
        "erc165-2981": "false",
      },
    ],
    ["BrokenContracts", "AnswersUnknown", { "uri-unknown": "answers 1,312 bytes (and 2 more)" }],
    [
      "BrokenContracts",
      "GreedyRoyalty",
      { "royalty-sane": "20,000 of 10,000 wei", "royalty-high": "200 %" },
    ],
    [
      "BrokenContracts",
      "FixedRoyalty",
      {
        "royalty-sane": "5,000 of 0 wei",
        "royalty-scales": "seven times",
        "royalty-receiver": "the address zero",
      },
    ],
    [
      "BrokenContracts",
      "NoMetadata",
      {
        "erc165-metadata": "false",
        "erc165-4906": "false",
        "erc165-2981": "false",
        "erc721-name": "no name()",
        "collection-answers": "no such function",
        "uri-answers": "no such function",
      },
    ],
  ])("error: %s, %s", async (file, name, found) => {
    const report = await look(stage.anvil.url, await stage.deployed(file, name));
    const said = complaints(report);
    expect(Object.keys(said).sort()).toEqual(Object.keys(found).sort());
    for (const [check, text] of Object.entries(found)) expect(said[check]).toContain(text);
  });

  test("error: a token that nobody has minted", async () => {
    const report = await look(stage.anvil.url, await stage.deployed("Sound"), { tokens: [2n, 9n] });
    expect(complaints(report)).toEqual({ "token-exists": "ownerOf answers no owner" });
    expect(report.findings.find(({ outcome }) => outcome === "failure")?.subject).toBe("token 9");
  });

  test("error: a node that answers differently each time", async () => {
    let turn = 0;
    const proxy = await startProxy(stage.anvil.url, {
      // The second time it is asked for token 1 it answers for token 2.
      ask: (call) => {
        const text = JSON.stringify(call.params);
        return /c87b56dd0{63}1/.test(text) && ++turn === 2
          ? { ...call, params: JSON.parse(text.replace(/(c87b56dd0{63})1/, "$12")) }
          : call;
      },
    });
    try {
      const report = await look(proxy.url, await stage.deployed("Sound"), { tokens: [1n] });
      expect(complaints(report)).toEqual({ "answer-stable": "two answers differ" });
    } finally {
      await proxy.close();
    }
  });

  test("behavior: a PNG that is no part of an SVG is held to the same rules", async () => {
    const bytes = await sharp({
      create: { width: 9, height: 9, channels: 3, background: "red" },
    })
      .png()
      .toBuffer();
    bytes[40]! ^= 1;
    const content = { mediaType: "image/png", bytes };
    const { findings } = await inspectPicture(content, "image", { size: 48 });
    const wrong = findings.filter(({ outcome }) => outcome !== "pass").map(({ check }) => check);
    expect(wrong).toContain("png-chunks");
  });
});

describe("command", () => {
  test("default", async () => {
    const address = await stage.deployed("Sound");
    const args = ["--rpc", stage.anvil.url, "--address", address, "--all", "--out", folder];
    const { code, lines } = await command([...args, "--size", "48"]);
    const file = lines.at(-1)!;
    expect([code, lines.at(-2)]).toEqual([
      0,
      expect.stringMatching(/^\d+ passed, 0 warnings, 0 f/),
    ]);
    expect(lines.join("\n")).toContain("3 by its log of transfers, in one piece");
    // Four pictures, three to a row.
    expect(existsSync(file)).toBe(true);
    expect(await sharp(file).metadata()).toMatchObject({ width: 176, height: 120, format: "png" });
  });

  test("error: something that fails", async () => {
    const address = await stage.deployed("BrokenPictures", "ScriptInSvg");
    const args = ["--rpc", stage.anvil.url, "--address", address, "--tokens", "1"];
    const table = await command([...args, "--out", folder]);
    expect(table.code).toBe(1);
    const at = table.lines.findIndex((line) => line.startsWith("  ✗ svg-script"));
    expect(table.lines[at]).toContain("contractURI, image: <script>, and 1 more of 2");
    expect(table.lines[at + 1]).toMatch(/^ +why +Marketplaces strip it/);
    const { code, lines } = await command([...args, "--out", folder, "--json"]);
    const report = JSON.parse(lines.at(-1)!);
    expect(code).toBe(1);
    expect(report).toMatchObject({ ok: false, chainId: 31_337, tokens: ["1"], failures: 2 });
    expect(report.findings).toContainEqual({
      check: "svg-handler",
      outcome: "failure",
      subject: "token 1, image",
      found: "onclick of <circle>",
      why: expect.any(String),
      remedy: expect.any(String),
    });
  });

  test("error: what cannot be run says so in one line", async () => {
    const { url } = stage.anvil;
    const address = await stage.deployed("Sound");
    const full = ["--rpc", url, "--address", address];
    const cases: [args: string[], found: string][] = [
      [["--address", address], "Name a node: --rpc URL"],
      [["--rpc", url], "Name a contract: --address A"],
      [["--rpc", "localhost:8545", "--address", address], "no http or https address"],
      [["--rpc", url, "--address", "0x1234"], "is no address"],
      [[...full, "--tokens", "1,two"], '"two" is no token id'],
      [[...full, "--size", "9999"], '--size "9999" is not a whole number from 32 to 1024'],
      [[...full, "--limit", "0"], "--limit"],
      [[...full, "--all", "--tokens", "1"], "exclude each other"],
      [[...full, "--bogus"], "--bogus"],
      [[...full, "--out", "package.json"], "package.json/31337-"],
    ];
    for (const [args, found] of cases) {
      const { code, lines } = await command(args);
      const said = expect.stringContaining(found);
      expect([args, code, lines.length, lines[0]]).toEqual([args, 2, 1, said]);
    }
  });

  test("behavior: the program ends with the code, and says why on its error output", async () => {
    const { code, output } = await run(process.execPath, ["tools/preflight/main.ts", "--all"]);
    expect([code, output]).toEqual([2, expect.stringMatching(/^heliotrope: Name a node.*\n$/)]);
  });
});
