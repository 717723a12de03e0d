// The RLP header of a block, which `Genomes.germinate` checks against the chain's own block hash.
import { type Client, type Hex, keccak256, numberToHex, type RpcBlock, toRlp, trim } from "viem";

/** Thrown when a node's answer cannot be turned into the header that it claims to be. */
export class HeaderError extends Error {
  override readonly name = "HeaderError";
}

/** The block fields that a header is made of, as `eth_getBlockByNumber` spells them. */
export type HeaderBlock = Partial<RpcBlock> & { readonly requestsHash?: Hex };

/** Header fields in order: exact bytes, or quantities (RLP wants those without leading zeros). */
const FIELDS: readonly (readonly [keyof HeaderBlock, "bytes" | "quantity"])[] = [
  ["parentHash", "bytes"],
  ["sha3Uncles", "bytes"],
  ["miner", "bytes"],
  ["stateRoot", "bytes"],
  ["transactionsRoot", "bytes"],
  ["receiptsRoot", "bytes"],
  ["logsBloom", "bytes"],
  ["difficulty", "quantity"],
  ["number", "quantity"],
  ["gasLimit", "quantity"],
  ["gasUsed", "quantity"],
  ["timestamp", "quantity"],
  ["extraData", "bytes"],
  ["mixHash", "bytes"],
  ["nonce", "bytes"],
  ["baseFeePerGas", "quantity"],
  ["withdrawalsRoot", "bytes"],
  ["blobGasUsed", "quantity"],
  ["excessBlobGas", "quantity"],
  ["parentBeaconBlockRoot", "bytes"],
  ["requestsHash", "bytes"],
];

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

/**
 * The RLP header of a block, checked against the hash that the block carries.
 * @throws HeaderError when they differ.
 */
export function encodeHeader(block: HeaderBlock): Hex {
  const items: Hex[] = [];
  for (const [field, kind] of FIELDS) {
    const value = block[field] as Hex | null | undefined;
    // Later forks append fields: an absent one ends the header.
    if (value === null || value === undefined) break;
    items.push(kind === "bytes" ? value : quantity(value));
  }
  const header = toRlp(items);
  if (keccak256(header) !== block.hash) {
    throw new HeaderError(
      `Block ${block.number} does not hash to ${block.hash} from the ${items.length} header fields that are known here. Point the keeper at an Ethereum node that serves standard headers.`,
    );
  }
  return header;
}

function quantity(value: Hex): Hex {
  const bytes = trim(value.length % 2 === 0 ? value : `0x0${value.slice(2)}`);
  return bytes === "0x00" ? "0x" : bytes;
}
