// Chooses tokens, and counts what other choices would leave. Pure, and quick enough to run with every key.
import type { Catalogue } from "../queries/catalogue.ts";
import type { Changes } from "../queries/changes.ts";
import { columnOf, FACETS, type Facet, partsOf } from "./facets.ts";
import type { Sort, Wish } from "./wish.ts";

export interface Selection {
  /** Chosen tokens in their order. */
  ids: Uint16Array;
  /** By part: how many would be shown, were this part of its facet picked alone. */
  counts: Readonly<Record<Facet, Uint32Array>>;
}

/** A collection as it is now: the catalogue, and how many have been minted, of which the last are seeds. */
export interface Collection {
  catalogue: Catalogue;
  size: number;
  epochSeconds: number;
  /** Epochs since weather was accepted last. */
  weatherAge: number;
  /** Undefined where the order does not ask. */
  changes: Changes | undefined;
}

/** `among`: where only some are asked about, such as those of one owner. */
export function select(
  collection: Collection,
  { picked, sort }: Pick<Wish, "picked" | "sort">,
  among?: ReadonlySet<number>,
): Selection {
  const { catalogue, size, epochSeconds } = collection;
  const facets = FACETS.map((facet) => {
    const parts = partsOf(facet, catalogue.places);
    const wanted = new Set(
      picked[facet].map((slug) => parts.findIndex((part) => part.slug === slug)),
    );
    // A part that this collection has not, from an old link, is no wish.
    wanted.delete(-1);
    const column = columnOf(facet, catalogue, size, epochSeconds);
    return { column, wanted, counts: new Uint32Array(parts.length) };
  });
  const chosen = new Uint16Array(size);
  let count = 0;
  for (let id = 0; id < size; id++) {
    if (among && !among.has(id)) continue;
    let misses = 0;
    let missed: (typeof facets)[number] | undefined;
    for (const facet of facets) {
      if (facet.wanted.size === 0 || facet.wanted.has(facet.column[id]!)) continue;
      misses++;
      missed = facet;
    }
    if (misses === 0) chosen[count++] = id;
    // Who misses by one facet only would be shown by another choice of that facet.
    if (misses > 1) continue;
    for (const facet of missed ? [missed] : facets) {
      const part = facet.column[id]!;
      if (part < facet.counts.length) facet.counts[part]!++;
    }
  }
  return {
    ids: sorted(chosen.subarray(0, count), sort, collection),
    counts: Object.fromEntries(
      FACETS.map((facet, i) => [facet, facets[i]!.counts]),
    ) as unknown as Selection["counts"],
  };
}

/** Numbers are given in the order of birth, so both of the first two orders are orders by age too. */
function sorted(ids: Uint16Array, sort: Sort, collection: Collection): Uint16Array {
  if (sort === "number") return ids;
  if (sort === "youngest") return ids.slice().reverse();
  const newest = newestChanges(collection);
  // Numbers sort themselves much faster than a function sorts them: the change, what of it is its own, the
  // token, in bits that a double holds for more than a century of epochs.
  const keys = Float64Array.from(ids, (id) => newest(id) * 2 ** 14 + id).sort();
  return Uint16Array.from(keys.reverse(), (key) => key % 2 ** 14);
}

/**
 * When a picture last became another: by germination, by its holder, by weather; a pinned one has none. Of those
 * that changed at the same time, usually with the last weather, what is their own decides.
 */
function newestChanges({ catalogue, changes, weatherAge }: Collection): (id: number) => number {
  const { epoch, genomes, pins, stations, places } = catalogue;
  const first = genomes.births[0] ?? 0;
  const weather = places.map(({ observation }) =>
    Math.max(first, epoch - weatherAge - observation.age),
  );
  return (id) => {
    const birth = genomes.births[id];
    // A seed has not even begun.
    if (birth === undefined) return 0;
    const own = Math.max(birth, changes?.get(id) ?? 0);
    const last = pins[id] === 0 ? Math.max(own, weather[stations[id]!] ?? first) : own;
    return (last - first + 1) * 2 ** 17 + (own - first);
  };
}
