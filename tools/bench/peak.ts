// What a TF.js backend does at best: multiply-adds per second of one large matrix product. The pool's peak is
// that of as many threads at once, each of which runs this file.
import { parentPort, Worker, workerData } from "node:worker_threads";
import * as tf from "@tensorflow/tfjs-core";
import { startEngine } from "../../keeper/render/backends.ts";
import type { WebgpuOptions } from "../../keeper/render/webgpu.ts";

export interface PeakRequest {
  readonly backend: "webgpu" | "tensorflow" | "wasm" | "cpu";
  readonly webgpu: WebgpuOptions | undefined;
}

/** The cpu backend is so slow that a smaller product must do. */
const SIDES = { webgpu: 1024, tensorflow: 1024, wasm: 1024, cpu: 256 };
const RUNS = 5;

/** Multiply-adds per second of `threads` products at once. */
export async function measurePeak(request: PeakRequest, threads = 1): Promise<number> {
  // A native library must not be ended with its thread.
  if (threads === 1) return answer(request);
  const all = Array.from({ length: threads }, () => {
    const worker = new Worker(new URL(import.meta.url), { workerData: request });
    return new Promise<number>((resolve, reject) => {
      worker.once("message", resolve).once("error", reject);
    }).finally(() => worker.terminate());
  });
  return (await Promise.all(all)).reduce((sum, each) => sum + each, 0);
}

/** The median of a few runs, in multiply-adds per second. */
export async function timeProducts(
  multiply: () => Promise<unknown>,
  side: number,
): Promise<number> {
  await multiply();
  const seconds: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now();
    await multiply();
    seconds.push((performance.now() - start) / 1000);
  }
  return side ** 3 / seconds.toSorted((a, b) => a - b)[RUNS >> 1]!;
}

async function answer({ backend, webgpu }: PeakRequest): Promise<number> {
  await startEngine(backend, { webgpu });
  const side = SIDES[backend];
  const a = tf.ones([side, side]) as tf.Tensor2D;
  return timeProducts(async () => {
    const product = tf.matMul(a, a);
    await product.data();
    product.dispose();
  }, side);
}

if (parentPort !== null) {
  answer(workerData as PeakRequest).then((peak) => parentPort!.postMessage(peak));
}
