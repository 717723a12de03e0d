/** The sources that can be named in WEATHER_SOURCES. */

/** What is measured before what is computed. */
export const LIVE_SOURCES = ["metar", "met-norway", "open-meteo"] as const;
export type LiveSource = (typeof LIVE_SOURCES)[number];

/** Recorded weather is not today's: it is never mixed with what is live. */
export const SOURCE_NAMES = ["replay", ...LIVE_SOURCES] as const;
export type SourceName = (typeof SOURCE_NAMES)[number];
