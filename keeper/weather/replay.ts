/** The offline default: recorded days replayed, seen through one reporter's own instruments. */
import { weatherAt } from "./derive.ts";
import { readThrough } from "./instrument.ts";
import type { Recordings } from "./recordings.ts";
import { degreesOf, type Source } from "./source.ts";

/** `reporter` seeds the errors of the instruments. */
export function openReplay(recordings: Recordings, reporter: string): Source {
  return {
    name: "replay",
    attribution: "Recorded daily weather: NOAA, by way of vega-datasets; hours derived by rule",
    kind: "recording",
    lineageOf: () => "noaa",
    read: async (stations, { epoch, instant, seconds }) =>
      stations.map((station, index) => {
        const recording = recordings.byName.get(station.name);
        if (recording === undefined) return { missing: `no recording is called ${station.name}` };
        const weather = weatherAt(recording, degreesOf(station), instant, seconds);
        if (weather === null) return { missing: "a day of it is missing from the recording" };
        return { weather: readThrough(weather, reporter, index, Number(epoch)) };
      }),
  };
}
