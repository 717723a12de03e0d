// Packages that are no part of the install, since they are large and most machines do not need them: found
// where the user put them, or where `node tools/optional.ts NAME` does.

import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Each folder in it is an install of its own, with its own lock file. */
export const OPTIONAL_FOLDER = fileURLToPath(
  new URL("../../.heliotrope/optional", import.meta.url),
);

/** The package's module, or undefined where it is not installed. Throws what loading it throws. */
export async function importOptional<T>(
  name: string,
  folder = OPTIONAL_FOLDER,
): Promise<T | undefined> {
  for (const place of [import.meta.url, ...installs(folder)]) {
    let file: string;
    try {
      file = createRequire(place).resolve(name);
    } catch {
      continue;
    }
    const module = (await import(pathToFileURL(file).href)) as { default?: T } & T;
    // A CommonJS package is the default export of its namespace.
    return file.endsWith(".mjs") || module.default === undefined ? module : module.default;
  }
  return undefined;
}

/** Whether the package is installed, without loading it. */
export function hasOptional(name: string, folder = OPTIONAL_FOLDER): boolean {
  return [import.meta.url, ...installs(folder)].some((place) => {
    try {
      createRequire(place).resolve(name);
      return true;
    } catch {
      return false;
    }
  });
}

function installs(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name, "package.json"));
  } catch {
    return [];
  }
}
