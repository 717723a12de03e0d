// The plants whose changes somebody wants to hear of, each with the epoch that was told of last. Kept on this machine
// only; no server knows.
import { useSyncExternalStore } from "react";

const CHANGED = "heliotrope:watched";

export interface Watched {
  tokenId: number;
  /** The epoch shown when the watching began, or that was told of since. Later ones are news. */
  toldEpoch: number;
}

/** Under the collection's address, because several collections may share an origin. */
const keyOf = (token: string) => `heliotrope.watched.${token.toLowerCase()}`;

let known: { text: string | null; watched: readonly Watched[] } = { text: null, watched: [] };

export function readWatched(token: string): readonly Watched[] {
  const text = readText(token);
  // The same list as long as nothing changes, or React would render without end.
  if (text !== known.text) known = { text, watched: parseWatched(text) };
  return known.watched;
}

/** Plants in a stored list such as `3@120,4@118`; whatever else may stand there is passed over. */
export function parseWatched(text: string | null): Watched[] {
  return (text ?? "")
    .split(",")
    .map((part) => /^(\d{1,9})@(\d{1,9})$/.exec(part))
    .filter((match) => match !== null)
    .map(([, tokenId, toldEpoch]) => ({ tokenId: Number(tokenId), toldEpoch: Number(toldEpoch) }));
}

/** Watches a plant from an epoch on. */
export function watch(token: string, tokenId: number, epoch: number): void {
  const next = [...others(token, tokenId), { tokenId, toldEpoch: epoch }];
  write(
    token,
    next.sort((a, b) => a.tokenId - b.tokenId),
  );
}

export function unwatch(token: string, tokenId: number): void {
  write(token, others(token, tokenId));
}

/** Whatever there was to tell until this epoch has been told. */
export function settleWatched(token: string, epoch: number): void {
  write(
    token,
    readWatched(token).map(({ tokenId }) => ({ tokenId, toldEpoch: epoch })),
  );
}

/** The plants that are watched; renders again when another tab changes them, too. */
export function useWatched(token: string): readonly Watched[] {
  return useSyncExternalStore(subscribe, () => readWatched(token));
}

function others(token: string, tokenId: number): Watched[] {
  return readWatched(token).filter((each) => each.tokenId !== tokenId);
}

function write(token: string, next: readonly Watched[]): void {
  try {
    const text = next.map(({ tokenId, toldEpoch }) => `${tokenId}@${toldEpoch}`).join();
    localStorage.setItem(keyOf(token), text);
  } catch {
    // A browser that keeps nothing: then it is for this visit.
    known = { text: known.text, watched: next };
  }
  window.dispatchEvent(new Event(CHANGED));
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
