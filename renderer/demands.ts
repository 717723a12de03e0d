// What a demand shows. Twin: the table at `IAlmanac.demand`. Nodes at four heights can be demanded; the answer is
// what lies under them, and whoever folds it knows whether it is the truth about the node.
import { fromHex, type Hex, toHex } from "./hex.ts";
import {
  epochTree,
  leafIndex,
  leaves,
  RUN_BYTES,
  RUNS,
  rootWord,
  type SkyInputs,
  TOKEN_DEPTH,
  TREE_DEPTH,
  tokenHash,
  tokenTree,
  tree,
  WORD,
} from "./merkle.ts";

/** Beside the root and the tokens, nodes can be demanded that 128 tokens lie under, and 64 runs. */
export const SHELF_HEIGHT = 19;
export const BAND_HEIGHT = 6;

/** Nodes in an answer at heights 26 and 19, and in one at height 12; runs in one at height 6. */
const DESCENDANTS = 128;
const BANDS = 64;
const INPUT_BYTES = 3 * WORD;

/** One's own tree, as far as answers need it. */
export interface OwnTree {
  readonly job: Hex;
  /** Tokens born by the epoch: those with an id below. */
  readonly supply: number;
  /** What one would reveal oneself. */
  readonly root: Hex;
  /** What one's own tree has under a node that can be demanded. */
  answer(height: number, index: number): Promise<Uint8Array>;
}

/** What is kept of a born token: what it was painted from, and the picture. */
export interface KeptToken {
  readonly inputs: SkyInputs;
  readonly raster: Uint8Array;
}

/** An answer, understood. */
export interface Answer {
  /** The node that the answer is of; at height 26 the root. */
  readonly hash: Hex;
  /** The nodes below, 32 bytes each: at height 19, 12, 6 or 0. */
  readonly children: Uint8Array;
  /** The siblings between the child at `place` and the node (at height 12: `runs`), bottom up. */
  path(place: number): Hex[];
  /** At height 12: what the token is said to be painted from, and the root of its runs. */
  readonly inputs: SkyInputs | null;
  readonly runs: Hex | null;
}

/** The heights of what an answer shows. */
export function childHeight(height: number): number {
  if (height === TREE_DEPTH) return SHELF_HEIGHT;
  if (height === SHELF_HEIGHT) return TOKEN_DEPTH;
  return height === TOKEN_DEPTH ? BAND_HEIGHT : 0;
}

/** Bytes of the answer for a node. */
export function answerLength(height: number, index: number): number {
  if (height === TOKEN_DEPTH) return INPUT_BYTES + BANDS * WORD;
  if (height === BAND_HEIGHT) return runsUnder(index) * RUN_BYTES;
  return DESCENDANTS * WORD;
}

/**
 * One's own tree over what is kept: the tokens' nodes in memory, 32 bytes each, and one token's raster at a time.
 * @param kept reads a born token back, from wherever it is.
 */
export function ownTree(
  job: Hex,
  tokens: Uint8Array,
  kept: (tokenId: number) => Promise<KeptToken>,
): OwnTree {
  const epoch = epochTree(tokens);
  return {
    job,
    supply: tokens.length / WORD,
    root: epoch.root,
    answer: async (height, index) => {
      if (height > TOKEN_DEPTH) {
        return epoch.words(childHeight(height), index * DESCENDANTS, DESCENDANTS);
      }
      const tokenId = height === TOKEN_DEPTH ? index : Math.floor(index / BANDS);
      return answerOf(job, tokenId, await kept(tokenId), height, index);
    },
  };
}

/** A token's answer at height 12 or 6. */
export function answerOf(
  job: Hex,
  tokenId: number,
  { inputs, raster }: KeptToken,
  height: number,
  index: number,
): Uint8Array {
  if (height === BAND_HEIGHT) {
    const first = (index % BANDS) * BANDS * RUN_BYTES;
    // Fewer where unused runs follow.
    return raster.slice(first, first + BANDS * RUN_BYTES);
  }
  const out = new Uint8Array(answerLength(height, index));
  const model = inputs.model.toString(16).padStart(2 * WORD, "0");
  out.set(fromHex(`0x${model}`));
  out.set(fromHex(inputs.latent), WORD);
  out.set(fromHex(inputs.condition), 2 * WORD);
  out.set(tokenTree(job, tokenId, inputs, raster).words(BAND_HEIGHT, 0, BANDS), INPUT_BYTES);
  return out;
}

/**
 * The node that an answer is of, and what it shows.
 * @throws RangeError when it has another length than answers there have.
 */
export function foldAnswer(job: Hex, height: number, index: number, data: Uint8Array): Answer {
  const expected = answerLength(height, index);
  if (data.length !== expected) {
    throw new RangeError(
      `An answer for node ${index} at height ${height} has ${expected} bytes; this one has ${data.length}.`,
    );
  }
  if (height === TOKEN_DEPTH) {
    const word = (at: number) => toHex(data.subarray(at * WORD, (at + 1) * WORD));
    const inputs = { model: BigInt(word(0)), latent: word(1), condition: word(2) };
    const { hash: runs, ...below } = fold(data.slice(INPUT_BYTES));
    return { ...below, hash: tokenHash(inputs, runs), inputs, runs };
  }
  const none = { inputs: null, runs: null };
  if (height === BAND_HEIGHT) {
    const children = new Uint8Array(BANDS * WORD);
    const first = leafIndex(Math.floor(index / BANDS), (index % BANDS) * BANDS);
    children.set(leaves(job, first, data));
    return { ...fold(children), ...none };
  }
  const { hash, ...below } = fold(data.slice());
  return { ...below, hash: height === TREE_DEPTH ? rootWord(hash) : hash, ...none };
}

/** The tree of nodes all of which are there. */
function fold(children: Uint8Array): Pick<Answer, "hash" | "children" | "path"> {
  const depth = Math.log2(children.length / WORD);
  const { words, path } = tree(depth, children);
  return { hash: toHex(words(depth, 0, 1)), children, path };
}

function runsUnder(index: number): number {
  return Math.max(0, Math.min(BANDS, RUNS - (index % BANDS) * BANDS));
}
