// What this machine may conclude about a revealed root, as a pure function: no network, no clock, no
// trust in who served what. The worker recomputes, this file judges, the panel words it.
import { type Hex, toHex } from "../../renderer/hex.ts";
import {
  EPOCH_DEPTH,
  RASTER_BYTES,
  RASTER_SIDE,
  RUN_BYTES,
  RUN_PIXELS,
  type SkyInputs,
  TOKEN_DEPTH,
  type TokenTree,
  type TreeNode,
  tokenTree,
  verifyToken,
} from "../../renderer/merkle.ts";
import { paddingBeside } from "./padding.ts";

/** What one source answered. A missing raster or path means that it had none. */
export interface Evidence {
  /** Who answered: a URL, shown to the viewer. */
  source: string;
  raster?: Uint8Array | undefined;
  /** What the source's tree says that the raster was painted from; without it, what the chain says. */
  inputs?: SkyInputs | undefined;
  /** The token's node as the source claims it; only read when no raster was served. */
  node?: Hex | undefined;
  /** Sibling hashes from the token's node up to the top, lowest first. */
  path?: readonly Hex[] | undefined;
  /** Why there is no raster or no path, in the source's words. */
  failure?: string | undefined;
}

export interface Question {
  job: Hex;
  tokenId: number;
  /** What the chain says that the sky is painted from. */
  inputs: SkyInputs;
  /** Plants that the epoch has; undefined where it is not known, and padding is not looked at. */
  supply?: number | undefined;
  /** Every root revealed on chain for the epoch. */
  roots: readonly Hex[];
  /** The canonical raster as this machine computed it, RGB row-major. */
  recomputed: Uint8Array;
  evidence: readonly Evidence[];
  /** The root over all pictures of the epoch, where this machine has painted every one of them. */
  ownRoot?: Hex | undefined;
}

/** Where the served raster first leaves the recomputed one. */
export interface Difference {
  /** Leaf number in the token's tree: y * 15 + floor(x / 16). */
  run: number;
  x: number;
  y: number;
  served: readonly [number, number, number];
  recomputed: readonly [number, number, number];
  /** How many of the 57,600 pixels differ. */
  pixels: number;
}

/** What the almanac's contract takes to fell a root: `challenge`, `challengeInputs`, `challengePadding`. */
export type Lie =
  | { kind: "run"; run: number; pixels: Hex; inputs: SkyInputs; path: readonly Hex[] }
  | { kind: "inputs"; inputs: SkyInputs; runs: Hex; path: readonly Hex[] }
  /** Something where nothing may be; the picture that was looked at may be right. */
  | { kind: "padding"; node: TreeNode };

export type Verdict =
  /** This machine's pixels hash to the revealed root. */
  | { kind: "matches"; root: Hex; source: string }
  /** All pictures of the epoch were painted here and give another root; which one differs nobody shows. */
  | { kind: "epoch-differs"; root: Hex }
  /** What was served hashes to the revealed root, and is not what the model paints. */
  | {
      kind: "root-wrong";
      root: Hex;
      source: string;
      difference: Difference | undefined;
      /** Undefined where the pixels are not served: a hash alone convicts nobody. */
      lie: Lie | undefined;
      /** The token's, as it lies under the root: where a demand begins for what is not served. */
      node: TreeNode;
    }
  /** What was served does not hash to the revealed root, so it says nothing about the root. */
  | { kind: "bad-proof"; root: Hex; faults: readonly Fault[] }
  /** No source has a path, so nothing ties this token's pixels to the root. */
  | { kind: "cannot-be-proved"; root: Hex; tried: readonly Fault[] }
  /** There is no root to hold anything against. */
  | { kind: "not-revealed" };

export interface Fault {
  source: string;
  reason: string;
}

/** The source of a path that follows from painting every picture of the epoch. */
export const WHOLE_EPOCH = "this machine, which painted every picture of the epoch";

/** One verdict for each revealed root, or a single `not-revealed`. */
export function judge(question: Question): Verdict[] {
  if (question.roots.length === 0) return [{ kind: "not-revealed" }];
  const { inputs, job, recomputed, tokenId } = question;
  const own = tokenTree(job, tokenId, inputs, recomputed).root;
  const weighed = question.evidence.map((evidence) => weigh(question, own, evidence));
  return question.roots.map((root) => judgeRoot(root, question, weighed));
}

/** The first pixel in which two canonical rasters differ, and how many do. */
export function firstDifference(
  served: Uint8Array,
  recomputed: Uint8Array,
): Difference | undefined {
  let first = -1;
  let pixels = 0;
  for (let pixel = 0; pixel < RASTER_SIDE * RASTER_SIDE; pixel++) {
    const at = pixel * 3;
    const same =
      served[at] === recomputed[at] &&
      served[at + 1] === recomputed[at + 1] &&
      served[at + 2] === recomputed[at + 2];
    if (same) continue;
    pixels += 1;
    if (first < 0) first = pixel;
  }
  if (first < 0) return undefined;
  return {
    run: Math.floor(first / RUN_PIXELS),
    x: first % RASTER_SIDE,
    y: Math.floor(first / RASTER_SIDE),
    served: colourAt(served, first),
    recomputed: colourAt(recomputed, first),
    pixels,
  };
}

