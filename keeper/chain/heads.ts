/**
 * Which block is the newest, when nodes disagree or fall back. Going back in time makes nothing happen twice (what
 * was sent is known by its hash), but decisions on an old state waste fees, so a head lower than one already seen is
 * believed only where it cannot be a node that lags:
 *
 * - another node holds the very same block, or both hold blocks that contradict what was seen;
 * - where there is one node only: it told another hash of the same height before, which no lag can explain;
 * - or nobody has said anything else in `PATIENCE` looks: then that is the chain, and standing still would lose epochs.
 *
 * A head as high as the last one, or higher, is taken from whoever has it: with a few confirmations below it that is
 * how every chain reorganises.
 */
import type { Head } from "./rpc.ts";

/** Looks at the chain: a minute at the usual pace. */
const PATIENCE = 30;
/** Heads whose hashes are remembered. */
const MOST_REMEMBERED = 256;

/** What one node says is its newest block. `node` is its place among all. */
export interface Told extends Head {
  readonly node: number;
}

export interface Heads {
  /** The block to act on, as the node that holds it tells it; null while a lower head is not believed. */
  choose(told: readonly Told[]): Told | null;
  /** The last one chosen. */
  seen(): Told | null;
}

/** @param nodes how many there are, whether they answer or not. */
export function openHeads(nodes: number): Heads {
  let last: Told | null = null;
  let waited = 0;
  /** Hashes by height, of one line of parents and children; a gap begins a new line. */
  const line = new Map<bigint, string>();

  function accept(head: Told): Told {
    if (line.get(head.number - 1n) !== head.parentHash) {
      line.clear();
      line.set(head.number - 1n, head.parentHash);
    }
    for (const height of line.keys()) if (height > head.number) line.delete(height);
    line.set(head.number, head.hash);
    if (line.size > MOST_REMEMBERED) line.delete(line.keys().next().value!);
    waited = 0;
    last = head;
    return head;
  }

  function contradicts(head: Told): boolean {
    const before = line.get(head.number);
    return before !== undefined && before !== head.hash;
  }

  function isBelieved(best: Told, told: readonly Told[]): boolean {
    if (nodes === 1) return contradicts(best);
    return told.some(
      (one) =>
        one.node !== best.node &&
        (one.hash === best.hash || (contradicts(one) && contradicts(best))),
    );
  }

  return {
    seen: () => last,
    choose: (told) => {
      const best = bestOf(told, last);
      if (best === null) return null;
      if (last === null || best.number >= last.number) return accept(best);
      if (isBelieved(best, told) || ++waited >= PATIENCE) return accept(best);
      return null;
    },
  };
}

/** The highest; among equals the block that was seen before, then the node that was followed, then the first. */
function bestOf(told: readonly Told[], last: Told | null): Told | null {
  const weight = (one: Told) =>
    (one.hash === last?.hash ? 2 : 0) + (one.node === last?.node ? 1 : 0);
  return told.reduce<Told | null>((best, one) => {
    if (best === null || one.number > best.number) return one;
    return one.number === best.number && weight(one) > weight(best) ? one : best;
  }, null);
}
