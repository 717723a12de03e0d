// What lies beside a path where nothing may: found from real trees, with a path of its own that leads to the root.
import { describe, expect, it } from "vitest";
import type { Hex } from "../../renderer/hex.ts";
import {
  epochTree,
  leafHash,
  leafIndex,
  RUN_BYTES,
  RUNS,
  TREE_DEPTH,
  tokenHash,
  tokenTree,
  tree,
  verifyNode,
  WORD,
} from "../../renderer/merkle.ts";
import { judge } from "../../web/verify/judge.ts";
import { paddingBeside } from "../../web/verify/padding.ts";

const word = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
const JOB = word(0xab);
const INPUTS = { model: 0n, latent: word(1), condition: word(2) };
const RASTER = new Uint8Array(172_800).fill(7);
const SUPPLY = 12;
const nodes = Array.from({ length: SUPPLY }, (_, id) => tokenTree(JOB, id, INPUTS, RASTER).root);
const bytesOf = (words: readonly Hex[]) =>
  Buffer.from(words.map((each) => each.slice(2)).join(""), "hex");

describe("paddingBeside", () => {
  const tokenAt = (epoch: ReturnType<typeof epochTree>, index: number) => ({
    height: 12,
    index,
    hash: nodes[index]!,
    inputs: INPUTS,
    path: epoch.path(index),
  });

  it("default: an honest tree has nothing there", () => {
    const epoch = epochTree(bytesOf(nodes));
    for (const index of [0, 4, 11]) {
      expect(paddingBeside(tokenAt(epoch, index), SUPPLY)).toBeUndefined();
    }
    const path = [...tokenTree(JOB, 11, INPUTS, RASTER).path(RUNS - 1), ...epoch.path(11)];
    const hash = leafHash(JOB, leafIndex(11, RUNS - 1), RASTER.subarray(-RUN_BYTES));
    const run = { height: 0, index: leafIndex(11, RUNS - 1), hash, inputs: INPUTS, path };
    expect(paddingBeside(run, SUPPLY)).toBeUndefined();
  });

  it("behavior: beside the last plant's path every plant too many is seen", () => {
    for (const extra of [12, 13, 20, 300, 9_000]) {
      const places = [...nodes];
      while (places.length < extra) places.push(word(0));
      const epoch = epochTree(bytesOf([...places, word(0xee)]));
      const found = paddingBeside(tokenAt(epoch, SUPPLY - 1), SUPPLY)!;
      expect(verifyNode(found, epoch.root), `plant ${extra}`).toBe(true);
      const first = found.index * 2 ** (found.height - 12);
      expect(first).toBeGreaterThanOrEqual(SUPPLY);
      expect([first <= extra, first + 2 ** (found.height - 12) > extra]).toEqual([true, true]);
    }
  });

  it("behavior: from a run on, the way passes the plant and what it was painted from", () => {
    const epoch = epochTree(bytesOf([...nodes, word(0xee)]));
    const path = [...tokenTree(JOB, 11, INPUTS, RASTER).path(RUNS - 1), ...epoch.path(11)];
    const hash = leafHash(JOB, leafIndex(11, RUNS - 1), RASTER.subarray(-RUN_BYTES));
    const run = { height: 0, index: leafIndex(11, RUNS - 1), hash, inputs: INPUTS, path };
    const found = paddingBeside(run, SUPPLY)!;
    expect(found).toMatchObject({ height: 14, index: 3 });
    expect(verifyNode(found, epoch.root)).toBe(true);
  });

  it("behavior: beside the last run's path every run too many is seen", () => {
    const index = leafIndex(3, RUNS - 1);
    const leaves = new Uint8Array(4_000 * WORD);
    const last = leafHash(JOB, index, RASTER.subarray(-RUN_BYTES));
    leaves.set(bytesOf([last]), (RUNS - 1) * WORD);
    leaves.fill(9, 3_700 * WORD, 3_701 * WORD);
    const runs = tree(12, leaves);
    const top = `0x${Buffer.from(runs.words(12, 0, 1)).toString("hex")}` as Hex;
    const epoch = epochTree(bytesOf(nodes.with(3, tokenHash(INPUTS, top))));
    const path = [...runs.path(RUNS - 1), ...epoch.path(3)];
    expect(path).toHaveLength(TREE_DEPTH);
    const found = paddingBeside({ height: 0, index, hash: last, inputs: INPUTS, path }, SUPPLY)!;
    expect(verifyNode(found, epoch.root)).toBe(true);
    expect(found).toMatchObject({ height: 6, index: 3 * 64 + 57 });
  });
});

describe("judge", () => {
  it("behavior: a right picture does not hide what lies beside it", () => {
    const epoch = epochTree(bytesOf([...nodes, word(0xee)]));
    const served = { source: "a keeper", raster: RASTER, path: epoch.path(4) };
    const question = { job: JOB, tokenId: 4, inputs: INPUTS, recomputed: RASTER };
    const ask = (supply: number | undefined) =>
      judge({ ...question, supply, roots: [epoch.root], evidence: [served] })[0];
    // Plants 12 to 15 lie beside the paths of 8 to 11 only.
    expect(ask(SUPPLY)).toMatchObject({ kind: "matches" });
    const far = epochTree(bytesOf([...nodes, ...Array<Hex>(5).fill(word(0)), word(0xee)]));
    const beside = { ...served, path: far.path(4) };
    const [verdict] = judge({
      ...question,
      supply: SUPPLY,
      roots: [far.root],
      evidence: [beside],
    });
    expect(verdict).toMatchObject({
      kind: "root-wrong",
      lie: { kind: "padding", node: { height: 16, index: 1 } },
    });
  });
});
