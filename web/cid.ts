import { base32 } from "multiformats/bases/base32";
import { type Hex, hexToBytes } from "viem";

/** A binary CIDv1 as people write it: multibase base32, lower case, with its `b` in front. */
export function formatCid(cid: Hex): string {
  return base32.encode(hexToBytes(cid));
}
