// One facet: a button that opens its parts, each with how many plants it would show.
import { type KeyboardEvent, useEffect, useRef } from "react";
import { number } from "../words.ts";
import { FACET_NAMES, type Facet, type Part } from "./facets.ts";

interface Props {
  facet: Facet;
  parts: readonly Part[];
  picked: readonly string[];
  /** By part; undefined until the collection has been read. */
  counts: ArrayLike<number> | undefined;
  onToggle: (part: Part) => void;
  onOpen: () => void;
}

export function Chooser({ facet, parts, picked, counts, onToggle, onOpen }: Props) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = ({ target }: Event) => {
      const element = details.current;
      if (element?.open && !element.contains(target as Node)) element.open = false;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("focusin", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("focusin", close);
    };
  }, []);

  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key !== "Escape" || !details.current?.open) return;
    details.current.open = false;
    details.current.querySelector("summary")?.focus();
  };

  return (
    <details
      ref={details}
      className="chooser"
      onToggle={({ currentTarget }) => currentTarget.open && onOpen()}
      onKeyDown={onKeyDown}
    >
      <summary>
        {FACET_NAMES[facet]}
        {picked.length > 0 && <span className="numbers"> {picked.length}</span>}
      </summary>
      <fieldset>
        <legend className="hidden">{FACET_NAMES[facet]}</legend>
        {parts.length === 0 && <p className="soft small">Reading the collection…</p>}
        {parts.map((part, i) => (
          <label key={part.slug}>
            <input
              type="checkbox"
              checked={picked.includes(part.slug)}
              onChange={() => onToggle(part)}
            />
            <span>{part.name}</span>
            <span className="soft numbers">{counts ? number(counts[i] ?? 0) : ""}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
}
