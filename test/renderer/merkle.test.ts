import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Hex } from "../../renderer/hex.ts";
import {
  climb,
  commitmentHash,
  epochTree,
  intentHash,
  isPadding,
  jobHash,
  leafHash,
  leafIndex,
  NO_INPUTS,
  nodeHash,
  RUN_BYTES,
  RUNS,
  rootOf,
  rootWord,
  tokenHash,
  tokenTree,
  verifyNode,
  verifyToken,
  ZERO,
  zeroNode,
} from "../../renderer/merkle.ts";
import { hashOf, INPUTS, pack, streamOf, TOKEN, vectors } from "./stream.ts";

const { job, root } = vectors;
const almanac: Hex = "0x00000000000000000000000000000000000000a1";
const keeper: Hex = "0xb0bB0BB0b000000000000000000000000000cafE";
const salt = hashOf("salt");
const raster = streamOf(vectors.seed);
const pixels = (run: number) => raster.subarray(run * RUN_BYTES, (run + 1) * RUN_BYTES);

describe("jobHash, commitmentHash, intentHash", () => {
  test("behavior: as the contract says", () => {
    const { climateHash } = vectors;
    expect(jobHash({ chainId: 31337, almanac, epoch: 55104, climateHash })).toBe(job);
    const of = { chainId: 31337, almanac, root, salt };
    expect(commitmentHash({ ...of, job, cid: "0x01701220", keeper })).toBe(vectors.commitment);
    const what = { epoch: 55104, height: 6, index: 120, challenger: keeper };
    expect(intentHash({ ...of, ...what })).toBe(vectors.intent);
  });
});

describe("rootWord", () => {
  test("behavior: the top without its last two bits", () => {
    for (const [last, kept] of ["00", "10", "20", "30", "44", "a8", "b8", "fc"]) {
      const rest = `0x${"ab".repeat(31)}e` as const;
      expect(rootWord(`${rest}${last}`)).toBe(`${rest}${kept}`);
    }
  });
});

describe("tokenTree", () => {
  test("behavior: leaves, roots and path as the contract says", () => {
    const tree = tokenTree(job, TOKEN, INPUTS, raster);
    expect(tree.runs).toBe(vectors.runs);
    expect(tree.root).toBe(vectors.tokens[TOKEN]);
    expect(tree.path(RUNS - 1)).toEqual(vectors.runPath);
    expect(leafHash(job, leafIndex(TOKEN, 0), pixels(0))).toBe(vectors.firstLeaf);
    expect(leafHash(job, leafIndex(TOKEN, RUNS - 1), pixels(RUNS - 1))).toBe(vectors.lastLeaf);
  });

  test("behavior: one wrong pixel, another token, job or input is another node", () => {
    const wrong = raster.slice();
    wrong[100_000]! ^= 1;
    const roots = [
      tokenTree(job, 2, INPUTS, raster),
      tokenTree(job, 2, INPUTS, wrong),
      tokenTree(job, 3, INPUTS, raster),
      tokenTree(salt, 2, INPUTS, raster),
      tokenTree(job, 2, { ...INPUTS, model: 8n }, raster),
      tokenTree(job, 2, { ...INPUTS, latent: salt }, raster),
      tokenTree(job, 2, { ...INPUTS, condition: salt }, raster),
    ];
    expect(new Set(roots.map((tree) => tree.root)).size).toBe(7);
    // What it is painted from is not in the runs: a wrong run and a wrong input are two lies.
    expect(new Set(roots.map((tree) => tree.runs)).size).toBe(4);
  });

  test("error: a raster of another size", () => {
    expect(() => tokenTree(job, 2, INPUTS, raster.subarray(3))).toThrow(
      "has 172797 bytes instead of 172800",
    );
  });
});

