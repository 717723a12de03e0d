// Files and folders as IPFS names them: UnixFS in the profile `unixfs-v1-2025` (CIDv1, raw leaves of 1 MiB), so that
// `ipfs add --cid-version 1` of any implementation that follows it arrives at the same CID.
import { importer } from "ipfs-unixfs-importer";
import { CID } from "multiformats/cid";
import { cidOf } from "../render/cid.ts";

const PROFILE = { profile: "unixfs-v1-2025" } as const;

export interface Block {
  readonly cid: string;
  readonly bytes: Uint8Array;
}

/** A file or a folder that a folder can name, without its bytes. */
export interface Entry {
  readonly path: string;
  readonly cid: string;
  /** Of all blocks that it consists of. */
  readonly size: number;
}

/** A file that fits one block: that block is the file. */
export const LEAF_BYTES = 2 ** 20;

/** The blocks of one file; the last is the one that names it. */
export async function fileBlocks(
  path: string,
  content: Uint8Array,
): Promise<{ readonly entry: Entry; readonly blocks: readonly Block[] }> {
  if (content.length <= LEAF_BYTES) {
    const cid = cidOf(content).text;
    return { entry: { path, cid, size: content.length }, blocks: [{ cid, bytes: content }] };
  }
  const { blocks, store } = basket();
  const [file] = await collect(importer([{ content }], store, { ...PROFILE }));
  const entry = { path, cid: file!.cid.toString(), size: Number(file!.size) };
  return { entry, blocks };
}

/** The folders that hold these entries, by path; that of the root is empty. Nothing below them is read. */
export async function folderBlocks(
  entries: readonly Entry[],
): Promise<readonly (Block & { readonly path: string })[]> {
  const { blocks, store } = basket();
  const results = await collect(
    importer([], store, {
      ...PROFILE,
      wrapWithDirectory: true,
      dagBuilder: async function* () {
        for (const { path, cid, size } of entries) {
          yield async () => ({ path, cid: CID.parse(cid), size: BigInt(size) });
        }
      },
    }),
  );
  const paths = new Map<string, string>();
  for (const { cid, path, unixfs } of results) {
    if (unixfs?.isDirectory() === true) paths.set(cid.toString(), path ?? "");
  }
  return blocks.map((block) => ({ ...block, path: paths.get(block.cid)! }));
}

/** Takes what the importer writes, in its order. */
function basket() {
  const blocks: Block[] = [];
  const put = async (cid: CID, content: unknown): Promise<CID> => {
    blocks.push({ cid: cid.toString(), bytes: content as Uint8Array });
    return cid;
  };
  return { blocks, store: { put } };
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}
