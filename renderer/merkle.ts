// Where every run of every raster lies under the root of an epoch. Twin:
// contracts/types/MerkleLayout.sol, which describes the layout.
import { fromHex, type Hex, toHex } from "./hex.ts";
import { keccak, keccakInto } from "./keccak.ts";

export const RASTER_SIDE = 240;
export const RUN_PIXELS = 16;
export const RUNS = 3_600;
export const TOKEN_DEPTH = 12;
export const EPOCH_DEPTH = 14;
export const TREE_DEPTH = TOKEN_DEPTH + EPOCH_DEPTH;

/** Bytes of one run, of one raster (both RGB), and of a node. */
export const RUN_BYTES = 3 * RUN_PIXELS;
export const RASTER_BYTES = RUNS * RUN_BYTES;
export const WORD = 32;

/** An unused run, and a token that is not born yet. */
export const ZERO: Hex = `0x${"00".repeat(WORD)}`;

/** What the engine paints a token's sky from, as `skyInputsAt` answers and as the almanac's calls take it. */
export interface SkyInputs {
  readonly model: bigint;
  readonly latent: Hex;
  readonly condition: Hex;
}

/** A node and how the root is reached from it, as the almanac's calls take it. */
export interface TreeNode {
  readonly height: number;
  readonly index: number;
  /** At the very top, height 26, this is the root itself: the top without its last two bits. */
  readonly hash: Hex;
  /** Of the token that the node lies under; not looked at from height 12 on. */
  readonly inputs: SkyInputs;
  /** 26 - height siblings, bottom up. */
  readonly path: readonly Hex[];
}

export interface TokenTree {
  /** The token's node, at height 12: `runs` and the inputs together. */
  readonly root: Hex;
  /** The root of the runs. */
  readonly runs: Hex;
  /** `count` nodes from one within this token on, 32 bytes each, at heights 0 to 11. */
  words(height: number, first: number, count: number): Uint8Array;
  /** The 12 siblings between a run and `runs`, bottom up. */
  path(run: number): Hex[];
}

export interface EpochTree {
  /** What a keeper commits to and reveals: `top` without its last two bits. */
  readonly root: Hex;
  readonly top: Hex;
  /** `count` nodes from one on, 32 bytes each, at heights 12 to 26. */
  words(height: number, first: number, count: number): Uint8Array;
  /** The 14 siblings between a token and the top, bottom up. */
  path(tokenId: number): Hex[];
}

/** What stands for inputs where nobody looks at them. */
export const NO_INPUTS: SkyInputs = { model: 0n, latent: ZERO, condition: ZERO };

/** Roots of trees in which every leaf is zero, by depth. */
const ZERO_ROOTS: readonly Uint8Array[] = zeroRoots();

/** The place of a run among the leaves of its epoch: 26 bits. */
export function leafIndex(tokenId: number, run: number): number {
  return tokenId * 2 ** TOKEN_DEPTH + run;
}

/** The leaf of a run. `pixels` are its 48 bytes, RGB. */
export function leafHash(job: Hex, index: number, pixels: Uint8Array): Hex {
  return toHex(keccak(leafPreimage(fromHex(job), index, pixels)));
}

/** The parent of two nodes. */
export function nodeHash(left: Hex, right: Hex): Hex {
  return toHex(parentOf(fromHex(left), fromHex(right)));
}

/** A token: the root of its runs, with what they are painted from. */
export function tokenHash({ model, latent, condition }: SkyInputs, runs: Hex): Hex {
  const words = [model.toString(16), latent.slice(2), condition.slice(2), runs.slice(2)];
  return toHex(keccak(fromHex(`0x02${words.map((word) => word.padStart(64, "0")).join("")}`)));
}

/** The root of an epoch: the top of its tree without the last two bits. */
export function rootWord(top: Hex): Hex {
  return `0x${top.slice(2, -1)}${(Number.parseInt(top.slice(-1), 16) & 12).toString(16)}`;
}

/** The node that `path` leads to from one at `index`; it must not pass height 12 from below. */
export function climb(from: Hex, index: number, path: readonly Hex[]): Hex {
  let node = fromHex(from);
  path.forEach((sibling, step) => {
    const other = fromHex(sibling);
    node = (index >> step) & 1 ? parentOf(other, node) : parentOf(node, other);
  });
  return toHex(node);
}

/** The root that a node's path leads to, the token's inputs taken in on the way. */
export function rootOf({ height, index, hash, inputs, path }: TreeNode): Hex {
  if (height >= TREE_DEPTH) return rootWord(hash);
  const steps = Math.max(0, TOKEN_DEPTH - height);
  const token = steps === 0 ? hash : tokenHash(inputs, climb(hash, index, path.slice(0, steps)));
  return rootWord(climb(token, index >> steps, path.slice(steps)));
}

