// The threads that work on a batch: this one, and by choice one more. Both halves are asked at once
// and answers come in the order of the shards.

import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { AdversaryAnswer } from "./adversary.ts";
import { openBackend, type TrainingBackend } from "./backend.ts";
import type { Shape } from "./network.ts";
import {
  type AdversaryJob,
  type Portions,
  type RegressAnswer,
  type RegressJob,
  SHARDS,
  type Shard,
  shardOf,
} from "./shard.ts";

export interface Crew {
  regress(job: RegressJob): Promise<RegressAnswer[]>;
  adversary(job: AdversaryJob): Promise<AdversaryAnswer[]>;
  dismiss(): Promise<void>;
}

export interface CrewSetup {
  seed: number;
  shape: Shape;
  portions: Portions;
  backend: TrainingBackend;
  threads: 1 | 2;
}

type Task = { [K in keyof Shard]: { kind: K; job: Parameters<Shard[K]>[0] } }[keyof Shard];

export async function crewOf(setup: CrewSetup): Promise<Crew> {
  await openBackend(setup.backend);
  const shardsHere = setup.threads === 1 ? SHARDS : 1;
  const here = Array.from({ length: shardsHere }, (_, index) => shardOf({ ...setup, index }));
  const worker =
    setup.threads === 1
      ? undefined
      : new Worker(new URL("./thread.ts", import.meta.url), {
          workerData: { ...setup, index: 1 },
        });
  const ask = async <A>(task: Task): Promise<A[]> => {
    let other: Promise<unknown[]> | undefined;
    if (worker) {
      // A thread that dies rejects this.
      other = once(worker, "message");
      worker.postMessage(task);
    }
    const answers: A[] = [];
    for (const shard of here) answers.push((await answerOf(shard, task)) as A);
    if (other) answers.push(((await other) as [A])[0]);
    return answers;
  };
  return {
    regress: (job) => ask<RegressAnswer>({ kind: "regress", job }),
    adversary: (job) => ask<AdversaryAnswer>({ kind: "adversary", job }),
    dismiss: async () => {
      await worker?.terminate();
    },
  };
}

/** What a shard makes of a task, in whichever thread. */
export function answerOf(shard: Shard, task: Task): ReturnType<Shard[keyof Shard]> {
  return task.kind === "regress" ? shard.regress(task.job) : shard.adversary(task.job);
}
