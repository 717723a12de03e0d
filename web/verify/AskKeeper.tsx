// A keeper that the visitor knows, asked for its proof. It need not be trusted, so any address will do.
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Evidence } from "./judge.ts";
import { gatherEvidence } from "./keepers.ts";

interface Props {
  tokenId: number;
  epoch: number;
  onEvidence: (evidence: Evidence) => void;
}

export function AskKeeper({ tokenId, epoch, onEvidence }: Props) {
  const [address, setAddress] = useState("");
  const asking = useMutation({
    mutationFn: async (source: string) => {
      const { signal } = new AbortController();
      const [evidence] = await gatherEvidence([source], epoch, tokenId, signal);
      if (!evidence?.path) throw new Error(`${source} ${evidence?.failure ?? "has no path"}.`);
      onEvidence(evidence);
    },
  });
  const source = sourceOf(address);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (source) asking.mutate(source);
  };
  return (
    <form className="keeper" onSubmit={onSubmit}>
      <label className="field">
        <span>A keeper's address</span>
        <input
          className="input"
          inputMode="url"
          placeholder="https://"
          value={address}
          onChange={({ target }) => setAddress(target.value)}
          aria-invalid={address !== "" && !source}
        />
      </label>
      <button type="submit" className="button small" disabled={!source || asking.isPending}>
        {asking.isPending ? "Asking…" : "Ask it"}
      </button>
      {asking.error && (
        <p className="small" role="alert">
          {asking.error.message}
        </p>
      )}
    </form>
  );
}

/** Without a trailing slash, as keepers' addresses are kept; undefined for what is none. */
function sourceOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, origin, pathname } = new URL(text);
  if (!/^https?:$/.test(protocol)) return undefined;
  return (origin + pathname).replace(/\/+$/, "");
}
