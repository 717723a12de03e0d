// What can never change, kept on this machine from visit to visit. A browser that keeps nothing (a private
// window, a full disk) loses nothing but time.

const DATABASE = "heliotrope-shelf";
const STORE = "kept";

/** What was kept under a name; undefined where nothing was, or where this browser does not say. */
export async function takeDown<T>(name: string): Promise<T | undefined> {
  return withStore("readonly", (store) => store.get(name)).catch(() => undefined) as Promise<
    T | undefined
  >;
}

/** Keeps a value that can be cloned. */
export async function keep(name: string, value: unknown): Promise<void> {
  await withStore("readwrite", (store) => store.put(value, name)).catch(() => undefined);
}

async function withStore(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = (await settled(opening)) as IDBDatabase;
  try {
    return await settled(ask(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

function settled(request: IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
