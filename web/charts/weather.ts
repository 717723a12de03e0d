// The weather of a series of observations as charts: which fields there are, how they are drawn, to what scale
// and in which words.
import type { Observation } from "../../renderer/observation.ts";
import { duration, millimetres, number, temperature } from "../words.ts";
import type { BandProps } from "./Band.tsx";

type Field = "temperature" | "rain" | "snow" | "sun" | "wind";

export interface WeatherBand extends BandProps {
  field: Field;
  name: string;
  /** What its height stands for. */
  range: string;
  /** An observation in words. */
  words: (observation: Observation) => string;
}

/** 20 mm in seven hours fill a chart; more is drawn as full. */
const MOST_WATER = 2_000;
/** The minutes of an epoch of seven hours. */
const MOST_SUN = 420;
const MOST_WIND = 1_600;
/** The first and the last code rank that snow has; see words.ts. */
const SNOW_RANKS = [19, 24] as const;

/** Whether what fell was snow: by the code, and below freezing by the temperature, as the plant has it. */
export function isSnow({ codeRank, tempCentiC }: Observation): boolean {
  const [first, last] = SNOW_RANKS;
  return (codeRank >= first && codeRank <= last) || tempCentiC < -100;
}

/** The bands of a strip, from the top; snow only where some fell. */
export function weatherBands(observations: readonly Observation[]): WeatherBand[] {
  const of = (value: (observation: Observation) => number) => observations.map(value);
  const degrees = of(({ tempCentiC }) => tempCentiC);
  const [coldest, warmest] = rangeOf(degrees);
  const rain = of((o) => (isSnow(o) ? 0 : o.precipCentiMm));
  const snow = of((o) => (isSnow(o) ? o.precipCentiMm : 0));
  const speed = of(({ windSpeedCms }) => windSpeedCms);
  const bands: WeatherBand[] = [
    {
      field: "temperature",
      name: "Temperature",
      kind: "line",
      tone: "chart-temperature",
      values: degrees,
      domain: [coldest - 150, warmest + 150],
      range: `${temperature(coldest)} to ${temperature(warmest)}`,
      words: (o) => temperature(o.tempCentiC),
    },
    {
      field: "rain",
      name: "Rain",
      kind: "bars",
      tone: "chart-rain",
      values: rain,
      domain: [0, Math.min(MOST_WATER, Math.max(400, rangeOf(rain)[1]))],
      range: `up to ${millimetres(rangeOf(rain)[1])}`,
      words: (o) => millimetres(isSnow(o) ? 0 : o.precipCentiMm),
    },
    {
      field: "sun",
      name: "Sun",
      kind: "area",
      tone: "chart-sun",
      values: of(({ sunMinutes }) => sunMinutes),
      domain: [0, MOST_SUN],
      range: `up to ${duration(rangeOf(of(({ sunMinutes }) => sunMinutes))[1])}`,
      words: (o) => duration(o.sunMinutes),
    },
    {
      field: "wind",
      name: "Wind",
      kind: "line",
      tone: "chart-wind",
      values: speed,
      domain: [0, Math.min(MOST_WIND, Math.max(600, rangeOf(speed)[1]))],
      range: `up to ${metres(rangeOf(speed)[1])}`,
      words: (o) => metres(o.windSpeedCms),
    },
  ];
  if (rangeOf(snow)[1] > 0) {
    bands.splice(2, 0, {
      field: "snow",
      name: "Snow",
      kind: "bars",
      tone: "chart-snow",
      values: snow,
      domain: [0, Math.min(MOST_WATER, Math.max(400, rangeOf(snow)[1]))],
      range: `up to ${millimetres(rangeOf(snow)[1])}`,
      words: (o) => millimetres(isSnow(o) ? o.precipCentiMm : 0),
    });
  }
  return bands;
}

function metres(cms: number): string {
  return `${number(cms / 100, 1)} m/s`;
}

/** The least and the most; zeros for nothing. */
export function rangeOf(values: readonly number[]): [number, number] {
  let least = values[0] ?? 0;
  let most = least;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}
