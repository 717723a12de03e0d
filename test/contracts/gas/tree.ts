// A tree whose every node means something or nothing, but is never the zero word: what is measured with it
// is what the largest supply would cost. Only one block of it is known down to its pixels.
import { concat, encodePacked, type Hex, keccak256, toHex } from "viem";

export interface Inputs {
  readonly model: bigint;
  readonly latent: Hex;
  readonly condition: Hex;
}

export interface Grown {
  readonly root: Hex;
  node(height: number, index: number): { hash: Hex; path: Hex[] };
  pixels(index: number): Hex;
  /** The root of a token's runs. */
  runs(token: number): Hex;
  answer(height: 26 | 19 | 12 | 6, index: number): Hex;
}

const RUNS = 3_600;
const ROOT_MASK = (1n << 256n) - 4n;

const random = (name: string) => keccak256(toHex(name));
const parent = (left: Hex, right: Hex) => keccak256(concat(["0x01", left, right]));

/** `inputs` of the tokens that are painted; every other place holds a word that stands for itself. */
export function grow(job: Hex, inputs: readonly Inputs[]): Grown {
  const pixels = (index: number): Hex => {
    const word = random(`pixels ${index}`);
    return concat([word, `0x${word.slice(2, 34)}`]);
  };
  const known = new Map<string, Hex>();
  const hashOf = (height: number, index: number): Hex => {
    const name = `${height} ${index}`;
    let hash = known.get(name);
    if (!hash) {
      hash = compute(height, index);
      known.set(name, hash);
    }
    return hash;
  };
  const compute = (height: number, index: number): Hex => {
    // The first painted tokens, and the last block of tokens, are there node by node.
    const first = index * 2 ** height;
    const token = Math.floor(first / 4_096);
    if (height > 12) {
      const isKnown = token < 128 || token >= 16_256;
      if (!isKnown && height < 20) return random(`node ${height} ${index}`);
      return parent(hashOf(height - 1, 2 * index), hashOf(height - 1, 2 * index + 1));
    }
    const own = inputs[token];
    if (!own) return random(`token ${token}`);
    if (height === 12) {
      const packed = [own.model, own.latent, own.condition, runsOf(token)] as const;
      return keccak256(
        concat(["0x02", encodePacked(["uint256", "bytes32", "bytes32", "bytes32"], packed)]),
      );
    }
    if (height > 0) return parent(hashOf(height - 1, 2 * index), hashOf(height - 1, 2 * index + 1));
    if (index % 4_096 >= RUNS) return random(`unused ${index}`);
    return keccak256(concat(["0x00", job, toHex(index, { size: 4 }), pixels(index)]));
  };
  const runsOf = (token: number) => parent(hashOf(11, 2 * token), hashOf(11, 2 * token + 1));
  const below = (height: number, index: number, levels: number) =>
    concat(
      Array.from({ length: 2 ** levels }, (_, i) =>
        hashOf(height - levels, index * 2 ** levels + i),
      ),
    );
  return {
    root: toHex(BigInt(hashOf(26, 0)) & ROOT_MASK, { size: 32 }),
    node: (height, index) => ({
      hash: hashOf(height, index),
      path: Array.from({ length: 26 - height }, (_, i) =>
        hashOf(height + i, Math.floor(index / 2 ** i) ^ 1),
      ),
    }),
    pixels,
    runs: runsOf,
    answer: (height, index) => {
      if (height === 6) {
        return concat(Array.from({ length: 64 }, (_, i) => pixels(index * 64 + i)));
      }
      if (height > 12) return below(height, index, 7);
      const own = inputs[index]!;
      const packed = encodePacked(
        ["uint256", "bytes32", "bytes32"],
        [own.model, own.latent, own.condition],
      );
      return concat([packed, below(12, index, 6)]);
    },
  };
}
