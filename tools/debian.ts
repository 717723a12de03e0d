// Installs what tests need from Debian, where this machine is one and this user may.
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * Installs packages.
 * @throws Error with the remedy when it cannot.
 */
export function installPackages(packages: readonly string[], remedy: string): void {
  const names = packages.join(" and ");
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"]).status !== 0) {
    throw new Error(`There is no ${names}, and this user cannot install it. ${remedy}`);
  }
  console.error(`heliotrope: installing Debian's ${names} (apt-get)`);
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", ...packages]]) {
    const { status, stderr } = spawnSync("apt-get", ["-qq", ...args], {
      encoding: "utf8",
      // At this run level the server that comes with a package does not start: ours are private and temporary.
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
    });
    if (status !== 0) {
      const last = stderr.trim().split("\n").at(-1) ?? "";
      throw new Error(`apt-get ${args[0]} failed, so there is no ${names} (${last}). ${remedy}`);
    }
  }
}

/** The first program of one of these names in the folders of PATH, and then in others. */
export function findProgram(
  names: readonly string[],
  others: readonly string[] = [],
): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const folder of [...folders, ...others]) {
    for (const name of names) {
      const path = join(folder, name);
      if (isExecutable(path)) return path;
    }
  }
  return undefined;
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
