// What a visitor wants to see, and how the address bar says it.
import type { Search } from "../router.ts";
import { FACETS, type Facet, type Part } from "./facets.ts";

export const SORTS = ["number", "youngest", "changed"] as const;
export type Sort = (typeof SORTS)[number];

export const SORT_NAMES: Readonly<Record<Sort, string>> = {
  number: "Number, oldest first",
  youngest: "Youngest first",
  changed: "Newest change first",
};

export interface Wish {
  /** Slugs of the parts wanted; none means all. */
  picked: Readonly<Record<Facet, readonly string[]>>;
  sort: Sort;
  /** As it was typed. */
  query: string;
}

/** Unknown values are passed over: a link may come from another time. */
export function wishOf(search: Search): Wish {
  const picked = Object.fromEntries(
    FACETS.map((facet) => [facet, (search[facet] ?? "").split(",").filter(Boolean)]),
  ) as unknown as Wish["picked"];
  const sort = SORTS.find((name) => name === search.sort) ?? "number";
  return { picked, sort, query: search.q ?? "" };
}

/** The change of the address that picks a part, or lets go of it. */
export function toggled({ picked }: Wish, facet: Facet, { slug }: Part): Search {
  const now = picked[facet];
  const next = now.includes(slug) ? now.filter((each) => each !== slug) : [...now, slug];
  return { [facet]: next.join(",") };
}

/** The change of the address that lets go of everything but the order. */
export const EVERYTHING: Search = Object.fromEntries(
  [...FACETS, "q"].map((name) => [name, undefined]),
);

export function isPicky({ picked, query }: Wish): boolean {
  return query.trim() !== "" || FACETS.some((facet) => picked[facet].length > 0);
}

/** What is typed: a number, an address, a name, or none of them. */
export type Typed =
  | { kind: "nothing" }
  | { kind: "number"; tokenId: number }
  | { kind: "address"; address: `0x${string}` }
  | { kind: "name"; name: string }
  | { kind: "unclear"; text: string };

export function typedOf(query: string): Typed {
  const text = query.trim();
  if (text === "") return { kind: "nothing" };
  const [, digits] = /^#?(\d{1,9})$/.exec(text) ?? [];
  if (digits !== undefined) return { kind: "number", tokenId: Number(digits) };
  if (/^0x[0-9a-f]{40}$/i.test(text)) return { kind: "address", address: text as `0x${string}` };
  if (/^[^\s.]+(\.[^\s.]+)+$/.test(text)) return { kind: "name", name: text };
  return { kind: "unclear", text };
}