interface Weighed {
  source: string;
  /** The root that the evidence leads to; undefined when it leads nowhere. */
  root?: Hex;
  /** Whether the leaf under that root is the one that this machine computed. */
  own: boolean;
  difference?: Difference | undefined;
  lie?: Lie | undefined;
  /** The token's node under that root. */
  node?: TreeNode;
  /** Set when the evidence is malformed or contradicts itself. */
  fault?: string;
  /** Set when there is nothing to weigh. */
  silence?: string;
}

function weigh(question: Question, own: Hex, evidence: Evidence): Weighed {
  const { source, raster, path } = evidence;
  if (!path) return { source, own: false, silence: evidence.failure ?? "has no path" };
  if (path.length !== EPOCH_DEPTH || !path.every(isHash)) {
    return { source, own: false, fault: `its path is not ${EPOCH_DEPTH} hashes` };
  }
  if (raster && raster.length !== RASTER_BYTES) {
    return {
      source,
      own: false,
      fault: `its raster has ${raster.length} bytes instead of ${RASTER_BYTES}`,
    };
  }
  const leadsTo = (root: Hex, node: Hex) => verifyToken(node, question.tokenId, path, root);
  const { inputs = question.inputs } = evidence;
  if (!isInputs(inputs)) {
    return { source, own: false, fault: "what it says that the sky was painted from is malformed" };
  }
  // Without pixels the claimed node still says something: a path proves whatever hash it starts from.
  const tree = raster && tokenTree(question.job, question.tokenId, inputs, raster);
  const node = tree?.root ?? evidence.node ?? own;
  if (!isHash(node)) return { source, own: false, fault: "its token's node is not a hash" };
  const root = question.roots.find((each) => leadsTo(each, node));
  if (root) {
    const difference = raster ? firstDifference(raster, question.recomputed) : undefined;
    const at = { height: TOKEN_DEPTH, index: question.tokenId, hash: node, inputs, path };
    const lie =
      (tree && lieIn(question, { tree, inputs, raster: raster!, path }, difference)) ??
      paddingLie(at, question.supply);
    return { source, root, own: node.toLowerCase() === own, difference, lie, node: at };
  }
  const ownFits = question.roots.some((each) => leadsTo(each, own));
  return {
    source,
    own: false,
    fault: ownFits
      ? "its pixels do not hash to the revealed root, although its path fits the pixels computed here"
      : "its pixels and path do not hash to the revealed root",
  };
}

function judgeRoot(root: Hex, question: Question, weighed: readonly Weighed[]): Verdict {
  // A path can lead to a root from one leaf only, so two sources cannot disagree about a root.
  const decisive = weighed.find((each) => each.root === root);
  if (decisive?.own && !decisive.lie) return { kind: "matches", root, source: decisive.source };
  if (decisive) {
    const { source, difference, lie, node } = decisive;
    return { kind: "root-wrong", root, source, difference, lie, node: node! };
  }
  if (question.ownRoot) {
    const isOwn = question.ownRoot.toLowerCase() === root.toLowerCase();
    return isOwn ? { kind: "matches", root, source: WHOLE_EPOCH } : { kind: "epoch-differs", root };
  }
  const faults = weighed.flatMap(({ source, fault }) => (fault ? [{ source, reason: fault }] : []));
  if (faults.length > 0) return { kind: "bad-proof", root, faults };
  const tried = weighed.map(({ source, silence }) => ({
    source,
    reason: silence ?? "has a path to another root only",
  }));
  if (question.evidence.length === 0) tried.push({ source: "no keeper", reason: "is known" });
  return { kind: "cannot-be-proved", root, tried };
}

/** What the chain can judge: other inputs first, because other pixels follow from them. */
function lieIn(
  { inputs: own }: Question,
  served: { tree: TokenTree; inputs: SkyInputs; raster: Uint8Array; path: readonly Hex[] },
  difference: Difference | undefined,
): Lie | undefined {
  const { inputs, path, raster, tree } = served;
  if (!sameInputs(inputs, own)) return { kind: "inputs", inputs, runs: tree.runs, path };
  if (!difference) return undefined;
  const { run } = difference;
  const pixels = toHex(raster.subarray(run * RUN_BYTES, (run + 1) * RUN_BYTES));
  return { kind: "run", run, pixels, inputs, path: [...tree.path(run), ...path] };
}

/** What lies beside a path, where nothing may. */
function paddingLie(node: TreeNode, supply: number | undefined): Lie | undefined {
  const found = supply === undefined ? undefined : paddingBeside(node, supply);
  return found && { kind: "padding", node: found };
}

/** Whether two skies are painted from the same. */
export function sameInputs(a: SkyInputs, b: SkyInputs): boolean {
  const same = (x: Hex, y: Hex) => x.toLowerCase() === y.toLowerCase();
  return a.model === b.model && same(a.latent, b.latent) && same(a.condition, b.condition);
}

function isInputs({ model, latent, condition }: SkyInputs): boolean {
  return model >= 0n && model < 1n << 256n && isHash(latent) && isHash(condition);
}

function isHash(value: unknown): value is Hex {
  return typeof value === "string" && /^0x[0-9a-fA-F]{64}$/.test(value);
}

function colourAt(raster: Uint8Array, pixel: number): [number, number, number] {
  const at = pixel * 3;
  return [raster[at]!, raster[at + 1]!, raster[at + 2]!];
}
