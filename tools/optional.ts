// Installs a package that is no part of the main install, at the version and with the integrity of its lock
// file in tools/optional/, into .heliotrope/optional/: `node tools/optional.ts webgpu`.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { OPTIONAL_FOLDER } from "../keeper/render/optional.ts";

/** What there is, and what it is for. */
export const OPTIONAL = {
  webgpu: "WebGPU for Node (Dawn): paints on any vendor's GPU; 25 MB to fetch, 69 MB on disk",
  kms: "AWS's key service, for a keeper whose key is there; 18 MB on disk",
  onnxruntime: "a peer for `npm run bench`; 290 MB on disk",
} as const;
export type Optional = keyof typeof OPTIONAL;

const LOCK = "package-lock.json";

/**
 * Installs what is not installed yet, or at another version.
 * @throws Error with npm's last words and the remedy when it cannot be had.
 */
export function ensureOptional(name: Optional): void {
  const wanted = fileURLToPath(new URL(`./optional/${name}`, import.meta.url));
  const place = join(OPTIONAL_FOLDER, name);
  if (existsSync(join(place, LOCK)) && lockOf(place) === lockOf(wanted)) return;
  console.error(`heliotrope: installing ${name} (${OPTIONAL[name]})`);
  mkdirSync(OPTIONAL_FOLDER, { recursive: true });
  // Beside its place and moved there whole, so that nobody ever loads half a package.
  const part = mkdtempSync(join(OPTIONAL_FOLDER, "..", `${name}-`));
  try {
    cpSync(wanted, part, { recursive: true });
    const { status, stderr } = spawnSync(
      "npm",
      // These packages ship their binaries; nothing of theirs need run at install.
      ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
      { cwd: part, encoding: "utf8", shell: process.platform === "win32" },
    );
    if (status !== 0) {
      const last = (stderr ?? "").trim().split("\n").slice(-3).join(" ");
      throw new Error(
        `${name} cannot be installed (${last}). It needs the npm registry once; connect, then try again.`,
      );
    }
    // Somebody else may have been faster, and be using it.
    if (existsSync(join(place, LOCK)) && lockOf(place) === lockOf(wanted)) return;
    rmSync(place, { recursive: true, force: true });
    renameSync(part, place);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

function lockOf(folder: string): string {
  return readFileSync(join(folder, LOCK), "utf8");
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [name = ""] = process.argv.slice(2);
  if (!(name in OPTIONAL)) {
    const lines = Object.entries(OPTIONAL).map(([key, what]) => `  ${key}  ${what}`);
    console.error(`Usage: node tools/optional.ts NAME\n${lines.join("\n")}`);
    process.exit(2);
  }
  ensureOptional(name as Optional);
}
