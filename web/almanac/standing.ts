// The story of an epoch as the contract itself tells it, where a node has no past events: who sealed, who stands
// behind which root, what fell and to whom. When they came, why a root fell and what was demanded it does not tell.
import type { Address, Hex } from "viem";
import type { EpochView, Rules } from "./phase.ts";
import { letterOf, type RootStory, type Seed, type Story, spoilsOf } from "./story.ts";

/** What somebody said, and how the root stands that it revealed. */
export interface SaidWord {
  keeper: Address;
  /** Undefined while it is sealed. */
  root: Hex | undefined;
  isSettled: boolean;
  stand?: { fallen: boolean; felledBy: Address; fellAt: number; claimed: boolean } | undefined;
}

/** @param words of everybody who committed, in the order of their accounts. */
export function standingOf(
  view: EpochView,
  words: readonly SaidWord[],
  { bond }: Pick<Rules, "bond">,
): Story {
  const roots = new Map<Hex, RootStory>();
  const sealed: Seed[] = [];
  for (const { keeper, root, isSettled, stand } of words) {
    // The windows' beginnings stand for moments that nobody tells.
    const seed: Seed = { keeper, committedAt: view.acceptedAt };
    if (!root) {
      sealed.push(seed);
      continue;
    }
    seed.revealedAt = view.commitEnds;
    if (isSettled) seed.paid = stand?.fallen ? 0n : bond + view.share;
    const known = roots.get(root);
    if (known) {
      known.keepers.push(seed);
      continue;
    }
    const fall = stand?.fallen ? { by: stand.felledBy, at: stand.fellAt } : undefined;
    const letter = letterOf(roots.size);
    roots.set(root, { letter, root, keepers: [seed], demands: [], fall });
    if (stand?.claimed) roots.get(root)!.claim = { reward: 0n, burned: 0n, at: stand.fellAt };
  }
  for (const story of roots.values()) {
    if (story.claim) story.claim = { ...spoilsOf(story.keepers.length, bond), at: story.claim.at };
  }
  const alone = [...roots.values()].find(({ fall }) => !fall);
  const verdict =
    view.outcome === "open"
      ? undefined
      : {
          root: view.outcome === "decided" ? alone?.root : undefined,
          share: view.share,
          at: view.challengeEnds,
        };
  return { roots: [...roots.values()], sealed, verdict, deeds: [] };
}
