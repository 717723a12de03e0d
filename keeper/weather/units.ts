/**
 * Services are asked for one unit and may answer in another: what counts is the unit that stands beside the numbers.
 * Everything becomes metres per second, millimetres, degrees Celsius, seconds and shares of one.
 */
import { RetryableError } from "../errors.ts";

const FAHRENHEIT = (value: number) => ((value - 32) * 5) / 9;
const times = (factor: number) => (value: number) => value * factor;

/** By what is measured, then by the unit's name in the answers of the services that we ask. */
const UNITS = {
  temperature: { "°C": times(1), celsius: times(1), "°F": FAHRENHEIT, fahrenheit: FAHRENHEIT },
  speed: {
    "m/s": times(1),
    "km/h": times(1 / 3.6),
    kn: times(1852 / 3600),
    "mp/h": times(0.44704),
  },
  depth: { mm: times(1), cm: times(10), inch: times(25.4) },
  share: { "%": times(0.01) },
  duration: { s: times(1) },
} as const satisfies Record<string, Record<string, (value: number) => number>>;

export type Quantity = keyof typeof UNITS;

/** What turns a number of that unit into ours. Throws RetryableError for a unit that we do not know. */
export function unitOf(quantity: Quantity, unit: string | undefined): (value: number) => number {
  const known: Readonly<Record<string, (value: number) => number>> = UNITS[quantity];
  // hasOwn: a unit called "constructor" is none.
  if (unit === undefined || !Object.hasOwn(known, unit)) {
    throw new RetryableError(
      `it gives ${quantity} in ${unit === undefined ? "no unit" : `"${unit.slice(0, 20)}"`}, and only ${Object.keys(known).join(", ")} can be read`,
    );
  }
  return known[unit]!;
}

export const METRES_PER_SECOND_PER_KNOT = 1852 / 3600;
export const MILLIMETRES_PER_INCH = 25.4;
