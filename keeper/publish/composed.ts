/** Composed pictures on the disk, a folder an epoch beside its rasters, with a list that `sha256sum -c` reads. */
import { createHash } from "node:crypto";
import { appendFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "viem";
import type { Store } from "../store/open.ts";
import { COMPOSED_FOLDER } from "../store/rasters.ts";
import { unwritable } from "../store/unwritable.ts";
import type { ComposedFormat } from "./compose.ts";

const SUMS_FILE = "SHA256SUMS";

export interface ComposedSum {
  readonly tokenId: number;
  readonly format: ComposedFormat;
  readonly sha256: string;
}

export interface ComposedShelf {
  /** What is whole, by token. */
  list(job: Hex): Promise<readonly ComposedSum[]>;
  read(job: Hex, tokenId: number, format: ComposedFormat): Promise<Buffer | null>;
  save(job: Hex, tokenId: number, format: ComposedFormat, bytes: Uint8Array): Promise<void>;
}

export function openComposed(store: Store): ComposedShelf {
  const folderOf = (job: Hex) => join(store.folder, COMPOSED_FOLDER, job);
  const list: ComposedShelf["list"] = async (job) => {
    const text = (await readOrNull(join(folderOf(job), SUMS_FILE)))?.toString() ?? "";
    const sums = new Map<string, ComposedSum>();
    // A line that a crash cut short matches nothing: its picture is made again.
    for (const [, sha256, id, format] of text.matchAll(/^([0-9a-f]{64}) {2}(\d+)\.(png|avif)$/gm)) {
      const sum = { tokenId: Number(id), format: format as ComposedFormat, sha256: sha256! };
      sums.set(`${id} ${format}`, sum);
    }
    return [...sums.values()].sort((a, b) => a.tokenId - b.tokenId);
  };

  const mended = new Map<Hex, Promise<void>>();
  /** Once a start: a line that was cut short would spoil the next. */
  function mend(job: Hex): Promise<void> {
    const known = mended.get(job);
    if (known !== undefined) return known;
    const file = join(folderOf(job), SUMS_FILE);
    const work = list(job).then(async (sums) => {
      await mkdir(folderOf(job), { recursive: true });
      await writeFile(`${file}.part`, sums.map(lineOf).join(""));
      await rename(`${file}.part`, file);
    });
    mended.set(job, work);
    work.catch(() => mended.delete(job));
    return work;
  }

  return {
    list,
    read: (job, tokenId, format) => readOrNull(join(folderOf(job), `${tokenId}.${format}`)),
    save: async (job, tokenId, format, bytes) => {
      const name = `${tokenId}.${format}`;
      const file = join(folderOf(job), name);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      try {
        await mend(job);
        await writeFile(`${file}.part`, bytes);
        await rename(`${file}.part`, file);
        await appendFile(join(folderOf(job), SUMS_FILE), lineOf({ tokenId, format, sha256 }));
      } catch (error) {
        throw unwritable(file, error);
      }
    },
  };
}

function lineOf({ tokenId, format, sha256 }: ComposedSum): string {
  return `${sha256}  ${tokenId}.${format}\n`;
}

async function readOrNull(file: string): Promise<Buffer | null> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}
