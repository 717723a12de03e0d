// Why a picture looks as it does: the features that stand out, each with its cause, read from the same
// phenotype that was drawn and the weather behind it.
import type { Phenotype } from "../renderer/phenotype.ts";
import type { Scene } from "../renderer/scene.ts";
import { count, duration, millimetres, temperature, wind } from "./words.ts";

export interface Cause {
  feature: string;
  cause: string;
}

/** Amounts run to 127; below this one a feature is hardly seen. */
const VISIBLE = 12;
/** A plant remembers a week; a younger one has only its own life to remember. */
const WEEK_EPOCHS = 24;
/** A short list: what stands out most. */
const MOST = 8;

type Weighed = Cause & { weight: number };

/** The features that stand out, the plainest first; never empty. */
export function causesOf(phenotype: Phenotype, scene: Scene): Cause[] {
  if (phenotype.stage === 0) {
    return [
      {
        feature: "A seed in the ground",
        cause: "It waits for the block whose randomness decides what it becomes.",
      },
    ];
  }
  return [
    growth(phenotype),
    ...openness(phenotype, scene),
    ...droop(phenotype),
    ...lean(phenotype, scene),
    ...scars(phenotype, scene),
    ...moss(phenotype, scene),
    ...rime(phenotype, scene),
    ...drought(phenotype, scene),
    heavens(phenotype),
    ...falling(phenotype, scene),
    ...air(phenotype),
  ]
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST)
    .map(({ feature, cause }) => ({ feature, cause }));
}

function growth(p: Phenotype): Weighed {
  const stage = ["A seed", "A sprout", "A young plant", "A grown plant", "An old plant"][p.stage];
  const rings = p.rings > 0 ? `, with ${count(p.rings, "year ring")}` : "";
  return {
    feature: `${stage}${rings}`,
    cause: p.age === 0 ? "It was born at this epoch." : `It has lived ${lifetime(p.age)}.`,
    weight: 128,
  };
}

/** Seven hours an epoch, in words. */
function lifetime(epochs: number): string {
  const hours = epochs * 7;
  const span = hours < 48 ? count(hours, "hour") : `about ${count(Math.round(hours / 24), "day")}`;
  return `${count(epochs, "epoch")}, ${span}`;
}

/** The time that a plant remembers clearly, in words that follow a sum. */
function lately(p: Phenotype): string {
  return p.age < WEEK_EPOCHS ? "since it was born" : "in the last week";
}

function openness(p: Phenotype, scene: Scene): Weighed[] {
  if (p.bloom < VISIBLE) return [];
  const feature =
    p.openness > 88
      ? "Flowers wide open"
      : p.openness > 44
        ? "Flowers half open"
        : "Flowers nearly closed";
  const losses: [number, string][] = [
    [p.rain / 3, "the rain closes them"],
    [p.snow / 2, "the snow closes them"],
    [p.rime / 4, "rime closes them"],
    [p.drought / 4, "dry ground has tired them"],
    [
      Math.min(3000, Math.max(0, 600 - p.tempCentiC)) / 60,
      `the cold of ${temperature(scene.now.tempCentiC)} closes them`,
    ],
    [p.storm / 4, "the storm closes them"],
  ];
  const [loss, why] = losses.reduce((most, each) => (each[0] > most[0] ? each : most));
  const light =
    p.light > 88
      ? "Full daylight reaches them"
      : p.light > 30
        ? "Some daylight reaches them"
        : "Hardly any light reaches them";
  return [
    {
      feature,
      cause: loss > 4 && p.openness <= 88 ? `${light}, and ${why}.` : `${light}.`,
      weight: 110,
    },
  ];
}

function droop(p: Phenotype): Weighed[] {
  if (p.droop < VISIBLE) return [];
  const reasons: [number, string][] = [
    [
      (p.drought * 3) / 4,
      `The ground has been dry ${p.age < WEEK_EPOCHS ? "all its life" : "for a week"}.`,
    ],
    [p.rime / 4, "Frost lies on it."],
    [p.snow / 5, "Snow weighs on it."],
  ];
  const [, cause] = reasons.reduce((most, each) => (each[0] > most[0] ? each : most));
  return [
    { feature: p.droop > 60 ? "It hangs low" : "It droops a little", cause, weight: p.droop },
  ];
}

function lean(p: Phenotype, scene: Scene): Weighed[] {
  if (Math.abs(p.lean) < 8) return [];
  const { windEastCms, windNorthCms, windSpeedCms } = scene.now;
  return [
    {
      feature: `It leans to the ${p.lean < 0 ? "west" : "east"}`,
      cause: `${p.age < WEEK_EPOCHS ? "The wind since its birth" : "The week's wind"} bent it; now it is ${wind(windEastCms, windNorthCms, windSpeedCms)}.`,
      weight: Math.abs(p.lean) * 2,
    },
  ];
}

