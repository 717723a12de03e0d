/** Opens the sources that the settings name. */
import { FatalError } from "../errors.ts";
import type { Database } from "../store/database.ts";
import { openForecasts } from "../store/forecasts.ts";
import { type SourceHealth, type Watched, watched } from "./health.ts";
import { MET_NORWAY, openMetNorway } from "./met-norway.ts";
import { METAR, openMetar } from "./metar.ts";
import type { LiveSource, SourceName } from "./names.ts";
import { OPEN_METEO, openOpenMeteo } from "./open-meteo.ts";

export interface SourceOptions {
  readonly names: readonly SourceName[];
  readonly db: Database;
  /** An address or a page at which the services can reach whoever runs this. */
  readonly contact: string | undefined;
  /** Airports by the stations' names. */
  readonly airports: ReadonlyMap<string, string>;
  /** Where the services are, if not where they always are. */
  readonly urls?: Partial<Record<LiveSource, string | undefined>> | undefined;
  readonly timeoutMs?: number | undefined;
  readonly onOutcome?: ((health: SourceHealth) => void) | undefined;
  /** Seconds that only go forwards. */
  readonly clock?: () => number;
}

/** The live sources among the names, each watched; none where the recording is replayed. */
export function openSources(options: SourceOptions): readonly Watched[] {
  const { names, db, contact, airports, urls = {}, timeoutMs } = options;
  if (names.includes("replay")) {
    if (names.length === 1) return [];
    throw new FatalError(
      `WEATHER_SOURCES names replay beside ${names.filter((name) => name !== "replay").join(", ")}. Recorded weather is not today's: name replay alone, or only live sources.`,
    );
  }
  if (new Set(names).size < names.length) {
    throw new FatalError("WEATHER_SOURCES names a source twice. Name each once.");
  }
  if (names.includes("met-norway") && contact === undefined) {
    throw new FatalError(
      "MET Norway answers only those who say who they are. Set WEATHER_CONTACT to an address or a page of yours, or take met-norway out of WEATHER_SOURCES.",
    );
  }
  const userAgent = ["heliotrope-keeper/0.1", contact].filter(Boolean).join(" ");
  const shared = { userAgent, timeoutMs };
  const open = {
    metar: () => openMetar({ ...shared, url: urls.metar ?? METAR, airports }),
    "met-norway": () =>
      openMetNorway({
        ...shared,
        url: urls["met-norway"] ?? MET_NORWAY,
        forecasts: openForecasts(db, "met-norway"),
      }),
    "open-meteo": () => openOpenMeteo({ ...shared, url: urls["open-meteo"] ?? OPEN_METEO }),
  } satisfies Record<LiveSource, unknown>;
  return names.map((name) => watched(open[name as LiveSource](), options));
}
