import type { Hex } from "viem";
import { hexToBytes } from "viem";
import { epochTree, WORD } from "../../renderer/merkle.ts";
import { readInputs } from "../chain/inputs.ts";
import type { Wanted } from "../crew/crew.ts";
import { faultPoint } from "../fault.ts";
import { publishEpoch } from "../publish/publish.ts";
import { forgetRasters, pruneRasters, savedRoots, saveRaster } from "../store/rasters.ts";
import { renderOf, saveRender } from "../store/renders.ts";
import { hasSalt, saltOf } from "../store/salts.ts";
import type { Context } from "./context.ts";
import { closesAt, type EpochView, type Survey } from "./survey.ts";

/** Plants whose inputs are asked for at once. */
const BATCH = 50;

/**
 * The epoch that wants rendering now, or null: accepted, with plants, and not in the store. It must still be open
 * for commits; or the database was lost, and we are committed already and have the salt, while reveals are not
 * over, or have revealed, and may have to answer for it.
 */
export async function dueRender(context: Context, now: Survey): Promise<EpochView | null> {
  for (const view of now.epochs) {
    if (view.supply === 0 || now.now >= rendersUntil(view)) continue;
    const isBound = view.commitment !== null && view.revealed === null;
    if (isBound && !(await hasSalt(context.store, view.job))) continue;
    if ((await renderOf(context.store.db, view.job)) === null) return view;
  }
  return null;
}

/** Chain time from which a render of the epoch is of no use to us. */
export function rendersUntil(view: EpochView): bigint {
  if (view.revealed !== null) return closesAt(view);
  return view.commitment === null ? view.commitEnds : view.revealEnds;
}

/**
 * Has every plant born by the epoch painted, builds the tree, and stores root, CID and salt. Rasters on disk from an
 * interrupted run count. Memory is flat: 32 bytes a plant, and what the crew has in hand. `signal` ends it when its
 * window closed.
 */
export async function renderEpoch(
  context: Context,
  view: EpochView,
  signal: AbortSignal,
): Promise<void> {
  const { store, crew, log, metrics } = context;
  const { job, supply } = view;
  const started = performance.now();
  const saved = await savedRoots(store, job);
  const nodes = new Uint8Array(supply * WORD);
  for (const [tokenId, root] of saved) {
    if (tokenId < supply) nodes.set(hexToBytes(root), tokenId * WORD);
  }
  const bar = context.bar?.(`painting epoch ${view.epoch}`, supply);
  const done = new Set(saved.keys());
  const tell = () => {
    metrics.progress.set(done.size / supply);
    bar?.to(done.size);
  };
  tell();
  const painting = crew.paint({
    job,
    count: supply - saved.size,
    wanted: unpainted(context, view, saved, signal),
    keep: async ({ tokenId, ...painted }) => {
      await saveRaster(store, job, tokenId, painted);
      faultPoint("after-raster");
      nodes.set(hexToBytes(painted.root), tokenId * WORD);
      done.add(tokenId);
      tell();
    },
    forget: async (worker) => {
      const forgotten = await forgetRasters(store, job, worker);
      for (const { tokenId } of forgotten) done.delete(tokenId);
      tell();
      return forgotten;
    },
    signal,
  });
  await painting.finally(() => bar?.end());
  metrics.stageSeconds.observe({ stage: "paint" }, (performance.now() - started) / 1000);
  if (signal.aborted) {
    log.warn(
      { epoch: Number(view.epoch) },
      "the commit window closed before the epoch was painted",
    );
    return;
  }
  const treeDone = metrics.stageSeconds.startTimer({ stage: "tree and folder" });
  const { root } = epochTree(nodes);
  const cid = await publishEpoch(context, view, root, nodes);
  treeDone();
  const render = {
    job,
    epoch: view.epoch,
    tokens: supply,
    root,
    cid,
    block: nodes,
    salt: await saltOf(store, job),
    renderMs: performance.now() - started,
    backend: crew.backend(),
    state: "rendered",
  } as const;
  faultPoint("before-render-row");
  await saveRender(store.db, render);
  faultPoint("after-salt");
  const ms = Math.round(render.renderMs);
  log.info(
    { epoch: Number(view.epoch), tokens: supply, ms, root, backend: render.backend },
    "rendered",
  );
  await pruneRasters(store, context.keepEpochs);
}

/** What the chain says each plant's sky is made of, without those that are painted already. */
async function* unpainted(
  context: Context,
  { epoch, supply }: EpochView,
  saved: ReadonlyMap<number, Hex>,
  signal: AbortSignal,
): AsyncGenerator<Wanted, undefined> {
  const batches = unsaved(supply, saved);
  const readNext = (): Promise<Wanted[]> | null => {
    const { value: ids } = batches.next();
    if (ids === undefined) return null;
    const read = Promise.all(
      ids.map(async (tokenId) => ({ tokenId, inputs: await readInputs(context, tokenId, epoch) })),
    );
    // Whoever comes for them sees the failure; it may be that nobody does.
    read.catch(() => {});
    return read;
  };
  // One batch ahead, so that nobody waits for a distant node.
  let reading = readNext();
  while (reading !== null && !signal.aborted) {
    const batch = await reading;
    reading = readNext();
    yield* batch;
  }
  return undefined;
}

/** Ids of tokens, some at a time. */
function* unsaved(supply: number, saved: ReadonlyMap<number, Hex>): Generator<number[], undefined> {
  let ids: number[] = [];
  for (let id = 0; id < supply; id++) {
    if (saved.has(id)) continue;
    ids.push(id);
    if (ids.length < BATCH) continue;
    yield ids;
    ids = [];
  }
  if (ids.length > 0) yield ids;
  return undefined;
}
