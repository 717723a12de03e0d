/** `worker`: paints for the keeper whose database it is given, until it is told to end. */
import { paintForKeeper } from "../crew/worker.ts";
import { createPool } from "../render/pool.ts";
import type { Given } from "../settings/read.ts";
import { openPostgres } from "../store/postgres.ts";
import { openTerminal } from "../terminal.ts";

export async function worker({ settings }: Given<"worker">, signal: AbortSignal): Promise<number> {
  const { databaseUrl, workers, backend, checkRuns, checkAll, drainMs } = settings;
  const terminal = openTerminal(settings.logLevel);
  const { log } = terminal;
  const db = await openPostgres(databaseUrl!);
  const pool = createPool({
    size: workers,
    backend,
    doubt: { runs: checkRuns, all: checkAll },
    warn: (message) => log.warn(message),
  });
  try {
    await paintForKeeper({ url: databaseUrl!, db, pool, log, drainMs, signal });
    return 0;
  } finally {
    await pool.close();
    await db.close();
    terminal.close();
  }
}
