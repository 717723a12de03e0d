// `npm run bench`: how fast the sky network paints on each backend of this machine, as ratios within one run.
import { readFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { NODE_BACKENDS, startPainter } from "../keeper/render/backends.ts";
import { importOptional } from "../keeper/render/optional.ts";
import { createPool } from "../keeper/render/pool.ts";
import type { WebgpuOptions } from "../keeper/render/webgpu.ts";
import { BackendAbsent } from "../renderer/sky/backends.ts";
import { FEATURES, paintFeatures, sceneOf } from "../renderer/sky/features.ts";
import type { Painter } from "../renderer/sky/infer.ts";
import { wordBytes } from "../renderer/sky/latent.ts";
import { modelHash, parseModel, WIDTH } from "../renderer/sky/model.ts";
import { SELF_TEST } from "../renderer/sky/selftest.ts";
import { benchKeeper } from "./bench/keeper.ts";
import { openPeer } from "./bench/onnxruntime.ts";
import { measurePeak, timeProducts } from "./bench/peak.ts";
import { describeShares, measureShares } from "./bench/shares.ts";
import { ensureOptional } from "./optional.ts";
import { gpuSources } from "./software-gpu.ts";

const HELP = `npm run bench [-- options]

  --rounds N   how often each backend paints, in turn (default 5)
  --tokens N   how many tokens the almanac's tree is built over, painted on one thread (default 50)
  --install    fetch the optional packages first: webgpu and onnxruntime-node
  --keeper     measures whole epochs of the keeper instead, and writes them into docs/keeper-speed.md
  --supplies N[,N]  with it: tokens of an epoch (default 100,1000)
  --backends NAME[,NAME]  with it: what paints (default wasm,cpu,integer)
  --full       with it: an epoch of 10,000 as well, whose painting is cheap and all else of full size
  --team N     with it: tokens that one worker paints, and two (default 100; 0 for none)
  --help       this text

Paints the canonical raster, 240 x 240, on each backend in turn, and prints medians; onnxruntime-node, on
every core, is the peer. Machines are shared and noisy: read the ratios.`;

const SIDE = 240;
const PRODUCT_SIDE = 1024;

interface Row {
  name: string;
  milliseconds: number[];
  paint: () => Promise<Uint8Array>;
  /** Part of the time that goes into features, on as many threads as paint. */
  threads: number;
  /** Multiply-adds per second at best, measured after the rounds. */
  peak: (() => Promise<number>) | undefined;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "5" },
      tokens: { type: "string", default: "50" },
      keeper: { type: "boolean", default: false },
      supplies: { type: "string", default: "100,1000" },
      backends: { type: "string", default: "wasm,cpu,integer" },
      full: { type: "boolean", default: false },
      team: { type: "string", default: "100" },
      install: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  if (values.keeper) {
    const backends = values.backends.split(",").map((name) => {
      const backend = NODE_BACKENDS.find((known) => known === name);
      if (backend === undefined) throw new Error(`--backends ${name} is none of the backends.`);
      return backend;
    });
    const { full } = values;
    const supplies = values.supplies.split(",").map(Number);
    await benchKeeper({ backends, supplies, full, team: Number(values.team) });
    return;
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds ${values.rounds} is not a whole number of at least 1.`);
  }
  const tokens = Number(values.tokens);
  if (!Number.isInteger(tokens) || tokens < 2) {
    throw new Error(`--tokens ${values.tokens} is not a whole number of at least 2.`);
  }
  if (values.install) {
    ensureOptional("webgpu");
    ensureOptional("onnxruntime");
  }
  const bytes = new Uint8Array(readFileSync(new URL("../renderer/sky/model.bin", import.meta.url)));
  const model = parseModel(bytes);
  const request = { ...SELF_TEST, size: SIDE, width: SIDE, height: SIDE };
  const pixels = SIDE * SIDE;
  const macs = model.layers * WIDTH * WIDTH + (model.layers + 1) * WIDTH * 3;
  const cores = availableParallelism();

  const rows: Row[] = [];
  const add = (name: string, painter: Painter, peak: Row["peak"], threads = 1) => {
    rows.push({ name, milliseconds: [], paint: () => painter.paint(request), threads, peak });
  };
  add("integer", await startPainter("integer", model), undefined);
  for (const backend of ["cpu", "wasm"] as const) {
    const painter = await startPainter(backend, model);
    add(backend, painter, () => measurePeak({ backend, webgpu: undefined }));
  }
  const pool = createPool({ size: cores, backend: "wasm", warn: console.error });
  const shared = pool.painter({ id: 0, hash: modelHash(bytes), bytes });
  const poolPeak = () => measurePeak({ backend: "wasm", webgpu: undefined }, cores);
  add(`wasm, ${cores} threads`, shared, poolPeak, cores);
  const tensorflow = await startPainter("tensorflow", model).catch(absent);
  if (tensorflow) {
    const peak = () => measurePeak({ backend: "tensorflow", webgpu: undefined });
    add("tensorflow", tensorflow, peak);
  }
  for (const { name, webgpu } of await webgpuSources()) {
    const painter = await startPainter("webgpu", model, { webgpu }).catch(absent);
    if (!painter) continue;
    add(`webgpu, ${name}`, painter, () => measurePeak({ backend: "webgpu", webgpu }));
    break;
  }
  const peer = await openPeer(model, request);
  if (peer) {
    const peak = async () => timeProducts(await peer.multiply(PRODUCT_SIDE), PRODUCT_SIDE);
    const row = { milliseconds: [], threads: 1, peak };
    rows.push({ ...row, name: "onnxruntime", paint: peer.paint });
    rows.push({
      ...row,
      name: "  without the features",
      milliseconds: [],
      threads: 0,
      paint: peer.run,
    });
  } else console.log("onnxruntime-node is not installed; --install fetches it.");

  await race(rows, rounds);
  const scene = sceneOf(wordBytes(request.latent), wordBytes(request.condition), SIDE);
  const inputs = new Uint8Array(pixels * FEATURES);
  const features: number[] = [];
  for (let i = 0; i <= rounds; i++) {
    features.push(await time(() => paintFeatures(scene, SIDE, 0, 0, SIDE, SIDE, inputs)));
  }

  console.log(
    `raster ${SIDE} x ${SIDE}, ${macs} multiply-adds a pixel, ${cpus()[0]?.model.trim()}, ${cores} cores; same bytes everywhere`,
  );
  console.log(
    `features alone: ${median(features).toFixed(1)} ms; "G/s" and "of peak" are of the network without them`,
  );
  console.log(
    "backend                           ms/raster   pixels/s   against wasm     G/s   peak G/s   of peak",
  );
  const base = median(rows.find(({ name }) => name === "wasm")!.milliseconds);
  for (const { name, milliseconds, threads, peak } of rows) {
    const ms = median(milliseconds);
    const network = ms - (threads > 0 ? median(features) / threads : 0);
    const rate = (pixels * macs) / network / 1e6;
    const best = peak ? (await peak()) / 1e9 : undefined;
    console.log(
      [
        name.padEnd(33),
        ms.toFixed(1).padStart(9),
        ((pixels / ms) * 1000).toFixed(0).padStart(10),
        `${(base / ms).toFixed(2)} x`.padStart(14),
        rate.toFixed(2).padStart(7),
        (best?.toFixed(2) ?? "").padStart(10),
        (best ? `${((100 * rate) / best).toFixed(0)} %` : "").padStart(9),
      ].join(" "),
    );
  }
  await pool.close();
  console.log(describeShares(await measureShares(await startPainter("wasm", model), tokens)));
}

/** Every row in turn, round after round; the same bytes from each, and no tensor left behind. */
async function race(rows: readonly Row[], rounds: number): Promise<void> {
  let expected: string | undefined;
  let tensors = 0;
  for (let round = 0; round <= rounds; round++) {
    for (const row of rows) {
      let bytes = new Uint8Array();
      const spent = await time(async () => {
        bytes = Uint8Array.from(await row.paint());
      });
      // The first round warms caches and compilers, and is not counted.
      if (round > 0) row.milliseconds.push(spent);
      const hash = Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex");
      expected ??= hash;
      if (hash !== expected) {
        throw new Error(`${row.name} paints other bytes than ${rows[0]!.name}.`);
      }
    }
    const { numTensors } = tf.memory();
    if (round === 0) tensors = numTensors;
    if (numTensors !== tensors) {
      throw new Error(`${numTensors - tensors} tensors were left behind in round ${round}.`);
    }
  }
  console.log(`tensors: ${tensors} after the first round and after the last`);
}

/** The ways to a GPU, where the package is there; what it is for is the user's decision. */
async function webgpuSources(): Promise<{ name: string; webgpu: WebgpuOptions }[]> {
  if ((await importOptional("webgpu").catch(() => undefined)) !== undefined) return gpuSources();
  console.log("webgpu is not installed; --install fetches it.");
  return [];
}

function absent(error: unknown): undefined {
  if (!(error instanceof BackendAbsent)) throw error;
  return undefined;
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(`heliotrope: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  },
);
