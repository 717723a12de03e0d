// Finds the PostgreSQL that tests and the bench run, and says what to do where there is none.
import { spawnSync } from "node:child_process";
import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

const DEBIAN = "/usr/lib/postgresql";

/** The programs of this machine: on the PATH, else the newest of Debian's; undefined without them. */
export function findPostgres(): PostgresPrograms | undefined {
  const onPath = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const folder of [...onPath, ...debianFolders()]) {
    const programs = { initdb: join(folder, "initdb"), postgres: join(folder, "postgres") };
    if (Object.values(programs).every(isExecutable)) return programs;
  }
  return undefined;
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
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"]).status !== 0) {
    throw new Error(`No PostgreSQL was found, and this user cannot install it. ${remedy}`);
  }
  console.error("heliotrope: installing Debian's postgresql (apt-get)");
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", "postgresql"]]) {
    const { status, stderr } = spawnSync("apt-get", ["-qq", ...args], {
      encoding: "utf8",
      // Debian starts a server of its own with the package; ours are private and temporary.
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
    });
    if (status !== 0) {
      const last = stderr.trim().split("\n").at(-1) ?? "";
      throw new Error(`apt-get ${args[0]} failed, so there is no PostgreSQL (${last}). ${remedy}`);
    }
  }
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

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
