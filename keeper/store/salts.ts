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
import { faultPoint } from "../fault.ts";
import type { Store } from "./open.ts";
import { unwritable } from "./unwritable.ts";

type Salts = Pick<Store, "folder" | "engine" | "db">;

/**
 * The salt of a job: the one that was made before, else a fresh one, which is on the disk itself (not in a cache that
 * a power cut empties) before this returns. Rasters can be painted again; a commitment whose salt is lost can never
 * be revealed. PostgreSQL keeps it in a table, for whichever machine reveals; beside the embedded database, which
 * keeps its last moments in a cache, it is a file.
 */
export async function saltOf(store: Salts, job: Hex): Promise<Hex> {
  if (store.engine === "pglite")
    return fileSalt(store.folder, job) ?? newFileSalt(store.folder, job);
  const known = await tableSalt(store, job);
  if (known !== null) return known;
  // A file is there where the folder was used without PostgreSQL before; what it commits to may still be open.
  const salt = fileSalt(store.folder, job) ?? bytesToHex(randomBytes(32));
  await store.db.query("INSERT INTO salts (job, salt) VALUES ($1, $2) ON CONFLICT DO NOTHING", [
    job,
    salt,
  ]);
  faultPoint("mid-salt");
  return (await tableSalt(store, job))!;
}

/** Whether a salt was ever made for the job, that is, whether a commitment to it can still be opened. */
export async function hasSalt(store: Salts, job: Hex): Promise<boolean> {
  if (existsSync(saltFile(store.folder, job))) return true;
  return store.engine === "postgres" && (await tableSalt(store, job)) !== null;
}

async function tableSalt({ db }: Salts, job: Hex): Promise<Hex | null> {
  const { rows } = await db.query<{ salt: Hex }>("SELECT salt FROM salts WHERE job = $1", [job]);
  return rows[0]?.salt ?? null;
}

function fileSalt(folder: string, job: Hex): Hex | null {
  const file = saltFile(folder, job);
  return existsSync(file) ? (readFileSync(file, "utf8") as Hex) : null;
}

function newFileSalt(folder: string, job: Hex): Hex {
  const file = saltFile(folder, job);
  try {
    return writeSalt(file);
  } catch (error) {
    throw unwritable(file, error);
  }
}

function writeSalt(file: string): Hex {
  const salt = bytesToHex(randomBytes(32));
  mkdirSync(dirname(file), { recursive: true });
  const part = openSync(`${file}.part`, "w", 0o600);
  writeSync(part, salt);
  fsyncSync(part);
  closeSync(part);
  faultPoint("mid-salt");
  renameSync(`${file}.part`, file);
  // The salt's name is in its folder, and, after the very first one, the folder's own name is in the data folder.
  for (const folder of [dirname(file), dirname(dirname(file))]) {
    const entries = openSync(folder, "r");
    fsyncSync(entries);
    closeSync(entries);
  }
  return salt;
}

function saltFile(folder: string, job: Hex): string {
  return join(folder, "salts", job);
}
