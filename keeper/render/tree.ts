/**
 * One's own tree of an epoch, out of the store: what an answer to a demand shows, and what another's root is held
 * against. A raster that is missing on disk, or damaged there, is painted again.
 */
import type { Hex } from "viem";
import { bytesToHex } from "viem";
import { type KeptToken, type OwnTree, ownTree } from "../../renderer/demands.ts";
import { type SkyInputs, tokenTree, WORD } from "../../renderer/merkle.ts";
import { readInputs } from "../chain/inputs.ts";
import { FatalError } from "../errors.ts";
import type { Context } from "../steps/context.ts";
import { readKept, saveRaster } from "../store/rasters.ts";
import type { Render } from "../store/renders.ts";

type Tools = Pick<Context, "rpc" | "contracts" | "store" | "pool" | "models">;

export function treeOf(tools: Tools, render: Render): OwnTree {
  return ownTree(render.job, render.block, (tokenId) => keptToken(tools, render, tokenId));
}

/** What the tree was built over, painted again where it has to be; or an error, never anything else. */
export async function keptToken(
  tools: Tools,
  render: Pick<Render, "job" | "epoch" | "block">,
  tokenId: number,
): Promise<KeptToken> {
  const { job, epoch } = render;
  const node = bytesToHex(render.block.subarray(tokenId * WORD, (tokenId + 1) * WORD));
  const kept = await readKept(tools.store, job, tokenId);
  if (kept !== null && isWhole(job, tokenId, kept, node)) return kept;
  const inputs = kept?.inputs ?? (await readInputs(tools, tokenId, epoch));
  const { pixels, root } = await paintToken(tools, job, tokenId, inputs);
  if (root !== node) {
    throw new FatalError(
      `Token ${tokenId} at epoch ${epoch}, painted again, is not what this keeper put into its tree: what it revealed cannot be defended. Look into this machine and its RPC_URL before another epoch is committed to.`,
    );
  }
  await saveRaster(tools.store, job, tokenId, { pixels, root, inputs });
  return { inputs, raster: pixels };
}

/** Paints a token from what the chain says, and hashes it. */
export async function paintToken(
  { pool, models }: Pick<Tools, "pool" | "models">,
  job: Hex,
  tokenId: number,
  { model: id, latent, condition }: SkyInputs,
): Promise<{ readonly pixels: Uint8Array; readonly root: Hex }> {
  const model = await models.get(Number(id));
  return pool.paint(model, { job, tokenId, latent, condition });
}

function isWhole(job: Hex, tokenId: number, { inputs, raster }: KeptToken, node: Hex): boolean {
  try {
    return tokenTree(job, tokenId, inputs, raster).root === node;
  } catch {
    // Of another size.
    return false;
  }
}
