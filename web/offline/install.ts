// Puts the service worker to work, and tells of a newer version of the page once it lies ready.
import { hearWhatIsLoaded, loadedHere } from "./loaded.ts";

/** Installs the worker; `onNewer` is handed a way to change to a newer version as soon as there is one. */
export async function install(onNewer: (use: () => void) => void): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const isFirst = navigator.serviceWorker.controller === null;
  const registration = await navigator.serviceWorker.register("./sw.js");
  const offer = () => {
    const { waiting } = registration;
    if (!waiting || isFirst) return;
    onNewer(() => {
      navigator.serviceWorker.addEventListener("controllerchange", () => window.location.reload());
      waiting.postMessage({ kind: "use" });
    });
  };
  offer();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
  const { active } = await navigator.serviceWorker.ready;
  const keep = (urls: readonly string[]) => active?.postMessage({ kind: "keep", urls });
  const askWorkers = hearWhatIsLoaded(keep);
  const keepLoaded = () => {
    keep(loadedHere());
    askWorkers();
  };
  keepLoaded();
  // On a slow machine the painters load late.
  setTimeout(keepLoaded, 15_000);
}
