// One painter of the pool: a thread, or a process of its own where a native library paints. A GPU's driver
// that crashes, or is ended while it works, takes its whole process with it: that must not be the keeper's.

import { fork } from "node:child_process";
import type { EventEmitter } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { WorkerRequest, WorkerSettings } from "./worker.ts";

export interface Member {
  /** `message` with a WorkerReply, `error`, and `exit`. */
  readonly events: EventEmitter;
  send(request: WorkerRequest): void;
  end(): Promise<unknown>;
}

const SCRIPT = new URL("./worker.ts", import.meta.url);

/** Neither kind keeps the program alive by itself. */
export function startMember(settings: WorkerSettings, isProcess: boolean): Member {
  if (!isProcess) {
    const worker = new Worker(SCRIPT, { workerData: settings });
    worker.unref();
    return {
      events: worker,
      send: (request) => worker.postMessage(request),
      end: () => worker.terminate(),
    };
  }
  const child = fork(fileURLToPath(SCRIPT), [JSON.stringify(settings)], {
    serialization: "advanced",
    execArgv: [],
    // Standard output belongs to the program.
    stdio: ["ignore", 2, 2, "ipc"],
  });
  // Its channel keeps the program alive only while somebody listens for an answer.
  child.unref();
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return {
    events: child,
    send: (request) => {
      // What cannot be sent shows as the end of the process.
      child.send(request, () => {});
    },
    end: () => {
      child.ref();
      child.kill("SIGKILL");
      return ended;
    },
  };
}
