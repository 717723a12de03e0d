/**
 * What the keeper asks of a database, whichever engine answers: PGlite in the data folder, or PostgreSQL. Both take
 * the same SQL and give the same values: int8 as a number where it is exact, else a bigint; numeric as text; bytea
 * as Uint8Array; timestamptz as Date.
 */
export interface Queries {
  query<T = Record<string, unknown>>(text: string, params?: unknown[]): Promise<{ rows: T[] }>;
}

export interface Transaction extends Queries {
  /** Undoes what the transaction did so far and ends it; what `transaction` was given may still return a value. */
  rollback(): Promise<void>;
}

export interface Database extends Queries {
  /** All that is asked through `tx` happens, or nothing of it: nothing when `work` throws. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

/** A database together with what only its owner does to it. */
export interface Engine extends Database {
  /** Runs several statements, without parameters. */
  exec(script: string): Promise<unknown>;
  close(): Promise<void>;
}
