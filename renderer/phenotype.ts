// From the gathered scene to the small integers that are drawn. Twin of contracts/art/Phenotype.sol, which
// explains every field; amounts run from 0 to 127 unless said otherwise there.
import { clamp, div, pick } from "./fixed.ts";
import { germinated, species } from "./genome.ts";
import type { Scene } from "./scene.ts";
import { type Heavens, heavensAt } from "./sun.ts";

/** The fields of the contract's struct, in its order. */
export const PHENOTYPE_FIELDS = [
  "stage",
  "sky",
  "weather",
  "derived",
  "age",
  "rings",
  "weatherAge",
  "tempCentiC",
  "light",
  "openness",
  "stature",
  "bloom",
  "droop",
  "lean",
  "scars",
  "rime",
  "sunX",
  "sunY",
  "moonX",
  "moonY",
  "moonPhase",
  "cloud",
  "rain",
  "snow",
  "fog",
  "storm",
  "windEast",
  "windSpeed",
  "warmth",
  "season",
  "drought",
  "frost",
  "moss",
  "aurora",
  "haze",
  "mist",
  "ripeness",
  "dormancy",
  "grafts",
  "ties",
  "pinned",
] as const;

/** The state that is drawn. `derived` is a flag, the rest whole numbers. */
export type Phenotype = { derived: boolean } & Record<
  Exclude<(typeof PHENOTYPE_FIELDS)[number], "derived">,
  number
>;

// Per place in the severity order of WMO codes: weather, rain, snow, fog, storm.
const CODES = [
  ..."0000000000,0100000000,0200000000,0300000000,0400006000,0500007000,061c001000".split(","),
  ..."0626001800,0630002000,0722001800,0730002000,0834000000,0850000000,0874001000".split(","),
  ..."0940000000,0964001000,0a38000000,0a58000000,0a78001000,0b00300000,0b00500000".split(","),
  ..."0b00741000,0c00280000,0d00480000,0d00701000,0e5c000060,0f58100068,0f6c18007f".split(","),
].map((row) => [0, 2, 4, 6, 8].map((at) => Number.parseInt(row.slice(at, at + 2), 16)));

const SECONDS_PER_YEAR = 31_556_926;
const EPOCH_SECONDS = 25_200;

export function phenotypeOf(s: Scene): Phenotype {
  const p = Object.fromEntries(
    PHENOTYPE_FIELDS.map((name) => [name, name === "derived" ? false : 0]),
  ) as Phenotype;
  const h = heavensAt(s.time, s.latMicroDeg, s.lonMicroDeg);
  heavens(p, h);
  age(p, s);
  weather(p, s);
  memory(p, s);
  light(p, s, h.rising);
  seasons(p, s);
  growth(p, s);
  choices(p, s);
  return p;
}

/** What the light and the plant make of a phenotype, some of whose other fields have been changed. No twin. */
export function relit(p: Phenotype, s: Scene): Phenotype {
  const changed = { ...p };
  light(changed, s, p.sky < 3);
  growth(changed, s);
  return changed;
}

/** As `relit`, in the light that there is. */
export function regrown(p: Phenotype, s: Scene): Phenotype {
  const changed = { ...p };
  growth(changed, s);
  return changed;
}

function heavens(p: Phenotype, h: Heavens): void {
  p.sunX = h.sunX;
  p.sunY = h.sunY;
  p.moonX = h.moonX;
  p.moonY = h.moonY;
  p.moonPhase = h.moonPhase;
  p.season = h.season;
}

function age(p: Phenotype, s: Scene): void {
  const born = germinated(s.genome);
  const epochs = born && s.epoch > s.birthEpoch ? s.epoch - s.birthEpoch : 0;
  const rings = div(epochs * EPOCH_SECONDS, SECONDS_PER_YEAR);
  p.age = epochs;
  p.rings = Math.min(rings, 65_535);
  p.stage = !born ? 0 : epochs < 3 ? 1 : epochs < 40 ? 2 : epochs < 2504 ? 3 : 4;
}

/** What the observation says about this moment. */
function weather(p: Phenotype, s: Scene): void {
  const o = s.now;
  const codes = CODES[o.codeRank] ?? CODES[0]!;
  const wet = clamp(div(o.precipCentiMm, 20), 0, 127);
  let rain = codes[1]!;
  let snow = codes[2]!;
  if (snow > 0) snow = Math.max(wet, snow);
  else if (wet > 0) rain = Math.max(wet, rain);
  // Unmeasured kinds of wetness fall as snow below freezing.
  if (rain > 0 && snow === 0 && o.tempCentiC < -100) [rain, snow] = [0, rain];

  const aged = s.weatherAge + o.age;
  p.weatherAge = Math.min(aged, 65_535);
  p.mist = clamp(aged * 16, 0, 127);
  p.weather = codes[0]!;
  p.derived = o.derived;
  p.tempCentiC = o.tempCentiC;
  p.cloud = clamp(div(o.cloudPct * 127, 100), 0, 127);
  p.rain = rain;
  p.snow = snow;
  p.fog = codes[3]!;
  p.storm = codes[4]!;
  p.windEast = 64 + clamp(div(o.windEastCms * 63, 1500), -63, 63);
  p.windSpeed = clamp(div(o.windSpeedCms * 127, 2000), 0, 127);
  p.warmth = clamp(div((o.tempCentiC + 3000) * 127, 7000), 0, 127);
  p.rime = clamp(div(o.frostMinutes * 127, 420), 0, 127);
}

