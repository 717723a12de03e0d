/** A thread or process that paints: one painter per model, on the best backend that there is, one request at a time. */

import { parentPort, workerData } from "node:worker_threads";
import type { Hex } from "viem";
import { type SkyInputs, tokenTree } from "../../renderer/merkle.ts";
import { BackendRefused } from "../../renderer/sky/backends.ts";
import {
  createFailoverPainter,
  type Failover,
  type FailoverPainter,
} from "../../renderer/sky/failover.ts";
import type { SkyRequest } from "../../renderer/sky/integer.ts";
import { parseModel } from "../../renderer/sky/model.ts";
import { crashGpu, isWasmRefused } from "../fault.ts";
import { type NodeBackend, startPainter } from "./backends.ts";
import type { WebgpuOptions } from "./webgpu.ts";

export interface WorkerSettings {
  /** Best first. */
  readonly order: readonly NodeBackend[];
  readonly webgpu: WebgpuOptions | undefined;
}

export interface WorkerRequest {
  readonly modelHash: Hex;
  /** The model's file, when this thread has not had it yet. */
  readonly modelBytes: Uint8Array | null;
  /** Null: only make the painter ready. */
  readonly paint: SkyRequest | null;
  /** The token whose tree over the painted raster is wanted. */
  readonly tree: { readonly job: Hex; readonly tokenId: number; readonly inputs: SkyInputs } | null;
}

export type WorkerReply =
  | {
      readonly backend: NodeBackend;
      /** Every step down since the last reply. */
      readonly failovers: readonly Failover<NodeBackend>[];
      readonly pixels: Uint8Array;
      readonly root: Hex | null;
    }
  | { readonly error: string };

/** A thread has its settings from who started it, a process from its command line. */
const settings = parentPort === null ? JSON.parse(process.argv[2]!) : workerData;
const { order, webgpu } = settings as WorkerSettings;
const painters = new Map<Hex, FailoverPainter<NodeBackend>>();
let failovers: Failover<NodeBackend>[] = [];
/** Backends that were given up for one model are not tried for the next. */
const given = new Set<NodeBackend>();

async function painterOf(
  hash: Hex,
  bytes: Uint8Array | null,
): Promise<FailoverPainter<NodeBackend>> {
  const ready = painters.get(hash);
  if (ready !== undefined) return ready;
  const model = parseModel(bytes!);
  const painter = await createFailoverPainter(
    order.filter((backend) => !given.has(backend)),
    async (backend) => {
      if (backend === "wasm" && isWasmRefused())
        throw new BackendRefused("wasm", "nothing", model.selfTest);
      if (backend === "webgpu") crashGpu();
      return startPainter(backend, model, { webgpu: webgpu ?? {} });
    },
    (failover) => {
      given.add(failover.backend);
      failovers.push(failover);
    },
  );
  painters.set(hash, painter);
  return painter;
}

async function answer(request: WorkerRequest): Promise<WorkerReply> {
  const painter = await painterOf(request.modelHash, request.modelBytes);
  const { paint, tree } = request;
  const pixels = paint === null ? new Uint8Array() : await painter.paint(paint);
  const root = tree === null ? null : tokenTree(tree.job, tree.tokenId, tree.inputs, pixels).root;
  const reply = { backend: painter.backend, failovers, pixels, root };
  failovers = [];
  return reply;
}

function reply(message: WorkerReply): void {
  // The pixels may be a view into a larger buffer, so they are copied rather than transferred.
  if (parentPort !== null) parentPort.postMessage(message);
  else process.send!(message);
}

(parentPort ?? process).on("message", (request: WorkerRequest) => {
  answer(request).then(reply, (error: unknown) =>
    reply({ error: error instanceof Error ? error.message : String(error) }),
  );
});
// A process whose keeper is gone has nobody to paint for.
process.once("disconnect", () => process.exit());
