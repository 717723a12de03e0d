/** Makes the folder of a painted epoch: its CID is committed to, and its blocks are what others fetch. */
import type { Hex } from "viem";
import { EPOCH_FILE, LOG_FILE, NODES_FILE, pngPath } from "../../renderer/folder.ts";
import type { Context } from "../steps/context.ts";
import type { EpochView } from "../steps/survey.ts";
import { type SavedBlock, saveBlocks } from "../store/blocks.ts";
import { logLines } from "../store/rasters.ts";
import { type EpochFacts, epochJson, type LogLine, logText, PNG_BYTES } from "./layout.ts";
import { fileBlocks, folderBlocks } from "./unixfs.ts";

/**
 * Stores all blocks of an epoch's folder but the pictures, which follow from the rasters, and answers with its CID.
 * Every raster of it must be saved. Nothing is told to anybody: the CID is a secret until the reveal.
 */
export async function publishEpoch(
  { rpc, contracts, models, store }: Pick<Context, "rpc" | "contracts" | "models" | "store">,
  view: Pick<EpochView, "job" | "epoch" | "supply">,
  root: Hex,
  nodes: Uint8Array,
): Promise<string> {
  const { job, epoch, supply } = view;
  const lines = await logLines(store, job, supply);
  const hashes = new Map<bigint, Hex>();
  for (const { model } of lines) {
    if (!hashes.has(model)) hashes.set(model, (await models.get(Number(model))).hash);
  }
  const facts = {
    chainId: rpc.chainId,
    almanac: contracts.Almanac,
    epoch,
    job,
    root,
    tokens: supply,
    models: hashes,
  };
  const { cid, blocks } = await epochFolder(facts, lines, nodes);
  const kept = blocks.map((block) =>
    block.path === NODES_FILE ? { ...block, bytes: null } : block,
  );
  await saveBlocks(store.db, job, kept);
  return cid;
}

/** The blocks of an epoch's folder without those of its pictures, and the CID of them all. */
export async function epochFolder(
  facts: EpochFacts,
  lines: readonly LogLine[],
  nodes: Uint8Array,
): Promise<{ readonly cid: string; readonly blocks: readonly SavedBlock[] }> {
  const files = await Promise.all([
    fileBlocks(EPOCH_FILE, epochJson(facts)),
    fileBlocks(LOG_FILE, logText(facts, lines)),
    fileBlocks(NODES_FILE, nodes),
  ]);
  const pictures = lines.map(({ tokenId, png }) => ({
    path: pngPath(tokenId),
    cid: png,
    size: PNG_BYTES,
  }));
  const folders = await folderBlocks([...files.map(({ entry }) => entry), ...pictures]);
  const blocks: SavedBlock[] = [...folders];
  for (const { entry, blocks: own } of files) {
    // The last one names the file; what comes before are its parts.
    own.forEach((block, part) => {
      const isFile = part === own.length - 1;
      blocks.push({ ...block, path: isFile ? entry.path : `${entry.path}#${part}` });
    });
  }
  return { cid: folders.find(({ path }) => path === "")!.cid, blocks };
}
