// The RLP header of a block, which `Genomes.germinate` checks against the chain's own block hash.
import { fromHex, type Hex, toHex } from "./hex.ts";
import { keccak } from "./keccak.ts";

/** Thrown when a node's answer cannot be turned into the header that it claims to be. */
export class HeaderError extends Error {
  override readonly name = "HeaderError";
}

/** The block fields that a header is made of, as `eth_getBlockByNumber` spells them. */
export type HeaderBlock = { readonly [field in Field]?: Hex | null } & {
  readonly hash: Hex | null;
};

type Field = (typeof FIELDS)[number][0];

/** Header fields in order: exact bytes, or quantities (RLP wants those without leading zeros). */
const FIELDS = [
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
] as const;

/**
 * The RLP header of a block, checked against the hash that the block carries.
 * @throws HeaderError when they differ.
 */
export function encodeHeader(block: HeaderBlock): Hex {
  const items: Uint8Array[] = [];
  for (const [field, kind] of FIELDS) {
    const value = block[field];
    // Later forks append fields: an absent one ends the header.
    if (value === null || value === undefined) break;
    items.push(string(kind === "bytes" ? fromHex(value) : quantity(value)));
  }
  const header = list(items);
  if (toHex(keccak(header)) !== block.hash) {
    throw new HeaderError(
      `Block ${block.number} does not hash to ${block.hash} from the ${items.length} header fields that are known here. Use an Ethereum node that serves standard headers.`,
    );
  }
  return toHex(header);
}

/** Without leading zeros. */
function quantity(value: Hex): Uint8Array {
  const digits = value.slice(2).replace(/^0+/, "");
  return fromHex(`0x${digits.length % 2 === 0 ? digits : `0${digits}`}`);
}

/** RLP of a byte string. */
function string(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 1 && bytes[0]! < 0x80) return bytes;
  return concat([prefix(bytes.length, 0x80), bytes]);
}

/** RLP of a list whose items are encoded. */
function list(items: readonly Uint8Array[]): Uint8Array {
  const body = concat(items);
  return concat([prefix(body.length, 0xc0), body]);
}

function prefix(length: number, base: number): Uint8Array {
  if (length < 56) return Uint8Array.of(base + length);
  const bytes = quantity(`0x${length.toString(16)}`);
  return concat([Uint8Array.of(base + 55 + bytes.length), bytes]);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
