/** What modules and key services speak: ASN.1 in DER. */
import { createPublicKey } from "node:crypto";
import type { Address } from "viem";
import { publicKeyToAddress } from "viem/accounts";
import { FatalError } from "../errors.ts";
import type { Pair } from "./signer.ts";

const INTEGER = 0x02;
const SEQUENCE = 0x30;

/** SEQUENCE { INTEGER r, INTEGER s }. Throws where it is anything else. */
export function pairOfDer(der: Uint8Array): Pair {
  const body = tagged(der, 0, SEQUENCE);
  const r = tagged(der, body.from, INTEGER);
  const s = tagged(der, r.to, INTEGER);
  if (body.to !== der.length || s.to !== der.length) throw malformed();
  return { r: positive(der, r), s: positive(der, s) };
}

/** The address of a public key (SubjectPublicKeyInfo). Throws FatalError where it is not one of Ethereum's curve. */
export function addressOfSpki(place: string, der: Uint8Array): Address {
  let jwk: { crv?: string; x?: string; y?: string };
  try {
    const key = createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" });
    jwk = key.export({ format: "jwk" });
  } catch {
    throw new FatalError(`${place} gives no public key that can be read. Name a secp256k1 key.`);
  }
  if (jwk.crv !== "secp256k1" || jwk.x === undefined || jwk.y === undefined) {
    throw new FatalError(
      `${place} is a key of ${jwk.crv ?? "another kind"}, and Ethereum's are of secp256k1. Make one there (ECC_SECG_P256K1, EC:secp256k1).`,
    );
  }
  const [x, y] = [jwk.x, jwk.y].map((part) => Buffer.from(part, "base64url").toString("hex"));
  return publicKeyToAddress(`0x04${x}${y}`);
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Lengths are below 128 here: two numbers of at most 33 bytes. */
function tagged(der: Uint8Array, at: number, tag: number): Span {
  const length = der[at + 1];
  if (der[at] !== tag || length === undefined || length === 0 || length > 127) throw malformed();
  const to = at + 2 + length;
  if (to > der.length) throw malformed();
  return { from: at + 2, to };
}

function positive(der: Uint8Array, { from, to }: Span): bigint {
  if (to - from > 33 || der[from]! > 127) throw malformed();
  return BigInt(`0x${Buffer.from(der.subarray(from, to)).toString("hex")}`);
}

function malformed(): Error {
  return new Error("no signature in DER");
}
