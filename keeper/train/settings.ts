// What `npm run train` can be told.

import { parseArgs } from "node:util";
import type { Shape } from "./network.ts";

export const HELP = `npm run train [-- options]

  --budget TIME      how long to train: 90s, 20m or 2h (default 20m)
  --steps N          instead of a time, a number of steps: the same seed then gives the same file
  --out FILE         the model to write (default dist/sky/model.bin); its checkpoint and log lie beside it
  --seed N           default 1
  --layers N         hidden layers of 32, 1 to 12 (default 6)
  --mapping A,B      widths of the mapping network's hidden layers (default 64,56)
  --fresh            forget the checkpoint of an earlier run; otherwise it goes on
  --help             this text

Ctrl-C writes what has been learned and a checkpoint. To ship a model, write it to renderer/sky/model.bin and let
the contracts write their vectors anew: \`forge script test/contracts/SkyVectors.s.sol\`.`;

export interface Settings {
  budgetMs: number;
  /** Instead of a time, a number of steps. 0: by time. */
  steps: number;
  out: string;
  seed: number;
  shape: Shape;
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
      seed: { type: "string", default: "1" },
      layers: { type: "string", default: "6" },
      mapping: { type: "string", default: "64,56" },
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
  if (widths.length !== 2) throw new Error(`--mapping ${values.mapping} is not two widths: 64,56.`);
  return {
    budgetMs: Number(amount) * UNITS[unit]!,
    steps: whole("--steps", values.steps, 0, 10_000_000),
    out: values.out,
    seed: whole("--seed", values.seed, 0, 2 ** 31 - 1),
    shape: {
      layers: whole("--layers", values.layers, 1, 12),
      hidden: [whole("--mapping", widths[0]!, 1, 255), whole("--mapping", widths[1]!, 1, 255)],
    },
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
