// Finds the Chromium that browser tests drive, and says what to do where there is none.
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** Flags for a browser in a container: no sandbox, no network of its own, WebGL in software. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

/** The Chromium of this machine: CHROMIUM_PATH, else the first on the PATH; undefined without one. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (isExecutable(named)) return named;
    throw new Error(
      `CHROMIUM_PATH names ${named}, which cannot be executed. Point it at a Chromium, or unset it.`,
    );
  }
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of NAMES) {
      const path = join(folder, name);
      if (folder !== "" && isExecutable(path)) return path;
    }
  }
  return undefined;
}

/**
 * The Chromium of this machine; installs Debian's where there is none and this user may.
 * @throws Error with the remedy when there is none and it cannot be installed.
 */
export function ensureChromium(): string {
  const found = findChromium();
  if (found) return found;
  const remedy =
    "Install one (Debian: apt-get install chromium), or set CHROMIUM_PATH to its executable.";
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"]).status !== 0) {
    throw new Error(`No Chromium was found, and this user cannot install one. ${remedy}`);
  }
  console.error("heliotrope: installing Debian's chromium (apt-get)");
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
    const { status, stderr } = spawnSync("apt-get", ["-qq", ...args], {
      encoding: "utf8",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    if (status !== 0) {
      const last = stderr.trim().split("\n").at(-1) ?? "";
      throw new Error(`apt-get ${args[0]} failed, so there is no Chromium (${last}). ${remedy}`);
    }
  }
  const installed = findChromium();
  if (installed) return installed;
  throw new Error(`apt-get installed chromium, but it is not on the PATH. ${remedy}`);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
