// What demands have had shown on chain, as evidence: made of a real tree's own answers.
import { describe, expect, it } from "vitest";
import { ownTree } from "../../renderer/demands.ts";
import type { Hex } from "../../renderer/hex.ts";
import { tokenTree, verifyToken } from "../../renderer/merkle.ts";
import { evidenceIn, type Shown } from "../../web/verify/answers.ts";
import { judge } from "../../web/verify/judge.ts";

const word = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
const JOB = word(0xab);
/** On the second of the shelves that one answer shows. */
const TOKEN = 130;
const kept = (id: number) => ({
  inputs: { model: 3n, latent: word(id), condition: word(5) },
  raster: new Uint8Array(172_800).fill(id),
});
const nodes = Array.from({ length: 140 }, (_, id) => {
  const { inputs, raster } = kept(id);
  return tokenTree(JOB, id, inputs, raster).root.slice(2);
});
const own = ownTree(JOB, Buffer.from(nodes.join(""), "hex"), async (id) => kept(id));
const show = async (height: number, index: number): Promise<Shown> => {
  return { height, index, data: await own.answer(height, index) };
};

describe("evidenceIn", () => {
  it("default: two answers hold a token's path, and judge by it", async () => {
    const evidence = evidenceIn(JOB, TOKEN, own.root, [await show(26, 0), await show(19, 1)])!;
    expect(verifyToken(evidence.node!, TOKEN, evidence.path!, own.root)).toBe(true);
    const { inputs, raster } = kept(TOKEN);
    const question = { job: JOB, tokenId: TOKEN, inputs, roots: [own.root] };
    const [verdict] = judge({ ...question, recomputed: raster, evidence: [evidence] });
    expect(verdict).toMatchObject({ kind: "matches", source: evidence.source });
    // And against a picture that is not under the root.
    const other = new Uint8Array(172_800).fill(1);
    const [wrong] = judge({ ...question, recomputed: other, evidence: [evidence] });
    expect(wrong).toMatchObject({ kind: "root-wrong", lie: undefined });
  });

  it("behavior: a third answer tells what the root says that it was painted from", async () => {
    const shown = [await show(26, 0), await show(19, 1), await show(12, TOKEN)];
    expect(evidenceIn(JOB, TOKEN, own.root, shown)?.inputs).toEqual(kept(TOKEN).inputs);
  });

  it("behavior: the top alone, or another shelf, is no path", async () => {
    expect(evidenceIn(JOB, TOKEN, own.root, [await show(26, 0)])).toBeUndefined();
    expect(
      evidenceIn(JOB, TOKEN, own.root, [await show(26, 0), await show(19, 0)]),
    ).toBeUndefined();
  });
});

describe("judge", () => {
  it("behavior: the root over a whole epoch that was painted here decides without any path", () => {
    const { inputs, raster } = kept(TOKEN);
    const question = { job: JOB, tokenId: TOKEN, inputs, recomputed: raster, evidence: [] };
    const roots = [own.root, word(0x10)];
    const kinds = judge({ ...question, roots, ownRoot: own.root }).map(({ kind }) => kind);
    expect(kinds).toEqual(["matches", "epoch-differs"]);
  });
});