/** Whether `node` lies under `root`: refuses what is malformed instead of throwing. */
export function verifyNode(node: TreeNode, root: Hex): boolean {
  const { height, index, hash, inputs, path } = node;
  if (!isWhole(height, TREE_DEPTH + 1) || !isWhole(index, 2 ** (TREE_DEPTH - height))) return false;
  if (path.length !== TREE_DEPTH - height || ![hash, root, ...path].every(isWord)) return false;
  const { model, latent, condition } = inputs;
  if (model < 0n || model >= 1n << 256n || !isWord(latent) || !isWord(condition)) return false;
  return rootOf(node) === root.toLowerCase();
}

/** Whether a token's node lies under `root`, by 14 siblings. */
export function verifyToken(hash: Hex, tokenId: number, path: readonly Hex[], root: Hex): boolean {
  return verifyNode({ height: TOKEN_DEPTH, index: tokenId, hash, inputs: NO_INPUTS, path }, root);
}

/** What lies under `height` where every leaf is zero. */
export function zeroNode(height: number): Hex {
  return toHex(ZERO_ROOTS[height < TOKEN_DEPTH ? height : height - TOKEN_DEPTH]!);
}

/** Whether only unused runs, or only tokens from `supply` on, lie under a node: then it must be of zeros. */
export function isPadding(height: number, index: number, supply: number): boolean {
  if (height >= TOKEN_DEPTH) return index * 2 ** (height - TOKEN_DEPTH) >= supply;
  return (index * 2 ** height) % 2 ** TOKEN_DEPTH >= RUNS;
}

/**
 * The tree of one token's raster, and of what it was painted from.
 * @param raster 240 x 240 pixels, RGB row-major.
 * @throws RangeError when the raster has another size.
 */
export function tokenTree(
  job: Hex,
  tokenId: number,
  inputs: SkyInputs,
  raster: Uint8Array,
): TokenTree {
  if (raster.length !== RASTER_BYTES) {
    throw new RangeError(
      `The raster of token ${tokenId} has ${raster.length} bytes instead of ${RASTER_BYTES}. Paint it at ${RASTER_SIDE} x ${RASTER_SIDE}.`,
    );
  }
  const { words, path } = tree(TOKEN_DEPTH, leaves(job, leafIndex(tokenId, 0), raster));
  const runs = toHex(words(TOKEN_DEPTH, 0, 1));
  return { root: tokenHash(inputs, runs), runs, words, path };
}

/**
 * The tree of an epoch over the nodes of its tokens, by token id, 32 bytes each: all that is kept of a token
 * while the next one is painted.
 * @throws RangeError when there are more tokens than places.
 */
export function epochTree(tokens: Uint8Array): EpochTree {
  const count = tokens.length / WORD;
  if (count > 2 ** EPOCH_DEPTH) {
    throw new RangeError(`An epoch has ${2 ** EPOCH_DEPTH} places; ${count} tokens do not fit.`);
  }
  const { words, path } = tree(EPOCH_DEPTH, tokens);
  const top = toHex(words(EPOCH_DEPTH, 0, 1));
  return {
    root: rootWord(top),
    top,
    words: (height, first, length) => words(height - TOKEN_DEPTH, first, length),
    path,
  };
}

/** The leaves of consecutive runs, 32 bytes each. `index` is that of the first. */
export function leaves(job: Hex, index: number, pixels: Uint8Array): Uint8Array {
  const preimage = leafPreimage(fromHex(job), 0, pixels.subarray(0, RUN_BYTES));
  const view = new DataView(preimage.buffer);
  const count = pixels.length / RUN_BYTES;
  const out = new Uint8Array(count * WORD);
  for (let i = 0; i < count; i++) {
    view.setUint32(33, index + i);
    preimage.set(pixels.subarray(i * RUN_BYTES, (i + 1) * RUN_BYTES), 37);
    keccakInto(preimage, out, i * WORD);
  }
  return out;
}

/**
 * A tree of `2 ** depth` places, of which the first hold `bottom`, 32 bytes each, and the rest zeros (or, when
 * `bottom` lies above the leaves, nothing that is not zero).
 */
