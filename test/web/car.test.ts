// What the page reads out of an epoch's CAR, and that it notices damage. The folder is made as keepers make it.
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { carStream } from "../../keeper/publish/car.ts";
import { type LogLine, pngCid, pngOf } from "../../keeper/publish/layout.ts";
import { epochFolder } from "../../keeper/publish/publish.ts";
import type { Block } from "../../keeper/publish/unixfs.ts";
import { pngPath } from "../../renderer/folder.ts";
import type { Hex } from "../../renderer/hex.ts";
import { epochTree, tokenTree } from "../../renderer/merkle.ts";
import { readCar } from "../../web/verify/car.ts";

const word = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
const JOB = word(0xab);
const TOKENS = 300;
const PICTURED = [2, 299];
const inputsOf = (id: number) => ({ model: 3n, latent: word(id & 255), condition: word(5) });
const rasterOf = (id: number) => new Uint8Array(172_800).fill(id & 255);

const lines = Array.from({ length: TOKENS }, (_, tokenId): LogLine => {
  const raster = rasterOf(tokenId);
  const { root } = tokenTree(JOB, tokenId, inputsOf(tokenId), raster);
  return { tokenId, ...inputsOf(tokenId), node: root, png: pngCid(raster) };
});
const nodes = Buffer.from(lines.map(({ node }) => node.slice(2)).join(""), "hex");
const tree = epochTree(nodes);

/** The folder's blocks as a gateway sends them: parents first; of the pictures only some. */
async function folder(): Promise<{ cid: string; blocks: Block[] }> {
  const facts = {
    chainId: 31_337,
    almanac: word(1).slice(0, 42) as Hex,
    epoch: 7n,
    job: JOB,
    root: tree.root,
    tokens: TOKENS,
    models: new Map([[3n, word(4)]]),
  };
  const { cid, blocks } = await epochFolder(facts, lines, nodes);
  const known = new Map(
    blocks.map((block) => [block.path, { cid: block.cid, bytes: block.bytes! }]),
  );
  for (const id of PICTURED) {
    known.set(pngPath(id), { cid: lines[id]!.png, bytes: pngOf(rasterOf(id)) });
  }
  const order = [
    "",
    "epoch.json",
    "log.ndjson",
    "nodes.bin",
    "rasters",
    "rasters/00",
    "rasters/01",
  ];
  const paths = [...order, ...PICTURED.map(pngPath)];
  return { cid, blocks: paths.map((path) => known.get(path)!) };
}

async function read(tokenId: number, change: (blocks: Block[]) => Block[] = (same) => same) {
  const { cid, blocks } = await folder();
  async function* send() {
    yield* change(blocks);
  }
  let bytes = 0;
  const chunks = Readable.toWeb(carStream(cid, send())) as ReadableStream<Uint8Array>;
  const onBytes = (count: number) => {
    bytes = count;
  };
  const found = await readCar(chunks, tokenId, onBytes, new AbortController().signal);
  return { cid, bytes, found };
}

describe("readCar", () => {
  it.each(PICTURED)("default: finds node, path, inputs and picture of token %i", async (id) => {
    const { cid, bytes, found } = await read(id);
    expect(found).toEqual({
      cid,
      epoch: 7,
      node: lines[id]!.node,
      path: tree.path(id),
      inputs: inputsOf(id),
      raster: rasterOf(id),
    });
    expect(bytes).toBeGreaterThan(2 * 172_800);
  });

  it("behavior: a folder whose pictures are not in the file still has the path", async () => {
    const { found } = await read(3);
    expect(found).toMatchObject({ node: lines[3]!.node, path: tree.path(3) });
    expect(found.raster).toBeUndefined();
  });

  it("error: a block that was changed is said to be damaged", async () => {
    const changed = (blocks: Block[]) =>
      blocks.map((block) => {
        if (block.bytes.length !== nodes.length) return block;
        const bytes = Uint8Array.from(block.bytes);
        bytes[70]! ^= 1;
        return { ...block, bytes };
      });
    await expect(read(2, changed)).rejects.toThrow("is damaged: the block baf");
  });

  it("error: a file without the list of nodes, and a token that is not in it", async () => {
    const without = (blocks: Block[]) =>
      blocks.filter(({ bytes }) => bytes.length !== nodes.length);
    await expect(read(2, without)).rejects.toThrow("has no nodes.bin in it");
    await expect(read(300)).rejects.toThrow("has 300 tokens in it, and not token 300");
  });
});
