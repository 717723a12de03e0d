import { availableParallelism } from "node:os";
import type { Hex } from "viem";
import { RASTER_SIDE } from "../../renderer/merkle.ts";
import { bandsOf } from "../../renderer/sky/bands.ts";
import type { Failover } from "../../renderer/sky/failover.ts";
import type { Painter } from "../../renderer/sky/infer.ts";
import { prepare } from "../../renderer/sky/integer.ts";
import { RetryableError } from "../errors.ts";
import { isNative, NODE_BACKENDS, type NodeBackend } from "./backends.ts";
import { type Doubt, NO_DOUBT } from "./doubt.ts";
import { type Member, startMember } from "./member.ts";
import type { ModelBytes } from "./models.ts";
import type { WebgpuOptions } from "./webgpu.ts";
import type { WorkerReply, WorkerRequest } from "./worker.ts";

const MOST_WORKERS = 8;
/** One picture is shared out in bands of at most this many pixels. */
const BAND_PIXELS = 65_536;

/** `auto` takes the best that is there; a named backend is the first that is tried. */
export type BackendChoice = NodeBackend | "auto";

/** One token's canonical raster. */
export interface TokenRaster {
  readonly job: Hex;
  readonly tokenId: number;
  readonly latent: Hex;
  readonly condition: Hex;
}

interface Painted {
  /** RGB, row-major, 240 x 240. */
  readonly pixels: Uint8Array;
  /** The token's node: these pixels, and what they were painted from. */
  readonly root: Hex;
}

interface Checked {
  readonly root: Hex;
  /** Of the runs, those that are other than plain integers make them. */
  readonly wrong: readonly number[];
}

/** Threads that paint canonical rasters, each one picture at a time: memory is flat however many are asked for. */
export interface Pool {
  readonly size: number;
  /** The backend in use; the wanted one until the first thread has answered. */
  backend(): BackendChoice;
  /** Makes every thread ready for a model, so that the first picture is as fast as the others. */
  warm(model: ModelBytes): Promise<void>;
  /** Throws RetryableError when the thread died. */
  paint(model: ModelBytes, what: TokenRaster): Promise<Painted>;
  /** Hashes a raster that another has painted, and computes some of its runs. Throws RetryableError likewise. */
  check(
    model: ModelBytes,
    what: TokenRaster,
    raster: Uint8Array,
    runs: readonly number[],
  ): Promise<Checked>;
  /** All threads together as one painter: a picture is shared out in bands, so the largest size is no burden. */
  painter(model: ModelBytes): Painter;
  close(): Promise<void>;
}

const RASTER = { size: RASTER_SIDE, x: 0, y: 0, width: RASTER_SIDE, height: RASTER_SIDE };

const WORDS = {
  absent: "not available",
  refused: "refused",
  lost: "lost",
  failed: "given up",
} as const satisfies Record<Failover<string>["kind"], string>;

interface Thread {
  member: Member;
  models: Set<Hex>;
  busy: boolean;
}

type Answer = Exclude<WorkerReply, { error: string }>;

