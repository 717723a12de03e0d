// The plants whose changes somebody wants to hear of. Kept on this machine only; no server knows.
import { useSyncExternalStore } from "react";

const CHANGED = "heliotrope:watched";

/** Under the collection's address, because several collections may share an origin. */
const keyOf = (token: string) => `heliotrope.watched.${token.toLowerCase()}`;

let known: { text: string | null; tokens: readonly number[] } = { text: null, tokens: [] };

export function readWatched(token: string): readonly number[] {
  const text = readText(token);
  // The same list as long as nothing changes, or React would render without end.
  if (text !== known.text) known = { text, tokens: parseWatched(text) };
  return known.tokens;
}

/** Plants in a stored list; whatever else may stand there is passed over. */
export function parseWatched(text: string | null): number[] {
  return (text ?? "")
    .split(",")
    .filter((part) => /^[0-9]{1,9}$/.test(part))
    .map(Number);
}

export function setWatched(token: string, tokenId: number, isWatched: boolean): void {
  const others = readWatched(token).filter((each) => each !== tokenId);
  const next = isWatched ? [...others, tokenId].sort((a, b) => a - b) : others;
  try {
    localStorage.setItem(keyOf(token), next.join(","));
  } catch {
    // A browser that keeps nothing: then it is for this visit.
    known = { text: known.text, tokens: next };
  }
  window.dispatchEvent(new Event(CHANGED));
}

/** The plants that are watched; renders again when another tab changes them, too. */
export function useWatched(token: string): readonly number[] {
  return useSyncExternalStore(subscribe, () => readWatched(token));
}

function readText(token: string): string | null {
  try {
    return localStorage.getItem(keyOf(token));
  } catch {
    return known.text;
  }
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener("storage", onChange);
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener("storage", onChange);
    window.removeEventListener(CHANGED, onChange);
  };
}
