import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Hex } from "viem";
import { bytesToHex } from "viem";
import type { Store } from "./open.ts";
import { unwritable } from "./unwritable.ts";

/**
 * The salt of a job: the one on disk, else a fresh one, which is on the disk itself (not in a cache that a power
 * cut empties, where the embedded database keeps its last moments) before this returns. Rasters can be painted
 * again; a commitment whose salt is lost can never be revealed.
 */
export function saltOf({ folder }: Pick<Store, "folder">, job: Hex): Hex {
  const file = saltFile(folder, job);
  if (!existsSync(file)) {
    try {
      writeSalt(file);
    } catch (error) {
      throw unwritable(file, error);
    }
  }
  return readFileSync(file, "utf8") as Hex;
}

/** Whether a salt was ever made for the job, that is, whether a commitment to it can still be opened. */
export function hasSalt({ folder }: Pick<Store, "folder">, job: Hex): boolean {
  return existsSync(saltFile(folder, job));
}

function writeSalt(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const part = openSync(`${file}.part`, "w", 0o600);
  writeSync(part, bytesToHex(randomBytes(32)));
  fsyncSync(part);
  closeSync(part);
  renameSync(`${file}.part`, file);
  // The salt's name is in its folder, and, after the very first one, the folder's own name is in the data folder.
  for (const folder of [dirname(file), dirname(dirname(file))]) {
    const entries = openSync(folder, "r");
    fsyncSync(entries);
    closeSync(entries);
  }
}

function saltFile(folder: string, job: Hex): string {
  return join(folder, "salts", job);
}
