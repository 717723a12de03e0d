import { describe, expect, it } from "vitest";
import { type KeptToken, ownTree } from "../../renderer/demands.ts";
import { demandAbove, descend, topOf } from "../../renderer/descent.ts";
import { fromHex, type Hex } from "../../renderer/hex.ts";
import {
  leafHash,
  leafIndex,
  RASTER_BYTES,
  type SkyInputs,
  tokenTree,
  verifyNode,
  WORD,
} from "../../renderer/merkle.ts";
import type { Step } from "../../renderer/walk.ts";
import { hashOf } from "./stream.ts";

const job = hashOf("job");
/** On the second of the shelves that one answer shows; of the others only nodes are there. */
const TOKEN = 130;
const SUPPLY = 140;
const inputs: SkyInputs = { model: 0n, latent: hashOf("latent"), condition: hashOf("condition") };
const truth = { tokenId: TOKEN, inputs, raster: new Uint8Array(RASTER_BYTES).fill(5) };

/** A tree over this token and over what nobody here has painted. */
function treeWith(token: KeptToken, extra: [number, Hex][] = []) {
  const words = new Uint8Array(Math.max(SUPPLY, ...extra.map(([id]) => id + 1)) * WORD);
  for (let id = 0; id < SUPPLY; id++) words.set(fromHex(hashOf(`${id}`)), id * WORD);
  words.set(fromHex(tokenTree(job, TOKEN, token.inputs, token.raster).root), TOKEN * WORD);
  for (const [id, node] of extra) words.set(fromHex(node), id * WORD);
  return ownTree(job, words, async () => token);
}

/** Goes down, every demand answered out of the tree; each demanded node leads to the root and to the one before. */
async function goDown(tree: ReturnType<typeof treeWith>): Promise<{ asked: string[]; end: Step }> {
  const answers = new Map<string, Uint8Array>();
  const asked: string[] = [];
  for (;;) {
    const step = await descend(job, SUPPLY, truth, topOf(tree.root), (height, index) =>
      answers.get(`${height}/${index}`),
    );
    if (step.kind !== "demand") return { asked, end: step };
    const { height, index } = step.node;
    expect(verifyNode(step.node, tree.root)).toBe(true);
    const above = demandAbove(step.node, tree.root);
    expect(above && `${above.height}/${above.index}`).toBe(asked.at(-1));
    if (above) expect(verifyNode(above, tree.root)).toBe(true);
    asked.push(`${height}/${index}`);
    answers.set(`${height}/${index}`, await tree.answer(height, index));
  }
}

describe("descend", () => {
  it("default: two answers show that the token is as it was painted here", async () => {
    const { asked, end } = await goDown(treeWith(truth));
    expect(asked).toEqual(["26/0", "19/1"]);
    expect(end).toEqual({ kind: "same" });
  });

  it("behavior: four lead to the wrong run, whatever the other tokens hold", async () => {
    const raster = truth.raster.slice();
    raster[48 * 1163] = 6;
    const tree = treeWith({ inputs, raster });
    const { asked, end } = await goDown(tree);
    expect(asked).toEqual(["26/0", "19/1", `12/${TOKEN}`, `6/${TOKEN * 64 + 18}`]);
    if (end.kind !== "challenge") throw new Error(end.kind);
    expect(end).toMatchObject({ tokenId: TOKEN, run: 1163 });
    const index = leafIndex(TOKEN, 1163);
    const leaf = { height: 0, index, hash: leafHash(job, index, fromHex(end.pixels)) };
    expect(verifyNode({ ...leaf, inputs: end.inputs, path: end.path }, tree.root)).toBe(true);
  });

  it("behavior: three lead to other inputs", async () => {
    const other = { ...inputs, latent: hashOf("another") };
    const { asked, end } = await goDown(treeWith({ ...truth, inputs: other }));
    expect(asked).toHaveLength(3);
    expect(end).toMatchObject({ kind: "challengeInputs", tokenId: TOKEN, inputs: other });
  });

  it("behavior: what may not be there is told as soon as it is shown, wherever it lies", async () => {
    const far = await goDown(treeWith(truth, [[300, hashOf("too many")]]));
    expect(far.asked).toEqual(["26/0"]);
    expect(far.end).toMatchObject({ kind: "challengePadding", node: { height: 19, index: 2 } });
    const near = await goDown(treeWith(truth, [[SUPPLY, hashOf("too many")]]));
    expect(near.end).toMatchObject({
      kind: "challengePadding",
      node: { height: 12, index: SUPPLY },
    });
  });

  it("behavior: what does not fold into the node is not believed", async () => {
    const tree = treeWith(truth);
    const damaged = (await tree.answer(26, 0)).with(0, 1);
    const step = await descend(job, SUPPLY, truth, topOf(tree.root), () => damaged);
    expect(step).toMatchObject({ kind: "demand", node: { height: 26 } });
  });
});
