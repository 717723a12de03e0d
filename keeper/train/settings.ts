// What `npm run train` can be told.

import { parseArgs } from "node:util";
import type { Weighing } from "./adversary.ts";
import { TRAINING_BACKENDS, type TrainingBackend } from "./backend.ts";
import type { Shape } from "./network.ts";

export const HELP = `npm run train [-- options]

  --budget TIME      how long to train: 90s, 20m or 2h (default 20m)
  --steps N          instead of a time, a number of steps: the same seed then gives the same file
  --out FILE         the model to write (default dist/sky/model.bin); its checkpoint and log lie beside it
  --warm-part P      part of it for regression before the adversarial stage, 0 to 1 (default 0.6)
  --adversarial W    weight of the adversarial loss (default 1; 0 leaves the stage out)
  --anchor L,F       weights of blurred and of exact colours beside it (default 2,0.1)
  --penalty G        weight of R1 and R2 (default 0.05)
  --from CHECKPOINT  begin with the weights of another run's checkpoint
  --seed N           default 1
  --layers N         hidden layers of 32, 1 to 8 (default 5)
  --mapping A,B      widths of the mapping network's hidden layers, 8 to 64 (default 48,48)
  --threads N        1 or 2 (default 2, on a GPU 1); both give the same numbers
  --backend NAME     wasm, webgpu, tensorflow or cpu (default wasm)
  --fresh            forget the checkpoint of an earlier run; otherwise it goes on
  --help             this text

Ctrl-C writes what has been learned and a checkpoint. To ship a model, write it to renderer/sky/model.bin and let
the contracts write their vectors and figures anew:

  forge script test/contracts/SkyVectors.s.sol
  HELIOTROPE_WRITE_VECTORS=1 forge test --mc VectorsTest
  HELIOTROPE_WRITE_VECTORS=1 npx vitest run --config test/vitest.config.ts test/contracts/gas.test.ts`;

export interface Settings {
  budgetMs: number;
  /** Instead of a time, a number of steps. 0: by time. */
  steps: number;
  out: string;
  /** Part of the run that is regression. */
  warmPart: number;
  weighing: Weighing;
  from: string | undefined;
  seed: number;
  shape: Shape;
  threads: 1 | 2;
  backend: TrainingBackend;
  fresh: boolean;
}

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** Reads the command line; undefined where help is asked for. Throws an Error that names the flag. */
export function readSettings(args: string[]): Settings | undefined {
  const { values } = parseArgs({
    args,
    options: {
      budget: { type: "string", default: "20m" },
      steps: { type: "string", default: "0" },
      out: { type: "string", default: "dist/sky/model.bin" },
      "warm-part": { type: "string", default: "0.6" },
      adversarial: { type: "string", default: "1" },
      anchor: { type: "string", default: "2,0.1" },
      penalty: { type: "string", default: "0.05" },
      from: { type: "string" },
      seed: { type: "string", default: "1" },
      layers: { type: "string", default: "5" },
      mapping: { type: "string", default: "48,48" },
      threads: { type: "string" },
      backend: { type: "string", default: "wasm" },
      fresh: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([smh])$/.exec(values.budget) ?? [];
  if (!amount || !unit) {
    throw new Error(`--budget ${values.budget} is not a time: write 90s, 20m or 2h.`);
  }
  const widths = values.mapping.split(",");
  if (widths.length !== 2) throw new Error(`--mapping ${values.mapping} is not two widths: 48,48.`);
  const anchor = values.anchor.split(",");
  if (anchor.length !== 2) throw new Error(`--anchor ${values.anchor} is not two weights: 2,0.1.`);
  const backend = backendOf(values.backend);
  const onCpu = backend === "wasm" || backend === "cpu";
  const adversarial = real("--adversarial", values.adversarial, 0, 1000);
  return {
    budgetMs: Number(amount) * UNITS[unit]!,
    steps: whole("--steps", values.steps, 0, 10_000_000),
    out: values.out,
    warmPart: adversarial === 0 ? 1 : real("--warm-part", values["warm-part"], 0, 1),
    weighing: {
      adversarial,
      low: real("--anchor", anchor[0]!, 0, 1000),
      full: real("--anchor", anchor[1]!, 0, 1000),
      penalty: real("--penalty", values.penalty, 0, 1000),
    },
    from: values.from,
    seed: whole("--seed", values.seed, 0, 2 ** 31 - 1),
    shape: {
      layers: whole("--layers", values.layers, 1, 8),
      hidden: [whole("--mapping", widths[0]!, 8, 64), whole("--mapping", widths[1]!, 8, 64)],
    },
    threads: whole("--threads", values.threads ?? (onCpu ? "2" : "1"), 1, 2) as 1 | 2,
    backend,
    fresh: values.fresh,
  };
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < least || value > most) {
    throw new Error(`${flag} ${text} is not a whole number from ${least} to ${most}.`);
  }
  return value;
}

function real(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= least && value <= most)) {
    throw new Error(`${flag} ${text} is not a number from ${least} to ${most}.`);
  }
  return value;
}

function backendOf(name: string): TrainingBackend {
  const known = TRAINING_BACKENDS.find((backend) => backend === name);
  if (known === undefined) {
    throw new Error(`--backend ${name} is none of ${TRAINING_BACKENDS.join(", ")}.`);
  }
  return known;
}
