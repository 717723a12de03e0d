// Why a picture looks as it does. Twin of contracts/Causes.sol: every visible feature with its figures and what
// made it so, in the same words.
import { div } from "./fixed.ts";
import {
  type Genome,
  homeStation,
  layers,
  mutation,
  palette,
  petals,
  school,
  seed,
  species,
  stature,
} from "./genome.ts";
import type { Phenotype } from "./phenotype.ts";
import type { Scene } from "./scene.ts";
import * as words from "./words.ts";

export interface Cause {
  /** What is looked at: "Frost scars". */
  feature: string;
  /** How it is: "3". */
  value: string;
  /** What made it so, with its figures. */
  cause: string;
}

/** Amounts run to 127; from this one on a feature catches the eye. */
const PLAIN = 12;
/** A plant remembers a week. */
const WEEK_EPOCHS = 24;
/** The latest time that is said, in Unix seconds. */
const LATEST = 2 ** 53 - 1;

type Row = Cause & { weight: number };

/** Every visible feature, what stands out most first. */
export function causesOf(s: Scene, p: Phenotype): Cause[] {
  const rows: Row[] = [];
  if (p.stage === 0) {
    add(
      rows,
      128,
      "Seed",
      "asleep",
      "Its genome is still empty: it waits for the block whose randomness decides what it becomes.",
    );
  } else {
    life(rows, s, p);
    flowers(rows, s, p);
    seasons(rows, s, p);
    wear(rows, s, p);
    frost(rows, s, p);
    heavens(rows, s, p);
    weather(rows, s, p);
    falling(rows, s, p);
    air(rows, s, p);
    marks(rows, s, p);
    genes(rows, s.genome);
    place(rows, s);
  }
  return rows
    .sort((a, b) => b.weight - a.weight)
    .map(({ feature, value, cause }) => ({ feature, value, cause }));
}

function life(rows: Row[], s: Scene, p: Phenotype): void {
  const birth =
    s.birthEpoch > s.epoch
      ? `It will be born at epoch ${s.birthEpoch}; this is epoch ${s.epoch}.`
      : `Born at epoch ${s.birthEpoch}: ${p.age} epochs of seven hours before epoch ${s.epoch}.`;
  add(rows, 128, "Stage", words.stageName(p), birth);
  const age = `Its age of ${p.age} epochs`;
  if (p.rings > 0) add(rows, 64, "Rings", `${p.rings}`, `${age}: one for each whole year.`);
  const gene = `, and genome bits 184-191: gene ${stature(s.genome)} of 255.`;
  add(rows, 36, "Height", percent(p.stature), age + gene);
  add(rows, 20, "Maturity", percent(p.bloom), `${age}: flowers grow to their full size.`);
}

function flowers(rows: Row[], s: Scene, p: Phenotype): void {
  let why = `Daylight reaches them with ${percent(p.light)}`;
  if (species(s.genome) === 2 || species(s.genome) === 9) why += ", and they open to the dark";
  why += takes("rain", div(p.rain, 3));
  why += takes("snow", div(p.snow, 2));
  why += takes("rime", div(p.rime, 4));
  why += takes("drought", div(p.drought, 4));
  why += takes(
    `the cold of ${celsius(p.tempCentiC)}`,
    div(Math.min(3000, Math.max(0, 600 - p.tempCentiC)), 60),
  );
  why += takes("storm", div(p.storm, 4));
  why += takes("winter rest", p.dormancy * 2);
  const value = `${words.opening(p)}, ${percent(p.openness)}`;
  add(rows, 110, words.flowersName(s.genome), value, `${why}.`);
  add(
    rows,
    16,
    "Light",
    percent(p.light),
    `The sun stands at ${p.sunY - 64} of 63 over the horizon; cloud of ${percent(p.cloud)}, fog of ${percent(p.fog)} and storm of ${percent(p.storm)} in its way.`,
  );
}

