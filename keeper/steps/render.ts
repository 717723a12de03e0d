import type { Hex } from "viem";
import { bytesToHex, hexToBytes } from "viem";
import { heliotropeAbi } from "../../contracts/abi.ts";
import { epochTree, RASTER_BYTES } from "../../renderer/merkle.ts";
import { faultPoint } from "../fault.ts";
import { cidOf } from "../render/cid.ts";
import { pruneRasters, savedRoots, saveRaster } from "../store/rasters.ts";
import { renderOf, saveRender } from "../store/renders.ts";
import { hasSalt, saltOf } from "../store/salts.ts";
import type { Context } from "./context.ts";
import type { EpochView, Survey } from "./survey.ts";

interface Input {
  readonly tokenId: number;
  readonly model: number;
  readonly latent: Hex;
  readonly condition: Hex;
}

/**
 * The epoch that wants rendering now, or null: accepted, with plants, and not in the store. It must still be open
 * for commits; or we are committed already and have the salt, but the database was lost, and reveals are not over.
 */
export async function dueRender(context: Context, now: Survey): Promise<EpochView | null> {
  for (const view of now.epochs) {
    if (view.supply === 0 || view.revealed !== null || now.now >= rendersUntil(view)) continue;
    if (view.commitment !== null && !hasSalt(context.store, view.job)) continue;
    if ((await renderOf(context.store.db, view.job)) === null) return view;
  }
  return null;
}

/** Chain time from which a render of the epoch is of no use to us. */
export function rendersUntil(view: EpochView): bigint {
  return view.commitment === null ? view.commitEnds : view.revealEnds;
}

/**
 * Paints every plant born by the epoch, builds the tree, and stores root, CID and salt. Rasters on disk
 * from an interrupted run count. Memory is flat: one picture per thread. `signal` ends it when its window closed.
 */
export async function renderEpoch(
  context: Context,
  view: EpochView,
  signal: AbortSignal,
): Promise<void> {
  const { store, pool, models, log } = context;
  const { job, supply } = view;
  const started = performance.now();
  const saved = await savedRoots(store, job, RASTER_BYTES);
  const roots = new Uint8Array(supply * 32);
  for (const [tokenId, root] of saved) {
    if (tokenId < supply) roots.set(hexToBytes(root), tokenId * 32);
  }
  // Whatever fails, fails for all: whoever tries again must find nobody still painting.
  const failing = new AbortController();
  const ended = AbortSignal.any([signal, failing.signal]);
  const inputs = readInputs(context, view, saved, ended);
  // As many takers as threads share one reader, so inputs are read only as fast as they are painted.
  const paintNext = async (): Promise<void> => {
    for (;;) {
      const { value: input, done } = await inputs.next();
      if (done === true || ended.aborted) return;
      const { tokenId, latent, condition } = input;
      const model = await models.get(input.model);
      const { pixels, root } = await pool.paint(model, { job, tokenId, latent, condition });
      await saveRaster(store, job, tokenId, pixels, root);
      faultPoint("after-raster");
      roots.set(hexToBytes(root), tokenId * 32);
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
  const { root } = epochTree(split(roots));
  const render = {
    job,
    epoch: view.epoch,
    tokens: supply,
    root,
    cid: cidOf(roots).text,
    block: roots,
    salt: saltOf(store, job),
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

/** The token roots in a block, one 32-byte word each. */
export function split(roots: Uint8Array): Hex[] {
  return Array.from({ length: roots.length / 32 }, (_, id) =>
    bytesToHex(roots.subarray(id * 32, id * 32 + 32)),
  );
}

/** What the chain says each plant's sky is made of, in batches, without those that are painted already. */
async function* readInputs(
  { rpc, contracts }: Context,
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
    const answers = await Promise.all(
      ids.map((id) =>
        rpc.client.readContract({
          address: contracts.Heliotrope,
          abi: heliotropeAbi,
          functionName: "skyInputsAt",
          args: [BigInt(id), epoch],
        }),
      ),
    );
    for (const [index, tokenId] of ids.entries()) {
      const [model, latent, condition] = answers[index]!;
      yield { tokenId, model: Number(model), latent, condition };
    }
  }
  return undefined;
}
