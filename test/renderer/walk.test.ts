import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type OwnTree, ownTree } from "../../renderer/demands.ts";
import { fromHex, type Hex, toHex } from "../../renderer/hex.ts";
import {
  leafHash,
  leafIndex,
  RASTER_BYTES,
  RUN_BYTES,
  RUNS,
  rootOf,
  type SkyInputs,
  tokenHash,
  tokenTree,
  tree,
  WORD,
} from "../../renderer/merkle.ts";
import { firstDifference, type Step } from "../../renderer/walk.ts";
import { hashOf } from "./stream.ts";

const job = hashOf("job");
/** Three nodes of 128 tokens, the last of them with one token. */
const SUPPLY = 257;
const PAINTED = [0, 1, 128, 256];
const inputs: SkyInputs = { model: 0n, latent: hashOf("latent"), condition: hashOf("condition") };

interface Kept {
  readonly inputs: SkyInputs;
  readonly raster: Uint8Array;
}

const kept = new Map<number, Kept>(
  PAINTED.map((id) => [id, { inputs, raster: new Uint8Array(RASTER_BYTES).fill(id) }]),
);

/** Four tokens have rasters; the others are any nodes, the same in every tree. */
function treeWith(
  lies: ReadonlyMap<number, Kept> = new Map(),
  nodes: [number, Hex][] = [],
): OwnTree {
  const words = new Uint8Array(Math.max(SUPPLY, ...nodes.map(([id]) => id + 1)) * WORD);
  for (let id = 0; id < SUPPLY; id++) {
    const token = lies.get(id) ?? kept.get(id);
    const node = token ? tokenTree(job, id, token.inputs, token.raster).root : hashOf(`${id}`);
    words.set(fromHex(node), id * WORD);
  }
  for (const [id, node] of nodes) words.set(fromHex(node), id * WORD);
  return ownTree(job, words, async (id) => lies.get(id) ?? kept.get(id)!);
}

const honest = treeWith();

/** Walks until there is something to challenge, the liar answering every demand out of its tree. */
async function hunt(liar: OwnTree): Promise<{ steps: string[]; end: Step }> {
  const answers = new Map<string, Uint8Array>();
  const steps: string[] = [];
  for (let round = 0; round <= 4; round++) {
    const step = await firstDifference(honest, liar.root, (...node) => answers.get(node.join()));
    if (step.kind !== "demand") return { steps, end: step };
    const { height, index, hash } = step.node;
    expect(rootOf(step.node)).toBe(liar.root);
    steps.push(`${height} ${index}`);
    answers.set([height, index, hash].join(), await liar.answer(height, index));
  }
  throw new Error(`More than four demands: ${steps}.`);
}

