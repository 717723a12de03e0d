// The second thread of a crew: one shard on a backend of its own.

import { parentPort, workerData } from "node:worker_threads";
import { openBackend } from "./backend.ts";
import { answerOf } from "./crew.ts";
import { shardOf } from "./shard.ts";

await openBackend(workerData.backend);
const shard = shardOf(workerData);
parentPort!.on("message", async (task) => {
  parentPort!.postMessage(await answerOf(shard, task));
});
