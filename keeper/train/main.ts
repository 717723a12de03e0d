// `npm run train -- --budget 20m --out renderer/sky/model.bin`: trains a sky model on painted
// pictures with TF.js, on any machine, in the time given. Stops cleanly on Ctrl-C and goes on from
// its checkpoint when started again with the same --out.

import { existsSync, writeFileSync } from "node:fs";
import { project } from "./bounds.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { crewOf } from "./crew.ts";
import { heldOut, judge } from "./held.ts";
import { decibel, journalOf, minutes } from "./journal.ts";
import { drawWeights, quantised } from "./network.ts";
import { type Learner, learn, learnerOf, meanOf } from "./optimiser.ts";
import { seal } from "./seal.ts";
import { HELP, readSettings, type Settings } from "./settings.ts";
import { PORTIONS } from "./shard.ts";

/** Part of the time in which nothing is rounded yet. */
const FLOAT_PART = 0.08;
const RATE = 0.012;
const BETAS = { first: 0.9, second: 0.995, average: 0.998 };
const TELL_MS = 20_000;
const CHECKPOINT_MS = 120_000;

const settings = readSettingsOrEnd();
await train(settings);

async function train(settings: Settings): Promise<void> {
  const { budgetMs, steps, out, from, seed, shape, fresh } = settings;
  const journal = journalOf(out);
  const checkpoint = `${out}.checkpoint`;
  const crew = await crewOf({ ...settings, portions: PORTIONS });
  let spentMs = 0;
  let learner: Learner;
  let begun = "started";
  if (!fresh && existsSync(checkpoint)) {
    const found = readCheckpoint(checkpoint, shape);
    spentMs = found.spentMs;
    learner = found.learners.generator!;
    begun = `resumed at step ${learner.steps}`;
  } else if (from !== undefined) {
    learner = learnerOf(readCheckpoint(from, shape).learners.generator!.average);
    begun = `started from ${from}`;
  } else {
    learner = learnerOf(drawWeights(shape, seed));
    project(learner.weights, shape);
  }
  journal.say(
    `${begun}: seed ${seed}, ${shape.layers} layers, mapping ${shape.hidden.join("-")}, ${steps > 0 ? `${steps} steps` : `budget ${minutes(budgetMs)}`}, ${settings.threads} threads on ${settings.backend}`,
  );
  const held = heldOut(seed + 1_000_003);

  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      stopping = true;
    });
  }
  let last = Date.now();
  let saved = last;
  let told = last;
  let sum = 0;
  let counted = 0;
  const partDone = () => (steps > 0 ? learner.steps / steps : spentMs / budgetMs);

  while (!stopping && partDone() < 1) {
    const part = partDone();
    const exact = from !== undefined || part > FLOAT_PART;
    const weights = exact ? quantised(learner.weights) : learner.weights;
    const answers = await crew.regress({ step: learner.steps, exact, weights });
    const gradients = meanOf(answers.map((a) => a.gradients));
    learn(learner, gradients, rateAt(part, learner.steps), BETAS, (w) => project(w, shape));
    sum += answers.reduce((a, { loss }) => a + loss, 0) / answers.length;
    counted++;
    const now = Date.now();
    // The first step paints the pool: it is not training.
    if (counted > 1 || learner.steps > 1) spentMs += now - last;
    last = now;
    if (now - told > TELL_MS) {
      const all = steps > 0 ? (spentMs / learner.steps) * steps : budgetMs;
      const batch = decibel(sum / counted);
      const average = decibel(judge(learner.average, shape, held).all);
      journal.say(
        `step ${learner.steps}: ${batch.toFixed(2)} dB on batches, ${average.toFixed(2)} dB held out, ${exact ? "quantised" : "float"}, ${(counted / ((now - told) / 1000)).toFixed(1)} steps/s, ${minutes(Math.max(0, all - spentMs))} left`,
      );
      journal.note({
        stage: "warm",
        step: learner.steps,
        ms: spentMs,
        rate: rateAt(part, learner.steps),
        loss: sum / counted,
        batch,
        held: average,
      });
      sum = 0;
      counted = 0;
      told = now;
    }
    if (now - saved > CHECKPOINT_MS) {
      writeCheckpoint(checkpoint, { seed, shape, spentMs, learners: { generator: learner } });
      writeFileSync(out, seal(learner.average, shape).bytes);
      saved = now;
    }
  }
  await crew.dismiss();

  writeCheckpoint(checkpoint, { seed, shape, spentMs, learners: { generator: learner } });
  const { all, groups } = judge(learner.average, shape, held);
  for (const [group, loss] of groups) {
    journal.say(`held out, ${group}: ${decibel(loss).toFixed(2)} dB`);
  }
  journal.say(
    `held out, all: ${decibel(all).toFixed(2)} dB; ${decibel(judge(learner.weights, shape, held).all).toFixed(2)} dB without averaging`,
  );
  const { bytes, model } = seal(learner.average, shape);
  writeFileSync(out, bytes);
  journal.say(
    `${stopping ? "stopped" : "finished"} at step ${learner.steps} after ${minutes(spentMs)}: ${bytes.length} bytes, hash ${model.hash}, written to ${out}`,
  );
}

/** Learning rate: a short rise, then a cosine down to a hundredth. */
function rateAt(part: number, step: number): number {
  const fall = 0.5 * (1 + Math.cos(Math.PI * Math.min(1, part)));
  return RATE * Math.min(1, (step + 1) / 200) * (0.004 + 0.996 * fall);
}

function readSettingsOrEnd(): Settings {
  try {
    const settings = readSettings(process.argv.slice(2));
    if (settings) return settings;
    console.log(HELP);
    process.exit(0);
  } catch (error) {
    console.error(`heliotrope: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  }
}
