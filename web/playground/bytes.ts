// Numbers as few bytes and bytes as text that a link may hold.

export interface ByteWriter {
  bytes(values: Uint8Array): void;
  /** A whole number of any sign: small ones take one byte. */
  whole(value: number): void;
  done(): Uint8Array;
}

export interface ByteReader {
  /** @throws RangeError when fewer are left. */
  bytes(count: number): Uint8Array;
  whole(): number;
  rest(): Uint8Array;
}

export function writeBytes(): ByteWriter {
  const out: number[] = [];
  return {
    bytes: (values) => out.push(...values),
    whole(value) {
      // The sign in the lowest bit, then seven bits a byte.
      let left = value < 0 ? -2n * BigInt(value) - 1n : 2n * BigInt(value);
      do {
        const low = Number(left & 127n);
        left >>= 7n;
        out.push(left > 0n ? low | 128 : low);
      } while (left > 0n);
    },
    done: () => Uint8Array.from(out),
  };
}

export function readBytes(all: Uint8Array): ByteReader {
  let at = 0;
  const take = (count: number) => {
    if (at + count > all.length) throw new RangeError("the link ends too early");
    at += count;
    return all.subarray(at - count, at);
  };
  return {
    bytes: take,
    whole() {
      let value = 0n;
      for (let shift = 0n; ; shift += 7n) {
        if (shift > 56n) throw new RangeError("the link has a number that is too large");
        const byte = take(1)[0]!;
        value |= BigInt(byte & 127) << shift;
        if (byte < 128) break;
      }
      return Number(value & 1n ? -(value + 1n) / 2n : value / 2n);
    },
    rest: () => take(all.length - at),
  };
}

export function toLink(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @throws Error when a character has no place in it. */
export function fromLink(text: string): Uint8Array {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
}
