/** An Arweave key in the file that every wallet there writes: a JSON Web Key. */
import { createHash, createPrivateKey } from "node:crypto";
import { z } from "zod";
import { FatalError } from "../../errors.ts";
import { readSecret } from "../../signers/secret.ts";
import { KEY_BYTES, type Owner } from "./item.ts";

const part = z.string().regex(/^[\w-]+$/);
const jwk = z.object({
  kty: z.literal("RSA"),
  e: z.literal("AQAB"),
  n: part,
  d: part,
  p: part,
  q: part,
  dp: part,
  dq: part,
  qi: part,
});

export interface Wallet extends Owner {
  /** By which others know it, and which has to hold credit. */
  readonly address: string;
}

/** Throws FatalError where others may read the file, or where it holds no such key; of the file, nothing is told. */
export function readWallet(file: string): Wallet {
  const text = readSecret("PIN_ARWEAVE_KEY_FILE", file);
  try {
    const read = jwk.parse(JSON.parse(text));
    const modulus = Buffer.from(read.n, "base64url");
    if (modulus.length !== KEY_BYTES) throw new Error("another length");
    return {
      key: createPrivateKey({ key: read, format: "jwk" }),
      modulus,
      address: createHash("sha256").update(modulus).digest("base64url"),
    };
  } catch {
    throw new FatalError(
      `PIN_ARWEAVE_KEY_FILE names ${file}, which holds no Arweave key (a JSON Web Key of RSA with 4,096 bits, private parts included). Give the file that the wallet exported.`,
    );
  }
}
