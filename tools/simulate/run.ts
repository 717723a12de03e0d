// A whole simulation: the weather once, then the tokens, shared out to threads.
import { replay } from "../replay/climate.ts";
import { sceneAt } from "../replay/life.ts";
import { outages, tokenOf } from "../replay/population.ts";
import { askThreads } from "../threads.ts";
import { gasOf } from "./gas.ts";
import type { Settings } from "./settings.ts";
import { type Table, tableOf } from "./table.ts";
import { addTally, BIN_EPOCHS, newTally } from "./tally.ts";
import {
  type Drawing,
  keepLargest,
  liveThrough,
  type Outcome,
  type Task,
  type World,
} from "./thread.ts";

export interface Simulation {
  readonly settings: Settings;
  readonly table: Table;
  /** Looks at tokens, each a phenotype and its attributes. */
  readonly looks: number;
  /** In a full run, by species. */
  readonly drawings: readonly Drawn[];
}

/** The drawings of one species: some of the largest, largest first, and their dearest where it was measured. */
export interface Drawn {
  readonly largest: readonly Drawing[];
  readonly dearest?: Drawing & { readonly gas: number };
  readonly count: number;
  readonly mean: number;
}

/** Tokens of one task: small enough that no thread waits long for the last. */
const TASK_TOKENS = 20;

/** `threads` off: everything in this thread, for runs that are over before a thread has started. */
export async function simulate(settings: Settings, threads = true): Promise<Simulation> {
  const climate = replay(settings.epochs, outages(settings.seed, settings.epochs));
  const world: World = { climate, settings };
  const tasks: Task[] = [];
  for (let from = 0; from < settings.tokens; from += TASK_TOKENS) {
    tasks.push({ from, to: Math.min(from + TASK_TOKENS, settings.tokens) });
  }
  const outcomes: Outcome[] = [];
  if (threads) {
    const file = new URL("thread.ts", import.meta.url);
    await askThreads<Task, Outcome>(file, world, tasks, (outcome, i) => {
      outcomes[i] = outcome;
    });
  } else for (const task of tasks) outcomes.push(liveThrough(task, world));
  return {
    settings,
    ...gather(outcomes, settings),
  };
}

/** The same, with the dearest of each species by what the EVM uses. */
export async function withGas(simulation: Simulation): Promise<Simulation> {
  const { settings, drawings } = simulation;
  const climate = replay(settings.epochs, outages(settings.seed, settings.epochs));
  const all = drawings.flatMap(({ largest }) => largest);
  const scenes = all.map(({ token, epoch }) =>
    sceneAt(climate, tokenOf(climate, settings.seed, token), epoch),
  );
  const gas = await gasOf(scenes);
  const priced = all.map((drawing, i) => ({ ...drawing, gas: gas[i]! }));
  return {
    ...simulation,
    drawings: drawings.map((drawn) => {
      const own = priced.filter(({ species }) => species === drawn.largest[0]!.species);
      return { ...drawn, dearest: own.reduce((most, each) => (each.gas > most.gas ? each : most)) };
    }),
  };
}

function gather(outcomes: readonly Outcome[], { epochs }: Settings) {
  const tally = newTally(Math.ceil(epochs / BIN_EPOCHS));
  const largest: Drawing[][] = [];
  const drawn: { count: number; characters: number }[] = [];
  for (const outcome of outcomes) {
    addTally(tally, outcome.tally);
    outcome.largest.forEach((found, kind) => {
      if (found) largest[kind] = keepLargest([...(largest[kind] ?? []), ...found]);
    });
    outcome.drawn.forEach((part, kind) => {
      if (!part) return;
      drawn[kind] ??= { count: 0, characters: 0 };
      drawn[kind].count += part.count;
      drawn[kind].characters += part.characters;
    });
  }
  const years = (epochs * 7) / (24 * 365.25);
  return {
    table: tableOf(tally, years),
    looks: outcomes.reduce((sum, { looks }) => sum + looks, 0),
    drawings: largest.flatMap((found, kind) => {
      if (!found) return [];
      const { count, characters } = drawn[kind]!;
      return [{ largest: found, count, mean: characters / count }];
    }),
  };
}
