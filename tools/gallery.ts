// `npm run gallery`: every species under every kind of sky, as one contact sheet and as files named by
// state. The weather here is staged, the drawing is not: scenes go through the same functions as the chain's.
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import sharp, { type OverlayOptions } from "sharp";
import { unpackExposure } from "../renderer/exposure.ts";
import { type Genome, SCHOOL_COUNT, SPECIES_COUNT } from "../renderer/genome.ts";
import { sceneSvg, skyInputsOf, vectorSvg } from "../renderer/metadata.ts";
import { type Observation, unpackObservation } from "../renderer/observation.ts";
import { phenotypeOf } from "../renderer/phenotype.ts";
import { plantSvg } from "../renderer/plant.ts";
import type { Scene } from "../renderer/scene.ts";
import { paintInteger } from "../renderer/sky/integer.ts";
import { parseModel, type SkyModel } from "../renderer/sky/model.ts";
import { heavensAt } from "../renderer/sun.ts";
import { speciesName } from "../renderer/words.ts";

const HELP = `npm run gallery [-- options]

  --out FOLDER   where the pictures go (dist/gallery)
  --size N       pixels of one picture's side, 48 to 1920 (480)
  --sky S        neural: the sky that the network paints (default); onchain: the same picture as small as
                 tokenURI holds it; vector: the drawn one
  --readme       write docs/gallery.png too, or docs/gallery-onchain.png
  --help         this text

Writes gallery.png, a contact sheet, and one file for each species and state.`;

/** What may lie under the plants. */
const SKIES = ["neural", "onchain", "vector"] as const;
type Sky = (typeof SKIES)[number];

const EPOCH_SECONDS = 25_200;
/** The sky is painted at the canonical size, then scaled. */
const RASTER_SIDE = 240;
const SEATTLE = { latMicroDeg: 47_606_000, lonMicroDeg: -122_332_000, stationName: "Seattle" };

interface State {
  name: string;
  /** From this epoch on, the first whose sun stands between these heights. */
  from: number;
  sunY: [number, number];
  rising?: boolean;
  moonY?: number;
  age: number;
  weatherAge?: number;
  now: Partial<Observation>;
  /** Means of the last week, per epoch. */
  rain: number;
  sun: number;
  temp: number;
  frost?: number;
  wind?: number;
}

// Codes by their place in the order of severity.
const FAIR = { codeRank: 1, cloudPct: 18, windEastCms: 150, windSpeedCms: 260 };
const RAIN = {
  codeRank: 12,
  cloudPct: 92,
  precipCentiMm: 900,
  windEastCms: 500,
  windSpeedCms: 700,
};

const STATES: State[] = [
  {
    name: "seedling at dawn",
    from: 56_330,
    sunY: [65, 69],
    rising: true,
    age: 1,
    now: { ...FAIR, tempCentiC: 900 },
    rain: 60,
    sun: 150,
    temp: 1000,
  },
  {
    name: "midday",
    from: 56_440,
    sunY: [104, 127],
    age: 90,
    now: { ...FAIR, tempCentiC: 2300 },
    rain: 60,
    sun: 190,
    temp: 1800,
  },
  {
    name: "rain",
    from: 56_390,
    sunY: [84, 104],
    age: 140,
    now: { ...RAIN, tempCentiC: 1100 },
    rain: 260,
    sun: 60,
    temp: 1000,
    wind: 300,
  },
  {
    name: "drought",
    from: 56_500,
    sunY: [80, 100],
    rising: false,
    age: 260,
    now: { ...FAIR, cloudPct: 4, codeRank: 0, tempCentiC: 3300 },
    rain: 0,
    sun: 240,
    temp: 2800,
  },
  {
    name: "storm",
    from: 56_520,
    sunY: [72, 96],
    age: 300,
    now: {
      ...RAIN,
      codeRank: 25,
      cloudPct: 98,
      windEastCms: 1300,
      windSpeedCms: 1700,
      tempCentiC: 1800,
    },
    rain: 200,
    sun: 90,
    temp: 1500,
    wind: 420,
  },
  {
    name: "autumn dusk",
    from: 56_630,
    sunY: [60, 67],
    rising: false,
    age: 420,
    now: { ...FAIR, cloudPct: 45, codeRank: 2, tempCentiC: 1200 },
    rain: 110,
    sun: 100,
    temp: 1100,
  },
  {
    name: "moonlit night",
    from: 56_590,
    sunY: [20, 50],
    moonY: 84,
    age: 520,
    now: { ...FAIR, codeRank: 0, cloudPct: 8, tempCentiC: 1500 },
    rain: 60,
    sun: 160,
    temp: 1500,
  },
  {
    name: "snow after five years",
    from: 56_900,
    sunY: [70, 96],
    age: 6400,
    now: {
      codeRank: 20,
      cloudPct: 96,
      precipCentiMm: 600,
      tempCentiC: -300,
      frostMinutes: 380,
      windEastCms: -200,
      windSpeedCms: 320,
    },
    rain: 120,
    sun: 40,
    temp: -100,
    frost: 200,
  },
];

/** A palette that suits each species, so that the sheet shows all of them. */
const PALETTES = [0, 3, 2, 1, 8, 4, 6, 10, 9, 5];

