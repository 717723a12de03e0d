// Every kind of weather that has a word, each as really recorded where it was, and staged where it never was.
import type { Phenotype } from "../../../renderer/phenotype.ts";
import { phenotypeOf } from "../../../renderer/phenotype.ts";
import type { Scene } from "../../../renderer/scene.ts";
import { weatherName } from "../../../renderer/words.ts";
import { dayOf, fair, moment, recordedClimate, weatherOf } from "../moments.ts";
import { ALL_SPECIES, nameOf, plantBorn, sitter } from "../plants.ts";
import type { Cell, Sheet } from "../sheet.ts";

const COLUMNS = 8;
/** The first rank of every word in the order of severity. */
const RANKS = 28;

interface Kind {
  readonly name: string;
  readonly is: (p: Phenotype) => boolean;
  /** Makes it of a fair day, where it was never recorded. */
  readonly stage: (scene: Scene) => Scene;
}

export function weatherSheet(): Sheet {
  const kinds = [...wordKinds(), ...STATES];
  const cells = kinds.map((kind, i) => cellOf(kind, ALL_SPECIES[i % ALL_SPECIES.length]!));
  return {
    name: "weather",
    title: "Every weather",
    subtitle:
      "Days as recorded in Seattle and New York, 2012 to 2015. What was never recorded there is staged, and says so.",
    columns: [],
    rows: [],
    cells: Array.from({ length: Math.ceil(cells.length / COLUMNS) }, (_, row) =>
      cells.slice(row * COLUMNS, (row + 1) * COLUMNS),
    ),
  };
}

/** One kind for every word that a weather code has. */
function wordKinds(): Kind[] {
  const kinds: Kind[] = [];
  const life = plantBorn(recordedClimate(), sitter(0), "2012-03-20");
  const day = moment(life, { from: "2013-06-01", to: "2013-06-10", like: fair });
  for (let codeRank = 0; codeRank < RANKS; codeRank++) {
    const now = { ...day.now, codeRank, tempCentiC: 300 };
    const p = phenotypeOf({ ...day, now });
    const name = weatherName(p);
    if (kinds.some((kind) => kind.name === name)) continue;
    kinds.push({
      name,
      is: (found) => found.weather === p.weather && found.weatherAge === 0,
      stage: (scene) => ({
        ...scene,
        now: {
          ...scene.now,
          codeRank,
          cloudPct: 88,
          precipCentiMm: 400,
          tempCentiC: name.startsWith("Snow") ? -300 : 1500,
        },
      }),
    });
  }
  return kinds;
}

/** What the sky shows besides the word. */
const STATES: readonly Kind[] = [
  { name: "Drought", is: (p) => p.drought > 110 && p.droop > 70, stage: (scene) => scene },
  { name: "Haze", is: (p) => p.haze > 55, stage: (scene) => scene },
  { name: "Hoarfrost", is: (p) => p.rime > 100 && p.snow === 0, stage: (scene) => scene },
  { name: "Gale", is: (p) => p.windSpeed > 56 && p.rain < 20, stage: (scene) => scene },
  { name: "Full moon", is: (p) => p.moonY > 84 && p.sky === 0 && p.cloud < 30, stage: (s) => s },
  {
    name: "Old weather",
    is: (p) => p.mist > 60,
    stage: (scene) => ({ ...scene, weatherAge: 6 }),
  },
  {
    name: "Never observed",
    is: () => false,
    stage: (scene) => ({ ...scene, weatherAge: 65_535, now: { ...scene.now, age: 8191 } }),
  },
  {
    name: "Aurora",
    is: (p) => p.aurora > 0,
    stage: (scene) => ({ ...auroraNight(scene), stationName: "sixty degrees north" }),
  },
];

/** The first night after a scene in which the lot for the poles falls well. */
function auroraNight(scene: Scene): Scene {
  for (let epoch = scene.epoch; ; epoch++) {
    const night: Scene = {
      ...scene,
      epoch,
      time: scene.time + (epoch - scene.epoch) * 25_200,
      latMicroDeg: 60_000_000,
      now: { ...scene.now, codeRank: 0, cloudPct: 5, precipCentiMm: 0 },
    };
    const p = phenotypeOf(night);
    if (p.aurora > 100 && p.sunY < 40) return night;
  }
}

function cellOf({ name, is, stage }: Kind, species: number): Cell {
  const climate = recordedClimate();
  const whole = { from: "2012-05-01", to: "2015-12-20" };
  // In the light where there is some: the weather is what is to be seen.
  const like = (p: Phenotype) => (is(p) ? 2000 : 0) + Math.min(p.light, 70) - p.mist;
  for (const station of [1, 0]) {
    const genome = (BigInt(sitter(species)) & ~(0xffffn << 128n)) | (BigInt(station) << 128n);
    const life = plantBorn(climate, `0x${genome.toString(16).padStart(64, "0")}`, "2012-03-20");
    const scene = moment(life, { ...whole, like }, name);
    if (!is(phenotypeOf(scene))) continue;
    const note = `${scene.stationName}, ${dayOf(scene)} · ${weatherOf(scene).split(", ")[1]}`;
    return { scene, name, caption: name, note };
  }
  const life = plantBorn(climate, sitter(species), "2012-03-20");
  const day = moment(life, { from: "2014-09-01", to: "2014-10-10", like: fair }, name);
  const scene = stage(day);
  return { scene, name: `${name} staged`, caption: name, note: `staged · ${nameOf(species)}` };
}