describe("firstDifference", () => {
  test("default", async () => {
    expect(await firstDifference(honest, honest.root, () => undefined)).toEqual({ kind: "same" });
  });

  test("behavior: one wrong pixel anywhere is challenged after four demands, with its path", async () => {
    const places = fc.tuple(fc.constantFrom(...PAINTED), fc.nat({ max: RASTER_BYTES - 1 }));
    const examples: [[number, number]][] = [[[256, RASTER_BYTES - 1]], [[0, 0]]];
    await fc.assert(
      fc.asyncProperty(places, async ([tokenId, byte]) => {
        const raster = kept.get(tokenId)!.raster.slice();
        raster[byte]! ^= 1;
        const liar = treeWith(new Map([[tokenId, { inputs, raster }]]));
        const { steps, end } = await hunt(liar);
        const run = Math.floor(byte / RUN_BYTES);
        const index = leafIndex(tokenId, run);
        expect(steps).toEqual(["26 0", `19 ${tokenId >> 7}`, `12 ${tokenId}`, `6 ${index >> 6}`]);
        const pixels = raster.subarray(run * RUN_BYTES, (run + 1) * RUN_BYTES);
        expect(end).toMatchObject({
          kind: "challenge",
          tokenId,
          run,
          pixels: toHex(pixels),
          inputs,
        });
        if (end.kind !== "challenge") throw new Error(end.kind);
        const hash = leafHash(job, index, pixels);
        expect(rootOf({ height: 0, index, hash, inputs, path: end.path })).toBe(liar.root);
      }),
      { numRuns: 12, examples },
    );
  });

  test.each([
    { model: 2n ** 255n },
    { latent: hashOf("another latent") },
    { condition: hashOf("another condition") },
  ])(
    "behavior: a wrong input is challenged before anything below it is demanded: %o",
    async (wrong) => {
      const lie = { inputs: { ...inputs, ...wrong }, raster: kept.get(128)!.raster };
      const { steps, end } = await hunt(treeWith(new Map([[128, lie]])));
      expect(steps).toEqual(["26 0", "19 1", "12 128"]);
      expect(end).toMatchObject({ kind: "challengeInputs", tokenId: 128, inputs: lie.inputs });
      if (end.kind !== "challengeInputs") throw new Error(end.kind);
      expect(end.path).toHaveLength(14);
      expect(tokenHash(end.inputs, end.runs)).toBe(
        tokenTree(job, 128, lie.inputs, lie.raster).root,
      );
    },
  );

  test("behavior: what stands for a token that is not born is challenged without its preimage", async () => {
    const liar = treeWith(new Map(), [[300, hashOf("a ghost")]]);
    const { steps, end } = await hunt(liar);
    expect(steps).toEqual(["26 0", "19 2"]);
    expect(end).toMatchObject({ kind: "challengePadding", node: { height: 12, index: 300 } });
    const far = treeWith(new Map(), [[400, hashOf("a ghost")]]);
    expect(await hunt(far)).toMatchObject({
      steps: ["26 0"],
      end: { kind: "challengePadding", node: { height: 19, index: 3 } },
    });
    if (end.kind === "challengePadding") expect(rootOf(end.node)).toBe(liar.root);
  });

  test("behavior: what stands in unused runs is challenged, or silence is all that is left to it", async () => {
    const liar = forgedRuns(1, 64 * 57);
    expect(await hunt(liar)).toMatchObject({
      steps: ["26 0", "19 0", "12 1"],
      end: { kind: "challengePadding", node: { height: 6, index: 64 + 57 } },
    });
    // Beside the last runs no answer can fold into the node: the walk goes on demanding it.
    const hidden = forgedRuns(1, RUNS);
    const shown = async (height: number, index: number) => hidden.answer(height, index);
    expect(await firstDifference(honest, hidden.root, shown)).toMatchObject({
      kind: "demand",
      node: { height: 6, index: 64 + 56 },
    });
  });

  test("behavior: a node without a preimage is demanded, whatever else is served in its place", async () => {
    const liar = treeWith(new Map(), [[1, hashOf("nothing")]]);
    const shown = async (height: number, index: number) =>
      height < 12 ? undefined : liar.answer(height, index);
    expect(await firstDifference(honest, liar.root, shown)).toMatchObject({
      kind: "demand",
      node: { height: 12, index: 1 },
    });
    const junk = async () => new Uint8Array(7);
    expect(await firstDifference(honest, liar.root, junk)).toMatchObject({
      kind: "demand",
      node: { height: 26, index: 0 },
    });
  });

  test("behavior: of two lies, the one that is shown already is challenged first", async () => {
    const raster = kept.get(256)!.raster.slice();
    raster[5]! ^= 1;
    const liar = treeWith(new Map([[256, { inputs, raster }]]), [[1, hashOf("nothing")]]);
    const shown = async (height: number, index: number) =>
      height === 12 && index === 1 ? undefined : liar.answer(height, index);
    expect(await firstDifference(honest, liar.root, shown)).toMatchObject({
      kind: "challenge",
      tokenId: 256,
      run: 0,
    });
  });

  test("behavior: where everything differs and nothing is shown, it does not ask about everything", async () => {
    const noise = Array.from({ length: SUPPLY }, (_, id): [number, Hex] => [
      id,
      hashOf(`no ${id}`),
    ]);
    const liar = treeWith(new Map(), noise);
    let asked = 0;
    const shown = async (height: number, index: number) => {
      asked++;
      return height < 19 ? undefined : liar.answer(height, index);
    };
    const step = await firstDifference(honest, liar.root, shown);
    expect(step).toMatchObject({ kind: "demand", node: { height: 12, index: 0 } });
    expect(asked).toBeLessThan(40);
  });

  test("error: one's own tree does not hold what it was built over", async () => {
    const raster = kept.get(0)!.raster.slice();
    raster[0]! ^= 1;
    const liar = treeWith(new Map([[0, { inputs, raster }]]));
    // What was stored of token 0 has become what the liar says.
    const damaged = {
      ...honest,
      answer: (height: number, index: number) => liar.answer(height, index),
    };
    const shown = async (height: number, index: number) => liar.answer(height, index);
    await expect(firstDifference(damaged, liar.root, shown)).rejects.toThrow(
      "what is kept of it is damaged. Paint the epoch again.",
    );
  });
});

/** A tree in which something lies where token `id` has an unused run. */
function forgedRuns(id: number, run: number): OwnTree {
  const { raster } = kept.get(id)!;
  const runs = new Uint8Array(4096 * WORD);
  runs.set(tokenTree(job, id, inputs, raster).words(0, 0, 4096));
  runs.set(fromHex(hashOf("a ghost")), run * WORD);
  const forged = tree(12, runs);
  const node = tokenHash(inputs, toHex(forged.words(12, 0, 1)));
  const whole = treeWith(new Map(), [[id, node]]);
  return {
    ...whole,
    answer: async (height, index) => {
      if (height !== 12 || index !== id) return whole.answer(height, index);
      const out = (await whole.answer(height, index)).slice();
      out.set(forged.words(6, 0, 64), 3 * WORD);
      return out;
    },
  };
}