describe("epochTree", () => {
  const tree = epochTree(pack(vectors.tokens));

  test("behavior: top, root and path as the contract says", () => {
    expect(tree.top).toBe(vectors.top);
    expect(tree.root).toBe(root);
    expect(tree.path(TOKEN)).toEqual(vectors.tokenPath);
    expect(epochTree(new Uint8Array()).top).toBe(vectors.zeros[14]);
  });

  test("behavior: a run's path leads to the root of the epoch, by way of the token's inputs", () => {
    const index = leafIndex(TOKEN, RUNS - 1);
    const path = [...vectors.runPath, ...vectors.tokenPath];
    const node = { height: 0, index, hash: vectors.lastLeaf, inputs: INPUTS, path };
    expect(verifyNode(node, root)).toBe(true);
    expect(verifyNode({ ...node, inputs: { ...INPUTS, model: 8n } }, root)).toBe(false);
    expect(verifyNode({ ...node, index: index - 1 }, root)).toBe(false);
  });

  test("behavior: every path of any number of tokens leads to the root, unborn ones included", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70 }), fc.nat({ max: 75 }), (count, tokenId) => {
        const tokens = Array.from({ length: count }, (_, i) => hashOf(`token ${i}`));
        const some = epochTree(pack(tokens));
        const token = tokens[tokenId] ?? ZERO;
        expect(climb(token, tokenId, some.path(tokenId))).toBe(some.top);
        expect(verifyToken(token, tokenId, some.path(tokenId), some.root)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test("error: more tokens than places", () => {
    expect(() => epochTree(new Uint8Array(16_385 * 32))).toThrow("16385 tokens do not fit");
  });
});

describe("zeroNode, isPadding", () => {
  test("behavior: zeros are hashed upwards from runs, and from tokens again", () => {
    const heights = Array.from({ length: 27 }, (_, height) => zeroNode(height));
    expect(heights).toEqual([...vectors.zeros.slice(0, 12), ...vectors.zeros]);
  });

  test("behavior: only what nothing of the epoch lies under", () => {
    expect([3599, 3600].map((run) => isPadding(0, leafIndex(5, run), 6))).toEqual([false, true]);
    expect([56, 57].map((band) => isPadding(6, 5 * 64 + band, 6))).toEqual([false, true]);
    expect([5, 6].map((id) => isPadding(12, id, 6))).toEqual([false, true]);
    // 128 tokens to a node: the last one born is the first of the second node.
    expect([1, 2].map((index) => isPadding(19, index, 129))).toEqual([false, true]);
    expect([0, 1].map((supply) => isPadding(26, 0, supply))).toEqual([true, false]);
  });
});

describe("verifyNode", () => {
  const path = epochTree(pack(vectors.tokens)).path(TOKEN);
  const hash = vectors.tokens[TOKEN]!;
  const node = { height: 12, index: TOKEN, hash, inputs: NO_INPUTS, path };

  test("default", () => {
    expect(rootOf(node)).toBe(root);
    expect(verifyNode(node, root)).toBe(true);
    const top = { height: 26, index: 0, hash: root, inputs: NO_INPUTS, path: [] };
    expect(verifyNode(top, root)).toBe(true);
  });

  test("behavior: refuses a tampered path, hash, index, height, root or length", () => {
    const tampered = [nodeHash(ZERO, ZERO), ...path.slice(1)];
    expect(verifyNode({ ...node, path: tampered }, root)).toBe(false);
    expect(verifyNode({ ...node, hash: ZERO }, root)).toBe(false);
    expect(verifyNode({ ...node, index: 0 }, root)).toBe(false);
    expect(verifyNode({ ...node, index: TOKEN + 2 ** 14 }, root)).toBe(false);
    expect(verifyNode(node, vectors.top === root ? ZERO : vectors.top)).toBe(false);
    expect(verifyNode({ ...node, path: path.slice(1) }, root)).toBe(false);
    expect(verifyNode({ ...node, height: 13 }, root)).toBe(false);
    // The root of the runs is no token: its inputs are missing.
    expect(verifyNode({ ...node, hash: vectors.runs }, root)).toBe(false);
    expect(tokenHash(INPUTS, vectors.runs)).toBe(hash);
  });

  test("behavior: refuses what is malformed instead of throwing", () => {
    expect(verifyNode({ ...node, hash: "0x12" }, root)).toBe(false);
    expect(verifyNode({ ...node, path: [...path.slice(1), "0xzz"] }, root)).toBe(false);
    expect(verifyNode({ ...node, height: 1.5 }, root)).toBe(false);
    expect(verifyNode({ ...node, index: -1 }, root)).toBe(false);
    expect(verifyNode({ ...node, inputs: { ...INPUTS, model: -1n } }, root)).toBe(false);
    expect(verifyNode({ ...node, inputs: { ...INPUTS, latent: "0x" } }, root)).toBe(false);
  });
});
