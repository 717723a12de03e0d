/** One reporter's look at every station: the first of its sources that has a station's weather is believed. */
import { oneLine } from "../errors.ts";
import type { Weather } from "./derive.ts";
import type { Source, Span, Station } from "./source.ts";

export interface Seen {
  readonly station: string;
  readonly weather: Weather | null;
  /** Null when nobody has seen it. */
  readonly source: string | null;
  readonly lineage: string | null;
  /** What the sources that were asked in vain said. */
  readonly faults: readonly string[];
}

/** In the stations' order. Never throws: a source that gives nothing is a reason, not an end. */
export async function look(
  sources: readonly Source[],
  stations: readonly Station[],
  span: Span,
): Promise<readonly Seen[]> {
  const seen: (Seen | null)[] = stations.map(() => null);
  const faults: string[][] = stations.map(() => []);
  for (const source of sources) {
    const left = stations.flatMap((station, index) =>
      seen[index] === null ? [{ station, index }] : [],
    );
    if (left.length === 0) break;
    try {
      const sightings = await source.read(
        left.map(({ station }) => station),
        span,
      );
      left.forEach(({ station, index }, i) => {
        const sighting = sightings[i]!;
        if ("missing" in sighting) {
          faults[index]!.push(`${source.name}: ${sighting.missing}`);
          return;
        }
        const lineage = source.lineageOf(station);
        const found = { weather: sighting.weather, source: source.name, lineage };
        seen[index] = { station: station.name, ...found, faults: faults[index]! };
      });
    } catch (error) {
      for (const { index } of left) faults[index]!.push(`${source.name}: ${oneLine(error)}`);
    }
  }
  return stations.map(
    ({ name }, i) =>
      seen[i] ?? { station: name, weather: null, source: null, lineage: null, faults: faults[i]! },
  );
}
