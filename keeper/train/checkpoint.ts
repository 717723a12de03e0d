// What a killed run needs to go on, in one file: a line of JSON about it, then the numbers.

import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Shape } from "./network.ts";
import type { Learner } from "./optimiser.ts";

export interface Checkpoint {
  seed: number;
  shape: Shape;
  /** Time spent on training, over all runs. */
  spentMs: number;
  /** Steps and part of the run that the first stage took; 0 while it lasts. */
  warmSteps: number;
  warmUntil: number;
  /** `generator`, and in the second stage `discriminator`. */
  learners: Record<string, Learner>;
}

const LISTS = ["weights", "first", "second", "average"] as const;

/** Writes the file whole or not at all. */
export function writeCheckpoint(file: string, checkpoint: Checkpoint): void {
  const { learners, ...rest } = checkpoint;
  const names = Object.keys(learners);
  const header = {
    ...rest,
    learners: names.map((name) => ({
      name,
      steps: learners[name]!.steps,
      lengths: learners[name]!.weights.map((w) => w.length),
    })),
  };
  const arrays = names.flatMap((name) => LISTS.flatMap((list) => learners[name]![list]));
  const parts = [
    Buffer.from(`${JSON.stringify(header)}\n`),
    ...arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength)),
  ];
  // A rename is all or nothing: a kill while writing leaves the last checkpoint whole.
  writeFileSync(`${file}.part`, Buffer.concat(parts));
  renameSync(`${file}.part`, file);
}

/** Reads a checkpoint. Throws an Error where the file is cut or of another shape than `shape`. */
export function readCheckpoint(file: string, shape: Shape): Checkpoint {
  const data = readFileSync(file);
  const end = data.indexOf(10);
  let header: Omit<Checkpoint, "learners"> & {
    learners: { name: string; steps: number; lengths: number[] }[];
  };
  try {
    header = JSON.parse(data.subarray(0, end).toString());
  } catch {
    throw new Error(`${file} is not a checkpoint of this program. Start anew with --fresh.`);
  }
  if (JSON.stringify(header.shape) !== JSON.stringify(shape)) {
    throw new Error(
      `${file} holds a network of ${header.shape.layers} layers with a mapping of ${header.shape.hidden.join(",")}, not ${shape.layers} with ${shape.hidden.join(",")}. Say the same --layers and --mapping, or start anew with --fresh.`,
    );
  }
  let at = end + 1;
  const take = (length: number): Float32Array => {
    const bytes = data.subarray(at, at + 4 * length);
    if (bytes.length < 4 * length) {
      throw new Error(`${file} is cut short. Start anew with --fresh.`);
    }
    at += 4 * length;
    return new Float32Array(Uint8Array.from(bytes).buffer);
  };
  const learners: Record<string, Learner> = {};
  for (const { name, steps, lengths } of header.learners) {
    const [weights, first, second, average] = LISTS.map(() => lengths.map(take));
    learners[name] = {
      steps,
      weights: weights!,
      first: first!,
      second: second!,
      average: average!,
    };
  }
  const { learners: _, ...rest } = header;
  return { ...rest, learners };
}
