import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Holder } from "./lease.ts";
import type { Store } from "./open.ts";
import { unwritable } from "./unwritable.ts";

/** This process, as the others shall know it. The folder must be locked: the id in it then means this process alone. */
export function holderIn({ folder }: Pick<Store, "folder">): Holder {
  return { text: `process ${process.pid} on ${hostname()}`, home: homeOf(folder) };
}

function homeOf(folder: string): string {
  const file = join(folder, "home");
  try {
    const known = readFileSync(file, "utf8").trim();
    if (known !== "") return known;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const home = randomUUID();
  try {
    writeFileSync(file, home);
  } catch (error) {
    throw unwritable(file, error);
  }
  return home;
}
