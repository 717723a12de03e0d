// The two stages of training: regression on random pixels, which finds the colours, and the adversarial
// stage on patches, which finds the texture that no average has.

import type { Figures, Weighing } from "./adversary.ts";
import { project } from "./bounds.ts";
import type { Crew } from "./crew.ts";
import { quantised, type Shape } from "./network.ts";
import { type Learner, learn, meanOf } from "./optimiser.ts";

/** Part of the first stage in which nothing is rounded yet. */
const FLOAT_PART = 0.08;
const WARM = { rate: 0.012, betas: { first: 0.9, second: 0.995, average: 0.998 } };
const GENERATOR = { rate: 0.0008, betas: { first: 0, second: 0.99, average: 0.998 } };
const DISCRIMINATOR = { rate: 0.001, betas: { first: 0, second: 0.99, average: 0 } };

/** One step of regression, `part` of the stage being over. Returns the loss. */
export async function regressStep(
  crew: Crew,
  shape: Shape,
  learner: Learner,
  part: number,
  /** Whether to leave nothing unrounded: for weights that have been trained before. */
  exactly: boolean,
): Promise<{ loss: number }> {
  const exact = exactly || part > FLOAT_PART;
  const answers = await crew.regress({
    step: learner.steps,
    exact,
    weights: exact ? quantised(learner.weights) : learner.weights,
  });
  const rate = rateAt(WARM.rate, 0.004, part, learner.steps);
  const gradients = meanOf(answers.map((a) => a.gradients));
  learn(learner, gradients, rate, WARM.betas, (w) => project(w, shape));
  return { loss: answers.reduce((sum, a) => sum + a.loss / answers.length, 0) };
}

/** One step of both players of the adversarial stage. */
export async function adversarialStep(
  crew: Crew,
  shape: Shape,
  generator: Learner,
  discriminator: Learner,
  part: number,
  weighing: Weighing,
): Promise<Figures> {
  const answers = await crew.adversary({
    step: generator.steps,
    generator: quantised(generator.weights),
    discriminator: discriminator.weights,
    weighing,
  });
  const step = generator.steps;
  learn(
    discriminator,
    meanOf(answers.map((a) => a.discriminator)),
    rateAt(DISCRIMINATOR.rate, 0.1, part, step),
    DISCRIMINATOR.betas,
  );
  learn(
    generator,
    meanOf(answers.map((a) => a.generator)),
    rateAt(GENERATOR.rate, 0.05, part, step),
    GENERATOR.betas,
    (w) => project(w, shape),
  );
  const names = Object.keys(answers[0]!.figures) as (keyof Figures)[];
  const mean = (name: keyof Figures) =>
    answers.reduce((sum, a) => sum + a.figures[name] / answers.length, 0);
  return Object.fromEntries(names.map((name) => [name, mean(name)])) as unknown as Figures;
}

/** A rise over 200 steps, then a cosine down to `least` of the rate. */
function rateAt(rate: number, least: number, part: number, step: number): number {
  const fall = 0.5 * (1 + Math.cos(Math.PI * Math.min(1, part)));
  return rate * Math.min(1, (step + 1) / 200) * (least + (1 - least) * fall);
}
