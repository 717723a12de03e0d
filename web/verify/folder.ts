// Directory and file nodes of UnixFS, as far as an epoch's folder needs them: the links of a dag-pb block.
// https://ipld.io/specs/codecs/dag-pb/spec/
import { CID } from "multiformats/cid";

interface Link {
  cid: string;
  /** Empty where the link is to a part of one file. */
  name: string;
}

/** Numbers of fields in a node and in a link, shifted over their wire type, 2: bytes with their length before them. */
const LINK = (2 << 3) | 2;
const HASH = (1 << 3) | 2;
const NAME = (2 << 3) | 2;

/** @throws Error where the block is no such node. */
export function linksOf(block: Uint8Array): Link[] {
  return fieldsOf(block).flatMap(({ key, bytes }) => {
    if (key !== LINK) return [];
    const parts = fieldsOf(bytes);
    const hash = parts.find((part) => part.key === HASH)?.bytes;
    if (!hash) throw new Error("a link in it leads nowhere");
    const name = parts.find((part) => part.key === NAME)?.bytes ?? new Uint8Array();
    return [{ cid: CID.decode(hash).toString(), name: new TextDecoder().decode(name) }];
  });
}

function fieldsOf(bytes: Uint8Array): { key: number; bytes: Uint8Array }[] {
  const fields: { key: number; bytes: Uint8Array }[] = [];
  let at = 0;
  const number = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || scale > 2 ** 42) throw new Error("a folder in it is cut short");
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = number();
    const value = number();
    // Wire type 0 is a number by itself; everything else that occurs here has a length.
    if ((key & 7) === 0) continue;
    if ((key & 7) !== 2 || at + value > bytes.length) throw new Error("a folder in it is damaged");
    fields.push({ key, bytes: bytes.subarray(at, at + value) });
    at += value;
  }
  return fields;
}
