// Drawing in small pieces, when the page has nothing better to do, so that a screenful of new plants never holds
// up a scroll.

interface Turn {
  work: () => void;
  signal: AbortSignal;
  reject: (reason: Error) => void;
}

const waiting: Turn[] = [];
let isCalled = false;

/** When nobody has been idle for so long, some of it is done anyway. */
const LONGEST_WAIT_MS = 100;
/** How long one go lasts, but for its last piece. */
const LONGEST_GO_MS = 8;

/**
 * Does a few milliseconds of work when it is this caller's turn; who asked first comes first.
 * @throws AbortError where the signal fires before.
 */
export function inTurn<T>(work: () => T, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    waiting.push({ work: () => resolve(work()), signal, reject });
    call();
  });
}

function call(): void {
  if (isCalled || waiting.length === 0) return;
  isCalled = true;
  // Safari has no idle callbacks.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(serve, { timeout: LONGEST_WAIT_MS });
  else setTimeout(serve);
}

function serve(): void {
  isCalled = false;
  const end = performance.now() + LONGEST_GO_MS;
  do {
    const next = waiting.shift();
    if (!next) return;
    if (next.signal.aborted) {
      next.reject(new DOMException("The drawing is no longer needed.", "AbortError"));
    } else {
      try {
        next.work();
      } catch (error) {
        next.reject(error instanceof Error ? error : new Error(String(error)));
      }
    }
  } while (performance.now() < end);
  call();
}
