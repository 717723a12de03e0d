import { mkdtempSync, readFileSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { project } from "../../../keeper/train/bounds.ts";
import { normals, randomFor } from "../../../keeper/train/chance.ts";
import { readCheckpoint, writeCheckpoint } from "../../../keeper/train/checkpoint.ts";
import { type Crew, crewOf } from "../../../keeper/train/crew.ts";
import { drawDiscriminator } from "../../../keeper/train/discriminator.ts";
import { drawWeights, type Shape, shapesOf } from "../../../keeper/train/network.ts";
import { type Learner, learnerOf } from "../../../keeper/train/optimiser.ts";
import { seal } from "../../../keeper/train/seal.ts";
import { readSettings } from "../../../keeper/train/settings.ts";
import type { Portions } from "../../../keeper/train/shard.ts";
import { adversarialStep, regressStep } from "../../../keeper/train/stages.ts";

const SHAPE: Shape = { layers: 2, hidden: [8, 8] };
const PORTIONS: Portions = {
  pictures: 12,
  points: 16,
  images: 6,
  pixels: 8,
  fresh: 1,
  patches: 6,
  patchBatch: 6,
  patchFresh: 1,
};
const WEIGHING = { adversarial: 1, low: 1, full: 0.1, penalty: 0.05 };
const BOUND = { low: -32_768, high: 32_767, shift: 8191 };

function crew(threads: 1 | 2): Promise<Crew> {
  return crewOf({ seed: 1, shape: SHAPE, portions: PORTIONS, backend: "wasm", threads });
}

function drawn(): Learner {
  const weights = drawWeights(SHAPE, 1);
  project(weights, SHAPE);
  return learnerOf(weights);
}

async function take(steps: number, threads: 1 | 2, learners: Record<string, Learner>) {
  const hands = await crew(threads);
  const { generator, discriminator } = learners;
  for (let i = 0; i < steps; i++) {
    if (discriminator) {
      await adversarialStep(hands, SHAPE, generator!, discriminator, 0.5, WEIGHING);
    } else await regressStep(hands, SHAPE, generator!, 0.5, false);
  }
  await hands.dismiss();
  return learners;
}

function saved(learners: Record<string, Learner>): Record<string, Learner> {
  const file = join(mkdtempSync(join(tmpdir(), "train-")), "checkpoint");
  const rest = { seed: 1, shape: SHAPE, spentMs: 5, warmSteps: 0, warmUntil: 0 };
  writeCheckpoint(file, { ...rest, learners });
  const found = readCheckpoint(file, SHAPE);
  expect(found).toEqual({ ...rest, learners });
  return found.learners;
}

test("default: a run that was stopped goes on to the weights of one that was not", async () => {
  const whole = await take(6, 1, { generator: drawn() });
  const half = await take(3, 1, { generator: drawn() });
  expect(await take(3, 1, saved(half))).toEqual(whole);
});

test("behavior: so does the adversarial stage", async () => {
  const both = () => ({ generator: drawn(), discriminator: learnerOf(drawDiscriminator(1)) });
  const whole = await take(4, 1, both());
  const half = await take(2, 1, both());
  expect(await take(2, 1, saved(half))).toEqual(whole);
  expect(whole.generator!.weights).not.toEqual(drawn().weights);
});

test("behavior: two threads give the numbers of one", async () => {
  const one = await take(3, 1, { generator: drawn() });
  expect(await take(3, 2, { generator: drawn() })).toEqual(one);
});

test("behavior: whatever the weights were, what is projected proves and is packed", () => {
  for (const scale of [0.1, 1, 5]) {
    const weights = shapesOf(SHAPE).map(([rows, columns], k) =>
      normals(rows * columns, scale, randomFor(7, k)),
    );
    project(weights, SHAPE);
    const { model } = seal(weights, SHAPE);
    expect(model.bounds[0]!.room).toBeGreaterThanOrEqual(0);
    expect(model.bounds[0]!.most).toBeLessThanOrEqual(BOUND.high);
    expect(model.bounds[0]!.least).toBeGreaterThanOrEqual(BOUND.low);
    const again = weights.map((w) => w.slice());
    project(again, SHAPE);
    expect(again, "a projection leaves what fits alone").toEqual(weights);
  }
});

test("error: names what is wrong with a checkpoint", () => {
  const file = join(mkdtempSync(join(tmpdir(), "train-")), "checkpoint");
  const rest = { seed: 1, shape: SHAPE, spentMs: 5, warmSteps: 0, warmUntil: 0 };
  writeCheckpoint(file, { ...rest, learners: { generator: drawn() } });
  const other: Shape = { layers: 3, hidden: [8, 8] };
  expect(() => readCheckpoint(file, other)).toThrow("a network of 2 layers");
  truncateSync(file, readFileSync(file).length - 8);
  expect(() => readCheckpoint(file, SHAPE)).toThrow("cut short");
  truncateSync(file, 10);
  expect(() => readCheckpoint(file, SHAPE)).toThrow("not a checkpoint");
});

test("error: names the flag that is wrong", () => {
  for (const args of [
    ["--budget", "soon"],
    ["--layers", "9"],
    ["--mapping", "48"],
    ["--mapping", "4,48"],
    ["--warm-part", "1.5"],
    ["--anchor", "1"],
    ["--penalty", "-1"],
    ["--threads", "3"],
    ["--backend", "abacus"],
  ]) {
    expect(() => readSettings(args), args.join(" ")).toThrow(args[0]);
  }
  expect(readSettings(["--help"])).toBeUndefined();
  expect(readSettings(["--adversarial", "0"])?.warmPart).toBe(1);
  expect(readSettings(["--budget", "90s"])?.budgetMs).toBe(90_000);
});
