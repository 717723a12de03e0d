import { describe, expect, it } from "vitest";
import type { Hex } from "../../renderer/hex.ts";
import {
  climb,
  epochTree,
  leafHash,
  leafIndex,
  rootWord,
  type SkyInputs,
  tokenHash,
  tokenTree,
} from "../../renderer/merkle.ts";
import { type Evidence, firstDifference, judge } from "../../web/verify/judge.ts";

const JOB: Hex = `0x${"5a".repeat(32)}`;
const OTHER_JOB: Hex = `0x${"5b".repeat(32)}`;
const TOKEN = 2;
const INPUTS: SkyInputs = {
  model: 3n,
  latent: `0x${"1a".repeat(32)}`,
  condition: `0x${"c0".repeat(32)}`,
};
const OTHER_INPUTS: SkyInputs = { ...INPUTS, condition: `0x${"c1".repeat(32)}` };

/** A raster without meaning, different for every token. */
function rasterOf(tokenId: number): Uint8Array {
  return Uint8Array.from(
    { length: 172_800 },
    (_, i) => (i * 7 + (i >> 9) * 13 + tokenId * 31) & 255,
  );
}

const honest = rasterOf(TOKEN);
const tree = treeOver(honest);

/** An epoch of five tokens, of which ours has this raster, painted from these inputs. */
function treeOver(raster: Uint8Array, job = JOB, inputs = INPUTS) {
  const nodes = [0, 1, 2, 3, 4].map((id) =>
    id === TOKEN
      ? tokenTree(job, id, inputs, raster).root
      : tokenTree(job, id, INPUTS, rasterOf(id)).root,
  );
  const epoch = epochTree(Buffer.from(nodes.map((node) => node.slice(2)).join(""), "hex"));
  const path = epoch.path(TOKEN);
  return { root: epoch.root, path, node: nodes[TOKEN]!, others: (id: number) => epoch.path(id) };
}

function ask(evidence: readonly Evidence[], roots: readonly Hex[] = [tree.root]) {
  return judge({
    job: JOB,
    tokenId: TOKEN,
    inputs: INPUTS,
    roots,
    recomputed: honest,
    evidence,
  });
}

function withPixel(raster: Uint8Array, x: number, y: number): Uint8Array {
  const changed = raster.slice();
  changed[(y * 240 + x) * 3 + 1]! ^= 1;
  return changed;
}

