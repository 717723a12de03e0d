// `node keeper/train/measure.ts [NAME=]MODEL.bin... --out docs/sky-quality.json`: the quality of sky
// models in figures, beside those of the painter that they learnt from. All on pictures that no training
// sees; the same figures again for the same files.

import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { parseModel } from "../../renderer/sky/model.ts";
import { openBackend } from "./backend.ts";
import { networkBrush, painter, weightsOf } from "./brush.ts";
import { readCheckpoint } from "./checkpoint.ts";
import { type Distance, meanScale, type Picture, slicedWasserstein } from "./distance.ts";
import { type Exhibit, exhibits, paintedBy } from "./exhibits.ts";
import { quantised } from "./network.ts";
import {
  agreement,
  type Consistency,
  type Continuity,
  consistencyOf,
  continuityOf,
  diversityOf,
  EXTENT,
  learnProbes,
  mixedMoments,
} from "./quality.ts";

const USAGE = `usage: node keeper/train/measure.ts [NAME=]MODEL.bin... [--out FILE.json] [--each N] [--seed N]

  --out FILE         where to write the figures (default: the screen alone)
  --checkpoint FILE  a checkpoint, to compare its weights before and after they are rounded
  --each N           windows of every group and school for the distances (default 3)
  --seed N           which held-out pictures (default 9001)`;

/** The figures of one painter. */
interface Figures {
  name: string;
  hash?: string;
  /** Sliced Wasserstein distance from what the painter paints of the same scenes, and of other ones. */
  same: Distance;
  others: Distance;
  consistency: Consistency;
  /** Mean difference between tokens of one school in the same moment, in levels. */
  diversity: number;
  continuity: Continuity;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: "string" },
      checkpoint: { type: "string" },
      each: { type: "string", default: "3" },
      seed: { type: "string", default: "9001" },
      help: { type: "boolean", default: false },
    },
  });
  const each = Number(values.each);
  const seed = Number(values.seed);
  if (values.help || positionals.length === 0 || !(each >= 1) || !Number.isInteger(seed)) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  await openBackend("wasm");

  const scenes = exhibits(seed, each, 0);
  const reference = pictures(scenes);
  const elsewhere = pictures(exhibits(seed + 1, each, 0));
  const probes = await learnProbes(painter, EXTENT, seed);
  const distances = (made: Picture[]) => ({
    same: slicedWasserstein(reference, made),
    others: slicedWasserstein(elsewhere, made),
  });
  const rest = async (brush: typeof painter) => ({
    consistency: await consistencyOf(brush, probes, EXTENT, seed),
    diversity: await diversityOf(brush, EXTENT, seed),
    continuity: await continuityOf(brush, EXTENT, seed),
  });

  const all: Figures[] = [
    {
      name: "painter",
      // The same scenes by another hand: what chance alone puts between two sets.
      ...distances(pictures(exhibits(seed, each, 1))),
      ...(await rest(painter)),
    },
  ];
  console.error("measured the painter");
  for (const argument of positionals) {
    const [name, file] = argument.includes("=")
      ? argument.split("=", 2)
      : [basename(argument, ".bin"), argument];
    const model = parseModel(readFileSync(file!));
    const { weights, shape } = weightsOf(model);
    all.push({
      name: name!,
      hash: model.hash,
      ...distances(await paintedBy(weights, shape, scenes, true)),
      ...(await rest(networkBrush(weights, shape, true))),
    });
    console.error(`measured ${name}`);
  }
  const rounding = values.checkpoint ? await roundingOf(values.checkpoint, seed) : undefined;
  console.log(tableOf(all, rounding));
  if (values.out) {
    const figures = { seed, each, extent: EXTENT, painters: all, rounding };
    writeFileSync(values.out, `${JSON.stringify(figures, (_, v) => short(v), 2)}\n`);
  }
}

function pictures(windows: readonly Exhibit[]): Picture[] {
  return windows.map((w) => w.painted);
}

/** How near the whole-number network is to the one that nothing is rounded in, in dB. */
async function roundingOf(file: string, seed: number): Promise<number> {
  const header = JSON.parse(readFileSync(file).toString("latin1").split("\n", 1)[0]!);
  const { learners } = readCheckpoint(file, header.shape);
  const weights = learners.generator!.average;
  const moments = mixedMoments(seed);
  return agreement(
    await networkBrush(weights, header.shape, false)(moments, EXTENT.size),
    await networkBrush(quantised(weights), header.shape, true)(moments, EXTENT.size),
  );
}

/** The figures as a table: painters across. */
function tableOf(all: readonly Figures[], rounding: number | undefined): string {
  const row = (what: string, value: (f: Figures) => number, digits = 3) =>
    `| ${what} | ${all.map((f) => value(f).toFixed(digits)).join(" | ")} |`;
  const scale = (kind: keyof Distance) => (k: 0 | 1 | 2) =>
    row(`${kind}, same scenes, scale ${k + 1}`, (f) => f.same[kind][k]);
  return [
    `| | ${all.map((f) => f.name).join(" | ")} |`,
    `|---|${all.map(() => "--:|").join("")}`,
    ...([0, 1, 2] as const).map(scale("texture")),
    ...([0, 1, 2] as const).map(scale("colour")),
    row("texture, other scenes", (f) => meanScale(f.others.texture)),
    row("colour, other scenes", (f) => meanScale(f.others.colour)),
    row("sun's place, median error", (f) => f.consistency.sunError),
    row("suns found", (f) => f.consistency.sunFound),
    row("luminance with the sun's height", (f) => f.consistency.luminance),
    row("cloud read with cloud asked for", (f) => f.consistency.cloud),
    row("rain told apart", (f) => f.consistency.rain),
    row("snow told apart", (f) => f.consistency.snow),
    row("levels between tokens", (f) => f.diversity, 1),
    row("levels in six minutes", (f) => f.continuity.minutes, 2),
    row("levels in an hour", (f) => f.continuity.hour, 2),
    row("levels in six hours", (f) => f.continuity.sixHours, 2),
    row("detour in an hour", (f) => f.continuity.detour, 2),
    ...(rounding === undefined
      ? []
      : ["", `Whole numbers against floats: ${rounding.toFixed(1)} dB.`]),
  ].join("\n");
}

/** Numbers to four digits, as far as they are good for. */
function short(value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value)
    ? Number(value.toPrecision(4))
    : value;
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    console.error(`heliotrope: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
