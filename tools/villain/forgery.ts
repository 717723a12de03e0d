// An epoch as a cheat tells it: tokens that were painted honestly and then bent, under one root that folds.
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { answerOf, BAND_HEIGHT, childHeight, type KeptToken } from "../../renderer/demands.ts";
import {
  epochTree,
  leafIndex,
  leaves,
  TOKEN_DEPTH,
  tokenHash,
  tree,
  WORD,
} from "../../renderer/merkle.ts";

export interface BentToken extends KeptToken {
  /** A run whose leaf is this word, whatever its pixels: nobody knows what hashes to it. */
  readonly hollow?: { readonly run: number; readonly leaf: Hex };
}

export interface Forgery {
  readonly root: Hex;
  /** The tokens' nodes, 32 bytes each: what a CID is made of. */
  readonly block: Uint8Array;
  /** What lies under a node that can be demanded, as far as this cheat has it. */
  answer(height: number, index: number): Uint8Array;
}

export function forge(job: Hex, tokens: readonly BentToken[]): Forgery {
  const block = new Uint8Array(tokens.length * WORD);
  for (const [tokenId, token] of tokens.entries()) {
    const runs = treeOf(job, tokenId, token).words(TOKEN_DEPTH, 0, 1);
    block.set(hexToBytes(tokenHash(token.inputs, bytesToHex(runs))), tokenId * WORD);
  }
  const epoch = epochTree(block);
  return {
    root: epoch.root,
    block,
    answer: (height, index) => {
      if (height > TOKEN_DEPTH) {
        const count = 2 ** (height - childHeight(height));
        return epoch.words(childHeight(height), index * count, count);
      }
      const tokenId = Math.floor((index * 2 ** height) / 2 ** TOKEN_DEPTH);
      const token = tokens[tokenId]!;
      const honest = answerOf(job, tokenId, token, height, index);
      if (height !== TOKEN_DEPTH) return honest;
      // The inputs come first, then the nodes, which here are those of the bent tree.
      const nodes = treeOf(job, tokenId, token).words(
        BAND_HEIGHT,
        0,
        2 ** (TOKEN_DEPTH - BAND_HEIGHT),
      );
      honest.set(nodes, honest.length - nodes.length);
      return honest;
    },
  };
}

function treeOf(job: Hex, tokenId: number, { raster, hollow }: BentToken) {
  const bottom = leaves(job, leafIndex(tokenId, 0), raster);
  if (hollow !== undefined) bottom.set(hexToBytes(hollow.leaf), hollow.run * WORD);
  return tree(TOKEN_DEPTH, bottom);
}
