import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Makes the folder and takes it for this process; throws where another live process has it. */
export function lockFolder(folder: string): () => void {
  const path = join(folder, "lock");
  try {
    mkdirSync(folder, { recursive: true });
    take(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EACCES" && code !== "EROFS" && code !== "ENOSPC" && code !== "ENOTDIR")
      throw error;
    throw new Error(
      `Cannot write to ${folder} (${code}). Make the folder writable or free some space, or name another with --data.`,
    );
  }
  return () => rmSync(path, { force: true });
}

function take(path: string): void {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const pid = Number(readFileSync(path, "utf8"));
    if (isAlive(pid)) {
      throw new Error(
        `Heliotrope already runs here (process ${pid}). Stop it with Ctrl-C, or start a second one with --data FOLDER.`,
      );
    }
    // Its process was killed before it could tidy up.
    rmSync(path, { force: true });
    take(path);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
