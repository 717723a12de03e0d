// What lies on the bench: a plant, perhaps another to walk to, and how far the walk has come. The address says it
// too, a moment later, because browsers refuse an address that changes with every step of a slider.
import { useEffect, useRef, useState } from "react";
import type { Genome } from "../../renderer/genome.ts";
import { type Search, useSearch } from "../router.ts";
import { genomeLink, linkOf, readGenomeLink, readLink } from "./link.ts";
import { FIRST, type Specimen } from "./specimen.ts";
import { walk } from "./walk.ts";

const REST_MS = 250;

export interface Bench {
  specimen: Specimen;
  /** Where the walk leads. */
  to: Genome | undefined;
  /** How far it has come, in per cent. */
  share: number;
}

/** The plant to be shown: on a walk, the one that it has come to. */
export function shownOn({ specimen, to, share }: Bench): Specimen {
  return to ? { ...specimen, genome: walk(specimen.genome, to, share / 100) } : specimen;
}

export function useBench() {
  const [search, changeSearch] = useSearch();
  const [bench, setBench] = useState(() => benchOf(search) ?? { ...EMPTY, specimen: FIRST });
  const written = useRef(keyOf(search));

  // Somebody else changed the address: a link was followed, or the way back.
  const key = keyOf(search);
  const isBroken = search.s !== undefined && benchOf(search) === undefined;
  useEffect(() => {
    if (key === written.current) return;
    written.current = key;
    const [s, to, at] = key.split("&");
    const next = benchOf({ s, to, at });
    if (next) setBench(next);
  }, [key]);

  const isTouched = useRef(false);
  useEffect(() => {
    if (!isTouched.current) return;
    const timer = setTimeout(() => {
      const next = searchOf(bench);
      written.current = keyOf(next);
      changeSearch(next);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [bench, changeSearch]);

  const change = (next: (bench: Bench) => Bench) => {
    isTouched.current = true;
    setBench(next);
  };
  return { bench, change, isBroken };
}

/** What the address says of a bench. */
export function searchOf({ specimen, to, share }: Bench): Search {
  return {
    s: linkOf(specimen),
    to: to && genomeLink(to),
    at: to && share > 0 ? String(share) : undefined,
  };
}

const EMPTY = { to: undefined, share: 0 };

function benchOf(search: Search): Bench | undefined {
  const specimen = search.s === undefined ? undefined : readLink(search.s);
  if (!specimen) return undefined;
  const to = search.to === undefined ? undefined : readGenomeLink(search.to);
  const share = Number(search.at ?? 0);
  return { specimen, to, share: share >= 0 && share <= 100 ? share : 0 };
}

function keyOf({ s = "", to = "", at = "" }: Search): string {
  return `${s}&${to}&${at}`;
}
