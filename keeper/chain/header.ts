import { type Client, type Hex, numberToHex } from "viem";
import { encodeHeader, type HeaderBlock, HeaderError } from "../../renderer/header.ts";

/**
 * Reads a block and answers its RLP header.
 * @throws HeaderError when the node does not have the block, or when its fields do not hash to its
 * own block hash (a chain with header fields of its own).
 */
export async function getHeader(client: Client, blockNumber: bigint): Promise<Hex> {
  const block = (await client.request({
    method: "eth_getBlockByNumber",
    params: [numberToHex(blockNumber), false],
  } as never)) as HeaderBlock | null;
  if (block === null) {
    throw new HeaderError(
      `The node has no block ${blockNumber}. Wait until it has, or ask a node that keeps history.`,
    );
  }
  return encodeHeader(block);
}
