// What the chain said, kept from visit to visit, so that what was seen can be seen again without a node.
import type { Query, QueryClient } from "@tanstack/react-query";
import type { Deployment } from "../deployment.ts";

const STORE = "answers";
const SAVE_EVERY_MS = 10_000;
/** Answers older than the newest so many are dropped. */
const MOST = 1_500;
/** Made on this machine from what is kept anyway, or of no use in another visit. */
const PASSING = new Set([
  "drawing",
  "raster",
  "fate",
  "film formats",
  "list",
  "listing",
  "voucher",
]);

interface Answer {
  hash: string;
  key: readonly unknown[];
  data: unknown;
  at: number;
}

/** Keeps, from now on, whatever is read. Returns how to stop. */
export function keepAnswers(queries: QueryClient, deployment: Deployment): () => void {
  let savedAt = 0;
  const save = async () => {
    const since = savedAt;
    savedAt = Date.now();
    const fresh = queries
      .getQueryCache()
      .findAll({ predicate: (query) => isLasting(query, since) });
    if (fresh.length > 0) await write(deployment, fresh).catch(() => undefined);
  };
  const onHide = () => {
    if (document.visibilityState === "hidden") void save();
  };
  const timer = setInterval(() => void save(), SAVE_EVERY_MS);
  document.addEventListener("visibilitychange", onHide);
  void save();
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", onHide);
  };
}

/** Puts what was kept where nothing has been read in this visit. */
export async function restoreAnswers(queries: QueryClient, deployment: Deployment): Promise<void> {
  const store = await open(deployment, "readonly");
  const answers = (await settled(store.getAll())) as Answer[];
  for (const { key, data, at } of answers) {
    if (queries.getQueryData(key) === undefined) queries.setQueryData(key, data, { updatedAt: at });
  }
}

function isLasting({ queryKey, state }: Query, since: number): boolean {
  return (
    state.status === "success" && state.dataUpdatedAt >= since && !PASSING.has(String(queryKey[0]))
  );
}

async function write(deployment: Deployment, fresh: readonly Query[]): Promise<void> {
  const store = await open(deployment, "readwrite");
  for (const { queryHash: hash, queryKey: key, state } of fresh) {
    try {
      store.put({ hash, key, data: state.data, at: state.dataUpdatedAt } satisfies Answer);
    } catch {
      // Not everything can be cloned; what cannot is read again.
    }
  }
  const excess = ((await settled(store.count())) as number) - MOST;
  if (excess <= 0) return;
  const oldest = store.index("at").openCursor();
  let left = excess;
  oldest.onsuccess = () => {
    const cursor = oldest.result;
    if (!cursor || left-- <= 0) return;
    cursor.delete();
    cursor.continue();
  };
}

/** A database for each deployment, since the same question has another answer elsewhere. */
async function open(
  { chainId, contracts, startBlock }: Deployment,
  mode: IDBTransactionMode,
): Promise<IDBObjectStore> {
  const opening = indexedDB.open(`heliotrope-${chainId}-${contracts.Heliotrope}-${startBlock}`, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(STORE, { keyPath: "hash" }).createIndex("at", "at");
  };
  const database = (await settled(opening)) as IDBDatabase;
  const transaction = database.transaction(STORE, mode);
  transaction.oncomplete = () => database.close();
  return transaction.objectStore(STORE);
}

function settled(request: IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