function seasons(rows: Row[], s: Scene, p: Phenotype): void {
  add(
    rows,
    40,
    "Season",
    words.seasonName(p),
    `${p.season} of 128 parts of the year after the winter solstice at ${latitude(s)}. It colours the leaves.`,
  );
  const warmth = weekWarmth(s, p);
  if (p.ripeness > 0) {
    const why = `The season, ${warmth}, and its age of ${p.age} epochs.`;
    add(rows, 20 + div(p.ripeness, 2), "Seed heads", percent(p.ripeness), why);
  }
  if (p.dormancy > 0) {
    const why = `The season, ${warmth}, and its age of ${p.age} epochs.`;
    add(rows, 30 + div(p.dormancy, 2), "Winter rest", percent(p.dormancy), why);
  }
}

/** What drought, wind and wet have done. */
function wear(rows: Row[], s: Scene, p: Phenotype): void {
  const week = `In ${lately(s, p)} `;
  const rain = hundredths(s.recent.rainCentiMm);
  if (p.droop > 0) {
    let why = "Bent by thirst";
    why += by("drought", div(p.drought * 3, 4));
    why += by("rime", div(p.rime, 4));
    why += by("snow", div(p.snow, 5));
    add(rows, p.droop, "Droop", percent(p.droop), `${why}.`);
  }
  if (p.lean !== 0) {
    const n = s.recent.observed;
    const mean = n > 0 ? eastward(div(s.recent.windEastCms, n)) : "unknown";
    const value = `to the ${p.lean < 0 ? "west" : "east"}, ${div(Math.abs(p.lean) * 100, 64)} %`;
    const why = `${week}the mean wind was ${mean}; now it is ${eastward(s.now.windEastCms)}.`;
    add(rows, Math.abs(p.lean) * 2, "Lean", value, why);
  }
  if (p.drought > 0) {
    const why = `${week}${rain} mm of rain fell, the sun shone for ${duration(s.recent.sunMinutes)}, and it was ${weekMean(s)} on average.`;
    add(rows, div(p.drought, 2), "Parched earth", percent(p.drought), why);
  }
  if (p.moss > 0) {
    const why = `${week}${rain} mm of rain fell; in ${s.life.observed} of its life ${hundredths(s.life.rainCentiMm)} mm.`;
    add(rows, p.moss, "Moss", percent(p.moss), why);
  }
}

function frost(rows: Row[], s: Scene, p: Phenotype): void {
  if (p.scars > 0) {
    const why = `${duration(s.life.frostMinutes)} of frost in its life; every doubling from 28 h on leaves one.`;
    add(rows, 20 + p.scars * 8, "Frost scars", `${p.scars}`, why);
  }
  if (p.rime > 0) {
    const why = `It froze for ${duration(s.now.frostMinutes)} of the epoch.`;
    add(rows, p.rime, "Rime", percent(p.rime), why);
  }
  if (p.frost > 0) {
    const why = `It froze for ${duration(s.recent.frostMinutes)} in ${lately(s, p)}.`;
    add(rows, div(p.frost, 2), "Frosted land", percent(p.frost), why);
  }
}

function heavens(rows: Row[], s: Scene, p: Phenotype): void {
  const time = `At ${latitude(s)}, ${longitude(s)}, ${Math.min(s.time, LATEST)} s of Unix time`;
  add(
    rows,
    70,
    "Hour",
    words.skyName(p),
    `${time}, the sun stands at ${spot(p.sunX, p.sunY)}; the horizon is at 64.`,
  );
  const isUp = p.moonY > 64;
  add(
    rows,
    isUp ? 50 : 6,
    "Moon",
    words.moonName(p) + (isUp ? ", up" : ", below the horizon"),
    `${time}, it stands at ${spot(p.moonX, p.moonY)}, in ${p.moonPhase} of 128 parts of its month.`,
  );
  if (p.aurora > 0) {
    const why = `A night at ${latitude(s)} for which epoch ${s.epoch} drew it by lot, under ${percent(p.cloud)} of cloud. No station measures it.`;
    add(rows, p.aurora < PLAIN ? p.aurora : 118, "Aurora", percent(p.aurora), why);
  }
}

