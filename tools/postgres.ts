// Finds the PostgreSQL that tests and the bench run, and says what to do where there is none.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { findProgram, installPackages } from "./debian.ts";

export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

const DEBIAN = "/usr/lib/postgresql";

/** The programs of this machine: on the PATH, else the newest of Debian's; undefined without them. */
export function findPostgres(): PostgresPrograms | undefined {
  const [initdb, postgres] = ["initdb", "postgres"].map((name) =>
    findProgram([name], debianFolders()),
  );
  return initdb === undefined || postgres === undefined ? undefined : { initdb, postgres };
}

/**
 * The programs of this machine; installs Debian's where there are none and this user may.
 * @throws Error with the remedy when there are none and they cannot be installed.
 */
export function ensurePostgres(): PostgresPrograms {
  const found = findPostgres();
  if (found) return found;
  const remedy =
    "Install it (Debian: apt-get install postgresql), put its initdb and postgres on the PATH, or leave its tests out (npm test -- --without postgres).";
  installPackages(["postgresql"], remedy);
  const installed = findPostgres();
  if (installed) return installed;
  throw new Error(`apt-get installed postgresql, but it is not under ${DEBIAN}. ${remedy}`);
}

/** Newest first. */
function debianFolders(): string[] {
  let versions: string[] = [];
  try {
    versions = readdirSync(DEBIAN);
  } catch {
    // No Debian, or no PostgreSQL there.
  }
  return versions
    .filter((version) => /^\d+$/.test(version))
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN, version, "bin"));
}
