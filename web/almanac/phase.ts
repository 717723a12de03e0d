// Where an epoch stands at a moment. Pure: the windows and the state come from the contract, the moment from
// the newest block.

/** As `IAlmanac.Outcome`. */
export const OUTCOMES = ["open", "decided", "void"] as const;

/** As `IAlmanac.Ground`. */
export const GROUNDS = ["run", "inputs", "padding", "silence"] as const;
export type Ground = (typeof GROUNDS)[number];

/** The rules of the game, in numbers of JavaScript where they fit. */
export interface Rules {
  commitSeconds: number;
  revealSeconds: number;
  challengeSeconds: number;
  answerSeconds: number;
  followUpSeconds: number;
  /** Wei. */
  bond: bigint;
  pot: bigint;
  demandFloor: bigint;
}

/** What the contract says of an epoch. */
export interface EpochView {
  epoch: number;
  /** Unix seconds: when the weather was accepted, and when each window ends. */
  acceptedAt: number;
  commitEnds: number;
  revealEnds: number;
  challengeEnds: number;
  outcome: (typeof OUTCOMES)[number];
  /** Wei for each keeper behind the winning root. */
  share: bigint;
  standing: number;
  openDemands: number;
  waitUntil: number;
}

export type Phase =
  | { kind: "commit" | "reveal" | "challenge" | "follow-up"; until: number }
  /** The windows are over, and a demand has no answer. */
  | { kind: "unanswered" }
  /** Anyone may finalize it now. */
  | { kind: "due" }
  | { kind: "decided" }
  | { kind: "void" };

export function phaseOf(view: EpochView, now: number): Phase {
  if (view.outcome === "decided" || view.outcome === "void") return { kind: view.outcome };
  if (now < view.commitEnds) return { kind: "commit", until: view.commitEnds };
  if (now < view.revealEnds) return { kind: "reveal", until: view.revealEnds };
  if (now < view.challengeEnds) return { kind: "challenge", until: view.challengeEnds };
  if (view.openDemands > 0) return { kind: "unanswered" };
  if (now < view.waitUntil) return { kind: "follow-up", until: view.waitUntil };
  return { kind: "due" };
}
