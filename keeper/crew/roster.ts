/** The workers that have signed on, and what is thought of them. Each start of a process is a worker of its own. */
import type { Queries } from "../store/database.ts";

export interface Worker {
  /** Random, new with each start. */
  readonly id: string;
  /** The machine and the process, for people. */
  readonly name: string;
  readonly backend: string;
}

/** A worker that has said nothing for this long does not paint. */
const QUIET_SECONDS = 30;
/** Rows are kept for this long, so that an operator can read why a worker was sent away. */
const KEPT_DAYS = 7;

/** Says that the worker is there. Returns what it is blamed for, or null while it is trusted. */
export async function signOn(db: Queries, { id, name, backend }: Worker): Promise<string | null> {
  const { rows } = await db.query<{ fault: string | null }>(
    `INSERT INTO workers (id, name, backend) VALUES ($1, $2, $3)
     ON CONFLICT (id) DO UPDATE SET backend = $3, seen_at = now()
     RETURNING fault`,
    [id, name, backend],
  );
  return rows[0]!.fault;
}

/** It has ended in good order. */
export async function signOff(db: Queries, id: string): Promise<void> {
  await db.query("DELETE FROM workers WHERE id = $1 AND fault IS NULL", [id]);
}

/** Nothing that it delivers counts from now on, whether it has signed on or not. Returns whether that is news. */
export async function distrust(
  db: Queries,
  { id, name, backend }: Worker,
  fault: string,
): Promise<boolean> {
  const { rows } = await db.query(
    `INSERT INTO workers (id, name, backend, fault) VALUES ($1, $2, $3, $4)
     ON CONFLICT (id) DO UPDATE SET fault = $4 WHERE workers.fault IS NULL
     RETURNING id`,
    [id, name, backend, fault],
  );
  return rows.length > 0;
}

export async function distrusted(db: Queries): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>("SELECT id FROM workers WHERE fault IS NOT NULL");
  return new Set(rows.map(({ id }) => id));
}

/** How many paint now, and how many were sent away. Forgets who has been silent for long. */
export async function muster(db: Queries): Promise<{ live: number; distrusted: number }> {
  await db.query("DELETE FROM workers WHERE seen_at < now() - $1 * interval '1 day'", [KEPT_DAYS]);
  const { rows } = await db.query<{ live: number; distrusted: number }>(
    `SELECT count(*) FILTER (
         WHERE fault IS NULL AND seen_at > now() - $1 * interval '1 second'
       )::integer AS live,
       count(*) FILTER (WHERE fault IS NOT NULL)::integer AS distrusted
     FROM workers`,
    [QUIET_SECONDS],
  );
  return rows[0]!;
}
