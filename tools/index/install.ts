// Ponder is no part of the main install: it is installed beside its programs when the index is first wanted.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of the index's programs. */
export const INDEX = import.meta.dirname;
const LOCK = join(INDEX, "package-lock.json");
/** What was installed by: written last, so that half an install counts as none. */
const STAMP = join(INDEX, "node_modules", ".heliotrope-lock.json");

/** @throws Error with npm's last words and the remedy when it cannot be had. */
export function ensurePonder(): void {
  const lock = readFileSync(LOCK, "utf8");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === lock) return;
  console.error("heliotrope: installing Ponder (212 packages, about a minute)");
  const { status, stderr } = spawnSync(
    "npm",
    ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
    { cwd: INDEX, encoding: "utf8", shell: process.platform === "win32" },
  );
  if (status !== 0) {
    const last = (stderr ?? "").trim().split("\n").slice(-3).join(" ");
    throw new Error(
      `Ponder cannot be installed (${last}). It needs the npm registry once; connect, then try again.`,
    );
  }
  writeFileSync(STAMP, lock);
}
