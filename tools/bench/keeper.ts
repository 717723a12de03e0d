// `npm run bench -- --keeper`: how many tokens a minute a keeper paints, hashes, checks, encodes and stores, what each
// stage takes, and how much memory. Figures go into docs/keeper-speed.md.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import type { NodeBackend } from "../../keeper/render/backends.ts";
import { writeSection } from "../sections.ts";
import { type EpochFigures, type EpochSetting, measureStages } from "./epoch.ts";
import { measureTeams } from "./team.ts";

const DOCUMENT = fileURLToPath(new URL("../../docs/keeper-speed.md", import.meta.url));
const PROGRAM = fileURLToPath(new URL("./epoch.ts", import.meta.url));
const STAGES = ["render", "hash", "check", "encode"] as const;
/** Of the epoch of full supply. */
const SMALL_SIDE = 24;
const FULL = 10_000;

export interface KeeperBench {
  readonly backends: readonly NodeBackend[];
  readonly supplies: readonly number[];
  /** Whether an epoch of 10,000 is made, too, of rasters whose painting is cheap. */
  readonly full: boolean;
  /** Tokens that workers paint, or none. */
  readonly team: number;
}

export async function benchKeeper({ backends, supplies, full, team }: KeeperBench): Promise<void> {
  const threads = Math.min(2, availableParallelism());
  const load = loadavg()[0]!;
  const stages: string[] = [];
  const epochs: string[] = [];
  for (const backend of backends) {
    const spent = await measureStages(backend, backend === "integer" ? 5 : 15);
    stages.push(row(backend, ...STAGES.map((stage) => spent[stage]!.toFixed(1))));
    for (const tokens of supplies) {
      epochs.push(rowOf(await measureApart({ tokens, backend, threads, side: 240 })));
      console.log(epochs.at(-1));
    }
  }
  if (full) {
    const setting = { tokens: FULL, backend: "wasm", threads, side: SMALL_SIDE } as const;
    epochs.push(rowOf(await measureApart(setting)));
    console.log(epochs.at(-1));
  }
  const teams = team === 0 ? [] : await measureTeams("wasm", [1, 2], team);
  const day = new Date().toISOString().slice(0, 10);
  const machine = `${cpus()[0]?.model.trim()}, ${threads} threads of ${availableParallelism()} processors`;
  note(
    "figures",
    [
      `Measured on ${day}: ${machine}, load ${load.toFixed(1)} when it began.`,
      "",
      "One token, in milliseconds of a processor:",
      "",
      head("backend", ...STAGES),
      ...stages,
      "",
      "Whole epochs:",
      "",
      head(
        ...[
          "backend",
          "tokens",
          "painted at",
          "tokens a minute",
          "processor s a token",
          "rasters, s",
          "tree and CID, s",
        ],
        ...["CAR, s", "CAR, MB", "memory after a tenth, MB", "at the end", "at most"],
      ),
      ...epochs,
      "",
      head("workers", "tokens", "seconds", "tokens a minute", "processor seconds a token"),
      ...teams.map(({ workers, tokens, seconds, perToken }) =>
        row(
          workers,
          tokens,
          seconds.toFixed(1),
          ((60 * tokens) / seconds).toFixed(0),
          perToken.toFixed(3),
        ),
      ),
    ].join("\n"),
  );
}

/** In a process of its own: what is measured is its memory, and nobody else's. */
async function measureApart(setting: EpochSetting): Promise<EpochFigures> {
  const output = execFileSync(process.execPath, [PROGRAM, JSON.stringify(setting)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(output) as EpochFigures;
}

export function rowOf(figures: EpochFigures): string {
  const { painted, tokens, side, total, processor, rasters, tree, car, carBytes } = figures;
  const mega = (bytes: number) => (bytes / 1e6).toFixed(0);
  return row(
    ...[painted, tokens.toLocaleString("en"), `${side} x ${side}`],
    ...[
      ((60 * tokens) / total).toFixed(0),
      (processor / tokens).toFixed(3),
      rasters.toFixed(1),
      tree.toFixed(2),
    ],
    ...[car.toFixed(1), mega(carBytes)],
    ...[mega(figures.early), mega(figures.late), mega(figures.peak)],
  );
}

const row = (...cells: readonly unknown[]) => `| ${cells.join(" | ")} |`;
const head = (...cells: readonly string[]) => `${row(...cells)}\n${row(...cells.map(() => "---"))}`;

function note(section: string, body: string): void {
  console.log(body);
  writeFileSync(DOCUMENT, writeSection(readFileSync(DOCUMENT, "utf8"), section, body));
}