/** What the station said, and when. */
function weather(rows: Row[], s: Scene, p: Phenotype): void {
  const isNever = p.weatherAge >= words.NEVER;
  if (isNever) {
    add(rows, 90, "Weather", "Unknown", "No observation of this place has been accepted yet.");
  } else {
    const why = `Rank ${s.now.codeRank} of the weather codes by severity, ${p.derived ? "partly derived by rule" : "measured"}.`;
    add(rows, 90, "Weather", words.weatherName(p), why);
    const felt = `Observed at the station; the plant is cold below 6.00 °C.`;
    add(rows, 24, "Temperature", celsius(p.tempCentiC), felt);
  }
  if (p.mist > 0) {
    const why = isNever
      ? "Nothing has been observed here yet."
      : `Weather age in epochs: ${p.weatherAge}. Nothing newer has been observed here.`;
    add(rows, 119, "Mist", percent(p.mist), why);
  }
}

function falling(rows: Row[], s: Scene, p: Phenotype): void {
  const fell = `${hundredths(s.now.precipCentiMm)} mm in the epoch at ${celsius(p.tempCentiC)}, weather rank ${s.now.codeRank}.`;
  if (p.rain > 0) add(rows, 60 + div(p.rain, 2), "Rain", percent(p.rain), fell);
  if (p.snow > 0) add(rows, 60 + div(p.snow, 2), "Snow", percent(p.snow), fell);
  const rank = `Weather rank ${s.now.codeRank}.`;
  if (p.fog > 0) add(rows, p.fog, "Fog", percent(p.fog), rank);
  if (p.storm > 0) add(rows, 120, "Thunder", percent(p.storm), rank);
}

function air(rows: Row[], s: Scene, p: Phenotype): void {
  if (p.cloud > 0) {
    const why = `The station observed ${s.now.cloudPct} % of cloud.`;
    add(rows, div(p.cloud, 2), "Clouds", percent(p.cloud), why);
  }
  if (p.windSpeed > 0 || p.windEast !== 64) {
    const { windEastCms, windNorthCms, windSpeedCms } = s.now;
    const north = `${hundredths(Math.abs(windNorthCms))} m/s ${windNorthCms < 0 ? "southward" : "northward"}`;
    add(
      rows,
      div(p.windSpeed, 2),
      "Wind",
      words.windName(windEastCms, windNorthCms, windSpeedCms),
      `Observed: ${eastward(windEastCms)}, ${north}, ${hundredths(windSpeedCms)} m/s in all.`,
    );
  }
  if (p.haze > 0) {
    const why = `Air of ${hundredths(s.now.windSpeedCms)} m/s over earth parched by ${percent(p.drought)}, under ${percent(p.cloud)} of cloud.`;
    add(rows, div(p.haze, 2), "Haze", percent(p.haze), why);
  }
}

/** What the holder's choices have left. */
function marks(rows: Row[], s: Scene, p: Phenotype): void {
  const moved = `Moves to another station: ${s.moves}`;
  if (p.grafts > 0) add(rows, 44, "Grafts", `${p.grafts}`, `${moved}.`);
  if (p.ties > 0) {
    const why = `Choices of its holder: ${s.decisions}. ${moved}, which are grafts.`;
    add(rows, 38, "Ties", `${p.ties}`, why);
  }
  if (p.pinned > 0) {
    const why = "Its holder has pinned this epoch, and can follow the weather again.";
    add(rows, 100, "Pin", `epoch ${s.epoch}`, why);
  }
  if (s.pending) {
    const why = "Its holder has chosen something that counts from a later epoch.";
    add(rows, 30, "Pending choice", "yes", why);
  }
}

