// The folder of an epoch, as its CID names it:
//
//   epoch.json                what the epoch is: chain, almanac, job, root, sky models
//   log.ndjson                one line a token: what it was painted from, its node, the CID of its picture
//   nodes.bin                 the tokens' nodes, 32 bytes each: the tree's root follows from them
//   rasters/03/781.png        canonical pictures, 256 to a folder
//
// All of it follows from the chain, so whoever paints an epoch honestly arrives at the same CID.

export const EPOCH_FILE = "epoch.json";
export const LOG_FILE = "log.ndjson";
export const NODES_FILE = "nodes.bin";
export const RASTERS = "rasters";

/** Pictures in one folder: a block of 14 KB, far below where folders are split by hash. */
export const FOLDER_TOKENS = 256;

/** Where a token's canonical picture lies. */
export function pngPath(tokenId: number): string {
  return `${pngFolder(tokenId)}/${tokenId}.png`;
}

/** The folder of that picture. */
export function pngFolder(tokenId: number): string {
  const place = Math.floor(tokenId / FOLDER_TOKENS);
  return `${RASTERS}/${place.toString(16).padStart(2, "0")}`;
}
