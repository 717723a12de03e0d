/** From settings to a bureau: the same for a keeper with reporters of its own and for a reporter by itself. */
import type { Logger } from "pino";
import type { Rpc } from "../chain/rpc.ts";
import type { Metrics } from "../metrics.ts";
import type { Database } from "../store/database.ts";
import { type Bureau, openBureau } from "./bureau.ts";
import type { SourceHealth } from "./health.ts";
import type { SourceName } from "./names.ts";
import { loadRecordings, recordingsFile } from "./recordings.ts";
import type { ReportSigner } from "./signing.ts";
import { openSources } from "./sources.ts";

/** More problems than this in one recording are counted, not listed. */
const LISTED_PROBLEMS = 5;

export interface WeatherSettings {
  readonly weatherSources: readonly SourceName[];
  readonly weatherFile: string | undefined;
  readonly weatherContact: string | undefined;
  readonly metarStations: ReadonlyMap<string, string>;
  readonly openMeteoUrl: string | undefined;
  readonly metarUrl: string | undefined;
  readonly metNorwayUrl: string | undefined;
}

export interface WeatherParts {
  readonly db: Database;
  readonly rpc: Rpc;
  readonly signers: readonly ReportSigner[];
  /** Other reporters' addresses. */
  readonly remotes: readonly string[];
  readonly metrics: Metrics;
  readonly log: Logger;
}

export function openWeather(settings: WeatherSettings, parts: WeatherParts): Bureau {
  const { db, rpc, signers, remotes, metrics, log } = parts;
  const down = new Map<string, string | null>();
  const onOutcome = ({ name, up, lastSuccess, why }: SourceHealth) => {
    metrics.sourceUp.set({ source: name }, up === true ? 1 : 0);
    metrics.sourceReads.inc({ source: name, outcome: up === true ? "answered" : "failed" });
    if (lastSuccess !== null) metrics.sourceTime.set({ source: name }, lastSuccess);
    // A trouble that lasts is told once.
    if ((down.get(name) ?? null) === why) return;
    down.set(name, why);
    if (why !== null) log.warn({ source: name, why }, "a source of weather does not answer");
    else log.info({ source: name }, "the source of weather answers again");
  };
  const sources = openSources({
    names: settings.weatherSources,
    db,
    contact: settings.weatherContact,
    airports: settings.metarStations,
    urls: {
      "open-meteo": settings.openMeteoUrl,
      metar: settings.metarUrl,
      "met-norway": settings.metNorwayUrl,
    },
    onOutcome,
  });
  const recordings = loadRecordings(settings.weatherFile ?? recordingsFile());
  for (const problem of recordings.problems.slice(0, LISTED_PROBLEMS)) log.warn(problem);
  const more = recordings.problems.length - LISTED_PROBLEMS;
  if (more > 0) log.warn(`${more} more rows of the recording cannot be used`);
  const bureau = openBureau({ db, signers, sources, recordings, remotes, rpc });
  if (signers.length > 0) {
    for (const { name, attribution } of bureau.sources()) log.info({ source: name }, attribution);
    // Recordings are read once, and were.
    if (sources.length === 0) {
      for (const { name } of bureau.sources()) metrics.sourceUp.set({ source: name }, 1);
    }
  }
  return bureau;
}
