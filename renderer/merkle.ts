// Where every run of every raster lies under the root of an epoch. Twin:
// contracts/types/MerkleLayout.sol, which describes the layout.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { fromHex, type Hex, toHex } from "./hex.ts";

export const RASTER_SIDE = 240;
export const RUN_PIXELS = 16;
export const RUNS = 3_600;
export const TOKEN_DEPTH = 12;
export const EPOCH_DEPTH = 14;

/** Bytes of one run and of one raster, RGB. */
export const RUN_BYTES = 3 * RUN_PIXELS;
export const RASTER_BYTES = RUNS * RUN_BYTES;

/** The leaf of an unused run and of a token that is not born yet. */
export const ZERO: Hex = `0x${"00".repeat(32)}`;

/** Roots of trees in which every leaf is zero, by depth. */
const ZERO_ROOTS: readonly Uint8Array[] = zeroRoots();

/** A tree of which only the root is kept; paths are worked out when they are asked for. */
export interface Tree {
  readonly root: Hex;
  /** The siblings of leaf `index`, bottom up. */
  path(index: number): Hex[];
}

/** The place of a run under the root of its epoch: 26 bits. */
export function leafIndex(tokenId: number, run: number): number {
  return tokenId * 2 ** TOKEN_DEPTH + run;
}

/** The leaf of a run. `pixels` are its 48 bytes, RGB. */
export function leafHash(job: Hex, index: number, pixels: Uint8Array): Hex {
  return toHex(keccak_256(leafPreimage(fromHex(job), index, pixels)));
}

/** The parent of two nodes. */
export function nodeHash(left: Hex, right: Hex): Hex {
  return toHex(parentOf(fromHex(left), fromHex(right)));
}

/** The node that `path` leads to from a leaf, or node, at `index`. */
export function rootOf(leaf: Hex, index: number, path: readonly Hex[]): Hex {
  let node = fromHex(leaf);
  path.forEach((sibling, step) => {
    const isRight = Math.floor(index / 2 ** step) % 2 === 1;
    const other = fromHex(sibling);
    node = isRight ? parentOf(other, node) : parentOf(node, other);
  });
  return toHex(node);
}

/** Whether `path`, of exactly `depth` steps, leads from a leaf at `index` to `root`. */
export function verifyPath(
  leaf: Hex,
  index: number,
  path: readonly Hex[],
  root: Hex,
  depth: number,
): boolean {
  if (path.length !== depth || !Number.isSafeInteger(index) || index < 0) return false;
  if (index >= 2 ** depth) return false;
  if (![leaf, root, ...path].every((word) => /^0x[0-9a-fA-F]{64}$/.test(word))) return false;
  return rootOf(leaf, index, path) === root.toLowerCase();
}

/**
 * The tree of one token's raster.
 * @param raster 240 x 240 pixels, RGB row-major. Read again by `path`, so it must not change.
 * @throws RangeError when the raster has another size.
 */
export function tokenTree(job: Hex, tokenId: number, raster: Uint8Array): Tree {
  if (raster.length !== RASTER_BYTES) {
    throw new RangeError(
      `The raster of token ${tokenId} has ${raster.length} bytes instead of ${RASTER_BYTES}. Paint it at ${RASTER_SIDE} x ${RASTER_SIDE}.`,
    );
  }
  const preimage = leafPreimage(fromHex(job), 0, raster.subarray(0, RUN_BYTES));
  const view = new DataView(preimage.buffer);
  return tree(TOKEN_DEPTH, RUNS, (run) => {
    view.setUint32(33, leafIndex(tokenId, run));
    preimage.set(raster.subarray(run * RUN_BYTES, (run + 1) * RUN_BYTES), 37);
    return keccak_256(preimage);
  });
}

/**
 * The tree of an epoch over the roots of its tokens, by token id.
 * @throws RangeError when there are more tokens than places.
 */
export function epochTree(tokenRoots: readonly Hex[]): Tree {
  if (tokenRoots.length > 2 ** EPOCH_DEPTH) {
    throw new RangeError(
      `An epoch has ${2 ** EPOCH_DEPTH} places; ${tokenRoots.length} token roots do not fit.`,
    );
  }
  return tree(EPOCH_DEPTH, tokenRoots.length, (tokenId) => fromHex(tokenRoots[tokenId]!));
}

