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
import { parseModel, type SkyModel } from "../../renderer/sky/model.ts";
import { crashGpu, isWasmRefused } from "../fault.ts";
import { type NodeBackend, startPainter } from "./backends.ts";
import { type Doubt, doubted, wrongRuns } from "./doubt.ts";
import type { WebgpuOptions } from "./webgpu.ts";

export interface WorkerSettings {
  /** Best first. */
  readonly order: readonly NodeBackend[];
  readonly webgpu: WebgpuOptions | undefined;
  readonly doubt: Doubt;
}

export interface WorkerRequest {
  readonly modelHash: Hex;
  /** The model's file, when this thread has not had it yet. */
  readonly modelBytes: Uint8Array | null;
  /** Null: only make the painter ready. */
  readonly paint: SkyRequest | null;
  /** The token whose tree over the painted raster is wanted. */
  readonly tree: { readonly job: Hex; readonly tokenId: number; readonly inputs: SkyInputs } | null;
  /** A raster that another has painted: its tree is built, and these of its runs are computed. Nothing is painted. */
  readonly check: { readonly raster: Uint8Array; readonly runs: readonly number[] } | null;
}

export type WorkerReply =
  | {
      /** Null where nothing was painted. */
      readonly backend: NodeBackend | null;
      /** Every step down since the last reply. */
      readonly failovers: readonly Failover<NodeBackend>[];
      readonly pixels: Uint8Array;
      readonly root: Hex | null;
      /** Of the runs of a check, those that are other than plain integers make them. */
      readonly wrong: readonly number[];
    }
  | { readonly error: string };

/** A thread has its settings from who started it, a process from its command line. */
const settings = parentPort === null ? JSON.parse(process.argv[2]!) : workerData;
const { order, webgpu, doubt } = settings as WorkerSettings;
const models = new Map<Hex, SkyModel>();
const painters = new Map<Hex, FailoverPainter<NodeBackend>>();
let failovers: Failover<NodeBackend>[] = [];
/** Backends that were given up for one model are not tried for the next. */
const given = new Set<NodeBackend>();

function modelOf(hash: Hex, bytes: Uint8Array | null): SkyModel {
  const model = models.get(hash) ?? parseModel(bytes!);
  models.set(hash, model);
  return model;
}

async function painterOf(hash: Hex, model: SkyModel): Promise<FailoverPainter<NodeBackend>> {
  const ready = painters.get(hash);
  if (ready !== undefined) return ready;
  const painter = await createFailoverPainter(
    order.filter((backend) => !given.has(backend)),
    async (backend) => {
      if (backend === "wasm" && isWasmRefused())
        throw new BackendRefused("wasm", "nothing", model.selfTest);
      if (backend === "webgpu") crashGpu();
      return doubted(await startPainter(backend, model, { webgpu: webgpu ?? {} }), model, doubt);
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
  const { paint, tree, check } = request;
  const model = modelOf(request.modelHash, request.modelBytes);
  if (check !== null) return { ...judge(model, tree!, check), backend: null, failovers: [] };
  const painter = await painterOf(request.modelHash, model);
  const pixels = paint === null ? new Uint8Array() : await painter.paint(paint);
  const root = tree === null ? null : tokenTree(tree.job, tree.tokenId, tree.inputs, pixels).root;
  const reply = { backend: painter.backend, failovers, pixels, root, wrong: [] };
  failovers = [];
  return reply;
}

function judge(
  model: SkyModel,
  { job, tokenId, inputs }: NonNullable<WorkerRequest["tree"]>,
  { raster, runs }: NonNullable<WorkerRequest["check"]>,
) {
  const { root } = tokenTree(job, tokenId, inputs, raster);
  return { root, wrong: wrongRuns(model, inputs, raster, runs), pixels: new Uint8Array() };
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
