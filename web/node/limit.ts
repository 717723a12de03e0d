// A node that says "too many requests" is left alone for as long as it asks, or for longer each time.
import { useSyncExternalStore } from "react";

/** Where a node does not say how long, and how far that grows. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;
/** A node that takes longer than this has not answered. */
const TIMEOUT_MS = 20_000;

/** Milliseconds since the page began, until which nothing is asked; 0 while all is well. */
let pausedUntil = 0;
let pauses = 0;
const listeners = new Set<() => void>();

/** When the node may be asked again, on the clock of `performance.now()`; 0 while it may. */
export function usePause(): number {
  return useSyncExternalStore(
    (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    () => pausedUntil,
  );
}

/** `fetch` for questions to the node: all wait together while it wants to be left alone. */
export async function patientFetch(input: RequestInfo | URL, init?: RequestInit) {
  while (performance.now() < pausedUntil) {
    await new Promise((resolve) => setTimeout(resolve, pausedUntil - performance.now()));
  }
  const signals = [init?.signal, AbortSignal.timeout(TIMEOUT_MS)].filter((each) => !!each);
  const response = await fetch(input, { ...init, signal: AbortSignal.any(signals) });
  if (response.status !== 429) pause(0);
  // Of many that were refused together, the first decides.
  else if (pausedUntil <= performance.now())
    pause(pauseOf(response.headers.get("retry-after"), pauses));
  return response;
}

/** How long to wait: what the node asks for, in seconds or until a date; else twice as long each time. */
export function pauseOf(retryAfter: string | null, earlier: number, now = Date.now()): number {
  const seconds = Number(retryAfter ?? Number.NaN);
  const asked = Number.isNaN(seconds) ? Date.parse(retryAfter ?? "") - now : seconds * 1000;
  const wanted = asked > 0 ? asked : FIRST_PAUSE_MS * 2 ** earlier;
  return Math.min(LONGEST_PAUSE_MS, wanted);
}

function pause(milliseconds: number): void {
  if (milliseconds === 0 && pausedUntil === 0) return;
  pauses = milliseconds === 0 ? 0 : pauses + 1;
  pausedUntil = milliseconds === 0 ? 0 : performance.now() + milliseconds;
  for (const listener of listeners) listener();
}
