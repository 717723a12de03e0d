// Epochs of one plant, painted, named and revealed, in a store of their own.
import type { Hex } from "viem";
import { publishEpoch } from "../../../keeper/publish/publish.ts";
import type { Context } from "../../../keeper/steps/context.ts";
import type { Store } from "../../../keeper/store/open.ts";
import { saveRaster } from "../../../keeper/store/rasters.ts";
import { saveRender, setRenderState } from "../../../keeper/store/renders.ts";
import { epochTree } from "../../../renderer/merkle.ts";

export const word = (value: number): Hex => `0x${value.toString(16).padStart(64, "0")}`;
export const EPOCH_SECONDS = 25_200;
/** 1 March 2026, 00:00 UTC is 2,508.6 weeks of seven-hour epochs after 1970: the first epoch of spring. */
export const SPRING = BigInt(Math.ceil(Date.UTC(2026, 2, 1) / 1000 / EPOCH_SECONDS));

/** @returns the CID of its folder. */
export async function revealEpoch(store: Store, epoch: bigint): Promise<string> {
  const job = word(Number(epoch));
  const pixels = new Uint8Array(172_800).fill(Number(epoch % 251n));
  const inputs = { model: 1n, latent: word(2), condition: job };
  await saveRaster(store, job, 0, { pixels, root: job, inputs });
  const nodes = new Uint8Array(Buffer.from(job.slice(2), "hex"));
  const { root } = epochTree(nodes);
  const context = {
    store,
    rpc: { chainId: 1 },
    contracts: { Almanac: word(9).slice(0, 42) },
    models: { get: async () => ({ hash: word(3) }) },
  } as unknown as Context;
  const cid = await publishEpoch(context, { job, epoch, supply: 1 }, root, nodes);
  await saveRender(store.db, {
    job,
    epoch,
    tokens: 1,
    root,
    cid,
    block: nodes,
    salt: word(1),
    renderMs: 1,
    backend: "wasm",
    state: "committed",
  });
  await setRenderState(store.db, job, "revealed");
  return cid;
}
