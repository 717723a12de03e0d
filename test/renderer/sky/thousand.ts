// Paints a thousand canonical rasters on wasm: TF.js must hold as many tensors and bytes as after the first one.
// Prints what it held; ends with 1 where that grew.

import { createPainter } from "../../../renderer/sky/infer.ts";
import { parseModel } from "../../../renderer/sky/model.ts";
import { SHIPPED, useBackend as takeBackend, tf, VECTORS } from "./backends.ts";

const RENDERS = 1_000;
const SIDE = 240;

await takeBackend("wasm");
const painter = await createPainter(tf, parseModel(SHIPPED));
const paint = (k: number) => {
  const { latent, condition } = VECTORS.runs[k % VECTORS.runs.length]!;
  return painter.paint({ latent, condition, size: SIDE, x: 0, y: 0, width: SIDE, height: SIDE });
};
await paint(0);
const first = tf.memory();
for (let k = 1; k < RENDERS; k++) await paint(k);
const last = tf.memory();
console.log(`after 1 render: ${first.numTensors} tensors, ${first.numBytes} bytes`);
console.log(`after ${RENDERS} renders: ${last.numTensors} tensors, ${last.numBytes} bytes`);
const hasGrown = last.numTensors !== first.numTensors || last.numBytes !== first.numBytes;
process.exit(hasGrown ? 1 : 0);
