import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface Lock {
  release(): void;
}

/**
 * One keeper per data folder. The lock is the operating system's own (through SQLite's exclusive transaction on
 * an empty file), so it dies with its holder: after kill -9 nothing stale is left. Where it is held: who holds it.
 */
export function lockFolder(folder: string): Lock | { readonly heldBy: string } {
  const holder = join(folder, "keeper.pid");
  const database = new DatabaseSync(join(folder, "keeper.lock"));
  try {
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode !== 5) throw error;
    return { heldBy: holderOf(holder) };
  }
  writeFileSync(holder, String(process.pid));
  return { release: () => database.close() };
}

function holderOf(file: string): string {
  try {
    return `process ${readFileSync(file, "utf8")}`;
  } catch {
    return "no one knows which process";
  }
}
