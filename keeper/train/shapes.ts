// `node keeper/train/shapes.ts --steps 1500 [LAYERS,A,B]...`: trains one model of each shape by regression
// alone, at equal steps on the same pictures, and writes it with its figures into dist/front. They are
// what `npm run train -- --steps N --adversarial 0` trains, but shapes that cannot ship are trained too.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { MODEL_BYTES_MAX, modelLength, RUN_GAS_MAX, runGas } from "../../renderer/sky/model.ts";
import { project } from "./bounds.ts";
import { crewOf } from "./crew.ts";
import { heldOut, judge } from "./held.ts";
import { decibel } from "./journal.ts";
import { drawWeights, type Shape } from "./network.ts";
import { learnerOf } from "./optimiser.ts";
import { seal } from "./seal.ts";
import { PORTIONS } from "./shard.ts";
import { regressStep } from "./stages.ts";

const FOLDER = "dist/front";
/** Depths with the shipped mapping network, then smaller mapping networks. */
const SHAPES = ["5,48,48", "4,48,48", "6,48,48", "3,48,48", "2,48,48", "5,32,32", "6,48,32"];
const TELL_STEPS = 100;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: "string", default: "1500" },
    seed: { type: "string", default: "1" },
    threads: { type: "string", default: "2" },
  },
});
const steps = Number(values.steps);
const seed = Number(values.seed);
mkdirSync(FOLDER, { recursive: true });
for (const text of positionals.length > 0 ? positionals : SHAPES) {
  const [layers, a, b] = text.split(",").map(Number) as [number, number, number];
  const file = `${FOLDER}/${layers}-${a}-${b}`;
  const known = existsSync(`${file}.json`) ? JSON.parse(readFileSync(`${file}.json`, "utf8")) : {};
  if (known.steps === steps && known.seed === seed) continue;
  await train({ layers, hidden: [a, b] }, file);
}

async function train(shape: Shape, file: string): Promise<void> {
  const threads = values.threads === "1" ? 1 : 2;
  const crew = await crewOf({ seed, shape, portions: PORTIONS, backend: "wasm", threads });
  const weights = drawWeights(shape, seed);
  project(weights, shape);
  const learner = learnerOf(weights);
  for (let step = 0; step < steps; step++) {
    const { loss } = await regressStep(crew, shape, learner, step / steps, false);
    if ((step + 1) % TELL_STEPS === 0) {
      console.log(`${file}: step ${step + 1}, ${decibel(loss).toFixed(2)} dB on the batch`);
    }
  }
  await crew.dismiss();
  const { all } = await judge(learner.average, shape, heldOut(seed + 1_000_003));
  const { layers, hidden } = shape;
  const bytes = modelLength(layers, hidden);
  if (bytes <= MODEL_BYTES_MAX && runGas(layers, hidden) <= RUN_GAS_MAX) {
    writeFileSync(`${file}.bin`, seal(learner.average, shape).bytes);
  }
  const held = Math.round(100 * decibel(all)) / 100;
  const figures = { layers, hidden, steps, seed, bytes, held };
  writeFileSync(`${file}.json`, `${JSON.stringify(figures)}\n`);
  console.log(`${file}: held out ${held.toFixed(2)} dB, ${bytes} bytes`);
}
