/** How the values of settings are written. Every message goes on from the setting's name. */
import { parseEther, parseGwei } from "viem";
import { z } from "zod";

export const key = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, "is not a private key (0x and 64 hexadecimal digits)")
  .transform((value) => value as `0x${string}`);

export const url = z.string().regex(/^https?:\/\/[^\s/]/, "is not an http(s) address");

export const signerUri = z.string().regex(/^(pkcs11|kms):.+$/, "is neither pkcs11:... nor kms:...");

export const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\/\S+$/, "is not a postgresql:// address")
  .refine((value) => URL.canParse(value), "is not a postgresql:// address");

/** An address that paths are appended to. */
export const baseUrl = url.transform((value) => value.replace(/\/+$/, ""));

/** A name for the records, and what has to be told. */
export const apiKey = z
  .string()
  .regex(
    /^[\w-]+=[\x21-\x2b\x2d-\x7e]{16,}$/,
    "is not a name, =, and a key of 16 characters or more",
  )
  .transform((text) => {
    const at = text.indexOf("=");
    return { name: text.slice(0, at), key: text.slice(at + 1) };
  });

export const gwei = z
  .string()
  .regex(/^\d+(\.\d{1,9})?$/, "is not an amount of gwei")
  .transform((value) => parseGwei(value));

export const ether = z
  .string()
  .regex(/^\d+(\.\d{1,18})?$/, "is not an amount of ether")
  .transform((value) => parseEther(value));

export const whole = (lowest: number, highest: number) =>
  z
    .string()
    .regex(/^\d+$/, "is not a whole number")
    .transform(Number)
    .pipe(z.number().min(lowest, `is below ${lowest}`).max(highest, `is above ${highest}`));

export const listOf = <S extends z.ZodType<unknown, string>>(item: S) =>
  z
    .string()
    .transform((text) =>
      text
        .split(",")
        .map((word) => word.trim())
        .filter((word) => word !== ""),
    )
    .pipe(z.array(item));

export const oneOf = <const T extends readonly [string, ...string[]]>(words: T, message: string) =>
  z.string().pipe(z.enum(words, message));

export const yesOrNo = oneOf(["true", "false"], "is neither true nor false").transform(
  (word) => word === "true",
);

/** Airports (ICAO) by the names of stations. */
export const airports = listOf(
  z
    .string()
    .regex(/^[^=]+=[A-Z][A-Z0-9]{3}$/, "is not a station's name, =, and an airport's four letters"),
).transform((pairs) => new Map(pairs.map((pair) => pair.split("=") as [string, string])));
