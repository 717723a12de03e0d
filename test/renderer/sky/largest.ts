// Paints the largest picture, 4096 x 4096, on the pool of wasm threads, in a process of its own: memory.test.ts
// asks how much memory it took. Prints one JSON line.

import { createPool } from "../../../keeper/render/pool.ts";
import { modelHash } from "../../../renderer/sky/model.ts";
import { CONFORMANCE, hexOf, SHIPPED } from "./backends.ts";

const pool = createPool({ size: 2, backend: "wasm", warn: console.error });
const painter = pool.painter({ id: 0, hash: modelHash(SHIPPED), bytes: SHIPPED });
const { latent, condition } = CONFORMANCE[1]!;
const size = 4096;
const whole = await painter.paint({
  latent,
  condition,
  size,
  x: 0,
  y: 0,
  width: size,
  height: size,
});
await pool.close();
const rows = [0, 2047, 4095].map((y) => hexOf(whole.subarray(3 * size * y, 3 * size * (y + 1))));
// In kilobytes, the most that the process ever held.
const { maxRSS } = process.resourceUsage();
console.log(JSON.stringify({ bytes: whole.length, maxRSS, rows }));
