// The million pixels that every engine must paint alike: 50 tokens under 20 conditions, one window of
// each, at sizes from the contract's own picture to the largest. A deterministic list, so that the
// contract can be asked for the same pixels: `node test/renderer/sky/runs.ts` writes
// test/vectors/sky-runs.json, which test/contracts/SkyVectors.s.sol reads. No Node here: browsers paint the
// same list.

import type { Hex } from "../../../renderer/hex.ts";
import type { SkyRequest } from "../../../renderer/sky/integer.ts";

/** Pixels of one run: what the contract paints at a time. */
const RUN = 16;
const TOKENS = 50;
const CONDITIONS = 20;
const SIZES = [32, 48, 64, 96, 128, 240, 480, 1024, 2048, 4096];
/** 992 and 1,008 pixels, so that 1,000 windows hold exactly a million. */
const SHAPES = [
  { width: 32, height: 31 },
  { width: 48, height: 21 },
];

/** What the contract is asked for: one picture's run, by the places of latent and condition. */
export interface RunList {
  latents: Hex[];
  conditions: Hex[];
  /** Of each run: places in the lists above, the picture's size, the first pixel. */
  latent: number[];
  condition: number[];
  size: number[];
  x: number[];
  y: number[];
}

const latents = Array.from({ length: TOKENS }, (_, i) => words(0x5eed_0000 + i, () => 255));
const conditions = Array.from({ length: CONDITIONS }, (_, i) => conditionAt(i));

/** The windows: 1,000 requests, 1,000,000 pixels. */
export const MILLION: readonly SkyRequest[] = latents.flatMap((latent, t) =>
  conditions.map((condition, c) => {
    const index = t * CONDITIONS + c;
    const next = stream(index + 1);
    const size = SIZES[(t * 7 + c) % SIZES.length]!;
    // A picture of 32 pixels has room for the narrow window only; the next size makes up for it.
    const { width, height } = SHAPES[size < 48 ? 0 : size < 64 ? 1 : index & 1]!;
    const x = RUN * (next() % ((size - width) / RUN + 1));
    return { latent, condition, size, x, y: next() % (size - height + 1), width, height };
  }),
);

/** Pixels of the windows that the contract paints too, as places of their first byte. */
export function runsWithin({ width, height }: SkyRequest, index: number): number[] {
  const first = 3 * width * (index % height);
  const last = 3 * (width * height - RUN);
  return index % 2 === 0 ? [first, last] : [first];
}

/** The contract's share of the windows. */
export function runList(): RunList {
  const list: RunList = {
    latents,
    conditions,
    latent: [],
    condition: [],
    size: [],
    x: [],
    y: [],
  };
  for (const [index, window] of MILLION.entries()) {
    for (const at of runsWithin(window, index)) {
      list.latent.push(Math.floor(index / CONDITIONS));
      list.condition.push(index % CONDITIONS);
      list.size.push(window.size);
      list.x.push(window.x + ((at / 3) % window.width));
      list.y.push(window.y + Math.floor(at / 3 / window.width));
    }
  }
  return list;
}

/** The bytes of test/vectors/sky-runs.json: one field a line. */
export function runListJson(): string {
  const fields = Object.entries(runList()).map(
    ([name, value]) => `"${name}":${JSON.stringify(value)}`,
  );
  return `{${fields.join(",\n")}}\n`;
}

/** Numbers from a seed: the high bits of a linear congruential generator. */
function stream(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) | 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state >>> 8;
  };
}

/** 32 bytes, each at most `most(place)`. */
function words(seed: number, most: (place: number) => number): Hex {
  const next = stream(seed);
  let hex = "";
  for (let place = 0; place < 32; place++) {
    hex += ((next() >>> 4) % (most(place) + 1)).toString(16).padStart(2, "0");
  }
  return `0x${hex}`;
}

/** The darkest and emptiest, the fullest, and weathers in which rain, snow, storm and aurora come and go. */
function conditionAt(index: number): Hex {
  if (index === 0) return `0x${"00".repeat(32)}`;
  if (index === 1) return `0x${"7f".repeat(20)}${"00".repeat(12)}`;
  // Rain, snow, fog, storm and aurora are absent from most moments.
  const gates: Record<number, number> = { 6: 3, 7: 4, 8: 5, 9: 3, 17: 2 };
  return words(0xc10d + index, (place) => {
    const gate = gates[place];
    if (place >= 20 || (gate !== undefined && index % gate !== 0)) return 0;
    return 127;
  });
}
