// Puts the service worker to work, and tells of a newer version of the page once it lies ready.

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
  const keepLoaded = () => {
    const urls = performance.getEntriesByType("resource").map(({ name }) => name);
    active?.postMessage({ kind: "keep", urls });
  };
  keepLoaded();
  // The painters load their networks late, and from inside a worker.
  setTimeout(keepLoaded, 15_000);
}
