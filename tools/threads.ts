// Work shared out to threads: one file that answers tasks, as many threads of it as there are cores.
import { availableParallelism } from "node:os";
import { parentPort, Worker, workerData } from "node:worker_threads";

interface Reply<Answer> {
  readonly answer?: Answer;
  readonly error?: string;
}

/**
 * Has all tasks answered, each by whichever thread is free. `file` serves tasks with `serveTasks`; `data` is handed to every thread once. `onAnswer` hears of each answer as it comes; while it
 * has not returned, its thread begins nothing new.
 */
export async function askThreads<Task, Answer>(
  file: URL,
  data: unknown,
  tasks: readonly Task[],
  onAnswer: (answer: Answer, index: number) => void | Promise<void>,
): Promise<void> {
  let next = 0;
  const count = Math.min(tasks.length, availableParallelism());
  const work = async () => {
    const worker = new Worker(file, { workerData: data });
    try {
      while (next < tasks.length) {
        const index = next++;
        const reply = await new Promise<Reply<Answer>>((resolve, reject) => {
          const onExit = (code: number) => reject(new Error(`A thread ended with code ${code}.`));
          worker.once("exit", onExit).once("error", reject);
          worker.once("message", (message: Reply<Answer>) => {
            worker.off("exit", onExit).off("error", reject);
            resolve(message);
          });
          worker.postMessage(tasks[index]);
        });
        if (reply.error !== undefined) throw new Error(reply.error);
        await onAnswer(reply.answer as Answer, index);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: count }, work));
}

/** In the thread: answers every task that comes. Does nothing outside of a thread. */
export function serveTasks<Task, Answer>(
  answer: (task: Task, data: never) => Answer | Promise<Answer>,
): void {
  parentPort?.on("message", async (task: Task) => {
    let reply: Reply<Answer>;
    try {
      reply = { answer: await answer(task, workerData as never) };
    } catch (error) {
      reply = { error: error instanceof Error ? error.message : String(error) };
    }
    parentPort!.postMessage(reply);
  });
}