describe("judge", () => {
  it("default: served raster and path that lead to the revealed root and equal the recomputation match", () => {
    const verdicts = ask([{ source: "a", raster: honest, path: tree.path }]);
    expect(verdicts).toEqual([{ kind: "matches", root: tree.root, source: "a" }]);
  });

  it("behavior: a root over one wrong pixel is wrong, and the pixel is named", () => {
    const wrong = withPixel(honest, 37, 201);
    const { root, path } = treeOver(wrong);
    const [verdict] = ask([{ source: "a", raster: wrong, path }], [root]);
    expect(verdict).toMatchObject({
      kind: "root-wrong",
      root,
      source: "a",
      difference: { run: 201 * 15 + 2, x: 37, y: 201, pixels: 1 },
    });
  });

  it("behavior: a changed sibling in the path is a bad proof", () => {
    for (const at of [0, 6, 13]) {
      const path = tree.path.map((hash, i) => (i === at ? flip(hash) : hash));
      const [verdict] = ask([{ source: "a", raster: honest, path }]);
      expect(verdict).toMatchObject({ kind: "bad-proof", faults: [{ source: "a" }] });
    }
  });

  it("behavior: a changed leaf under an honest path is a bad proof, not a wrong root", () => {
    const raster = withPixel(honest, 0, 0);
    const [verdict] = ask([{ source: "a", raster, path: tree.path }]);
    expect(verdict?.kind).toBe("bad-proof");
    expect(verdict).toMatchObject({
      faults: [{ reason: expect.stringContaining("its path fits") }],
    });
  });

  it("behavior: the path of another token is a bad proof", () => {
    const path = tree.others(3);
    expect(ask([{ source: "a", raster: honest, path }])[0]?.kind).toBe("bad-proof");
  });

  it("behavior: a tree that was built for another job is a bad proof", () => {
    const { path } = treeOver(honest, OTHER_JOB);
    expect(ask([{ source: "a", raster: honest, path }])[0]?.kind).toBe("bad-proof");
  });

  it("behavior: malformed evidence is a bad proof, never a crash", () => {
    const short = tree.path.slice(1);
    const odd = tree.path.map((hash, i) => (i === 3 ? ("0xnothex" as Hex) : hash));
    const cases: Evidence[] = [
      { source: "short path", raster: honest, path: short },
      { source: "odd path", raster: honest, path: odd },
      { source: "not strings", raster: honest, path: [1, null] as unknown as Hex[] },
      { source: "short raster", raster: honest.slice(3), path: tree.path },
      { source: "odd node", path: tree.path, node: "0x12" },
      {
        source: "odd inputs",
        path: tree.path,
        inputs: { ...INPUTS, latent: undefined as unknown as Hex },
      },
      { source: "huge model", path: tree.path, inputs: { ...INPUTS, model: 1n << 256n } },
    ];
    for (const evidence of cases)
      expect(ask([evidence])[0]?.kind, evidence.source).toBe("bad-proof");
  });

  it("behavior: without any path nothing can be proved here", () => {
    expect(ask([])[0]?.kind).toBe("cannot-be-proved");
    expect(ask([{ source: "a", failure: "serves no path (404)" }])).toEqual([
      {
        kind: "cannot-be-proved",
        root: tree.root,
        tried: [{ source: "a", reason: "serves no path (404)" }],
      },
    ]);
  });

  it("behavior: without a revealed root there is nothing to judge", () => {
    expect(ask([{ source: "a", raster: honest, path: tree.path }], [])).toEqual([
      { kind: "not-revealed" },
    ]);
  });

  it("behavior: one good source outweighs a bad and a silent one", () => {
    const verdicts = ask([
      { source: "silent", failure: "does not answer" },
      { source: "bad", raster: withPixel(honest, 1, 1), path: tree.path },
      { source: "good", raster: honest, path: tree.path },
    ]);
    expect(verdicts).toEqual([{ kind: "matches", root: tree.root, source: "good" }]);
  });

  it("behavior: a path alone proves the pixels computed here", () => {
    expect(ask([{ source: "a", path: tree.path }])[0]?.kind).toBe("matches");
    expect(ask([{ source: "a", path: tree.path, node: tree.node }])[0]?.kind).toBe("matches");
  });

  it("behavior: a path from another node to the root shows a wrong root even without pixels", () => {
    const { root, path, node } = treeOver(withPixel(honest, 9, 9));
    expect(ask([{ source: "a", path, node }], [root])[0]).toEqual({
      kind: "root-wrong",
      root,
      source: "a",
      difference: undefined,
      lie: undefined,
      node: expect.objectContaining({ height: 12, hash: node, path }),
    });
  });

  it("behavior: a wrong run comes with what the contract takes to fell the root", () => {
    const wrong = withPixel(honest, 37, 201);
    const { root, path } = treeOver(wrong);
    const [verdict] = ask([{ source: "a", raster: wrong, inputs: INPUTS, path }], [root]);
    const lie = verdict?.kind === "root-wrong" ? verdict.lie : undefined;
    if (lie?.kind !== "run") throw new Error("There is no lie about a run.");
    expect(lie.run).toBe(201 * 15 + 2);
    expect(lie.inputs).toEqual(INPUTS);
    expect(lie.path).toHaveLength(26);
    // As the contract climbs: from the run to the token, from there to the root.
    const pixels = Buffer.from(lie.pixels.slice(2), "hex");
    expect(pixels).toHaveLength(48);
    const leaf = leafHash(JOB, leafIndex(TOKEN, lie.run), pixels);
    const runs = climb(leaf, lie.run, lie.path.slice(0, 12));
    const top = climb(tokenHash(lie.inputs, runs), TOKEN, lie.path.slice(12));
    expect(rootWord(top)).toBe(root);
  });

  it("behavior: a root over another sky is wrong, whether or not its pixels are", () => {
    for (const raster of [honest, withPixel(honest, 3, 3)]) {
      const { root, path } = treeOver(raster, JOB, OTHER_INPUTS);
      const evidence = { source: "a", raster, inputs: OTHER_INPUTS, path };
      const [verdict] = ask([evidence], [root]);
      expect(verdict).toMatchObject({ kind: "root-wrong", root, lie: { kind: "inputs" } });
      const lie = verdict?.kind === "root-wrong" ? verdict.lie : undefined;
      if (lie?.kind !== "inputs") throw new Error("There is no lie about inputs.");
      expect(lie.inputs).toEqual(OTHER_INPUTS);
      expect(rootWord(climb(tokenHash(lie.inputs, lie.runs), TOKEN, lie.path))).toBe(root);
    }
  });

  it("behavior: inputs that the root does not hold are a bad proof", () => {
    const evidence = { source: "a", raster: honest, inputs: OTHER_INPUTS, path: tree.path };
    expect(ask([evidence])[0]?.kind).toBe("bad-proof");
  });

  it("behavior: letters of hashes may be large or small", () => {
    const shout = (hash: Hex) => `0x${hash.slice(2).toUpperCase()}` as Hex;
    const inputs = { ...INPUTS, latent: shout(INPUTS.latent), condition: shout(INPUTS.condition) };
    const evidence = { source: "a", raster: honest, inputs, path: tree.path.map(shout) };
    expect(ask([evidence])[0]?.kind).toBe("matches");
  });

  it("behavior: two revealed roots are judged apart", () => {
    const wrong = withPixel(honest, 100, 100);
    const liar = treeOver(wrong);
    const verdicts = ask(
      [
        { source: "a", raster: honest, path: tree.path },
        { source: "b", raster: wrong, path: liar.path },
      ],
      [tree.root, liar.root],
    );
    expect(verdicts.map((verdict) => verdict.kind)).toEqual(["matches", "root-wrong"]);
    const alone = ask([{ source: "a", raster: honest, path: tree.path }], [tree.root, liar.root]);
    expect(alone.map((verdict) => verdict.kind)).toEqual(["matches", "cannot-be-proved"]);
  });
});

describe("firstDifference", () => {
  it("default: names the first pixel, its run and both colours", () => {
    const served = withPixel(withPixel(honest, 239, 239), 17, 5);
    const at = (5 * 240 + 17) * 3;
    expect(firstDifference(served, honest)).toEqual({
      run: 76,
      x: 17,
      y: 5,
      served: [...served.slice(at, at + 3)],
      recomputed: [...honest.slice(at, at + 3)],
      pixels: 2,
    });
  });

  it("behavior: equal rasters have none", () => {
    expect(firstDifference(honest, honest.slice())).toBeUndefined();
  });
});

function flip(hash: Hex): Hex {
  return `${hash.slice(0, -1)}${hash.endsWith("0") ? "1" : "0"}` as Hex;
}
