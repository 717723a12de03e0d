// How fast and by how many an epoch was painted, as far as the chain tells: from its weather to the first seal and to
// the first root, and who took part. Pure.
import type { EpochView } from "./phase.ts";
import type { Story } from "./story.ts";

export interface Pace {
  epoch: number;
  /** Seconds since the weather was accepted; undefined before it happened, and where nobody tells. */
  toSeal: number | undefined;
  toReveal: number | undefined;
  /** Keepers that committed, that revealed, and the roots that they revealed. */
  committed: number;
  revealed: number;
  roots: number;
}

/** Oldest first. */
export function pacesOf(
  views: readonly EpochView[],
  stories: ReadonlyMap<number, Story>,
): readonly Pace[] {
  return views.toReversed().map(({ epoch, acceptedAt }): Pace => {
    const story = stories.get(epoch);
    const seeds = story?.roots.flatMap(({ keepers }) => keepers) ?? [];
    const all = [...seeds, ...(story?.sealed ?? [])];
    const first = (moments: readonly (number | undefined)[]) => {
      const known = moments.filter((moment) => moment !== undefined);
      // Without events nobody knows when.
      if (known.length === 0 || story?.deeds.length === 0) return undefined;
      return Math.min(...known) - acceptedAt;
    };
    return {
      epoch,
      toSeal: first(all.map(({ committedAt }) => committedAt)),
      toReveal: first(seeds.map(({ revealedAt }) => revealedAt)),
      committed: all.length,
      revealed: seeds.length,
      roots: story?.roots.length ?? 0,
    };
  });
}

/** The one in the middle; undefined of none. */
export function medianOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  return known[Math.floor((known.length - 1) / 2)];
}
