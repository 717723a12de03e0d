// `npm run bench`: how fast the sky network paints on each backend of this machine, as ratios within one run.
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { FEATURES, paintFeatures, sceneOf } from "../renderer/sky/features.ts";
import { createPainter } from "../renderer/sky/infer.ts";
import { paintInteger } from "../renderer/sky/integer.ts";
import { wordBytes } from "../renderer/sky/latent.ts";
import { parseModel, WIDTH } from "../renderer/sky/model.ts";
import { SELF_TEST } from "../renderer/sky/selftest.ts";

const HELP = `npm run bench [-- options]

  --rounds N   how often each backend paints, in turn (default 5)
  --help       this text

Paints the canonical raster, 240 x 240, on each backend in turn, and prints medians. Machines are shared and
noisy: read the ratios.`;

const SIDE = 240;
const PEAK_SIDE = 1024;

interface Row {
  name: string;
  milliseconds: number[];
  paint: () => Promise<Uint8Array>;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Multiply-adds per second of one large matrix product: what the backend can do at best. */
async function peak(backend: string): Promise<number> {
  await tf.setBackend(backend);
  const a = tf.ones([PEAK_SIDE, PEAK_SIDE]) as tf.Tensor2D;
  const once = () => {
    const product = tf.matMul(a, a);
    return product.data().then(() => product.dispose());
  };
  await once();
  const runs = [await time(once), await time(once), await time(once)];
  a.dispose();
  return PEAK_SIDE ** 3 / (median(runs) / 1000);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "5" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds ${values.rounds} is not a whole number of at least 1.`);
  }
  setWasmPaths(`${dirname(fileURLToPath(import.meta.resolve("@tensorflow/tfjs-backend-wasm")))}/`);
  const model = parseModel(readFileSync(new URL("../renderer/sky/model.bin", import.meta.url)));
  const request = { ...SELF_TEST, size: SIDE, x: 0, y: 0, width: SIDE, height: SIDE };
  const pixels = SIDE * SIDE;
  const macs = model.layers * WIDTH * WIDTH + (model.layers + 1) * WIDTH * 3;

  const rows: Row[] = [
    { name: "integer", milliseconds: [], paint: async () => paintInteger(model, request) },
  ];
  for (const backend of ["cpu", "wasm"]) {
    await tf.setBackend(backend);
    const painter = await createPainter(tf, model);
    rows.push({
      name: backend,
      milliseconds: [],
      paint: async () => {
        await tf.setBackend(backend);
        return painter.paint(request);
      },
    });
  }
  let expected: string | undefined;
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
      if (hash !== expected)
        throw new Error(`${row.name} paints other bytes than ${rows[0]!.name}.`);
    }
  }
  const features = await time(async () => {
    const scene = sceneOf(wordBytes(request.latent), wordBytes(request.condition), SIDE);
    paintFeatures(scene, SIDE, 0, 0, SIDE, SIDE, new Uint8Array(pixels * FEATURES));
  });

  const base = median(rows[0]!.milliseconds);
  console.log(`raster ${SIDE} x ${SIDE}, ${macs} multiply-adds a pixel; same bytes everywhere`);
  console.log("backend   ms/raster   pixels/s   against integer   multiply-adds/s");
  for (const { name, milliseconds } of rows) {
    const ms = median(milliseconds);
    console.log(
      [
        name.padEnd(9),
        ms.toFixed(1).padStart(9),
        ((pixels / ms) * 1000).toFixed(0).padStart(10),
        `${(base / ms).toFixed(2)} x`.padStart(17),
        `${((pixels * macs) / ms / 1e6).toFixed(2)} G`.padStart(17),
      ].join(" "),
    );
  }
  console.log(`of which features (typed arrays): ${features.toFixed(1)} ms`);
  for (const backend of ["cpu", "wasm"]) {
    console.log(
      `peak of ${backend}, ${PEAK_SIDE}^3 product: ${((await peak(backend)) / 1e9).toFixed(2)} G/s`,
    );
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(`heliotrope: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  },
);
