// Finds the Chromium that browser tests drive, and says what to do where there is none.
import { findProgram, installPackages, isExecutable } from "./debian.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/**
 * Flags for a browser in a container: no sandbox, no network of its own, WebGL in software. The pages themselves
 * are put together without WebGL, which in software takes a quarter more of the processor for the same visit.
 */
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
  "--disable-gpu-compositing",
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
  return findProgram(NAMES);
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
  installPackages(["chromium"], remedy);
  const installed = findChromium();
  if (installed) return installed;
  throw new Error(`apt-get installed chromium, but it is not on the PATH. ${remedy}`);
}
