// Search, filters and order over the wall; all of it stands in the address, so that every view is a link.
import { useEffect, useState } from "react";
import type { Search } from "../router.ts";
import { Chooser } from "./Chooser.tsx";
import { FACETS, partsOf } from "./facets.ts";
import type { Chosen } from "./useChosen.ts";
import { EVERYTHING, isPicky, SORT_NAMES, SORTS, toggled, type Wish } from "./wish.ts";

interface Props {
  wish: Wish;
  chosen: Chosen;
  onChange: (changes: Search) => void;
  /** Somebody looks at a filter: now its counts are wanted. */
  onCurious: () => void;
}

export function Finder({ wish, chosen, onChange, onCurious }: Props) {
  const places = chosen.catalogue?.places ?? [];
  const all = FACETS.map((facet) => ({ facet, parts: partsOf(facet, places) }));
  return (
    <search className="finder">
      <div className="row">
        <SearchField query={wish.query} onChange={(q) => onChange({ q })} />
        <label className="field order">
          <span className="hidden">Order</span>
          <select
            className="input"
            value={wish.sort}
            onChange={({ target }) =>
              onChange({ sort: target.value === "number" ? undefined : target.value })
            }
          >
            {SORTS.map((sort) => (
              <option key={sort} value={sort}>
                {SORT_NAMES[sort]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="choosers">
        {all.map(({ facet, parts }) => (
          <Chooser
            key={facet}
            facet={facet}
            parts={parts}
            picked={wish.picked[facet]}
            counts={chosen.counts?.[facet]}
            onToggle={(part) => onChange(toggled(wish, facet, part))}
            onOpen={onCurious}
          />
        ))}
      </div>
      {isPicky(wish) && (
        <ul className="picks" aria-label="Filters in use">
          {all.flatMap(({ facet, parts }) =>
            parts
              .filter(({ slug }) => wish.picked[facet].includes(slug))
              .map((part) => (
                <li key={`${facet} ${part.slug}`}>
                  <button
                    type="button"
                    className="button small"
                    aria-label={`Remove ${part.name}`}
                    onClick={() => onChange(toggled(wish, facet, part))}
                  >
                    {part.name} <span aria-hidden="true">×</span>
                  </button>
                </li>
              )),
          )}
          <li>
            <button type="button" className="button quiet" onClick={() => onChange(EVERYTHING)}>
              Show all plants
            </button>
          </li>
        </ul>
      )}
    </search>
  );
}

const PAUSE_MS = 250;

/** Typing shows at once; the search waits for a pause, since an owner is a question to the chain. */
function SearchField({ query, onChange }: { query: string; onChange: (query: string) => void }) {
  const [text, setText] = useState(query);
  const [told, setTold] = useState(query);
  // The address may be changed by somebody else: a link, "show all plants".
  if (query !== told) {
    setTold(query);
    setText(query);
  }
  useEffect(() => {
    if (text === told) return;
    const timer = setTimeout(() => {
      setTold(text);
      onChange(text);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, told, onChange]);
  return (
    <label className="field find">
      <span className="hidden">Find</span>
      <input
        className="input"
        type="search"
        value={text}
        placeholder="Number, owner or ENS name"
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => setText(target.value)}
      />
    </label>
  );
}
