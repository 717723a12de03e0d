/** PostgreSQL as the keeper's database: for render workers, and for a second machine that may take over. */
import pg from "pg";
import { FatalError, oneLine, RetryableError } from "../errors.ts";
import type { Engine } from "./database.ts";

/** A server that is just restarting is waited for this long when the keeper starts. */
const PATIENCE_MS = 30_000;

/**
 * A commit that was acknowledged is on the disk, whatever the server's own setting is: salts and signed bytes depend
 * on it. A process that was frozen, or whose machine vanished, must not sit on its row locks: another may be waiting
 * to take over.
 */
const SESSION = `
SET synchronous_commit = on;
SET statement_timeout = '60s';
SET idle_in_transaction_session_timeout = '30s';
SET tcp_keepalives_idle = 10;
SET tcp_keepalives_interval = 5;
SET tcp_keepalives_count = 3;
SET client_min_messages = warning;
`;

/** What passes by itself: connections, shutdowns, full disks, and transactions that stood in each other's way. */
const PASSING_STATES = /^(08|53|57P0|58|25006|25P0[34]|40001|40P01|55P03|57014)/;
const PASSING_ERRORS =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT)$/;
const PASSING_WORDS =
  /connection terminated|connection error|not queryable|timeout exceeded when trying to connect|query read timeout/i;

/** Parsers of this pool alone: pg's own defaults, which others in the process may rely on, stay as they are. */
const TYPES = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (format !== "binary") {
      if (oid === pg.types.builtins.INT8) return parseInt8;
      if (oid === pg.types.builtins.BYTEA) return parseBytes;
    }
    return pg.types.getTypeParser(oid, format as "text");
  },
};

/**
 * Connects to PostgreSQL. Throws FatalError where it refuses us, or where it does not answer for `patienceMs`; later
 * failures of the connection are RetryableErrors, and the pool connects anew by itself.
 */
export async function openPostgres(url: string, patienceMs = PATIENCE_MS): Promise<Engine> {
  const place = placeOf(url);
  const pool = new pg.Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: 10_000,
    query_timeout: 75_000,
    keepAlive: true,
    application_name: "heliotrope",
    types: TYPES,
    onConnect: async (client) => {
      await client.query(SESSION);
    },
  });
  // A connection that dies while nobody uses it is no news: the next query opens another.
  pool.on("error", () => {});
  const engine = engineOf(pool, place);
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      await engine.query("SELECT 1");
      return engine;
    } catch (error) {
      if (error instanceof RetryableError && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        continue;
      }
      await pool.end();
      throw new FatalError(
        `${place} cannot be used (${oneLine(error instanceof RetryableError ? error.cause : error)}). Start PostgreSQL, or correct DATABASE_URL.`,
      );
    }
  }
}

/** How to speak of the database: never with its password. */
export function placeOf(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `The database ${pathname.slice(1) || "postgres"} on ${hostname || "this machine"}${port && `:${port}`}`;
  } catch {
    throw new FatalError(
      "DATABASE_URL is no address. Give it as postgresql://user:password@host:5432/name.",
    );
  }
}

function engineOf(pool: pg.Pool, place: string): Engine {
  return {
    query: (text, params) => guarded(place, () => ask(pool, text, params)),
    exec: (script) => guarded(place, () => pool.query(script)),
    transaction: (work) =>
      guarded(place, async () => {
        const client = await pool.connect();
        // An error while the client is ours arrives with the query that it breaks.
        const ignore = () => {};
        client.on("error", ignore);
        let broken: Error | undefined;
        try {
          let isOpen = true;
          await client.query("BEGIN");
          try {
            const result = await work({
              query: (text, params) => ask(client, text, params),
              rollback: async () => {
                isOpen = false;
                await client.query("ROLLBACK");
              },
            });
            if (isOpen) await commit(client);
            return result;
          } catch (error) {
            if (isOpen) await client.query("ROLLBACK").catch((why: Error) => (broken = why));
            throw error;
          }
        } catch (error) {
          if (isPassing(error)) broken ??= error as Error;
          throw error;
        } finally {
          client.off("error", ignore);
          client.release(broken);
        }
      }),
    close: () => pool.end(),
  };
}

async function ask<T>(on: pg.Pool | pg.PoolClient, text: string, params?: unknown[]) {
  return (await on.query(text, params)) as unknown as { rows: T[] };
}

/** PostgreSQL answers the COMMIT of a transaction that had failed with a ROLLBACK, and calls that no error. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query("COMMIT");
  if (command !== "COMMIT") {
    throw new Error("A statement of the transaction had failed, so that nothing of it was stored.");
  }
}

async function guarded<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isPassing(error)) throw error;
    throw new RetryableError(
      `${place} does not serve us now (${oneLine(error)}). The keeper goes on by itself once it does; see that PostgreSQL runs and has room.`,
      { cause: error },
    );
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof FatalError) return false;
  const { code } = error as { code?: string };
  if (error instanceof pg.DatabaseError) return PASSING_STATES.test(code ?? "");
  // Where a name has several addresses, Node tells one error of all of them.
  if (error instanceof AggregateError) return error.errors.every(isPassing);
  return PASSING_ERRORS.test(code ?? "") || PASSING_WORDS.test(error.message);
}

function parseInt8(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

function parseBytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.slice(2), "hex"));
}
