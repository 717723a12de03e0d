// What never happens and what always does, with the reason where the recordings or the rules have one.
import type { Row, Table } from "./table.ts";

export interface Finding {
  readonly trait: string;
  readonly value: string;
  readonly share: number;
  /** Undefined: by chance, or nobody has looked why. */
  readonly reason: string | undefined;
}

export interface Findings {
  readonly never: readonly Finding[];
  readonly always: readonly Finding[];
  /** Below one look in a thousand, and above nineteen in twenty. */
  readonly rare: readonly Finding[];
  readonly common: readonly Finding[];
}

const RARE = 0.001;
const COMMON = 0.95;

const KINDS =
  "the NOAA record tells drizzle, fog, rain, snow and sun apart, and derive.ts makes nothing else of them";
const DERIVED =
  "the recordings are days; hours, wind direction, cloud and code are derived by rule, and say so";

/** By trait and value, or by trait alone. */
const REASONS: Record<string, string> = {
  "Weather/Showers": `${KINDS}: no showers`,
  "Weather/Snow grains": `${KINDS}: no grains`,
  "Weather/Snow showers": `${KINDS}: no showers of snow`,
  "Weather/Hailstorm":
    "derive.ts wants more than 8 mm of rain in one hour of a day above 22 °C, by half a chance",
  "Weather/Thunderstorm":
    "derive.ts wants more than 2.5 mm in one hour of a day above 22 °C, by half a chance",
  "Weather/Unknown": "the first epoch was accepted before the first plant was born",
  "Observation/Measured": DERIVED,
  "Observation/Partly derived": DERIVED,
  "Aurora/aurora": "only beyond 52 degrees of latitude; Seattle lies at 47.6, New York at 40.7",
  "Haze/full": "still air, a bare sky and the worst drought would have to meet",
  "Sky model/0": "one model is registered, and the simulated holders have no other to adopt",
  Mutation: "one plant in 256 carries each mutation: a matter of how many tokens there are",
  Ties: "odd numbers are rare: a pinned plant shows the ties that it had at the pinned epoch, so its own pin's thread is seen once it follows again",
  "Stage/Seed": "until somebody germinates it, which is a matter of minutes or hours",
  "Stage/Old": "a plant is old after 2,504 epochs, which are two years",
};

export function findingsOf({ rows }: Table): Findings {
  const told = (found: readonly Pick<Row, "trait" | "value" | "share">[]) =>
    found.map(({ trait, value, share }) => ({
      trait,
      value,
      share,
      reason: REASONS[`${trait}/${value}`] ?? REASONS[trait],
    }));
  return {
    never: told(rows.filter(({ share }) => share === 0)),
    always: told(rows.filter(({ share }) => share === 1)),
    rare: told(rows.filter(({ share }) => share > 0 && share < RARE)),
    common: told([...rows, ...sumsOf(rows)].filter(({ share }) => share > COMMON && share < 1)),
  };
}

/** How often a trait has any of its values, where none is a value too. */
function sumsOf(rows: readonly Row[]): Pick<Row, "trait" | "value" | "share">[] {
  return [...new Set(rows.map(({ trait }) => trait))].flatMap((trait) => {
    const values = rows.filter((row) => row.trait === trait);
    const share = values.reduce((total, row) => total + row.share, 0);
    return values.length < 2 || share > 0.9999 ? [] : [{ trait, value: "any", share }];
  });
}
