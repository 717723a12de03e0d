// The service worker: the app's own files, so that it opens without a network. What the chain said is kept
// by the page itself (keep.ts); nothing that is asked of a node or a keeper passes through here.
//
// The build writes the first two lines of what it makes of this file: FIRST, the files that every visit
// needs, with all pages; ALL, every file there is.
declare const FIRST: readonly string[];
declare const ALL: readonly string[];

/** One shelf for all versions: a file's name changes with its content. */
const SHELF = "heliotrope";
const scope = self as unknown as ServiceWorkerGlobalScope;

scope.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll([...FIRST, "deployment.json"])));
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([forgetOthers(), scope.clients.claim()]));
});

scope.addEventListener("message", (event) => {
  const { data } = event as { data: { kind: string; urls?: string[] } };
  if (data.kind === "use") void scope.skipWaiting();
  // What a page had loaded before this worker was there: the painters, above all.
  if (data.kind === "keep") event.waitUntil(keep(data.urls ?? []));
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const path = pathOf(request.url);
  if (request.mode === "navigate") event.respondWith(newest(request, "./"));
  else if (path === "deployment.json") event.respondWith(newest(request, path));
  else if (ALL.includes(path)) event.respondWith(kept(request, path));
});

// The page's own alerts, where a browser lets only this worker show them: the plant in a tab that is open, else
// in a new one.
scope.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openAt(new URL(event.notification.data, scope.registration.scope).href));
});

/** From the network while there is one, since it may have changed; else as it was. */
async function newest(request: Request, path: string): Promise<Response> {
  const shelf = await caches.open(SHELF);
  try {
    const response = await fetch(request);
    if (response.ok) await shelf.put(path, response.clone());
    return response;
  } catch (failure) {
    const earlier = await shelf.match(path);
    if (earlier) return earlier;
    throw failure;
  }
}

async function kept(request: Request, path: string): Promise<Response> {
  const shelf = await caches.open(SHELF);
  const earlier = await shelf.match(path);
  if (earlier) return earlier;
  const response = await fetch(request);
  if (response.ok) await shelf.put(path, response.clone());
  return response;
}

async function openAt(url: string): Promise<void> {
  const [open] = await scope.clients.matchAll({ type: "window" });
  if (!open) return void (await scope.clients.openWindow(url));
  await open.focus();
  await open.navigate(url);
}

async function keep(urls: readonly string[]): Promise<void> {
  const shelf = await caches.open(SHELF);
  for (const path of urls.map(pathOf)) {
    if (ALL.includes(path) && !(await shelf.match(path))) await shelf.add(path);
  }
}

async function forgetOthers(): Promise<void> {
  const shelf = await caches.open(SHELF);
  const lasting = new Set(["./", "deployment.json", ...ALL]);
  for (const { url } of await shelf.keys()) {
    const path = pathOf(url) || "./";
    if (!lasting.has(path)) await shelf.delete(url);
  }
}

/** An address below the app's own, without what follows `?`. */
function pathOf(url: string): string {
  const { href, search } = new URL(url, scope.registration.scope);
  return href.slice(scope.registration.scope.length, href.length - search.length);
}
