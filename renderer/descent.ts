// The way down to one token, for whoever has painted that token alone: what lies beside the way is not judged, but for
// what may not be there at all.
import { answerOf, childHeight, foldAnswer, type KeptToken } from "./demands.ts";
import type { Hex } from "./hex.ts";
import {
  climb,
  isPadding,
  NO_INPUTS,
  TOKEN_DEPTH,
  TREE_DEPTH,
  type TreeNode,
  tokenHash,
  tokenTree,
  zeroNode,
} from "./merkle.ts";
import { differences, type Known, type Shown, type Step, seek, wordAt } from "./walk.ts";

export interface PaintedToken extends KeptToken {
  readonly tokenId: number;
}

/** The top of a revealed tree: where a descent begins when nothing of it is known. */
export function topOf(root: Hex): TreeNode {
  return { height: TREE_DEPTH, index: 0, hash: root, inputs: NO_INPUTS, path: [] };
}

/**
 * The next step from a node above the token: `same` where the token is under it as it was painted here.
 * @param supply tokens born by the epoch.
 */
export async function descend(
  job: Hex,
  supply: number,
  token: PaintedToken,
  from: TreeNode,
  shown: Shown,
): Promise<Step> {
  const own = tokenTree(job, token.tokenId, token.inputs, token.raster).root;
  return (await seek(knownOf(job, supply, token, own), from, shown)) ?? { kind: "same" };
}

/** The node that was demanded before this one could be; undefined for the top. */
export function demandAbove(node: TreeNode, root: Hex): TreeNode | undefined {
  const { height, index, hash, inputs, path } = node;
  if (height === TREE_DEPTH) return undefined;
  const steps = height < TOKEN_DEPTH ? TOKEN_DEPTH - height : WIDE;
  const above = climb(hash, index, path.slice(0, steps));
  const at = height + steps;
  return {
    height: at,
    index: Math.floor(index / 2 ** steps),
    hash: at === TREE_DEPTH ? root : at === TOKEN_DEPTH ? tokenHash(inputs, above) : above,
    inputs,
    path: path.slice(steps),
  };
}

/** Levels between the heights of two demands, from the tokens on up. */
const WIDE = 7;

function knownOf(job: Hex, supply: number, token: PaintedToken, own: Hex): Known {
  const { tokenId, inputs } = token;
  return {
    job,
    supply,
    inputs: async (height) => (height === TOKEN_DEPTH ? inputs : undefined),
    places: async (height, index, { children }) => {
      if (height <= TOKEN_DEPTH) {
        const data = answerOf(job, tokenId, token, height, index);
        return differences(children, foldAnswer(job, height, index, data).children);
      }
      const below = childHeight(height);
      const count = 2 ** (height - below);
      return Array.from({ length: count }, (_, place) => place).filter((place) => {
        const child = index * count + place;
        const word = wordAt(children, place);
        if (isPadding(below, child, supply)) return word !== zeroNode(below);
        if (child !== Math.floor(tokenId / 2 ** (below - TOKEN_DEPTH))) return false;
        return below > TOKEN_DEPTH || word !== own;
      });
    },
  };
}
