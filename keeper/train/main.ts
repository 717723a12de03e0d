// `npm run train -- --budget 20m --out renderer/sky/model.bin`: trains a sky model on painted
// pictures with TF.js, on any machine, in the time given. Stops cleanly on Ctrl-C and goes on from
// its checkpoint when started again with the same --out.

import { existsSync, writeFileSync } from "node:fs";
import { project } from "./bounds.ts";
import { type Checkpoint, readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { crewOf } from "./crew.ts";
import { drawDiscriminator } from "./discriminator.ts";
import { meanScale, slicedWasserstein } from "./distance.ts";
import { exhibits, paintedBy } from "./exhibits.ts";
import { heldOut, judge } from "./held.ts";
import { decibel, journalOf, minutes } from "./journal.ts";
import { drawWeights, quantised } from "./network.ts";
import { learnerOf } from "./optimiser.ts";
import { seal } from "./seal.ts";
import { HELP, readSettings, type Settings } from "./settings.ts";
import { PORTIONS } from "./shard.ts";
import { adversarialStep, regressStep } from "./stages.ts";

const TELL_MS = 20_000;
const CHECKPOINT_MS = 120_000;
/** Pauses between measurements on held-out pictures: each costs a few seconds. */
const MEASURE_MS = 60_000;
const MEASUREMENTS = 20;

const settings = readSettingsOrEnd();
try {
  await train(settings);
} catch (error) {
  console.error(`heliotrope: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

async function train(settings: Settings): Promise<void> {
  const { budgetMs, steps, out, from, seed, shape, weighing } = settings;
  const journal = journalOf(out);
  const file = `${out}.checkpoint`;
  const { state, begun } = begin(settings, file);
  const crew = await crewOf({ ...settings, portions: PORTIONS });
  journal.say(
    `${begun}: seed ${seed}, ${shape.layers} layers, mapping ${shape.hidden.join("-")}, ${steps > 0 ? `${steps} steps` : `budget ${minutes(budgetMs)}`}, ${Math.round(100 * settings.warmPart)}% of it to warm up, ${settings.threads} threads on ${settings.backend}`,
  );
  const held = heldOut(seed + 1_000_003);
  const windows = exhibits(seed + 1_000_003, 1, 0);
  const painted = windows.map((w) => w.painted);
  /** The model's distance in texture and colour from the painter. */
  const apart = async () => {
    const made = await paintedBy(
      quantised(state.learners.generator!.average),
      shape,
      windows,
      true,
    );
    const { texture, colour } = slicedWasserstein(painted, made);
    return { texture: meanScale(texture), colour: meanScale(colour) };
  };

  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      stopping = true;
    });
  }
  // Progress over both stages, 0..1. Steps are those of both stages together.
  const taken = () =>
    (state.learners.discriminator ? state.warmSteps : 0) + state.learners.generator!.steps;
  const done = () => (steps > 0 ? taken() / steps : state.spentMs / budgetMs);
  const { warmPart } = settings;
  let last = Date.now();
  let saved = last;
  let told = last;
  let measured = last;
  const measureMs = Math.max(MEASURE_MS, steps > 0 ? 0 : budgetMs / MEASUREMENTS);
  let counted = 0;
  let sums: Record<string, number> = {};

  while (!stopping && done() < 1) {
    const part = done();
    const warm = part < warmPart && state.learners.discriminator === undefined;
    if (!warm && state.learners.discriminator === undefined) {
      // What the first stage has learned, kept to be compared.
      writeFileSync(`${out}.warm.bin`, seal(state.learners.generator!.average, shape).bytes);
      writeCheckpoint(`${file}.warm`, state);
      state.warmSteps = state.learners.generator!.steps;
      state.warmUntil = part;
      state.learners = {
        generator: learnerOf(state.learners.generator!.average),
        discriminator: learnerOf(drawDiscriminator(seed)),
      };
      journal.say(`step ${taken()}: now against the discriminator`);
      counted = 0;
      sums = {};
      measured = 0;
    }
    const { generator, discriminator } = state.learners;
    const figures: object = discriminator
      ? await adversarialStep(
          crew,
          shape,
          generator!,
          discriminator,
          (part - state.warmUntil) / (1 - state.warmUntil),
          weighing,
        )
      : await regressStep(crew, shape, generator!, part / warmPart, from !== undefined);
    for (const [name, value] of Object.entries(figures)) {
      sums[name] = (sums[name] ?? 0) + value;
    }
    counted++;
    const now = Date.now();
    // The first step of a stage paints its pool: that is not training.
    if (generator!.steps > 1) state.spentMs += now - last;
    last = now;
    if (now - told > TELL_MS) {
      const all = steps > 0 ? (state.spentMs / taken()) * steps : budgetMs;
      const means = Object.fromEntries(
        Object.entries(sums).map(([name, sum]) => [name, sum / counted]),
      );
      const due = now - measured > measureMs;
      const found = due
        ? { held: decibel((await judge(generator!.average, shape, held)).all), ...(await apart()) }
        : {};
      const figures: Record<string, number> = { ...found, ...means };
      journal.say(
        [
          `step ${taken()}`,
          ...Object.entries(figures).map(([name, value]) => `${name} ${value.toPrecision(3)}`),
          `${(counted / ((now - told) / 1000)).toFixed(1)} steps/s`,
          `${minutes(Math.max(0, all - state.spentMs))} left`,
        ].join(", "),
      );
      journal.note({
        stage: discriminator ? "adversarial" : "warm",
        step: taken(),
        ms: state.spentMs,
        ...figures,
      });
      if (due) measured = Date.now();
      sums = {};
      counted = 0;
      told = Date.now();
      last = told;
    }
    if (now - saved > CHECKPOINT_MS) {
      writeCheckpoint(file, state);
      writeFileSync(out, seal(generator!.average, shape).bytes);
      saved = now;
    }
  }
  await crew.dismiss();

  writeCheckpoint(file, state);
  const { generator } = state.learners;
  const { all, groups } = await judge(generator!.average, shape, held);
  for (const [group, loss] of groups) {
    journal.say(`held out, ${group}: ${decibel(loss).toFixed(2)} dB`);
  }
  const distance = await apart();
  const { bytes, model } = seal(generator!.average, shape);
  writeFileSync(out, bytes);
  journal.say(
    `${stopping ? "stopped" : "finished"} at step ${taken()} after ${minutes(state.spentMs)}: held out ${decibel(all).toFixed(2)} dB, distance ${distance.texture.toFixed(3)} in texture and ${distance.colour.toFixed(3)} in colour, ${bytes.length} bytes, hash ${model.hash}, written to ${out}`,
  );
}

/** The state to go on from: a checkpoint of this run, of another one, or drawn weights. */
function begin(settings: Settings, file: string): { state: Checkpoint; begun: string } {
  const { seed, shape, from } = settings;
  if (!settings.fresh && existsSync(file)) {
    const state = readCheckpoint(file, shape);
    return { state, begun: `resumed after ${minutes(state.spentMs)}` };
  }
  const state = (weights: Float32Array[]): Checkpoint => {
    project(weights, shape);
    return {
      seed,
      shape,
      spentMs: 0,
      warmSteps: 0,
      warmUntil: 0,
      learners: { generator: learnerOf(weights) },
    };
  };
  if (from !== undefined) {
    const { average } = readCheckpoint(from, shape).learners.generator!;
    return { state: state(average), begun: `started from ${from}` };
  }
  return { state: state(drawWeights(shape, seed)), begun: "started" };
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
