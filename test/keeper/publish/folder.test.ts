// An epoch's folder, and its CID, held against what another implementation says of the same files.
import type { Hex } from "viem";
import { describe, expect, test } from "vitest";
import {
  type LogLine,
  PNG_BYTES,
  pngCid,
  tokenAt,
  tokensIn,
} from "../../../keeper/publish/layout.ts";
import { epochFolder } from "../../../keeper/publish/publish.ts";
import { pngPath } from "../../../renderer/folder.ts";

const word = (value: number): Hex => `0x${value.toString(16).padStart(64, "0")}`;
const facts = {
  chainId: 31_337,
  almanac: "0x00000000000000000000000000000000000000AA",
  epoch: 7n,
  job: word(1),
  root: word(2),
  models: new Map([[3n, word(4)]]),
} as const;

function linesOf(tokens: number, pictureOf: (id: number) => string): LogLine[] {
  return Array.from({ length: tokens }, (_, id) => ({
    tokenId: id,
    model: 3n,
    latent: word(id + 1),
    condition: word(9),
    node: word(id + 7),
    png: pictureOf(id),
  }));
}

function folderOf(lines: readonly LogLine[]) {
  const nodes = Buffer.from(lines.map(({ node }) => node.slice(2)).join(""), "hex");
  return epochFolder({ ...facts, tokens: lines.length }, lines, nodes);
}

/** What `ipfs add -r` of kubo 0.41.0, initialised with its profile unixfs-v1-2025, answers for the same files. */
const KUBO = {
  300: "bafybeidc7js3dbvsmbowf6656kyejib534poqan6kmgxebtqrevmq2dp4q",
  4000: "bafybeial6ihwzvb6jj6hiwx6qzu24l6bb2skp2dwpqbylpqvhaiedrjnpm",
};

describe("epochFolder", () => {
  test("default: kubo gives the same files the same CID", async () => {
    const noise = (id: number) =>
      pngCid(Uint8Array.from({ length: 172_800 }, (_, at) => (at * (id + 3)) % 251));
    const { cid, blocks } = await folderOf(linesOf(300, noise));
    expect(cid).toBe(KUBO[300]);
    expect(blocks.map(({ path }) => path).sort()).toEqual([
      "",
      "epoch.json",
      "log.ndjson",
      "nodes.bin",
      "rasters",
      "rasters/00",
      "rasters/01",
    ]);
  });

  test("behavior: a log larger than a block is split as kubo does", async () => {
    const plain = pngCid(new Uint8Array(172_800).fill(5));
    const { cid, blocks } = await folderOf(linesOf(4_000, () => plain));
    expect(cid).toBe(KUBO[4_000]);
    const parts = blocks.filter(({ path }) => path.startsWith("log.ndjson#"));
    expect(parts.map(({ bytes }) => bytes!.length)).toEqual([1_048_576, expect.any(Number)]);
  });

  test("behavior: log and description say what a picture was painted from", async () => {
    const { blocks } = await folderOf(linesOf(2, () => PICTURE));
    const textOf = (path: string) =>
      new TextDecoder().decode(blocks.find((block) => block.path === path)!.bytes!);
    const log = textOf("log.ndjson").trimEnd().split("\n");
    expect(log.map((line) => JSON.parse(line))[1]).toEqual({
      token: 1,
      epoch: 7,
      seed: word(2),
      condition: word(9),
      model: 3,
      modelHash: word(4),
      node: word(8),
      png: PICTURE,
    });
    expect(JSON.parse(textOf("epoch.json"))).toEqual({
      format: "heliotrope-epoch-1",
      chainId: 31_337,
      almanac: facts.almanac.toLowerCase(),
      epoch: 7,
      job: word(1),
      root: word(2),
      tokens: 2,
      side: 240,
      models: { 3: word(4) },
    });
  });
});

const PICTURE = pngCid(new Uint8Array(172_800));

describe("layout", () => {
  test("default: 256 pictures to a folder, found again by their paths", () => {
    expect(pngPath(781)).toBe("rasters/03/781.png");
    expect(pngPath(16_383)).toBe("rasters/3f/16383.png");
    for (const id of [0, 255, 256, 781, 16_383]) expect(tokenAt(pngPath(id))).toBe(id);
    for (const path of ["rasters/02/781.png", "rasters/03/0781.png", "epoch.json", ""]) {
      expect(tokenAt(path)).toBeNull();
    }
    expect(tokensIn("rasters/00", 12)).toEqual([0, 1, 10, 11, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(tokensIn("rasters/03", 770)).toEqual([768, 769]);
    expect(tokensIn("rasters/04", 770)).toEqual([]);
    expect(tokensIn("nodes.bin", 770)).toEqual([]);
  });

  test("behavior: a picture fits one block, so its CID is that of its bytes", () => {
    expect(PNG_BYTES).toBeLessThan(2 ** 20);
  });
});
