/** Hours that a service forecast, kept until they have passed: the last word before an hour is the one that counts. */
import type { Database } from "./database.ts";

/** Older than this an hour belongs to no epoch that could still be reported. */
const KEPT_SECONDS = 4 * 86_400;

export interface Forecasts {
  keep(place: string, hours: readonly { readonly end: number }[], now: number): Promise<void>;
  /** What was kept of the hours that end after `from`, up to `to`: as it was given, not yet checked. */
  between(place: string, from: number, to: number): Promise<readonly unknown[]>;
}

export function openForecasts(db: Database, source: string): Forecasts {
  return {
    keep: (place, hours, now) =>
      db.transaction(async (tx) => {
        for (const hour of hours) {
          await tx.query(
            `INSERT INTO forecast_hours (source, place, ends, hour) VALUES ($1, $2, $3, $4)
             ON CONFLICT (source, place, ends) DO UPDATE SET hour = excluded.hour`,
            [source, place, hour.end, JSON.stringify(hour)],
          );
        }
        await tx.query("DELETE FROM forecast_hours WHERE source = $1 AND ends < $2", [
          source,
          Math.floor(now) - KEPT_SECONDS,
        ]);
      }),
    between: async (place, from, to) => {
      const { rows } = await db.query<{ hour: string }>(
        `SELECT hour FROM forecast_hours
         WHERE source = $1 AND place = $2 AND ends > $3 AND ends <= $4 ORDER BY ends`,
        [source, place, from, to],
      );
      return rows.map(({ hour }) => JSON.parse(hour) as unknown);
    },
  };
}
