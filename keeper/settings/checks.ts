/** What no setting can know alone. */
import { FatalError } from "../errors.ts";

/** What a command was given: a row that it does not read is not there. */
type Read = Readonly<Record<string, unknown>>;

export function checkTogether(_command: string, { keeperKey, reporterKeys }: Read): void {
  if (typeof keeperKey !== "string" || !Array.isArray(reporterKeys)) return;
  if (reporterKeys.some((key) => String(key).toLowerCase() === keeperKey.toLowerCase())) {
    throw new FatalError(
      "KEEPER_KEY is also one of REPORTER_KEYS. Give the keeper a key of its own, so that whoever takes one does not have both.",
    );
  }
}
