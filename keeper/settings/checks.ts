/** What no setting can know alone. */
import { FatalError } from "../errors.ts";

/** What a command was given: a row that it does not read is not there. */
type Read = Readonly<Record<string, unknown>>;

/** One of them says who signs. */
const SIGNERS = {
  keeperKeyFile: "KEEPER_KEY_FILE",
  keeperSigner: "KEEPER_SIGNER",
  keeperKey: "KEEPER_KEY",
} as const;

export function checkTogether(command: string, read: Read): void {
  checkPainters(command, read);
  checkKeys(command, read);
  checkArweave(read);
}

function checkArweave({ pinArweave, pinArweaveKeyFile }: Read): void {
  if (pinArweave === undefined || pinArweaveKeyFile !== undefined) return;
  throw new FatalError(
    "PIN_ARWEAVE is set and PIN_ARWEAVE_KEY_FILE is not, so that nothing could be signed. Name the file of an Arweave wallet that has credit there.",
  );
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

function checkKeys(command: string, read: Read): void {
  if ("keeperKey" in read) checkSigner(read);
  const { keeperKey, reporterKeys } = read;
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

function checkSigner(read: Read): void {
  const given = Object.entries(SIGNERS).filter(([as]) => read[as] !== undefined);
  if (given.length === 1) return;
  throw new FatalError(
    given.length === 0
      ? "KEEPER_KEY_FILE is not set, nor is KEEPER_SIGNER or KEEPER_KEY. Correct it in the environment: one of them says with which key the keeper signs; --help lists every setting."
      : `${given.map(([, name]) => name).join(" and ")} are both set. Keep one of them: a keeper has one key.`,
  );
}
