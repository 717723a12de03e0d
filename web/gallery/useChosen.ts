// From a wish to tokens in their order. Without a choice to make, nothing has to be known about them.
import { useMemo } from "react";
import { type Catalogue, useCatalogue } from "../queries/catalogue.ts";
import { useChanges } from "../queries/changes.ts";
import type { Pulse } from "../queries/pulse.ts";
import { FACETS } from "./facets.ts";
import { ascending, descending, listed, type Order } from "./order.ts";
import { type Selection, select } from "./select.ts";
import { useFound } from "./useFound.ts";
import type { Wish } from "./wish.ts";

export interface Chosen {
  /** Undefined while it is being found out. */
  order: Order | undefined;
  catalogue: Catalogue | undefined;
  counts: Selection["counts"] | undefined;
  /** What the search found, in words. */
  found: string | undefined;
  isSearching: boolean;
  isFailed: boolean;
}

const NOTHING = { minted: 0, epochSeconds: 1, weatherAge: 0 };

/** `isCurious`: the catalogue may be read although the wish does not need it, for counts. */
export function useChosen(pulse: Pulse | undefined, wish: Wish, isCurious: boolean): Chosen {
  const { minted, epochSeconds, weatherAge } = pulse ?? NOTHING;
  const found = useFound(wish.query, minted);
  const isPicking = FACETS.some((facet) => wish.picked[facet].length > 0);
  const needsAll = isPicking || wish.sort === "changed";
  const { data: catalogue, isError } = useCatalogue(needsAll || isCurious);
  const changes = useChanges(catalogue, wish.sort === "changed");
  const { among } = found;
  const { picked, sort } = wish;

  const selection = useMemo(() => {
    if (!catalogue) return undefined;
    const collection = { catalogue, size: minted, epochSeconds, weatherAge, changes: changes.data };
    return select(collection, { picked, sort }, among);
  }, [catalogue, minted, epochSeconds, weatherAge, changes.data, picked, sort, among]);

  const order = useMemo(() => {
    if (found.isBusy || minted === 0) return undefined;
    if (needsAll) return selection && listed(selection.ids);
    if (among) return inOrder(among, sort === "youngest");
    return sort === "youngest" ? descending(minted) : ascending(minted);
  }, [found.isBusy, minted, needsAll, selection, among, sort]);

  return {
    order,
    catalogue,
    counts: selection?.counts,
    found: found.words,
    isSearching: found.isBusy,
    isFailed: needsAll && isError && !catalogue,
  };
}

function inOrder(tokens: ReadonlySet<number>, isDescending: boolean): Order {
  const ids = Uint16Array.from(tokens).sort();
  return listed(isDescending ? ids.reverse() : ids);
}
