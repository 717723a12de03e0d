// What happened, in sentences. Names come from outside, so that these stay words about plain facts.
import type { Address } from "viem";
import { count, duration, ether } from "../words.ts";
import type { Deed } from "./deeds.ts";
import { type EpochView, GROUNDS, type Ground, type Phase, type Rules } from "./phase.ts";
import type { RootStory, Story } from "./story.ts";

/** A short name of an account, or "nobody". */
export type Name = (who: Address) => string;

/** Tokens below a node at height 19. */
const PLANTS_OF_BRANCH = 128;
/** Height of a plant's node. */
const TOKEN = 12;
/** Runs below a node at height 6, and to a row. */
const RUNS_OF_PIECE = 64;
const RUNS_OF_ROW = 15;
const ROWS = 240;

const GROUND_WORDS: Record<Ground, string> = {
  run: "the chain paints other pixels",
  inputs: "a sky was painted from something else than the chain says",
  padding: "something lay where nothing may be",
  silence: "a demand was not answered in time",
};

/** Why a root fell. */
export function groundWords(ground: Ground): string {
  return GROUND_WORDS[ground];
}

/** What lies below a node, as a newcomer may say it. */
export function nodeWords(height: number, index: number): string {
  if (height === 26) return "all plants";
  if (height === 19) {
    const first = index * PLANTS_OF_BRANCH;
    return `plants ${first} to ${first + PLANTS_OF_BRANCH - 1}`;
  }
  if (height === 12) return `plant ${index}`;
  const first = (index % RUNS_OF_PIECE) * RUNS_OF_PIECE;
  const top = Math.floor(first / RUNS_OF_ROW);
  const bottom = Math.min(ROWS - 1, Math.floor((first + RUNS_OF_PIECE - 1) / RUNS_OF_ROW));
  return `plant ${Math.floor(index / RUNS_OF_PIECE)}, rows ${top} to ${bottom}`;
}

/** A place where nothing may be, see `isPadding` of renderer/merkle.ts. */
export function paddingWords(height: number, index: number): string {
  if (height < TOKEN) {
    return `plant ${Math.floor(index / 2 ** (TOKEN - height))}, beyond the last of its pixels`;
  }
  const first = index * 2 ** (height - TOKEN);
  return `from plant ${first} on, which the epoch does not have`;
}

/** The one plant that a node is about. */
export function plantOf(height: number, index: number): number | undefined {
  return height <= 12 ? Math.floor(index / 2 ** (12 - height)) : undefined;
}

/** Where the epoch stands, and what comes next. */
export function phaseWords(phase: Phase, view: EpochView, now: number): string {
  const left = "until" in phase ? duration(Math.ceil((phase.until - now) / 60)) : "";
  switch (phase.kind) {
    case "commit":
      return `Keepers paint and seal their answers for another ${left}.`;
    case "reveal":
      return `Seals are being opened, for another ${left}.`;
    case "challenge":
      return `Anyone may challenge what was revealed, for another ${left}.`;
    case "follow-up":
      return `An answer came late, so what follows from it may be asked for another ${left}.`;
    case "unanswered":
      return `${count(view.openDemands, "demand")} without an answer: until one comes or time is up, nothing is decided.`;
    case "due":
      return "Every window is over: anyone may have the contract decide.";
    case "decided":
      return "Decided: one root stands.";
    case "void":
      return view.standing === 0
        ? "Void: no root stands, so none is the epoch's."
        : "Void: several roots stand, so none is the epoch's and nobody is paid.";
  }
}

/** One event in a sentence. */
export function deedWords(deed: Deed, story: Story, name: Name): string {
  const letter = (root: string) => letterIn(story.roots, root);
  switch (deed.eventName) {
    case "Committed":
      return `${name(deed.args.keeper)} sealed its answer and locked its bond.`;
    case "Revealed":
      return `${name(deed.args.keeper)} opened its seal: ${letter(deed.args.root)}.`;
    case "Expired": {
      const { by, keeper, reward, burned } = deed.args;
      return `${name(keeper)} never opened its seal: ${ether(reward)} of its bond to ${name(by)}, ${ether(burned)} burned.`;
    }
    case "Felled":
      return `${name(deed.args.by)} felled ${letter(deed.args.root)}: ${groundWords(GROUNDS[deed.args.ground]!)}.`;
    case "Demanded": {
      const { bond, demander, height, index, root } = deed.args;
      const what = nodeWords(Number(height), Number(index));
      return `${name(demander)} demanded to see ${what} of ${letter(root)}, for ${ether(bond)}.`;
    }
    case "Answered": {
      const { answerer, data, height, index, root } = deed.args;
      const what = nodeWords(Number(height), Number(index));
      const bytes = (data.length - 2) / 2;
      return `${name(answerer)} showed ${what} of ${letter(root)}, ${count(bytes, "byte")}.`;
    }
    case "DemandSettled":
      return `${name(deed.args.to)} got ${ether(deed.args.bond)} for a demand about ${letter(deed.args.root)}.`;
    case "Finalized":
      return BigInt(deed.args.root) === 0n
        ? "The epoch was decided: void, nobody is paid."
        : `The epoch was decided: ${letter(deed.args.root)} is its root.`;
    case "Settled": {
      const { amount, keeper } = deed.args;
      return amount === 0n
        ? `${name(keeper)} got nothing back: its root fell.`
        : `${name(keeper)} got ${ether(amount)}: its bond and its share.`;
    }
    case "Claimed": {
      const { burned, by, reward, root } = deed.args;
      return `${name(by)} was paid ${ether(reward)} for felling ${letter(root)}; ${ether(burned)} were burned.`;
    }
  }
}

/** What stands, in one sentence: for the head of an epoch and for whoever does not see the drawing. */
export function standingWords({ roots, sealed }: Story): string {
  if (roots.length === 0) {
    return sealed.length === 0
      ? "Nobody has committed."
      : `${count(sealed.length, "keeper")} sealed an answer.`;
  }
  const parts = roots.map(
    ({ letter, keepers, fall }) =>
      `root ${letter} with ${count(keepers.length, "keeper")} ${fall ? "has fallen" : "stands"}`,
  );
  const said = `${parts.join(", ")}.`;
  return said[0]!.toUpperCase() + said.slice(1);
}

/** What the bonds behind a root are and what becomes of them. */
export function stakeWords({ keepers, fall, claim }: RootStory, rules: Rules, name: Name): string {
  const stake = BigInt(keepers.length) * rules.bond;
  if (!fall) return `${ether(stake)} of bonds stand behind it.`;
  if (claim) {
    return `${ether(claim.reward)} went to ${name(fall.by)}, ${ether(claim.burned)} were burned.`;
  }
  return `${ether(stake)} of bonds are lost: once the epoch is decided, half goes to ${name(fall.by)} and half is burned.`;
}

function letterIn(roots: readonly RootStory[], root: string): string {
  return `root ${roots.find((each) => each.root === root)?.letter ?? "?"}`;
}
