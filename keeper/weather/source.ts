/** What a source of weather is: whoever it asks, it answers in the same words. */
import type { Weather } from "./derive.ts";

/** A place of the climate contract; its number is its place in the list. */
export interface Station {
  readonly name: string;
  readonly latMicroDeg: number;
  readonly lonMicroDeg: number;
}

/** The stretch of time that an epoch's weather is of: the `seconds` that end at `instant` (Unix time). */
export interface Span {
  readonly epoch: bigint;
  readonly instant: number;
  readonly seconds: number;
}

/** One station's weather, or the reason why there is none, in a sentence without secrets. */
export type Sighting = { readonly weather: Weather } | { readonly missing: string };

export interface Source {
  readonly name: string;
  /** Whom to thank, as the licence wants it worded. Shown wherever the weather is. */
  readonly attribution: string;
  /** `recording`: what was measured long ago, replayed. `model`: computed. `observation`: measured. */
  readonly kind: "recording" | "model" | "observation";
  /**
   * What stands behind this station's numbers. Different services over one model are one source: two that answer
   * the same here are not independent of each other.
   */
  lineageOf(station: Station): string;
  /** One sighting per station, in their order. Throws RetryableError when the service as a whole gave nothing. */
  read(stations: readonly Station[], span: Span): Promise<readonly Sighting[]>;
  /** For services that only look ahead: gathers what will have passed when it is asked for. */
  watch?(stations: readonly Station[], now: number): Promise<void>;
}

export const degreesOf = ({ latMicroDeg, lonMicroDeg }: Station) => ({
  latDeg: latMicroDeg / 1e6,
  lonDeg: lonMicroDeg / 1e6,
});
