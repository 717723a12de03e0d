/** Encrypted key files: Web3 Secret Storage, version 3, as geth, clef, cast and most wallets write them. */
import { createDecipheriv, pbkdf2Sync, timingSafeEqual } from "node:crypto";
import { scrypt } from "@noble/hashes/scrypt.js";
import { concat, type Hex, hexToBytes, keccak256, toHex } from "viem";
import { z } from "zod";
import { FatalError } from "../errors.ts";

const hex = (bytes?: number) =>
  z
    .string()
    .regex(/^(0x)?([0-9a-fA-F]{2})+$/)
    .transform((text) => Buffer.from(text.replace(/^0x/, ""), "hex"))
    .refine((value) => bytes === undefined || value.length === bytes);

/** Bounded: a file that asks for a terabyte is refused, not tried. */
const derivation = z.discriminatedUnion("kdf", [
  z.object({
    kdf: z.literal("scrypt"),
    kdfparams: z.object({
      n: z
        .number()
        .int()
        .min(2)
        .max(2 ** 20),
      r: z.number().int().min(1).max(32),
      p: z.number().int().min(1).max(32),
      dklen: z.number().int().min(32).max(64),
      salt: hex(),
    }),
  }),
  z.object({
    kdf: z.literal("pbkdf2"),
    kdfparams: z.object({
      c: z.number().int().min(1).max(10_000_000),
      dklen: z.number().int().min(32).max(64),
      prf: z.literal("hmac-sha256"),
      salt: hex(),
    }),
  }),
]);

const schema = z.object({
  version: z.literal(3),
  crypto: z.intersection(
    z.object({
      cipher: z.literal("aes-128-ctr"),
      cipherparams: z.object({ iv: hex(16) }),
      ciphertext: hex(32),
      mac: hex(32),
    }),
    derivation,
  ),
});

/** The private key. Throws FatalError where the file is none, or the password another. */
export function decryptKeystore(file: string, text: string, password: string): Hex {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw notOne(file);
  }
  // Some wallets write "Crypto".
  if (typeof json === "object" && json !== null && "Crypto" in json) {
    json = { ...json, crypto: json.Crypto };
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw notOne(file);
  const { cipherparams, ciphertext, mac, ...how } = parsed.data.crypto;
  const key = derive(how, password);
  const expected = hexToBytes(keccak256(concat([key.subarray(16, 32), ciphertext])));
  if (!timingSafeEqual(expected, mac)) {
    throw new FatalError(
      `The password in KEEPER_PASSWORD_FILE does not open ${file}. Give the one that it was encrypted with.`,
    );
  }
  const decipher = createDecipheriv("aes-128-ctr", key.subarray(0, 16), cipherparams.iv);
  return toHex(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
}

function derive(how: z.output<typeof derivation>, password: string): Buffer {
  if (how.kdf === "pbkdf2") {
    const { c, dklen, salt } = how.kdfparams;
    return pbkdf2Sync(password, salt, c, dklen, "sha256");
  }
  const { n, r, p, dklen, salt } = how.kdfparams;
  // Node's own refuses the many files with r = 1, as the definition's example has it.
  return Buffer.from(scrypt(password, salt, { N: n, r, p, dkLen: dklen, maxmem: 2 ** 31 }));
}

function notOne(file: string): FatalError {
  return new FatalError(
    `${file} holds neither a private key (0x and 64 hexadecimal digits) nor an encrypted one (keystore version 3, aes-128-ctr, with scrypt or pbkdf2). Correct KEEPER_KEY_FILE.`,
  );
}
