// The raster that the trees' vectors are made of, and hashes of words, as test/contracts/types/merkle.t.sol has them.
import { readFileSync } from "node:fs";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { fromHex, type Hex, toHex } from "../../renderer/hex.ts";
import { RASTER_BYTES, type SkyInputs } from "../../renderer/merkle.ts";

interface Vectors {
  climateHash: Hex;
  job: Hex;
  seed: Hex;
  firstLeaf: Hex;
  lastLeaf: Hex;
  runs: Hex;
  tokens: Hex[];
  runPath: Hex[];
  tokenPath: Hex[];
  top: Hex;
  root: Hex;
  zeros: Hex[];
  nodes: Hex[];
  answers: Hex[];
  commitment: Hex;
  intent: Hex;
}

export const vectors: Vectors = JSON.parse(
  readFileSync(new URL("../vectors/merkle.json", import.meta.url), "utf8"),
);

/** The token of the vectors that has a raster. */
export const TOKEN = 1;
export const INPUTS: SkyInputs = {
  model: 7n,
  latent: hashOf("latent"),
  condition: hashOf("condition"),
};

export function streamOf(seed: Hex): Uint8Array {
  const bytes = new Uint8Array(RASTER_BYTES);
  const preimage = new Uint8Array(64);
  preimage.set(fromHex(seed));
  for (let at = 0; at < RASTER_BYTES; at += 32) {
    new DataView(preimage.buffer).setUint32(60, at / 32);
    bytes.set(keccak_256(preimage), at);
  }
  return bytes;
}

export function hashOf(what: string | Uint8Array): Hex {
  return toHex(keccak_256(typeof what === "string" ? new TextEncoder().encode(what) : what));
}

/** Words next to each other, 32 bytes each. */
export function pack(words: readonly Hex[]): Uint8Array {
  return fromHex(`0x${words.map((word) => word.slice(2)).join("")}`);
}
