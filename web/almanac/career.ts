// What became of a keeper's bonds: one season for each epoch that it committed to, and what it got besides for
// telling on others. Pure; where past events are not to be had, what the views still know is told.
import type { Hex } from "viem";
import type { Deed } from "./deeds.ts";
import type { EpochView, Rules } from "./phase.ts";

/** What the views say of one keeper in one epoch. */
export interface WordView {
  epoch: number;
  isCommitted: boolean;
  /** Undefined before it is revealed. */
  root: Hex | undefined;
  isSettled: boolean;
  /** Whether the root that it revealed has fallen. */
  hasFallen: boolean;
}

export type Fate =
  /** Its seal is closed, and may still be opened. */
  | "sealed"
  /** Its seal was not opened in time: a quarter of the bond is lost as soon as somebody says so. */
  | "late"
  | "expired"
  /** Its root stands, and nothing is decided. */
  | "stands"
  | "fell"
  | "won"
  | "void";

export interface Season {
  epoch: number;
  fate: Fate;
  root: Hex | undefined;
  /** Wei that it gained by the epoch, or lost. */
  gain: bigint;
  /** Whether the bond is back, or what is left of it. */
  isSettled: boolean;
}

export interface Reward {
  epoch: number;
  kind: "felled" | "expired";
  amount: bigint;
}

export interface Career {
  /** Newest first. */
  seasons: readonly Season[];
  rewards: readonly Reward[];
}

/**
 * @param views of the epochs, newest first.
 * @param words what the almanac says of the keeper in each of them.
 * @param deeds of those epochs that name the keeper; a penalty leaves no word behind, only its event.
 */
export function careerOf(
  keeper: Hex,
  views: readonly EpochView[],
  words: readonly WordView[],
  deeds: readonly Deed[],
  rules: Pick<Rules, "bond">,
  now: number,
): Career {
  const isOurs = (who: Hex) => who.toLowerCase() === keeper.toLowerCase();
  const seasons = views.flatMap((view): Season[] => {
    const { epoch } = view;
    const word = words.find((each) => each.epoch === epoch);
    if (word?.isCommitted) {
      const fate = fateOf(view, word, now);
      const gain = fate === "fell" ? -rules.bond : fate === "won" ? view.share : 0n;
      return [{ epoch, fate, root: word.root, gain, isSettled: word.isSettled }];
    }
    const expired = deeds.find(
      (deed) => deed.epoch === epoch && deed.eventName === "Expired" && isOurs(deed.args.keeper),
    );
    if (expired?.eventName !== "Expired") return [];
    const gain = -(expired.args.reward + expired.args.burned);
    return [{ epoch, fate: "expired", root: undefined, gain, isSettled: true }];
  });
  const rewards = deeds.flatMap((deed): Reward[] => {
    const { epoch } = deed;
    if (deed.eventName === "Claimed" && isOurs(deed.args.by)) {
      return [{ epoch, kind: "felled", amount: deed.args.reward }];
    }
    if (deed.eventName === "Expired" && isOurs(deed.args.by)) {
      return [{ epoch, kind: "expired", amount: deed.args.reward }];
    }
    return [];
  });
  return { seasons, rewards };
}

function fateOf(view: EpochView, word: WordView, now: number): Fate {
  if (!word.root) return now < view.revealEnds ? "sealed" : "late";
  if (word.hasFallen) return "fell";
  if (view.outcome === "open") return "stands";
  return view.outcome === "decided" ? "won" : "void";
}

/** What a keeper gained and lost in each epoch of a span, oldest first, and what that comes to. */
export interface Course {
  epochs: readonly number[];
  gained: readonly bigint[];
  lost: readonly bigint[];
  sum: readonly bigint[];
}

export function courseOf({ seasons, rewards }: Career, first: number, last: number): Course {
  const epochs = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const gained = epochs.map(() => 0n);
  const lost = epochs.map(() => 0n);
  const add = (epoch: number, wei: bigint) => {
    const at = epoch - first;
    if (at < 0 || at >= epochs.length) return;
    if (wei < 0n) lost[at]! -= wei;
    else gained[at]! += wei;
  };
  for (const { epoch, gain } of seasons) add(epoch, gain);
  for (const { epoch, amount } of rewards) add(epoch, amount);
  let total = 0n;
  const sum = epochs.map((_, i) => {
    total += gained[i]! - lost[i]!;
    return total;
  });
  return { epochs, gained, lost, sum };
}

export const FATE_WORDS: Record<Fate, string> = {
  sealed: "Its answer is sealed.",
  late: "It did not open its seal in time.",
  expired: "It never opened its seal, and a quarter of its bond was taken.",
  stands: "Its root stands; nothing is decided yet.",
  fell: "Its root fell, and the bond with it.",
  won: "Its root is the epoch's.",
  void: "Several roots stood, or none: the bond came back, and nothing else.",
};
