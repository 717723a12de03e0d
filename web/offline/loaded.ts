// What workers have loaded. A page's list of its resources does not have it, and on a fast machine they have
// loaded all before the service worker is there to see it.

const CHANNEL = "heliotrope.loaded";
const QUESTION = "which?";

/** Called once in each worker: answers whenever the page asks. */
export function tellWhatIsLoaded(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", ({ data }) => {
    if (data === QUESTION) channel.postMessage(loadedHere());
  });
}

/** Hears what any worker has loaded. Returns how to ask them all. */
export function hearWhatIsLoaded(onLoaded: (urls: readonly string[]) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", ({ data }) => {
    if (Array.isArray(data)) onLoaded(data);
  });
  return () => channel.postMessage(QUESTION);
}

/** The addresses of everything that was loaded where this is called. */
export function loadedHere(): string[] {
  return performance.getEntriesByType("resource").map(({ name }) => name);
}
