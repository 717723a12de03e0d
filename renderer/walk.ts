// The honest challenger's walk: from a root that is not one's own to a lie that the almanac can judge, in at most
// four demands.
import {
  type Answer,
  answerLength,
  BAND_HEIGHT,
  childHeight,
  foldAnswer,
  type OwnTree,
} from "./demands.ts";
import { type Hex, toHex } from "./hex.ts";
import {
  isPadding,
  NO_INPUTS,
  RUN_BYTES,
  type SkyInputs,
  TOKEN_DEPTH,
  TREE_DEPTH,
  type TreeNode,
  WORD,
} from "./merkle.ts";

/** What to do next about a root; what it carries is what the almanac's call of that name takes. */
export type Step =
  /** The root is one's own. */
  | { readonly kind: "same" }
  /** Nobody has shown yet what lies under this node. */
  | { readonly kind: "demand"; readonly node: TreeNode }
  /** A run that the engine does not paint. */
  | {
      readonly kind: "challenge";
      readonly tokenId: number;
      readonly run: number;
      readonly pixels: Hex;
      readonly inputs: SkyInputs;
      readonly path: readonly Hex[];
    }
  /** A sky painted from other inputs than the token's. */
  | {
      readonly kind: "challengeInputs";
      readonly tokenId: number;
      readonly inputs: SkyInputs;
      readonly runs: Hex;
      readonly path: readonly Hex[];
    }
  /** Something where nothing may be. */
  | { readonly kind: "challengePadding"; readonly node: TreeNode };

/**
 * What was shown of a node so far: an answer on chain, or what anybody served. Nothing is believed that does not
 * fold into the node.
 */
export type Shown = (
  height: number,
  index: number,
  hash: Hex,
) => Uint8Array | undefined | Promise<Uint8Array | undefined>;

/** Nodes that a walk asks about in vain: to ask may be to ask other machines, and a lie may be in every token. */
const MOST_IN_VAIN = 32;

/** What is known of the truth, against which answers are held. */
export interface Known {
  readonly job: Hex;
  /** Tokens born by the epoch. */
  readonly supply: number;
  /** What a token is painted from, at height 12; undefined where that is not known, and at other heights. */
  inputs(height: number, index: number): Promise<SkyInputs | undefined>;
  /** The places in an answer that are wrong, or that what is wrong may lie under, in order. */
  places(height: number, index: number, answer: Answer): Promise<number[]>;
}

/**
 * The next step against `root`. Where several answers lead on, the one that ends in a challenge is taken; among
 * demands, the first, so that a walk goes on where it demanded to.
 * @throws Error when one's own tree contradicts itself.
 */
export async function firstDifference(own: OwnTree, root: Hex, shown: Shown): Promise<Step> {
  if (root === own.root) return { kind: "same" };
  const ours = async (height: number, index: number) =>
    foldAnswer(own.job, height, index, await own.answer(height, index));
  const known: Known = {
    job: own.job,
    supply: own.supply,
    inputs: async (height, index) =>
      height === TOKEN_DEPTH ? ((await ours(height, index)).inputs ?? undefined) : undefined,
    places: async (height, index, answer) => {
      const found = differences(answer.children, (await ours(height, index)).children);
      if (found.length > 0) return found;
      throw new Error(
        `One's own tree says the same as the other under node ${index} at height ${height}, and yet is another: what is kept of it is damaged. Paint the epoch again.`,
      );
    },
  };
  const top = { height: TREE_DEPTH, index: 0, hash: root, inputs: NO_INPUTS, path: [] };
  return (await seek(known, top, shown)) ?? { kind: "same" };
}

/** The next step from a node down; undefined where nothing under it is known to be wrong. */
export async function seek(known: Known, from: TreeNode, shown: Shown): Promise<Step | undefined> {
  let inVain = 0;
  return walk(from);

  async function walk(node: TreeNode): Promise<Step | undefined> {
    const { height, index } = node;
    const data = await shown(height, index, node.hash);
    const answer = data && understand(known.job, node, data);
    if (!answer) {
      inVain++;
      return { kind: "demand", node };
    }
    const ours = await known.inputs(height, index);
    if (answer.inputs !== null && ours !== undefined && !isSame(answer.inputs, ours)) {
      const { inputs, runs } = answer;
      return { kind: "challengeInputs", tokenId: index, inputs, runs: runs!, path: node.path };
    }
    const places = await known.places(height, index, answer);
    if (height === BAND_HEIGHT && places[0] !== undefined) {
      return runStep(childOf(node, answer, places[0]), data!, places[0]);
    }
    // What may not be there is challenged at once: nothing has to be shown first.
    const isWrong = (place: number) => {
      const child = childOf(node, answer, place);
      return isPadding(child.height, child.index, known.supply);
    };
    const padding = places.find(isWrong);
    if (padding !== undefined) {
      return { kind: "challengePadding", node: childOf(node, answer, padding) };
    }
    let demand: Step | undefined;
    for (const place of places) {
      const step = await walk(childOf(node, answer, place));
      if (step !== undefined && step.kind !== "demand") return step;
      demand ??= step;
      if (inVain >= MOST_IN_VAIN) break;
    }
    return demand;
  }
}

/** Undefined for what does not fold into the node. */
function understand(job: Hex, { height, index, hash }: TreeNode, data: Uint8Array) {
  if (data.length !== answerLength(height, index)) return undefined;
  const answer = foldAnswer(job, height, index, data);
  return answer.hash === hash ? answer : undefined;
}

function childOf(node: TreeNode, answer: Answer, place: number): TreeNode {
  const height = childHeight(node.height);
  return {
    height,
    index: node.index * 2 ** (node.height - height) + place,
    hash: wordAt(answer.children, place),
    inputs: answer.inputs ?? node.inputs,
    path: [...answer.path(place), ...node.path],
  };
}

function runStep({ index, inputs, path }: TreeNode, data: Uint8Array, place: number): Step {
  return {
    kind: "challenge",
    tokenId: Math.floor(index / 2 ** TOKEN_DEPTH),
    run: index % 2 ** TOKEN_DEPTH,
    pixels: toHex(data.subarray(place * RUN_BYTES, (place + 1) * RUN_BYTES)),
    inputs,
    path,
  };
}

/** The places at which two lists of nodes differ. */
export function differences(theirs: Uint8Array, ours: Uint8Array): number[] {
  const places: number[] = [];
  for (let place = 0; place < theirs.length / WORD; place++) {
    if (wordAt(theirs, place) !== wordAt(ours, place)) places.push(place);
  }
  return places;
}

export function wordAt(words: Uint8Array, place: number): Hex {
  return toHex(words.subarray(place * WORD, (place + 1) * WORD));
}

function isSame(a: SkyInputs, b: SkyInputs): boolean {
  return a.model === b.model && a.latent === b.latent && a.condition === b.condition;
}