/** What the commitments and leaves of an epoch are bound to. */
export function jobHash(job: {
  chainId: number;
  almanac: Hex;
  epoch: number;
  climateHash: Hex;
}): Hex {
  return hashWords([
    domain("Heliotrope.Job"),
    job.chainId,
    job.almanac,
    job.epoch,
    job.climateHash,
  ]);
}

/** What a keeper commits to. `cid` is the binary CIDv1. */
export function commitmentHash(commitment: {
  chainId: number;
  almanac: Hex;
  job: Hex;
  root: Hex;
  cid: Uint8Array;
  salt: Hex;
  keeper: Hex;
}): Hex {
  const { chainId, almanac, job, root, cid, salt, keeper } = commitment;
  const cidHash = toHex(keccak_256(cid));
  return hashWords([
    domain("Heliotrope.Commitment"),
    chainId,
    almanac,
    job,
    root,
    cidHash,
    salt,
    keeper,
  ]);
}

/** A tree of `2 ** depth` leaves, of which the first `count` are asked for and the rest are zero. */
function tree(depth: number, count: number, leafAt: (index: number) => Uint8Array): Tree {
  return {
    root: toHex(climb(depth, count, leafAt, () => {})),
    path(index) {
      const path: Hex[] = ZERO_ROOTS.slice(0, depth).map(toHex);
      climb(depth, count, leafAt, (level, place, node) => {
        // The sibling at each level differs from the ancestor in the last bit of its place only.
        if (place === (Math.floor(index / 2 ** level) ^ 1)) path[level] = toHex(node);
      });
      return path;
    },
  };
}

/**
 * Hashes leaves into the root as they come, keeping one node per level, and tells `visit` about every
 * node that is not the root of an all-zero subtree.
 */
function climb(
  depth: number,
  count: number,
  leafAt: (index: number) => Uint8Array,
  visit: (level: number, place: number, node: Uint8Array) => void,
): Uint8Array {
  if (count === 0) return ZERO_ROOTS[depth]!;
  const waiting: Uint8Array[] = [];
  let node = ZERO_ROOTS[0]!;
  for (let index = 0; index < count; index++) {
    node = leafAt(index);
    visit(0, index, node);
    for (let level = 0; level < depth; level++) {
      const place = Math.floor(index / 2 ** level);
      // The last leaf climbs to the root, with zero subtrees for what lies to its right.
      if (place % 2 === 0 && index !== count - 1) {
        waiting[level] = node;
        break;
      }
      const pair: [Uint8Array, Uint8Array] =
        place % 2 === 0 ? [node, ZERO_ROOTS[level]!] : [waiting[level]!, node];
      node = parentOf(...pair);
      visit(level + 1, Math.floor(place / 2), node);
    }
  }
  return node;
}

/** 0x00 | job | index | pixels. */
function leafPreimage(job: Uint8Array, index: number, pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const preimage = new Uint8Array(37 + pixels.length);
  preimage.set(job, 1);
  new DataView(preimage.buffer).setUint32(33, index);
  preimage.set(pixels, 37);
  return preimage;
}

/** keccak256(0x01 | left | right). The first byte keeps leaves and nodes apart. */
function parentOf(left: Uint8Array, right: Uint8Array): Uint8Array {
  const preimage = new Uint8Array(65);
  preimage[0] = 1;
  preimage.set(left, 1);
  preimage.set(right, 33);
  return keccak_256(preimage);
}

function zeroRoots(): Uint8Array[] {
  const roots: Uint8Array[] = [new Uint8Array(32)];
  for (let level = 0; level < EPOCH_DEPTH; level++) {
    roots.push(parentOf(roots[level]!, roots[level]!));
  }
  return roots;
}

function domain(name: string): Hex {
  return toHex(keccak_256(new TextEncoder().encode(name)));
}

/** keccak256(abi.encode(...)) of numbers and of hex no longer than a word, which counts from the right. */
function hashWords(words: readonly (Hex | number)[]): Hex {
  const text = words
    .map((word) => (typeof word === "number" ? word.toString(16) : word.slice(2)).padStart(64, "0"))
    .join("");
  return toHex(keccak_256(fromHex(`0x${text}`)));
}