function genes(rows: Row[], g: Genome): void {
  gene(rows, 46, "Species", words.speciesName(g), "144-151", species(g), "one plant in 10");
  gene(rows, 34, "School", words.schoolName(g), "152-159", school(g), "one plant in 6");
  gene(rows, 32, "Palette", `${palette(g)}`, "160-167", palette(g), "one plant in 12");
  const changed = mutation(g) > 0;
  const odds = changed ? "one plant in 256" : "63 plants in 64";
  gene(rows, changed ? 105 : 8, "Mutation", words.mutationName(g), "192-199", mutation(g), odds);
  gene(rows, 14, "Petals", `gene ${petals(g)}`, "168-175", petals(g), "one plant in 256");
  gene(rows, 13, "Layers", `gene ${layers(g)}`, "176-183", layers(g), "one plant in 256");
  const value = `0x${seed(g).toString(16).padStart(32, "0")}`;
  add(rows, 4, "Small differences", value, "Genome bits 0-127: the seed.");
}

function gene(
  rows: Row[],
  weight: number,
  feature: string,
  value: string,
  bits: string,
  number: number,
  odds: string,
): void {
  add(rows, weight, feature, value, `Genome bits ${bits}: ${number}, as in ${odds}.`);
}

function place(rows: Row[], s: Scene): void {
  const home = `Born at station ${homeStation(s.genome)}, genome bits 128-143`;
  const since = s.moves > 0 ? "; its holder has moved it since" : "";
  const where = `. It stands at ${latitude(s)}, ${longitude(s)}.`;
  add(rows, 33, "Station", words.clean(s.stationName), home + since + where);
  const why = "The sky model that it was minted with, or that its holder has adopted.";
  add(rows, 12, "Sky model", `${s.model}`, why);
}

function add(rows: Row[], weight: number, feature: string, value: string, cause: string): void {
  rows.push({ weight, feature, value, cause });
}

/** What keeps flowers from opening, where it does. */
function takes(what: string, amount: number): string {
  return amount > 0 ? `; ${what} takes ${percent(amount)}` : "";
}

function by(what: string, amount: number): string {
  return amount > 0 ? `; by ${what} ${percent(amount)}` : "";
}

/** The time that a plant remembers clearly; a younger one has only its own life to remember. */
function lately(s: Scene, p: Phenotype): string {
  const span = p.age < WEEK_EPOCHS ? "since its birth" : "of the last week";
  return `${s.recent.observed} observed epochs ${span}`;
}

/** How warm it has been, as far as that is known. */
function weekWarmth(s: Scene, p: Phenotype): string {
  if (s.recent.observed > 0) {
    return `a mean of ${weekMean(s)} in ${lately(s, p)}`;
  }
  return p.weatherAge < words.NEVER
    ? `the present ${celsius(p.tempCentiC)}, for want of an observed week`
    : "a mild week, for want of any weather";
}

function weekMean(s: Scene): string {
  return celsius(s.recent.observed > 0 ? div(s.recent.tempCentiC, s.recent.observed) : 0);
}

function percent(amount: number): string {
  return `${div(amount * 100, 127)} %`;
}

function celsius(centiC: number): string {
  return `${hundredths(centiC)} °C`;
}

function hundredths(value: number): string {
  return words.hundredths(value);
}

function eastward(cms: number): string {
  return `${hundredths(Math.abs(cms))} m/s ${cms < 0 ? "westward" : "eastward"}`;
}

function duration(minutes: number): string {
  return `${div(minutes, 60)} h ${minutes % 60} min`;
}

function latitude(s: Scene): string {
  return angle(s.latMicroDeg, "S", "N");
}

function longitude(s: Scene): string {
  return angle(s.lonMicroDeg, "W", "E");
}

function angle(microDeg: number, below: string, above: string): string {
  return `${hundredths(div(Math.abs(microDeg), 10_000))}° ${microDeg < 0 ? below : above}`;
}

function spot(x: number, y: number): string {
  return `x ${x}, y ${y} of 127`;
}