/** What the week and the life have left behind. A gap in the record adds nothing to a mean. */
function memory(p: Phenotype, s: Scene): void {
  const w = s.recent;
  const n = w.observed;
  if (n > 0) {
    const rain = div(w.rainCentiMm, n);
    let evaporation = div(w.tempCentiC, n) + 500;
    evaporation = evaporation < 0 ? 0 : div(evaporation, 30);
    evaporation += div(w.sunMinutes, 4 * n);
    p.drought = clamp(div((evaporation - rain) * 127, 180), 0, 127);
    p.frost = clamp(div(w.frostMinutes * 127, 420 * n), 0, 127);
    p.moss = clamp(div(rain, 2), 0, 127);
    const wind = div(w.windEastCms, n);
    p.lean = clamp(div(wind, 12), -44, 44);
  }
  const gust = div((p.windEast - 64) * 20, 64);
  p.lean = clamp(p.lean + gust, -64, 64);

  const l = s.life;
  const m = l.observed;
  if (m > 0) {
    const wet = clamp(div(l.rainCentiMm, m), 0, 200);
    const old = clamp(p.age, 0, 200);
    p.moss = clamp(p.moss + div(wet * old, 500), 0, 127);
  }
  let frosts = div(l.frostMinutes, 1680);
  while (frosts > 0 && p.scars < 7) {
    p.scars += 1;
    frosts = div(frosts, 2);
  }
}

/** How bright it is, what the hour is called, and the two skies that no station reports. */
function light(p: Phenotype, s: Scene, rising: boolean): void {
  const height = p.sunY - 64;
  const cover = p.cloud + p.fog + p.storm;
  const day = clamp((height + 8) * 6, 0, 127);
  p.light = clamp(day - div(day * cover, 420), 0, 127);
  p.sky = height < -9 ? 0 : height < 7 ? (rising ? 1 : 5) : height > 40 ? 3 : rising ? 2 : 4;
  // A band about the poles, at nights that the epoch draws by lot: no station measures it.
  const north = s.latMicroDeg < 0 ? -s.latMicroDeg : s.latMicroDeg;
  if (north > 52_000_000 && height < -6) {
    const lot = pick(s.epoch, 7, 160) - 32;
    p.aurora = clamp(lot - div(p.cloud, 2), 0, 127);
  }
  const still = clamp(127 - p.windSpeed * 2, 0, 127);
  const dry = clamp(p.drought - p.cloud, 0, 127);
  p.haze = clamp(div(still * dry, 160), 0, 127);
}

/**
 * Flowers go to seed where autumn is cool, plants withdraw where winter is cold: by the date and the week's
 * mean warmth together, so that the tropics never do and a warm October keeps its flowers.
 */
function seasons(p: Phenotype, s: Scene): void {
  if (p.stage === 0) return;
  const mean = weekMean(p, s);
  const ramp = p.season < 86 ? div((30 - p.season) * 127, 10) : div((p.season - 86) * 127, 18);
  const cool = clamp(1700 - mean, 0, 900);
  const bloomed = clamp(p.age * 2, 0, 127);
  p.ripeness = div(div(clamp(ramp, 0, 127) * cool, 900) * bloomed, 127);
  const away = p.season > 64 ? 128 - p.season : p.season;
  const cold = clamp(1000 - mean, 0, 600);
  // A seedling stays awake.
  const grown = clamp(p.age * 3, 0, 127);
  p.dormancy = div(div(cold * clamp(40 - away, 0, 24) * 127, 14_400) * grown, 127);
}

/** A week that nobody observed was as warm as the present; a place that nobody ever observed is mild. */
function weekMean(p: Phenotype, s: Scene): number {
  if (s.recent.observed > 0) return div(s.recent.tempCentiC, s.recent.observed);
  return p.weatherAge < 8191 ? p.tempCentiC : 1000;
}

/** What the holder's choices have left on the plant. */
function choices(p: Phenotype, s: Scene): void {
  if (p.stage === 0) return;
  p.grafts = clamp(s.moves, 0, 5);
  p.ties = clamp(s.decisions - s.moves, 0, 7);
  p.pinned = s.pinned ? 1 : 0;
}

/** What the plant makes of it all. The third species and the tenth open at night. */
function growth(p: Phenotype, s: Scene): void {
  if (p.stage === 0) return;
  p.stature = 72 + div(55 * p.age, p.age + 36);
  p.bloom = div(127 * (p.age + 2), p.age + 8);
  let brightness = p.light;
  if (species(s.genome) === 2 || species(s.genome) === 9) brightness = 127 - brightness;
  const chill = clamp(600 - p.tempCentiC, 0, 3000);
  const loss =
    div(p.rain, 3) +
    div(p.snow, 2) +
    div(p.rime, 4) +
    div(p.drought, 4) +
    div(chill, 60) +
    div(p.storm, 4) +
    p.dormancy * 2;
  p.openness = clamp(16 + brightness - loss, 4, 127);
  p.droop = clamp(div(p.drought * 3, 4) + div(p.rime, 4) + div(p.snow, 5), 0, 127);
}
