import { readFileSync, statSync } from "node:fs";
import { FatalError } from "../errors.ts";

/** Anybody but the owner. */
const OTHERS = 0o077;

/** What a file with a secret in it says, without the line's end. Throws FatalError where others may read it too. */
export function readSecret(setting: string, file: string): string {
  let mode: number;
  let text: string;
  try {
    ({ mode } = statSync(file));
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new FatalError(
      `${setting} names ${file}, which cannot be read (${(error as NodeJS.ErrnoException).code}). Correct the path, or let this user read it.`,
    );
  }
  if (process.platform !== "win32" && (mode & OTHERS) !== 0) {
    throw new FatalError(
      `${setting} names ${file}, which others may read (mode ${(mode & 0o777).toString(8)}). Take that away (chmod 600), and think about whether somebody has.`,
    );
  }
  return text.replace(/\r?\n$/, "");
}