function scars(p: Phenotype, scene: Scene): Weighed[] {
  if (p.scars === 0) return [];
  return [
    {
      feature: count(p.scars, "frost scar"),
      cause: `It has lived through ${duration(scene.life.frostMinutes)} of frost.`,
      weight: 20 + p.scars * 8,
    },
  ];
}

function moss(p: Phenotype, scene: Scene): Weighed[] {
  if (p.moss < VISIBLE) return [];
  return [
    {
      feature: p.moss > 60 ? "Thick moss" : "A little moss",
      cause:
        p.age < WEEK_EPOCHS
          ? `${millimetres(scene.recent.rainCentiMm)} of rain fell on it ${lately(p)}.`
          : `${millimetres(scene.recent.rainCentiMm)} of rain fell on it ${lately(p)}, ${millimetres(scene.life.rainCentiMm)} in its life.`,
      weight: p.moss,
    },
  ];
}

function rime(p: Phenotype, scene: Scene): Weighed[] {
  if (p.rime < VISIBLE) return [];
  return [
    {
      feature: "Rime on its edges",
      cause: `It froze for ${duration(scene.now.frostMinutes)} of this epoch.`,
      weight: p.rime,
    },
  ];
}

function drought(p: Phenotype, scene: Scene): Weighed[] {
  if (p.drought < 2 * VISIBLE) return [];
  return [
    {
      feature: "Parched ground",
      cause: `${millimetres(scene.recent.rainCentiMm)} of rain against ${duration(scene.recent.sunMinutes)} of sun ${lately(p)}.`,
      weight: p.drought / 2,
    },
  ];
}

const HOURS = ["Night", "Dawn", "Morning", "Midday", "Afternoon", "Dusk"] as const;

function heavens(p: Phenotype): Weighed {
  const moon = p.moonY > 64 ? `, ${moonWords(p.moonPhase)} is up` : "";
  return {
    feature: HOURS[p.sky] ?? "The hour",
    cause:
      p.sunY >= 64
        ? `At the station the sun stands ${p.sunY > 100 ? "high" : p.sunY > 78 ? "half high" : "low"}${moon}.`
        : `At the station the sun is below the horizon${moon}.`,
    weight: 70,
  };
}

function moonWords(phase: number): string {
  if (phase < 8 || phase > 120) return "a new moon";
  if (phase > 56 && phase < 72) return "a full moon";
  return phase < 64 ? "a waxing moon" : "a waning moon";
}

function falling(p: Phenotype, scene: Scene): Weighed[] {
  const fell = `${millimetres(scene.now.precipCentiMm)} fell in this epoch, at ${temperature(scene.now.tempCentiC)}.`;
  const list: Weighed[] = [];
  if (p.storm >= VISIBLE) {
    list.push({
      feature: "A thunderstorm",
      cause: `The station reports thunder; ${fell}`,
      weight: 120,
    });
  }
  if (p.snow >= VISIBLE) list.push({ feature: "Snow", cause: fell, weight: 60 + p.snow / 2 });
  if (p.rain >= VISIBLE) list.push({ feature: "Rain", cause: fell, weight: 60 + p.rain / 2 });
  return list;
}

function air(p: Phenotype): Weighed[] {
  const list: Weighed[] = [];
  if (p.cloud > 40 || p.fog >= VISIBLE) {
    list.push({
      feature: p.fog >= VISIBLE ? "Fog" : p.cloud > 110 ? "A closed sky" : "Clouds",
      cause:
        p.fog >= VISIBLE
          ? "The station reports fog."
          : `The station reports ${Math.round((p.cloud * 100) / 127)} % cloud.`,
      weight: Math.max(p.fog, p.cloud / 2),
    });
  }
  if (p.aurora >= VISIBLE) {
    list.push({
      feature: "An aurora",
      cause: "A night far from the equator that the epoch drew by lot; no station measures it.",
      weight: 118,
    });
  }
  if (p.haze >= VISIBLE) {
    list.push({ feature: "Haze", cause: "Still air over dry ground.", weight: p.haze / 2 });
  }
  if (p.mist >= VISIBLE) {
    list.push({
      feature: "Mist over everything",
      cause: `This weather is ${count(p.weatherAge, "epoch")} old: nothing newer has been reported.`,
      weight: 119,
    });
  }
  return list;
}
