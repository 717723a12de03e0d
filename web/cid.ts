import { type Hex, hexToBytes } from "viem";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** A binary CIDv1 as people write it: multibase base32, lower case, with its `b` in front. */
export function formatCid(cid: Hex): string {
  let bits = 0;
  let value = 0;
  let text = "b";
  for (const byte of hexToBytes(cid)) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(value >> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  if (bits > 0) text += ALPHABET[(value << (5 - bits)) & 31];
  return text;
}
