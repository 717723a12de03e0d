// Something that lies where nothing may: beside each path lie the neighbours of its nodes, and those over plants that
// are not born, or over runs that no picture has, must be made of zeros. Whoever sends a path to a root shows them.
import {
  isPadding,
  nodeHash,
  TOKEN_DEPTH,
  type TreeNode,
  tokenHash,
  zeroNode,
} from "../../renderer/merkle.ts";

/**
 * The first such neighbour, with its own path to the root; undefined where all are as they must be.
 * @param node with a path that leads to the root.
 * @param supply plants that the epoch has.
 */
export function paddingBeside(node: TreeNode, supply: number): TreeNode | undefined {
  const { path, inputs } = node;
  let { hash } = node;
  for (const [step, sibling] of path.entries()) {
    const height = node.height + step;
    if (height === TOKEN_DEPTH && step > 0) hash = tokenHash(inputs, hash);
    const own = Math.floor(node.index / 2 ** step);
    const index = own ^ 1;
    if (isPadding(height, index, supply) && sibling.toLowerCase() !== zeroNode(height)) {
      return { height, index, hash: sibling, inputs, path: [hash, ...path.slice(step + 1)] };
    }
    hash = own & 1 ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
  }
  return undefined;
}