function genomeOf(species: number, column: number): Genome {
  const palette = (PALETTES[species]! + column * 5) % 12;
  const seed = ((BigInt(species) + 3n) * 0x9e3779b97f4a7c15f39cc0605cedc835n) % (1n << 128n);
  const school = BigInt((species * 5 + column) % SCHOOL_COUNT) << 152n;
  const genes = school | (BigInt(species * 3) << 168n) | (BigInt(species) << 176n) | (150n << 184n);
  const word = (1n << 248n) | genes | (BigInt(palette) << 160n) | (BigInt(species) << 144n) | seed;
  return `0x${word.toString(16).padStart(64, "0")}`;
}

/** The first epoch whose sky is the state's. */
function epochOf(state: State): number {
  for (let epoch = state.from; epoch < state.from + 2000; epoch++) {
    const h = heavensAt(epoch * EPOCH_SECONDS, SEATTLE.latMicroDeg, SEATTLE.lonMicroDeg);
    const isHigh = h.sunY >= state.sunY[0] && h.sunY <= state.sunY[1];
    const isSide = state.rising === undefined || state.rising === h.rising;
    if (isHigh && isSide && h.moonY >= (state.moonY ?? 0)) return epoch;
  }
  throw new Error(`No epoch has the sky of "${state.name}". Widen its sunY or moonY.`);
}

function sceneOf(state: State, species: number, column: number): Scene {
  const epoch = epochOf(state);
  const week = (epochs: number) => ({
    ...unpackExposure(0n),
    rainCentiMm: state.rain * epochs,
    sunMinutes: state.sun * epochs,
    frostMinutes: (state.frost ?? 0) * epochs,
    windEastCms: (state.wind ?? 40) * epochs,
    tempCentiC: state.temp * epochs,
    observed: epochs,
  });
  return {
    tokenId: BigInt(species),
    genome: genomeOf(species, column),
    time: epoch * EPOCH_SECONDS,
    epoch,
    birthEpoch: epoch - state.age,
    weatherAge: state.weatherAge ?? 0,
    now: { ...unpackObservation(0n), ...state.now },
    recent: week(Math.min(state.age, 24)),
    life: week(state.age),
    model: 0,
    pinned: false,
    moves: 0,
    decisions: 0,
    pending: false,
    ...SEATTLE,
  };
}

async function picture(scene: Scene, size: number, model: SkyModel, sky: Sky): Promise<Buffer> {
  // librsvg draws at 72 dots an inch: the density scales the drawing itself, not its pixels.
  const density = (72 * size) / 1920;
  if (sky !== "neural") {
    const svg = sky === "vector" ? vectorSvg(scene) : sceneSvg(scene, model);
    return sharp(Buffer.from(svg), { density }).resize(size, size).png().toBuffer();
  }
  const { latent, condition } = skyInputsOf(scene);
  const side = RASTER_SIDE;
  const request = { latent, condition, size: side, x: 0, y: 0, width: side, height: side };
  const raw = { width: side, height: side, channels: 3 } as const;
  const plant = plantSvg(phenotypeOf(scene), scene.genome, scene.stationName);
  const layer = await sharp(Buffer.from(plant), { density }).resize(size, size).png().toBuffer();
  return sharp(paintInteger(model, request), { raw })
    .resize(size, size, { kernel: "cubic" })
    .composite([{ input: layer }])
    .png()
    .toBuffer();
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: "string", default: "dist/gallery" },
      size: { type: "string", default: "480" },
      sky: { type: "string", default: "neural" },
      readme: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const size = Number(values.size);
  if (!Number.isInteger(size) || size < 48 || size > 1920) {
    throw new Error(`--size ${values.size} is not a whole number from 48 to 1920.`);
  }
  const sky = SKIES.find((known) => known === values.sky);
  if (!sky) throw new Error(`--sky ${values.sky} is unknown. Known: ${SKIES.join(", ")}.`);
  const path = new URL("../renderer/sky/model.bin", import.meta.url);
  const model = parseModel(new Uint8Array(await readFile(path)));
  await mkdir(values.out, { recursive: true });

  const cells: OverlayOptions[] = [];
  for (let species = 0; species < SPECIES_COUNT; species++) {
    for (const [column, state] of STATES.entries()) {
      const scene = sceneOf(state, species, column);
      const input = await picture(scene, size, model, sky);
      const name = `${speciesName(scene.genome)} ${state.name}`.toLowerCase().replaceAll(" ", "-");
      await sharp(input).toFile(join(values.out, `${name}.png`));
      cells.push({ input, left: column * size, top: species * size });
    }
  }
  const sheet = await sharp({
    create: {
      width: STATES.length * size,
      height: SPECIES_COUNT * size,
      channels: 3,
      background: "#000",
    },
    limitInputPixels: false,
  })
    .composite(cells)
    .png()
    .toBuffer();
  await sharp(sheet).toFile(join(values.out, "gallery.png"));
  console.log(`${cells.length} pictures and gallery.png in ${values.out}`);
  if (values.readme) {
    const file = sky === "onchain" ? "docs/gallery-onchain.png" : "docs/gallery.png";
    // A README's picture: 1,600 wide, in 256 colours, so that a clone stays small.
    await sharp(sheet).resize(1600).png({ palette: true, quality: 90, effort: 8 }).toFile(file);
    console.log(file);
  }
}

main().catch((error: unknown) => {
  console.error(`heliotrope: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
});
