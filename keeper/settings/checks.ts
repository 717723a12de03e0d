/** What no setting can know alone. */
import { FatalError } from "../errors.ts";

/** What a command was given: a row that it does not read is not there. */
type Read = Readonly<Record<string, unknown>>;

export function checkTogether(command: string, read: Read): void {
  checkPainters(command, read);
  checkKeys(command, read);
}

/** Somebody has to paint. */
function checkPainters(command: string, { workers, databaseUrl }: Read): void {
  if (command === "worker" && databaseUrl === undefined) {
    throw new FatalError(
      "DATABASE_URL is not set, and it is all that a worker needs: the PostgreSQL of the keeper for which it is to paint.",
    );
  }
  if (workers !== 0) return;
  if (command !== "run") {
    throw new FatalError(`RENDER_WORKERS is 0, and "${command}" paints by itself. Leave it out.`);
  }
  if (databaseUrl === undefined) {
    throw new FatalError(
      "RENDER_WORKERS is 0 and DATABASE_URL is not set, so that nobody would paint. Give the address of a PostgreSQL through which workers can, or leave RENDER_WORKERS out.",
    );
  }
}

function checkKeys(command: string, { keeperKey, reporterKeys }: Read): void {
  if (command === "reporter" && Array.isArray(reporterKeys) && reporterKeys.length === 0) {
    throw new FatalError(
      "REPORTER_KEYS is not set, so that nothing could be signed. Give the key that is in the climate's signer set.",
    );
  }
  if (typeof keeperKey !== "string" || !Array.isArray(reporterKeys)) return;
  if (reporterKeys.some((key) => String(key).toLowerCase() === keeperKey.toLowerCase())) {
    throw new FatalError(
      "KEEPER_KEY is also one of REPORTER_KEYS. Give the keeper a key of its own, so that whoever takes one does not have both.",
    );
  }
}
