// Where the search looks: the keepers that this page knows, and any other that the visitor names.
import { useId, useState } from "react";

interface Props {
  sources: readonly string[];
  disabled: boolean;
  onAdd: (source: string) => void;
}

export function Sources({ sources, disabled, onAdd }: Props) {
  const id = useId();
  const [said, setSaid] = useState("");
  const [fault, setFault] = useState("");
  const add = () => {
    const source = sourceOf(said);
    setFault(source ? "" : "That is no address of a keeper. One begins with https://.");
    if (!source) return;
    setSaid("");
    onAdd(source);
  };
  return (
    <details className="sources small">
      <summary>
        {sources.length === 0
          ? "No keeper is known to this page: name one"
          : `Looks at what ${sources.length === 1 ? "one keeper serves" : `${sources.length} keepers serve`}; name another`}
      </summary>
      <ul>
        {sources.map((source) => (
          <li key={source}>{source}</li>
        ))}
      </ul>
      <form
        className="field"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <label htmlFor={id}>Address of another keeper</label>
        <span className="cluster">
          <input
            id={id}
            className="input"
            inputMode="url"
            placeholder="https://keeper.example"
            value={said}
            disabled={disabled}
            aria-invalid={fault !== ""}
            aria-describedby={`${id}-fault`}
            onChange={({ target }) => setSaid(target.value)}
          />
          <button type="submit" className="button small" disabled={disabled}>
            Look there too
          </button>
        </span>
        <span id={`${id}-fault`} className="error" role="alert">
          {fault}
        </span>
      </form>
    </details>
  );
}

/** An address without what follows its host and path; undefined where it is none that a page may ask. */
function sourceOf(said: string): string | undefined {
  try {
    const { hostname, origin, pathname, protocol } = new URL(said.trim());
    const isNear = hostname === "localhost" || hostname === "127.0.0.1";
    if (protocol !== "https:" && !(protocol === "http:" && isNear)) return undefined;
    return `${origin}${pathname}`.replace(/\/+$/, "");
  } catch {
    return undefined;
  }
}
