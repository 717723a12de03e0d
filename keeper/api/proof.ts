/** What ties a token, or one run of its raster, to the root of its epoch: all that the almanac's calls ask for. */
import { bytesToHex, type Hex } from "viem";
import { type EpochTree, RUN_BYTES, RUNS, tokenTree, WORD } from "../../renderer/merkle.ts";
import type { Store } from "../store/open.ts";
import { readKept } from "../store/rasters.ts";
import type { Render } from "../store/renders.ts";
import { httpError, wholeNumber } from "./token.ts";

interface TokenProof {
  readonly epoch: number;
  readonly tokenId: number;
  readonly root: Hex;
  /** The token's node: the root of its runs, with its inputs. */
  readonly node: Hex;
  /** Null where they are no longer kept here. `model` is decimal. */
  readonly inputs: { readonly model: string; readonly latent: Hex; readonly condition: Hex } | null;
  /** 14 siblings, bottom up. */
  readonly path: readonly Hex[];
}

interface RunProof {
  readonly run: number;
  readonly pixels: Hex;
  /** 26 siblings, bottom up: 12 in the token's tree, 14 above it. */
  readonly path: readonly Hex[];
}

export async function proofOf(
  store: Store,
  render: Render,
  tree: EpochTree,
  tokenId: number,
  asked: string | undefined,
): Promise<TokenProof & { readonly run?: RunProof }> {
  const { job, epoch, block } = render;
  const kept = await readKept(store, job, tokenId);
  const proof = {
    epoch: Number(epoch),
    tokenId,
    root: tree.root,
    node: bytesToHex(block.subarray(tokenId * WORD, (tokenId + 1) * WORD)),
    inputs: kept && { ...kept.inputs, model: kept.inputs.model.toString() },
    path: tree.path(tokenId),
  };
  if (asked === undefined) return proof;
  const run = wholeNumber(asked, "a run");
  if (run >= RUNS) throw httpError(404, `A raster has the runs 0 to ${RUNS - 1}, and no ${run}.`);
  if (kept === null || kept.raster.length === 0) throw gone(render, tokenId);
  const token = tokenTree(job, tokenId, kept.inputs, kept.raster);
  const pixels = bytesToHex(kept.raster.subarray(run * RUN_BYTES, (run + 1) * RUN_BYTES));
  return { ...proof, run: { run, pixels, path: [...token.path(run), ...proof.path] } };
}

export function gone({ epoch }: Render, tokenId: number): Error {
  return httpError(404, `The raster of token ${tokenId} at epoch ${epoch} is no longer kept here.`);
}
