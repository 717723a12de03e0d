// The six schools' colours, as a painter would mix them: eight colours at five heights of the sun.

/** Colours of one moment: zenith, middle and foot of the sky, glow, cloud in light and in shade, land. */
export interface Palette {
  zenith: Rgb;
  middle: Rgb;
  foot: Rgb;
  glow: Rgb;
  cloudLit: Rgb;
  cloudShade: Rgb;
  far: Rgb;
  near: Rgb;
}

/** Red, green, blue; 0..255. */
export type Rgb = [number, number, number];

/** How a school handles paint; each 0..1. */
export interface Hand {
  name: string;
  /** How much each dab of the brush differs from the next. */
  stroke: number;
  /** Ridges of thick paint along a dab. */
  impasto: number;
  /** How much neighbouring dabs fall apart into warm and cool. */
  broken: number;
  grain: number;
  swirl: number;
  /** Flat tones with soft steps, and lines around them. */
  flat: number;
  /** Washes on wet paper, dark at the crest and fading downwards. */
  wash: number;
  /** Three inks printed through a screen of dots. */
  screen: number;
  /** How far a dab drags the paint, in pixels of a raster. */
  edge: number;
  aerial: number;
  glow: number;
  /** Darkness gathered away from the light. */
  shadow: number;
}

/** Heights of the sun (condition byte 1) at which the palettes are mixed. */
const HEIGHTS = [34, 52, 63, 74, 100] as const;

const PLAIN: Hand = {
  name: "plein air",
  stroke: 0.45,
  impasto: 0.1,
  broken: 0.2,
  grain: 0.25,
  swirl: 0,
  flat: 0.25,
  wash: 0,
  screen: 0,
  edge: 1.4,
  aerial: 0.8,
  glow: 1,
  shadow: 0,
};

export const HANDS: readonly Hand[] = [
  PLAIN,
  {
    ...PLAIN,
    name: "romantic",
    edge: 1.8,
    stroke: 0.5,
    impasto: 0.7,
    broken: 0.1,
    swirl: 0.4,
    flat: 0,
    aerial: 0.9,
    shadow: 1,
  },
  {
    ...PLAIN,
    name: "woodblock",
    edge: 0.3,
    stroke: 0,
    impasto: 0.15,
    broken: 0,
    grain: 0.2,
    flat: 1,
    aerial: 0.5,
    glow: 0.45,
  },
  {
    ...PLAIN,
    name: "impressionist",
    edge: 2.4,
    stroke: 1,
    impasto: 0.5,
    broken: 0.7,
    swirl: 0.15,
    flat: 0,
    aerial: 0.85,
  },
  {
    ...PLAIN,
    name: "risograph",
    edge: 0.6,
    stroke: 0.1,
    impasto: 0,
    broken: 0,
    grain: 0.5,
    swirl: 0.25,
    flat: 0.3,
    screen: 1,
    aerial: 0.6,
  },
  {
    ...PLAIN,
    name: "ink",
    edge: 1.4,
    stroke: 0.15,
    impasto: 0,
    broken: 0,
    grain: 0.4,
    swirl: 0.1,
    flat: 0,
    wash: 1,
    aerial: 1,
    glow: 0.3,
  },
];