export function tree(
  depth: number,
  bottom: Uint8Array,
): {
  words(level: number, first: number, count: number): Uint8Array;
  path(index: number): Hex[];
} {
  const levels = [bottom];
  for (let level = 0; level < depth; level++) {
    levels.push(levelAbove(levels[level]!, ZERO_ROOTS[level]!));
  }
  const words = (level: number, first: number, count: number) => {
    const known = levels[level]!.subarray(first * WORD, (first + count) * WORD);
    const out = new Uint8Array(count * WORD);
    out.set(known);
    for (let at = known.length; at < out.length; at += WORD) out.set(ZERO_ROOTS[level]!, at);
    return out;
  };
  const path = (index: number) =>
    Array.from({ length: depth }, (_, level) => toHex(words(level, (index >> level) ^ 1, 1)));
  return { words, path };
}

/** What the commitments and leaves of an epoch are bound to. */
export function jobHash(job: {
  chainId: number;
  almanac: Hex;
  epoch: number;
  climateHash: Hex;
}): Hex {
  const { chainId, almanac, epoch, climateHash } = job;
  return hashWords([domain("Heliotrope.Job"), chainId, almanac, epoch, climateHash]);
}

/**
 * What a keeper commits to: bound to the keeper, whose first four bytes it begins with, and marked by its last
 * two bits, 01, as no root.
 * @param commitment `cid` is the binary CIDv1.
 */
export function commitmentHash(commitment: {
  chainId: number;
  almanac: Hex;
  job: Hex;
  root: Hex;
  cid: Hex;
  salt: Hex;
  keeper: Hex;
}): Hex {
  const { chainId, almanac, job, root, cid, salt, keeper } = commitment;
  const cidHash = toHex(keccak(fromHex(cid)));
  const name = domain("Heliotrope.Commitment");
  const hash = rootWord(hashWords([name, chainId, almanac, job, root, cidHash, salt, keeper]));
  const last = Number.parseInt(hash.slice(-1), 16) | 1;
  return `0x${keeper.slice(2, 10).toLowerCase()}${hash.slice(10, -1)}${last.toString(16)}`;
}

/** What a challenger puts down a block before it tells. */
export function intentHash(intent: {
  chainId: number;
  almanac: Hex;
  epoch: number;
  root: Hex;
  height: number;
  index: number;
  challenger: Hex;
  salt: Hex;
}): Hex {
  const { chainId, almanac, epoch, root, height, index, challenger, salt } = intent;
  const name = domain("Heliotrope.Intent");
  return hashWords([name, chainId, almanac, epoch, root, height, index, challenger, salt]);
}

/** The parents of nodes next to each other; beside an odd last one lie zeros. */
function levelAbove(below: Uint8Array, zero: Uint8Array): Uint8Array {
  const count = Math.ceil(below.length / (2 * WORD));
  const out = new Uint8Array(Math.max(count, 1) * WORD);
  const preimage = new Uint8Array(1 + 2 * WORD);
  preimage[0] = 1;
  for (let i = 0; i < Math.max(count, 1); i++) {
    const pair = below.subarray(i * 2 * WORD, (i + 1) * 2 * WORD);
    preimage.set(pair, 1);
    for (let at = pair.length; at < 2 * WORD; at += WORD) preimage.set(zero, 1 + at);
    keccakInto(preimage, out, i * WORD);
  }
  return out;
}

/** 0x00 | job | index | pixels. */
function leafPreimage(job: Uint8Array, index: number, pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const preimage = new Uint8Array(37 + pixels.length);
  preimage.set(job, 1);
  new DataView(preimage.buffer).setUint32(33, index);
  preimage.set(pixels, 37);
  return preimage;
}

/** keccak256(0x01 | left | right). The first byte keeps leaves, nodes and tokens apart. */
function parentOf(left: Uint8Array, right: Uint8Array): Uint8Array {
  const preimage = new Uint8Array(1 + 2 * WORD);
  preimage[0] = 1;
  preimage.set(left, 1);
  preimage.set(right, 1 + WORD);
  return keccak(preimage);
}

function zeroRoots(): Uint8Array[] {
  const roots: Uint8Array[] = [new Uint8Array(WORD)];
  for (let level = 0; level < EPOCH_DEPTH; level++) {
    roots.push(parentOf(roots[level]!, roots[level]!));
  }
  return roots;
}

function isWord(value: unknown): value is Hex {
  return typeof value === "string" && /^0x[0-9a-fA-F]{64}$/.test(value);
}

function isWhole(value: number, below: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value < below;
}

function domain(name: string): Hex {
  return toHex(keccak(new TextEncoder().encode(name)));
}

/** keccak256(abi.encode(...)) of numbers and of hex no longer than a word, which counts from the right. */
function hashWords(words: readonly (Hex | number)[]): Hex {
  const text = words
    .map((word) => (typeof word === "number" ? word.toString(16) : word.slice(2)).padStart(64, "0"))
    .join("");
  return toHex(keccak(fromHex(`0x${text}`)));
}
