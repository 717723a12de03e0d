import type { PublicClient } from "viem";

/**
 * The first block in `from`..`to` whose timestamp is at least `timestamp`, or `to` + 1 where none is: contract
 * views speak of moments, nodes of block numbers. About 24 headers on a chain of ten million blocks.
 */
export async function firstBlockSince(
  client: PublicClient,
  timestamp: bigint,
  from: bigint,
  to: bigint,
): Promise<bigint> {
  let low = from;
  let high = to + 1n;
  while (low < high) {
    const middle = (low + high) / 2n;
    const block = await client.getBlock({ blockNumber: middle });
    if (block.timestamp >= timestamp) high = middle;
    else low = middle + 1n;
  }
  return low;
}
