import type { Hex } from "viem";
import { hexToBytes } from "viem";
import { epochTree, type SkyInputs, WORD } from "../../renderer/merkle.ts";
import { readInputs } from "../chain/inputs.ts";
import { faultPoint } from "../fault.ts";
import { cidOf } from "../render/cid.ts";
import { paintToken } from "../render/tree.ts";
import { pruneRasters, savedRoots, saveRaster } from "../store/rasters.ts";
import { renderOf, saveRender } from "../store/renders.ts";
import { hasSalt, saltOf } from "../store/salts.ts";
import type { Context } from "./context.ts";
import { closesAt, type EpochView, type Survey } from "./survey.ts";

interface Input {
  readonly tokenId: number;
  readonly inputs: SkyInputs;
}

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
 * Paints every plant born by the epoch, builds the tree, and stores root, CID and salt. Rasters on disk
 * from an interrupted run count. Memory is flat: one picture per thread, 32 bytes a plant. `signal` ends it when
 * its window closed.
 */
export async function renderEpoch(
  context: Context,
  view: EpochView,
  signal: AbortSignal,
): Promise<void> {
  const { store, pool, log } = context;
  const { job, supply } = view;
  const started = performance.now();
  const saved = await savedRoots(store, job);
  const nodes = new Uint8Array(supply * WORD);
  for (const [tokenId, root] of saved) {
    if (tokenId < supply) nodes.set(hexToBytes(root), tokenId * WORD);
  }
  // Whatever fails, fails for all: whoever tries again must find nobody still painting.
  const failing = new AbortController();
  const ended = AbortSignal.any([signal, failing.signal]);
  const wanted = unpainted(context, view, saved, ended);
  // As many takers as threads share one reader, so inputs are read only as fast as they are painted.
  const paintNext = async (): Promise<void> => {
    for (;;) {
      const { value: next, done } = await wanted.next();
      if (done === true || ended.aborted) return;
      const { tokenId, inputs } = next;
      const { pixels, root } = await paintToken(context, job, tokenId, inputs);
      await saveRaster(store, job, tokenId, { pixels, root, inputs });
      faultPoint("after-raster");
      nodes.set(hexToBytes(root), tokenId * WORD);
    }
  };
  const takers = Array.from({ length: pool.size }, () =>
    paintNext().catch((error: unknown) => {
      failing.abort();
      throw error;
    }),
  );
  const outcomes = await Promise.allSettled(takers);
  const failure = outcomes.find((outcome) => outcome.status === "rejected");
  if (failure !== undefined) throw failure.reason;
  if (signal.aborted) {
    log.warn(
      { epoch: Number(view.epoch) },
      "the commit window closed before the epoch was painted",
    );
    return;
  }
  const { root } = epochTree(nodes);
  const render = {
    job,
    epoch: view.epoch,
    tokens: supply,
    root,
    cid: cidOf(nodes).text,
    block: nodes,
    salt: await saltOf(store, job),
    renderMs: performance.now() - started,
    backend: pool.backend(),
    state: "rendered",
  } as const;
  await saveRender(store.db, render);
  faultPoint("after-salt");
  const ms = Math.round(render.renderMs);
  log.info(
    { epoch: Number(view.epoch), tokens: supply, ms, root, backend: render.backend },
    "rendered",
  );
  await pruneRasters(store, context.keepEpochs);
}

/** What the chain says each plant's sky is made of, in batches, without those that are painted already. */
async function* unpainted(
  context: Context,
  { epoch, supply }: EpochView,
  saved: ReadonlyMap<number, Hex>,
  signal: AbortSignal,
): AsyncGenerator<Input, undefined> {
  const batch = 50;
  for (let first = 0; first < supply && !signal.aborted; first += batch) {
    const ids: number[] = [];
    for (let id = first; id < Math.min(supply, first + batch); id++) {
      if (!saved.has(id)) ids.push(id);
    }
    const inputs = await Promise.all(ids.map((id) => readInputs(context, id, epoch)));
    for (const [index, tokenId] of ids.entries()) yield { tokenId, inputs: inputs[index]! };
  }
  return undefined;
}
