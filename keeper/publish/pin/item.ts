/**
 * Data items as ANS-104 defines them: what Arweave keeps, signed by whoever put it there and paid for by whoever bundles
 * it. https://github.com/ArweaveTeam/arweave-standards/blob/master/ans/ANS-104.md
 */
import { constants, createHash, type KeyObject, sign } from "node:crypto";

/** RSA-4096 with PSS: signature and owner are as long as the key. */
const SIGNATURE_TYPE = 1;
export const KEY_BYTES = 512;

export interface Tag {
  readonly name: string;
  readonly value: string;
}

/** Who signs. */
export interface Owner {
  readonly key: KeyObject;
  /** The modulus: as a data item names its owner. */
  readonly modulus: Uint8Array;
}

/** An item without its data. */
export interface Header {
  /** As everybody asks for the item. */
  readonly id: string;
  /** What comes before the data. */
  readonly bytes: Uint8Array;
  readonly dataBytes: number;
}

/**
 * Signs data as it passes by, which is kept nowhere. The same data and tags from the same owner are the same item, so
 * that sending it twice is not paying twice.
 */
export async function signItem(
  owner: Owner,
  tags: readonly Tag[],
  data: AsyncIterable<Uint8Array>,
): Promise<Header> {
  const encoded = encodeTags(tags);
  const hash = createHash("sha384");
  let dataBytes = 0;
  for await (const part of data) {
    hash.update(part);
    dataBytes += part.length;
  }
  const empty = new Uint8Array();
  const parts = [
    ...["dataitem", "1", String(SIGNATURE_TYPE)].map((text) => blob(Buffer.from(text))),
    ...[owner.modulus, empty, empty, encoded].map(blob),
    blobOf(dataBytes, hash.digest()),
  ];
  // Deep hash of a list: of its length, then of each part in turn.
  const start = sha384(Buffer.from(`list${parts.length}`));
  const message = parts.reduce((so, part) => sha384(so, part), start);
  // No salt: the signature, and with it the id, follows from what is signed. Every verifier takes any length of salt.
  const signature = sign("sha256", message, {
    key: owner.key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: 0,
  });
  const type = Buffer.alloc(2);
  type.writeUInt16LE(SIGNATURE_TYPE);
  // Neither target nor anchor.
  const absent = Buffer.alloc(2);
  const counts = Buffer.alloc(16);
  counts.writeBigUInt64LE(BigInt(tags.length), 0);
  counts.writeBigUInt64LE(BigInt(encoded.length), 8);
  return {
    id: createHash("sha256").update(signature).digest("base64url"),
    bytes: Buffer.concat([type, signature, owner.modulus, absent, counts, encoded]),
    dataBytes,
  };
}

/** Avro: an array of records of two strings. */
function encodeTags(tags: readonly Tag[]): Buffer {
  const parts = tags.flatMap(({ name, value }) =>
    [name, value].flatMap((text) => {
      const bytes = Buffer.from(text);
      return [long(bytes.length), bytes];
    }),
  );
  return Buffer.concat([long(tags.length), ...parts, long(0)]);
}

/** A count, zigzag and in groups of seven bits. */
function long(value: number): Buffer {
  const bytes: number[] = [];
  let left = 2 * value;
  for (; left > 127; left >>>= 7) bytes.push((left & 127) | 128);
  return Buffer.from([...bytes, left]);
}

function blob(bytes: Uint8Array): Buffer {
  return blobOf(bytes.length, sha384(bytes));
}

function blobOf(length: number, digest: Uint8Array): Buffer {
  return sha384(sha384(Buffer.from(`blob${length}`)), digest);
}

function sha384(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash("sha384");
  for (const part of parts) hash.update(part);
  return hash.digest();
}