// Columns: zenith middle foot glow cloudLit cloudShade far near.
// Rows: night, blue hour, sunrise or sunset, golden light, day.
const MIXES: readonly (readonly string[])[] = [
  [
    "101a4a 22346e 3f5490 8093cc 6272a8 243260 2f4070 0e152c",
    "262a66 5a4a8c c0708a ffa877 a878a0 43366c 514678 15152c",
    "41549c c07d98 ffb26e ffd894 ffb58f 8a6590 96708a 27212e",
    "4f8fcb a9c4d8 ffdfa6 fff2c2 fff0d4 a69caa 9ba2a2 2f4232",
    "2f7fca 84bce6 dcedf0 fff9dc fffdf4 a9bccb 8fb0b0 2f5a36",
  ],
  [
    "10263f 2a4a5a 5f7a68 d2ba7a 6f7e74 1c3040 365052 0d171a",
    "1f2f4a 5d5560 b98a58 ffbf5e b08a62 3a3540 57504e 16130f",
    "3f4c66 b07a52 f5b04a ffe389 ffc56a 7a5340 8c6844 2a1d10",
    "6a8ea0 c9b88a f3d58b ffefb4 fbe7b8 94846c a58f66 3f3a1e",
    "5c93ad b1c4b8 efe3b6 fff3c8 fcf3d6 a09f92 9aa384 434a24",
  ],
  [
    "0c1b4a 183a74 3c6a9a e8dcb0 5d7fa6 1a2f5e 21456f 0a1530",
    "14306e 5a5f98 e0a08c f07a5a c99aa0 3a4580 3d5a86 101f40",
    "1f4f92 e8b48c f2785a e8402e f6d9b6 a0708c 6a7a94 1c2c44",
    "2a6aa8 b8d0c4 f4d8a0 f05a38 faeed2 9fb4b4 7fa09a 24504c",
    "1e62ac 8fc0cc f0e8cc f06a44 fbf4e0 a8c4c4 76a89c 1f5a4a",
  ],
  [
    "1c1f55 3a3f86 5a66aa b8b4e4 7a80c0 2c2f6c 454a8c 191c44",
    "3b3f8c 8c6cb4 e49abc ffc2a0 cc9ccc 5a52a0 7a6cae 2c2c5c",
    "6478c4 d29ac8 ffb8a4 ffe2a8 ffc8c0 9a84c0 a88cc0 40406c",
    "6ca6e0 b8cdea ffe6c4 fff2c0 fff0e6 aab2d8 a2b8c8 4a7a6a",
    "5a9ee8 a4ccf0 e6f0f0 fff8d0 ffffff b0c0e4 9cc4c4 4a8c5a",
  ],
  [
    "1a0f5a 2a2a8e 0f6a8c 4ce0c0 5a50b4 24146a 1f3a80 0c0836",
    "3a1a80 a8328c ff6a5a ffb03c e0609c 4a2a8c 6a2f86 1c0c44",
    "2f4ab0 e8508c ff7a2e ffd83c ff9a6a 9a3c90 a04070 3a1040",
    "1f90c8 6cd0c0 ffd04a fff06a ffe8a8 d88ca0 3f9c94 1f4a3c",
    "0f7ad8 3cc0e0 c8f0c8 fff48a fff4e4 90a8e0 3cac90 0f6a3a",
  ],
  [
    "22252e 3c414c 63676e d8d2c0 7c8086 2a2e36 474c54 101216",
    "33353c 6c6a6c b8a898 d86a50 9c968e 4a4a4e 62626a 141417",
    "77767a c8bcac ecd8bc c8402c e0d4c0 8c8680 8e8a86 1e1e20",
    "a8a8a4 d8d2c4 f0e8d4 d05838 f6f0e0 a6a29a a8a69c 2a2b2b",
    "b0b2b0 dcdad0 f2eee0 d86848 faf6ea b0afa8 acaca4 2c2e2e",
  ],
];

const TABLE: readonly (readonly Palette[])[] = MIXES.map((rows) => rows.map(parse));

/** The palette of a school for a height of the sun (condition byte 1). */
export function paletteAt(school: number, sunY: number): Palette {
  const rows = TABLE[school]!;
  let k = 0;
  while (k < HEIGHTS.length - 2 && sunY > HEIGHTS[k + 1]!) k++;
  const t = (sunY - HEIGHTS[k]!) / (HEIGHTS[k + 1]! - HEIGHTS[k]!);
  const s = Math.min(1, Math.max(0, t));
  const a = rows[k]!;
  const b = rows[k + 1]!;
  const out = {} as Palette;
  for (const name of Object.keys(a) as (keyof Palette)[]) out[name] = mix(a[name], b[name], s);
  return out;
}

/** The colour between two others; t = 0 gives the first. */
export function mix(a: Rgb, b: Rgb, t: number): Rgb {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

function parse(row: string): Palette {
  const c = row.split(" ").map((hex): Rgb => {
    const n = Number.parseInt(hex, 16);
    return [n >> 16, (n >> 8) & 255, n & 255];
  });
  return {
    zenith: c[0]!,
    middle: c[1]!,
    foot: c[2]!,
    glow: c[3]!,
    cloudLit: c[4]!,
    cloudShade: c[5]!,
    far: c[6]!,
    near: c[7]!,
  };
}
