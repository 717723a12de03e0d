// An embedded database as a keeper leaves it that has made its tables and done nothing. To make one from nothing takes
// three seconds of a processor, most of it PostgreSQL's initdb; so one is made per state of the tables, and copied.
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { migrate } from "../../keeper/store/schema.ts";

const SHELF = fileURLToPath(new URL("../../.heliotrope/blank", import.meta.url));
/** What a blank database depends on. */
const SOURCES = [
  fileURLToPath(new URL("../../keeper/store/schema.ts", import.meta.url)),
  createRequire(import.meta.url).resolve("@electric-sql/pglite"),
];

/** Puts a blank database where a keeper looks for one in this data folder, which need not be there yet. */
export async function furnish(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  cpSync(join(await shelf(), "pg"), join(folder, "pg"), { recursive: true });
  return folder;
}

/** A blank database in memory. */
export async function openBlank(): Promise<PGlite> {
  const dump = new Blob([readFileSync(join(await shelf(), "pg.tar"))]);
  return PGlite.create({ loadDataDir: dump });
}

async function shelf(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of SOURCES) hash.update(readFileSync(file));
  const path = join(SHELF, hash.digest("hex").slice(0, 16));
  if (!existsSync(path)) await prepare(path);
  return path;
}

async function prepare(path: string): Promise<void> {
  mkdirSync(SHELF, { recursive: true });
  const part = mkdtempSync(join(SHELF, "part-"));
  try {
    const db = new PGlite(join(part, "pg"));
    await migrate(db);
    const dump = await db.dumpDataDir("none");
    writeFileSync(join(part, "pg.tar"), Buffer.from(await dump.arrayBuffer()));
    await db.close();
    renameSync(part, path);
  } catch (error) {
    // Another was faster, and ours is not needed.
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}
