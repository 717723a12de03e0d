// What this machine may conclude about a revealed root, as a pure function: no network, no clock, no
// trust in who served what. The worker recomputes, this file judges, the panel words it.
import type { Hex } from "../renderer/hex.ts";
import {
  EPOCH_DEPTH,
  RASTER_BYTES,
  RASTER_SIDE,
  RUN_PIXELS,
  tokenTree,
  verifyPath,
} from "../renderer/merkle.ts";

/** What one source answered. A missing raster or path means that it had none. */
export interface Evidence {
  /** Who answered: a URL, shown to the viewer. */
  source: string;
  raster?: Uint8Array | undefined;
  /** The token tree's root as the source claims it; only read when no raster was served. */
  tokenRoot?: Hex | undefined;
  /** Sibling hashes from the token's root up to the epoch's root, lowest first. */
  path?: readonly Hex[] | undefined;
  /** Why there is no raster or no path, in the source's words. */
  failure?: string | undefined;
}

export interface Question {
  job: Hex;
  tokenId: number;
  /** Every root revealed on chain for the epoch. */
  roots: readonly Hex[];
  /** The canonical raster as this machine computed it, RGB row-major. */
  recomputed: Uint8Array;
  evidence: readonly Evidence[];
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

export type Verdict =
  /** This machine's pixels hash to the revealed root. */
  | { kind: "matches"; root: Hex; source: string }
  /** What was served hashes to the revealed root, and is not what the model paints. */
  | { kind: "root-wrong"; root: Hex; source: string; difference: Difference | undefined }
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

/** One verdict for each revealed root, or a single `not-revealed`. */
export function judge(question: Question): Verdict[] {
  if (question.roots.length === 0) return [{ kind: "not-revealed" }];
  const own = tokenTree(question.job, question.tokenId, question.recomputed).root;
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
  const leadsTo = (root: Hex, leaf: Hex) =>
    verifyPath(leaf, question.tokenId, path, root, EPOCH_DEPTH);
  // Without pixels the claimed leaf still says something: a path proves whatever hash it starts from.
  const leaf = raster
    ? tokenTree(question.job, question.tokenId, raster).root
    : (evidence.tokenRoot ?? own);
  if (!isHash(leaf)) return { source, own: false, fault: "its token root is not a hash" };
  const root = question.roots.find((each) => leadsTo(each, leaf));
  if (root) {
    const difference = raster ? firstDifference(raster, question.recomputed) : undefined;
    return { source, root, own: leaf.toLowerCase() === own, difference };
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
  if (decisive?.own) return { kind: "matches", root, source: decisive.source };
  if (decisive) {
    return { kind: "root-wrong", root, source: decisive.source, difference: decisive.difference };
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

function isHash(value: unknown): value is Hex {
  return typeof value === "string" && /^0x[0-9a-fA-F]{64}$/.test(value);
}

function colourAt(raster: Uint8Array, pixel: number): [number, number, number] {
  const at = pixel * 3;
  return [raster[at]!, raster[at + 1]!, raster[at + 2]!];
}
