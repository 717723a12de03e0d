// Weather and places by name, for whoever does not want to set every figure.
import { NEVER_OBSERVED, type Observation } from "../../renderer/observation.ts";
import { localOf, timeOf } from "./calendar.ts";
import { type Specimen, type Week, weekOf } from "./specimen.ts";
import { windFrom } from "./wind.ts";

interface Preset {
  name: string;
  now: Partial<Observation>;
  /** Of an epoch of the week before. */
  week: Omit<Week, "observed">;
  /** Day of a northern year. */
  day: number;
  minute: number;
}

const PRESETS: readonly Preset[] = [
  {
    name: "Summer's day",
    now: { tempCentiC: 2_350, sunMinutes: 330, codeRank: 1, cloudPct: 18, ...windFrom(240, 270) },
    week: {
      rainCentiMm: 90,
      sunMinutes: 190,
      frostMinutes: 0,
      windEastCms: 60,
      tempCentiC: 2_100,
    },
    day: 192,
    minute: 920,
  },
  {
    name: "Storm",
    now: {
      tempCentiC: 1_450,
      precipCentiMm: 2_600,
      codeRank: 25,
      cloudPct: 100,
      ...windFrom(235, 1_700),
    },
    week: {
      rainCentiMm: 420,
      sunMinutes: 40,
      frostMinutes: 0,
      windEastCms: 380,
      tempCentiC: 1_500,
    },
    day: 250,
    minute: 1_080,
  },
  {
    name: "Fog",
    now: { tempCentiC: 720, codeRank: 4, cloudPct: 100, ...windFrom(90, 60) },
    week: {
      rainCentiMm: 220,
      sunMinutes: 50,
      frostMinutes: 10,
      windEastCms: -20,
      tempCentiC: 800,
    },
    day: 300,
    minute: 480,
  },
  {
    name: "Drought",
    now: { tempCentiC: 3_650, sunMinutes: 420, codeRank: 0, cloudPct: 0, ...windFrom(170, 160) },
    week: {
      rainCentiMm: 0,
      sunMinutes: 300,
      frostMinutes: 0,
      windEastCms: 20,
      tempCentiC: 3_000,
    },
    day: 212,
    minute: 840,
  },
  {
    name: "Frost",
    now: { tempCentiC: -850, frostMinutes: 420, codeRank: 0, cloudPct: 6, ...windFrom(20, 90) },
    week: {
      rainCentiMm: 5,
      sunMinutes: 80,
      frostMinutes: 330,
      windEastCms: -30,
      tempCentiC: -420,
    },
    day: 20,
    minute: 500,
  },
  {
    name: "First snow",
    now: {
      tempCentiC: -60,
      precipCentiMm: 320,
      frostMinutes: 120,
      codeRank: 20,
      cloudPct: 96,
      ...windFrom(330, 320),
    },
    week: {
      rainCentiMm: 160,
      sunMinutes: 50,
      frostMinutes: 60,
      windEastCms: 90,
      tempCentiC: 420,
    },
    day: 330,
    minute: 930,
  },
];

export const PRESET_NAMES = PRESETS.map(({ name }) => name);

/** The specimen in that weather, and at the time of year that has it. */
export function withPreset(specimen: Specimen, name: string): Specimen {
  const preset = PRESETS.find((each) => each.name === name);
  if (!preset) return specimen;
  const { latMicroDeg, lonMicroDeg } = specimen;
  const { year } = localOf(specimen.time, lonMicroDeg);
  const day = latMicroDeg < 0 ? (preset.day + 182) % 365 : preset.day;
  return {
    ...specimen,
    now: { ...NEVER_OBSERVED, age: 0, ...preset.now },
    week: weekOf(preset.week),
    weatherAge: 0,
    time: timeOf({ year, day, minute: preset.minute }, lonMicroDeg),
  };
}

/** Name, latitude and longitude in degrees. */
export const PLACES = [
  ["Seattle", 47.61, -122.33],
  ["New York", 40.71, -74.01],
  ["Reykjavík", 64.15, -21.94],
  ["Tromsø", 69.65, 18.96],
  ["Lisbon", 38.72, -9.14],
  ["Nairobi", -1.29, 36.82],
  ["Singapore", 1.35, 103.82],
  ["Kyoto", 35.01, 135.77],
  ["Sydney", -33.87, 151.21],
  ["Ushuaia", -54.8, -68.3],
] as const;
