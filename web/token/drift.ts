// Traits through time: what a plant was born with, what it is at a moment, what it is now.
import type { Portrait } from "../portrait.ts";

export interface Drift {
  name: string;
  /** Undefined where it did not have the trait yet. */
  born: string | undefined;
  shown: string | undefined;
  now: string | undefined;
  /** Whether it was ever another than it is. */
  hasChanged: boolean;
}

type Traits = Portrait["traits"];

/** Every trait that it has at one of these times, in the order of the latest that has it. */
export function driftOf(born: Traits, then: Traits, now: Traits): Drift[] {
  const names = new Set([...now, ...then, ...born].map(({ name }) => name));
  const of = (traits: Traits, name: string) => traits.find((each) => each.name === name)?.value;
  return [...names].map((name) => {
    const values = [of(born, name), of(then, name), of(now, name)] as const;
    const [first, second, third] = values;
    return { name, born: first, shown: second, now: third, hasChanged: new Set(values).size > 1 };
  });
}
