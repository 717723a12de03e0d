// `node tools/bench/shares.ts [tokens]`: what the almanac's tree costs beside the pictures that it is over, on one
// thread of the wasm backend. Each token is painted and hashed in turn, as the keeper's threads do it.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { startPainter } from "../../keeper/render/backends.ts";
import { epochTree, RASTER_SIDE, tokenTree, WORD } from "../../renderer/merkle.ts";
import type { Painter } from "../../renderer/sky/infer.ts";
import { parseModel } from "../../renderer/sky/model.ts";
import { SELF_TEST } from "../../renderer/sky/selftest.ts";

/** As many as the almanac is measured with. */
const TOKENS = 1_000;

export interface Shares {
  readonly tokens: number;
  /** Milliseconds of all tokens together. */
  readonly painting: number;
  readonly hashing: number;
  /** Milliseconds of the tree above the tokens. */
  readonly tree: number;
  /** Bytes that the process holds beyond what it held after the first token. */
  readonly grown: number;
}

export async function measureShares(painter: Painter, tokens: number): Promise<Shares> {
  const job = `0x${"0a".repeat(32)}` as const;
  const whole = { size: RASTER_SIDE, x: 0, y: 0, width: RASTER_SIDE, height: RASTER_SIDE };
  const nodes = new Uint8Array(tokens * WORD);
  let [painting, hashing, held] = [0, 0, 0];
  const { condition } = SELF_TEST;
  for (let id = 0; id < tokens; id++) {
    const latent = `${SELF_TEST.latent.slice(0, -4)}${id.toString(16).padStart(4, "0")}` as const;
    const start = performance.now();
    const raster = await painter.paint({ ...whole, latent: latent as `0x${string}`, condition });
    const painted = performance.now();
    const inputs = { model: 0n, latent: latent as `0x${string}`, condition };
    const { root } = tokenTree(job, id, inputs, raster);
    const hashed = performance.now();
    nodes.set(Buffer.from(root.slice(2), "hex"), id * WORD);
    // The first token warms compilers and caches, and is not counted.
    if (id === 0) held = process.memoryUsage.rss();
    else {
      painting += painted - start;
      hashing += hashed - painted;
    }
  }
  const start = performance.now();
  epochTree(nodes);
  const tree = performance.now() - start;
  return { tokens, painting, hashing, tree, grown: process.memoryUsage.rss() - held };
}

export function describeShares({ tokens, painting, hashing, tree, grown }: Shares): string {
  const all = painting + hashing + tree;
  const time = (ms: number) => (ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(1)} s`);
  const part = (name: string, ms: number) =>
    `${name} ${time(ms)} (${((100 * ms) / all).toFixed(2)} %)`;
  return `an epoch of ${tokens} tokens on one thread: ${part("painting", painting)}, ${part("hashing", hashing)}, ${part("the tree above", tree)}; memory grew by ${(grown / 2 ** 20).toFixed(0)} MiB`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const model = parseModel(
    new Uint8Array(readFileSync(new URL("../../renderer/sky/model.bin", import.meta.url))),
  );
  const tokens = Number(process.argv[2] ?? TOKENS);
  if (!Number.isInteger(tokens) || tokens < 2) {
    throw new Error(
      `${process.argv[2]} is not a number of tokens: give a whole one of at least 2.`,
    );
  }
  console.log(describeShares(await measureShares(await startPainter("wasm", model), tokens)));
}
