import { describe, expect, test } from "vitest";
import { answerLength, foldAnswer, ownTree } from "../../renderer/demands.ts";
import { toHex } from "../../renderer/hex.ts";
import { RUNS, tokenTree, WORD } from "../../renderer/merkle.ts";
import { hashOf, INPUTS, pack, streamOf, TOKEN, vectors } from "./stream.ts";

const { job } = vectors;
const raster = streamOf(vectors.seed);
const tree = ownTree(job, pack(vectors.tokens), async (tokenId) => {
  if (tokenId !== TOKEN) throw new Error(`Nothing is kept of token ${tokenId}.`);
  return { inputs: INPUTS, raster };
});
/** On the way to the token's last band, which has 16 runs only. */
const WAY = [
  [26, 0],
  [19, 0],
  [12, TOKEN],
  [6, TOKEN * 64 + 56],
] as const;

describe("ownTree", () => {
  test("behavior: its root and its answers are the contract's", async () => {
    expect([tree.root, tree.supply]).toEqual([vectors.root, 3]);
    for (const [step, [height, index]] of WAY.entries()) {
      const data = await tree.answer(height, index);
      expect(data.length).toBe(answerLength(height, index));
      expect(hashOf(data)).toBe(vectors.answers[step]);
    }
  });

  test("behavior: where no token is born, it answers with zeros, and asks for nothing", async () => {
    expect(await tree.answer(19, 127)).toEqual(new Uint8Array(128 * WORD));
  });
});

describe("foldAnswer", () => {
  test("behavior: an answer folds into the node that it is of", async () => {
    for (const [step, [height, index]] of WAY.entries()) {
      const { hash } = foldAnswer(job, height, index, await tree.answer(height, index));
      expect(hash).toBe(vectors.nodes[step]);
    }
  });

  test("behavior: a token's answer says what it is painted from, and leads to every band", async () => {
    const { inputs, runs, children, path } = foldAnswer(
      job,
      12,
      TOKEN,
      await tree.answer(12, TOKEN),
    );
    expect([inputs, runs]).toEqual([INPUTS, vectors.runs]);
    const token = tokenTree(job, TOKEN, INPUTS, raster);
    expect(children).toEqual(token.words(6, 0, 64));
    expect(path(56)).toEqual(vectors.runPath.slice(6));
  });

  test("behavior: a band's answer leads to every run, unused ones included", async () => {
    const index = TOKEN * 64 + 56;
    const { children, path } = foldAnswer(job, 6, index, await tree.answer(6, index));
    expect(toHex(children.subarray(15 * WORD, 16 * WORD))).toBe(vectors.lastLeaf);
    expect(children.subarray(16 * WORD)).toEqual(new Uint8Array(48 * WORD));
    expect(path((RUNS - 1) % 64)).toEqual(vectors.runPath.slice(0, 6));
  });

  test("behavior: one wrong byte, or another index, folds into another node", async () => {
    for (const [step, [height, index]] of WAY.entries()) {
      const data = (await tree.answer(height, index)).slice();
      data[data.length - 1]! ^= 1;
      expect(foldAnswer(job, height, index, data).hash).not.toBe(vectors.nodes[step]);
    }
    const band = await tree.answer(6, TOKEN * 64);
    const there = foldAnswer(job, 6, TOKEN * 64, band).hash;
    expect(foldAnswer(job, 6, TOKEN * 64 + 1, band).hash).not.toBe(there);
    expect(foldAnswer(hashOf("another job"), 6, TOKEN * 64, band).hash).not.toBe(there);
  });

  test("error: an answer of another length", () => {
    expect(answerLength(6, 57)).toBe(0);
    expect(() => foldAnswer(job, 6, 56, new Uint8Array(64 * 48))).toThrow(
      "An answer for node 56 at height 6 has 768 bytes; this one has 3072.",
    );
  });
});