export function createPool(options: {
  readonly size: number | undefined;
  readonly backend: BackendChoice;
  readonly webgpu?: WebgpuOptions | undefined;
  readonly doubt?: Doubt | undefined;
  readonly warn: (message: string) => void;
}): Pool {
  const size = options.size ?? Math.min(MOST_WORKERS, availableParallelism());
  /** Best first; a native one that took its process down is struck off. */
  let order: readonly NodeBackend[] = NODE_BACKENDS.slice(
    options.backend === "auto" ? 0 : NODE_BACKENDS.indexOf(options.backend),
  );
  const doubt = options.doubt ?? NO_DOUBT;
  let backend = options.backend;
  let isClosed = false;
  /** Each thread goes through the same steps; each is told of once. */
  const told = new Set<string>();
  const waiting: ((thread: Thread) => void)[] = [];
  const threads: Thread[] = [];
  for (let i = 0; i < size; i++) threads.push(startThread());

  function startThread(): Thread {
    return { member: start(), models: new Set(), busy: false };
  }

  function start(): Member {
    const native = order.find(isNative);
    const member = startMember({ order, webgpu: options.webgpu, doubt }, native !== undefined);
    // Whenever it ends, asked for something or not, the next picture finds another in its place.
    member.events.once("exit", (code: unknown, signal: unknown) => {
      const thread = threads.find((each) => each.member === member);
      if (isClosed || thread === undefined) return;
      if (native !== undefined && order.includes(native)) {
        order = order.filter((each) => each !== native);
        const why = `its process ended with ${signal ?? code}`;
        options.warn(`The ${native} backend is lost (${why}); painting on ${order[0]}.`);
      }
      thread.models.clear();
      thread.member = start();
    });
    return member;
  }

  function take(): Promise<Thread> {
    const free = threads.find((thread) => !thread.busy);
    if (free === undefined) return new Promise((resolve) => waiting.push(resolve));
    free.busy = true;
    return Promise.resolve(free);
  }

  function release(thread: Thread): void {
    const next = waiting.shift();
    if (next === undefined) thread.busy = false;
    else next(thread);
  }

  async function ask(
    thread: Thread,
    model: ModelBytes,
    paint: WorkerRequest["paint"],
    tree: WorkerRequest["tree"],
    check: WorkerRequest["check"] = null,
  ): Promise<Answer> {
    const isNew = !thread.models.has(model.hash);
    const reply = await new Promise<WorkerReply>((resolve, reject) => {
      const { events, send } = thread.member;
      const settle = () => {
        events.off("message", onMessage).off("error", onEnd).off("exit", onEnd);
      };
      const onMessage = (message: WorkerReply) => {
        settle();
        resolve(message);
      };
      const onEnd = (cause: unknown) => {
        settle();
        reject(
          new RetryableError(`A painting thread ended (${String(cause)}); it is started anew.`),
        );
      };
      events.on("message", onMessage).once("error", onEnd).once("exit", onEnd);
      const request: WorkerRequest = {
        modelHash: model.hash,
        modelBytes: isNew ? model.bytes : null,
        paint,
        tree,
        check,
      };
      send(request);
    });
    if ("error" in reply) throw new RetryableError(`Painting failed: ${reply.error}`);
    thread.models.add(model.hash);
    if (reply.backend === null) return reply;
    backend = reply.backend;
    for (const failover of reply.failovers) tell(failover, reply.backend);
    return reply;
  }

  function tell({ backend: from, reason, kind }: Failover<NodeBackend>, to: NodeBackend): void {
    // Under `auto` nobody asked for what is not there.
    if ((kind === "absent" && options.backend === "auto") || told.has(`${from} ${kind}`)) return;
    told.add(`${from} ${kind}`);
    options.warn(`The ${from} backend is ${WORDS[kind]} (${reason}); painting on ${to}.`);
  }

  return {
    size,
    backend: () => backend,
    warm: async (model) => {
      const all = await Promise.all(threads.map(() => take()));
      try {
        await Promise.all(all.map((thread) => ask(thread, model, null, null)));
      } finally {
        for (const thread of all) release(thread);
      }
    },
    paint: async (model, what) => {
      const thread = await take();
      try {
        const { job, tokenId, latent, condition } = what;
        const request = { latent, condition, ...RASTER };
        const inputs = { model: BigInt(model.id), latent, condition };
        const { pixels, root } = await ask(thread, model, request, { job, tokenId, inputs });
        return { pixels, root: root! };
      } finally {
        release(thread);
      }
    },
    check: async (model, { job, tokenId, latent, condition }, raster, runs) => {
      const thread = await take();
      try {
        const inputs = { model: BigInt(model.id), latent, condition };
        const tree = { job, tokenId, inputs };
        const { root, wrong } = await ask(thread, model, null, tree, { raster, runs });
        return { root: root!, wrong };
      } finally {
        release(thread);
      }
    },
    painter: (model) => ({
      get backend() {
        return backend;
      },
      paint: async (request) => {
        prepare(request);
        const row = request.width * 3;
        const out = new Uint8Array(row * request.height);
        const share = Math.ceil((request.width * request.height) / size);
        const bands = bandsOf(request, Math.max(1, Math.min(BAND_PIXELS, share)));
        // As many takers as threads: no more bands are under way than are painted.
        const takeNext = async (): Promise<void> => {
          for (const band of bands) {
            const thread = await take();
            try {
              const { pixels } = await ask(thread, model, band, null);
              out.set(pixels, (band.y - request.y) * row);
            } finally {
              release(thread);
            }
          }
        };
        await Promise.all(threads.map(takeNext));
        return out;
      },
      dispose: () => {},
    }),
    close: async () => {
      isClosed = true;
      await Promise.all(threads.map(({ member }) => member.end()));
    },
  };
}
