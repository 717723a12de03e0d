// keccak256 of what fits into one block, about ten times faster than on 32-bit numbers: a tree over 3,600
// runs is 7,200 of them. The permutation is WebAssembly, which has 64-bit words; its program is written out here,
// so that there is no binary to trust. Where WebAssembly is not to be had, the plain way answers the same.
import { keccak_256 } from "@noble/hashes/sha3.js";

/** Bytes that a block takes in; one is the padding's. */
const RATE = 136;
const HASH = 32;
const ROUNDS = 24;
/** Where the program's memory holds the round constants, behind the 25 words of the state. */
const CONSTANTS = 256;

/** Hashes `preimage`, of at most 135 bytes, into `out` at `at`. */
export type Keccak = (preimage: Uint8Array, out: Uint8Array, at: number) => void;

export const keccakInto: Keccak = open() ?? plainInto;

export function keccak(preimage: Uint8Array): Uint8Array {
  if (preimage.length >= RATE) return keccak_256(preimage);
  const out = new Uint8Array(HASH);
  keccakInto(preimage, out, 0);
  return out;
}

function plainInto(preimage: Uint8Array, out: Uint8Array, at: number): void {
  out.set(keccak_256(preimage), at);
}

function open(): Keccak | null {
  let permutation: { memory: WebAssembly.Memory; permute: () => void };
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(program()));
    permutation = exports as unknown as typeof permutation;
  } catch {
    // A page's policy may refuse it, and some engines do without.
    return null;
  }
  const { memory, permute } = permutation;
  new BigUint64Array(memory.buffer).set(roundConstants(), CONSTANTS / 8);
  const state = new Uint8Array(memory.buffer, 0, 200);
  return (preimage, out, at) => {
    state.fill(0);
    state.set(preimage);
    state[preimage.length] = 1;
    state[RATE - 1]! |= 0x80;
    permute();
    for (let i = 0; i < HASH; i++) out[at + i] = state[i]!;
  };
}

/** Keccak's round constants, from the shift register that defines them. */
function roundConstants(): bigint[] {
  let register = 1;
  return Array.from({ length: ROUNDS }, () => {
    let word = 0n;
    for (let j = 0; j < 7; j++) {
      register = ((register << 1) ^ ((register >> 7) * 0x71)) & 0xff;
      if (register & 2) word ^= 1n << BigInt(2 ** j - 1);
    }
    return word;
  });
}

/** The WebAssembly module: one page of memory, and the permutation of the state at its beginning. */
function program(): Uint8Array<ArrayBuffer> {
  const name = (text: string) => [text.length, ...new TextEncoder().encode(text)];
  const section = (id: number, content: number[]) => [id, ...leb(content.length), ...content];
  const body = permutation();
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 0, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...name("memory"), 2, 0, ...name("permute"), 0, 0]),
    ...section(10, [1, ...leb(body.length), ...body]),
  ]);
}

/** Keccak-f[1600] over locals: the state's 25 words, 25 that it moves to, 5 columns, one more, and the round. */
function permutation(): number[] {
  const [a, b, c, d, round] = [0, 25, 50, 55, 56];
  const I64 = 0x7e;
  const I32 = 0x7f;
  const get = (local: number) => [0x20, local];
  const set = (local: number) => [0x21, local];
  const xor = 0x85;
  const rotl = (by: number) => [0x42, ...signed(by), 0x89];
  const load = (at: number) => [0x29, 3, ...leb(at)];
  const store = (at: number) => [0x37, 3, ...leb(at)];
  const zero = [0x41, 0];
  const code: number[] = [];
  for (let i = 0; i < 25; i++) code.push(...zero, ...load(8 * i), ...set(a + i));
  code.push(0x03, 0x40);
  // Theta: every word takes in the columns beside its own.
  for (let x = 0; x < 5; x++) {
    code.push(...get(a + x));
    for (let y = 1; y < 5; y++) code.push(...get(a + x + 5 * y), xor);
    code.push(...set(c + x));
  }
  for (let x = 0; x < 5; x++) {
    code.push(...get(c + ((x + 4) % 5)), ...get(c + ((x + 1) % 5)), ...rotl(1), xor, ...set(d));
    for (let y = 0; y < 5; y++) {
      code.push(...get(a + x + 5 * y), ...get(d), xor, ...set(a + x + 5 * y));
    }
  }
  // Rho and pi: words turn, and change places.
  code.push(...get(a), ...set(b));
  for (let t = 0, x = 1, y = 0; t < 24; t++) {
    const to = (2 * x + 3 * y) % 5;
    code.push(
      ...get(a + x + 5 * y),
      ...rotl((((t + 1) * (t + 2)) / 2) % 64),
      ...set(b + y + 5 * to),
    );
    [x, y] = [y, to];
  }
  // Chi: the only step that is not linear.
  for (let y = 0; y < 25; y += 5) {
    for (let x = 0; x < 5; x++) {
      const [one, two] = [b + y + ((x + 1) % 5), b + y + ((x + 2) % 5)];
      code.push(...get(b + y + x), ...get(one), 0x42, 0x7f, xor, ...get(two), 0x83, xor);
      code.push(...set(a + y + x));
    }
  }
  // Iota: the round's constant. Its place in memory is the round's number, in bytes.
  code.push(...get(a), ...get(round), ...load(CONSTANTS), xor, ...set(a));
  code.push(
    ...get(round),
    0x41,
    8,
    0x6a,
    0x22,
    round,
    0x41,
    ...signed(8 * ROUNDS),
    0x49,
    0x0d,
    0,
    0x0b,
  );
  for (let i = 0; i < 25; i++) code.push(...zero, ...get(a + i), ...store(8 * i));
  return [2, 56, I64, 1, I32, ...code, 0x0b];
}

function leb(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >> 7)];
}

/** A small number that is not negative, where the format wants a sign. */
function signed(value: number): number[] {
  return value < 64 ? [value] : [(value & 127) | 128, ...signed(value >> 7)];
}
