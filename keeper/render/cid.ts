import { createHash } from "node:crypto";
import { CID } from "multiformats/cid";
import * as Digest from "multiformats/hashes/digest";
import { bytesToHex, type Hex, hexToBytes } from "viem";

const RAW = 0x55;
const SHA2_256 = 0x12;

/** CIDv1 (raw, sha2-256) of a block: its text form, and the binary form that goes on chain. */
export function cidOf(block: Uint8Array): { readonly text: string; readonly bytes: Hex } {
  const digest = createHash("sha256").update(block).digest();
  const cid = CID.createV1(RAW, Digest.create(SHA2_256, digest));
  return { text: cid.toString(), bytes: bytesToHex(cid.bytes) };
}

/** The binary form of a CID, as it goes on chain. */
export function cidBytes(text: string): Hex {
  return bytesToHex(CID.parse(text).bytes);
}

/** Whether a CID names a block of plain bytes, not a folder. */
export function isRaw(text: string): boolean {
  return CID.parse(text).code === RAW;
}

/** The canonical text of a CID, or null for what is none. */
export function canonicalCid(text: string): string | null {
  try {
    return CID.parse(text).toV1().toString();
  } catch {
    return null;
  }
}

/** The text of a binary CID, or null for what is none: the chain looks at its first byte alone. */
export function cidText(bytes: Hex): string | null {
  try {
    return CID.decode(hexToBytes(bytes)).toString();
  } catch {
    return null;
  }
}
