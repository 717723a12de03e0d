import { readFileSync } from "node:fs";
import { keccak_256 } from "@noble/hashes/sha3.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Hex } from "../../renderer/hex.ts";
import {
  commitmentHash,
  EPOCH_DEPTH,
  epochTree,
  jobHash,
  leafHash,
  leafIndex,
  nodeHash,
  RASTER_BYTES,
  RUN_BYTES,
  RUNS,
  rootOf,
  TOKEN_DEPTH,
  tokenTree,
  verifyPath,
  ZERO,
} from "../../renderer/merkle.ts";

interface Vectors {
  climateHash: Hex;
  job: Hex;
  seed: Hex;
  firstLeaf: Hex;
  lastLeaf: Hex;
  tokenRoots: Hex[];
  runPath: Hex[];
  tokenPath: Hex[];
  epochRoot: Hex;
  emptyRoot: Hex;
  commitment: Hex;
}

const vectors: Vectors = JSON.parse(
  readFileSync(new URL("../vectors/merkle.json", import.meta.url), "utf8"),
);
const almanac: Hex = "0x00000000000000000000000000000000000000a1";
const raster = rasterOf(vectors.seed);
const last = raster.subarray((RUNS - 1) * RUN_BYTES);

describe("jobHash, commitmentHash", () => {
  test("behavior: as the contract says", () => {
    const { climateHash, job, epochRoot } = vectors;
    expect(jobHash({ chainId: 31337, almanac, epoch: 55104, climateHash })).toBe(job);
    const commitment = commitmentHash({
      chainId: 31337,
      almanac,
      job,
      root: epochRoot,
      cid: Uint8Array.of(1, 0x70, 0x12, 0x20),
      salt: hashOf("salt"),
      keeper: "0x0000000000000000000000000000000000000B0b",
    });
    expect(commitment).toBe(vectors.commitment);
  });
});

describe("tokenTree", () => {
  test("behavior: leaves, root and path as the contract says", () => {
    const tree = tokenTree(vectors.job, 2, raster);
    expect(tree.root).toBe(vectors.tokenRoots[2]);
    expect(tree.path(RUNS - 1)).toEqual(vectors.runPath);
    expect(leafHash(vectors.job, leafIndex(2, 0), raster.subarray(0, RUN_BYTES))).toBe(
      vectors.firstLeaf,
    );
    expect(leafHash(vectors.job, leafIndex(2, RUNS - 1), last)).toBe(vectors.lastLeaf);
  });

  test("behavior: one wrong pixel, another token or another job is another root", () => {
    const wrong = raster.slice();
    wrong[100_000]! ^= 1;
    const roots = [
      tokenTree(vectors.job, 2, raster),
      tokenTree(vectors.job, 2, wrong),
      tokenTree(vectors.job, 3, raster),
      tokenTree(vectors.seed, 2, raster),
    ].map(({ root }) => root);
    expect(new Set(roots).size).toBe(4);
  });

  test("error: a raster of another size", () => {
    expect(() => tokenTree(vectors.job, 2, raster.subarray(3))).toThrow(
      "has 172797 bytes instead of 172800",
    );
  });
});

describe("epochTree", () => {
  test("behavior: root and path as the contract says", () => {
    const tree = epochTree(vectors.tokenRoots);
    expect(tree.root).toBe(vectors.epochRoot);
    expect(tree.path(2)).toEqual(vectors.tokenPath);
    expect(epochTree([]).root).toBe(vectors.emptyRoot);
  });

  test("behavior: the two paths lead from a run to the root of the epoch", () => {
    const path = [...vectors.runPath, ...vectors.tokenPath];
    const index = leafIndex(2, RUNS - 1);
    const depth = TOKEN_DEPTH + EPOCH_DEPTH;
    expect(verifyPath(vectors.lastLeaf, index, path, vectors.epochRoot, depth)).toBe(true);
  });

  test("behavior: every path of any number of tokens leads to the root, unborn ones included", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70 }), fc.nat({ max: 75 }), (count, tokenId) => {
        const roots = Array.from({ length: count }, (_, i) => hashOf(`token ${i}`));
        const tree = epochTree(roots);
        const leaf = roots[tokenId] ?? ZERO;
        expect(rootOf(leaf, tokenId, tree.path(tokenId))).toBe(tree.root);
      }),
      { numRuns: 30 },
    );
  });

  test("error: more tokens than places", () => {
    expect(() => epochTree(new Array<Hex>(16_385).fill(ZERO))).toThrow("16385 token roots");
  });
});

describe("verifyPath", () => {
  const tree = epochTree(vectors.tokenRoots);
  const leaf = vectors.tokenRoots[1]!;
  const path = tree.path(1);

  test("default", () => {
    expect(verifyPath(leaf, 1, path, tree.root, EPOCH_DEPTH)).toBe(true);
  });

  test("behavior: refuses a tampered path, leaf, index, root or length", () => {
    const tampered = [nodeHash(ZERO, ZERO), ...path.slice(1)];
    expect(verifyPath(leaf, 1, tampered, tree.root, EPOCH_DEPTH)).toBe(false);
    expect(verifyPath(ZERO, 1, path, tree.root, EPOCH_DEPTH)).toBe(false);
    expect(verifyPath(leaf, 0, path, tree.root, EPOCH_DEPTH)).toBe(false);
    expect(verifyPath(leaf, 1 + 2 ** EPOCH_DEPTH, path, tree.root, EPOCH_DEPTH)).toBe(false);
    expect(verifyPath(leaf, 1, path, leaf, EPOCH_DEPTH)).toBe(false);
    expect(verifyPath(leaf, 1, path.slice(1), tree.root, EPOCH_DEPTH)).toBe(false);
    // An inner node is not a leaf: the path above it is shorter than a path has to be.
    const inner = nodeHash(vectors.tokenRoots[0]!, leaf);
    expect(verifyPath(inner, 0, path.slice(1), tree.root, EPOCH_DEPTH)).toBe(false);
  });

  test("behavior: refuses what is not a word instead of throwing", () => {
    expect(verifyPath("0x12", 1, path, tree.root, EPOCH_DEPTH)).toBe(false);
    expect(verifyPath(leaf, 1, [...path.slice(1), "0xzz"], tree.root, EPOCH_DEPTH)).toBe(false);
  });
});

/** The stream that the vectors' raster is made of, see test/contracts/types/merkle.t.sol. */
function rasterOf(seed: Hex): Uint8Array {
  const bytes = new Uint8Array(RASTER_BYTES);
  const preimage = new Uint8Array(64);
  preimage.set(Buffer.from(seed.slice(2), "hex"));
  for (let at = 0; at < RASTER_BYTES; at += 32) {
    new DataView(preimage.buffer).setUint32(60, at / 32);
    bytes.set(keccak_256(preimage), at);
  }
  return bytes;
}

function hashOf(text: string): Hex {
  return `0x${Buffer.from(keccak_256(new TextEncoder().encode(text))).toString("hex")}`;
}
