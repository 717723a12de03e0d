// Bytes as hexadecimal, as the chain's own interfaces write them.
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";

export type Hex = `0x${string}`;

/** Lower case, two digits a byte. */
export function toHex(bytes: Uint8Array): Hex {
  return `0x${bytesToHex(bytes)}`;
}

/** Throws an Error where the digits are not hexadecimal or not in pairs. */
export function fromHex(hex: Hex): Uint8Array {
  return hexToBytes(hex.slice(2));
}
