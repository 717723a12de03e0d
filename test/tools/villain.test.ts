// The cheats against the honest challenger's walk, without a chain.
import { keccak256, toHex } from "viem";
import { describe, expect, it } from "vitest";
import { BAND_HEIGHT, type KeptToken, ownTree } from "../../renderer/demands.ts";
import { RASTER_BYTES, RUN_BYTES, tokenTree, verifyNode, WORD } from "../../renderer/merkle.ts";
import { firstDifference, type Step } from "../../renderer/walk.ts";
import { CHEATS, type Cheat } from "../../tools/villain/cheats.ts";
import { type Forgery, forge } from "../../tools/villain/forgery.ts";

const JOB = keccak256(toHex("a job"));
const SUPPLY = 3;
const SUBJECT = 1;
const CHANCE = 77_777n;

const honest = Array.from({ length: SUPPLY }, (_, id): KeptToken => {
  const raster = Uint8Array.from({ length: RASTER_BYTES }, (_, i) => (i * 31 + id * 7) % 251);
  const word = keccak256(toHex(`token ${id}`));
  return { inputs: { model: 0n, latent: word, condition: word }, raster };
});
const own = ownTree(JOB, blockOf(honest), async (id) => honest[id]!);

function blockOf(tokens: readonly KeptToken[]): Uint8Array {
  const block = new Uint8Array(tokens.length * WORD);
  for (const [id, { inputs, raster }] of tokens.entries()) {
    block.set(Buffer.from(tokenTree(JOB, id, inputs, raster).root.slice(2), "hex"), id * WORD);
  }
  return block;
}

function forgedBy(cheat: Cheat): Forgery {
  return forge(JOB, honest.with(SUBJECT, cheat.bend(honest[SUBJECT]!, CHANCE)));
}

/** Demands and answers until the walk ends, or nobody answers: what is left to do, after how many answers. */
async function walk(forgery: Forgery, cheat: Cheat): Promise<{ step: Step; answers: number }> {
  const shown = new Map<string, Uint8Array>();
  for (;;) {
    const step = await firstDifference(own, forgery.root, (height, index) =>
      shown.get(`${height}/${index}`),
    );
    if (step.kind !== "demand") return { step, answers: shown.size };
    const { height, index } = step.node;
    expect(verifyNode(step.node, forgery.root)).toBe(true);
    if (!cheat.shows(height)) return { step, answers: shown.size };
    shown.set(`${height}/${index}`, forgery.answer(height, index));
  }
}

describe("forge", () => {
  it("default: what is not bent has the honest root", () => {
    expect(forge(JOB, honest).root).toBe(own.root);
  });

  it("behavior: a liar answers four demands, and the fourth gives it away", async () => {
    const forgery = forgedBy(CHEATS.liar);
    const { step, answers } = await walk(forgery, CHEATS.liar);
    expect(answers).toBe(4);
    const byte = Number(CHANCE) % RASTER_BYTES;
    const run = Math.floor(byte / RUN_BYTES);
    expect(step).toMatchObject({ kind: "challenge", tokenId: SUBJECT, run });
    const told = Buffer.from((step as { pixels: string }).pixels.slice(2), "hex");
    const truth = honest[SUBJECT]!.raster.subarray(run * RUN_BYTES, (run + 1) * RUN_BYTES);
    expect(told[byte % RUN_BYTES]! ^ truth[byte % RUN_BYTES]!).toBe(1);
    expect(told.filter((value, i) => value !== truth[i])).toHaveLength(1);
  });

  it("behavior: a withholder's walk ends at its root", async () => {
    const { step, answers } = await walk(forgedBy(CHEATS.withholder), CHEATS.withholder);
    expect(answers).toBe(0);
    expect(step).toMatchObject({ kind: "demand", node: { height: 26, index: 0 } });
  });

  it("behavior: a leaf without a preimage is asked for after three answers, and there is none", async () => {
    const { step, answers } = await walk(forgedBy(CHEATS.hollow), CHEATS.hollow);
    expect(answers).toBe(3);
    const run = Number(CHANCE) % 3_600;
    const index = SUBJECT * 64 + Math.floor(run / 64);
    expect(step).toMatchObject({ kind: "demand", node: { height: BAND_HEIGHT, index } });
  });
});
