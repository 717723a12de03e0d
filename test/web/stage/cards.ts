// A keeper's own server over an epoch that the stage knows: its cards, and its pages for whoever previews a link.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Address } from "viem";
import { createApi, listen } from "../../../keeper/api/server.ts";
import { openCards } from "../../../keeper/cards/shelf.ts";
import { readDrawn } from "../../../keeper/chain/scene.ts";
import { createMetrics } from "../../../keeper/metrics.ts";
import { openStore } from "../../../keeper/store/open.ts";
import { saveRaster } from "../../../keeper/store/rasters.ts";
import { saveRender } from "../../../keeper/store/renders.ts";
import { ZERO } from "../../../renderer/merkle.ts";
import { furnish } from "../../keeper/blank.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "./stories.ts";

/** Knows one epoch, and leads to `app`. */
export async function serveCards(
  { client, contracts }: Pick<Stage, "client" | "contracts">,
  { epoch, job, rasters, proofs }: Told,
  app: string,
): Promise<{ url: string; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "heliotrope-cards-"));
  const store = await openStore(await furnish(folder));
  const block = Buffer.concat(proofs.map(({ node }) => Buffer.from(node.slice(2), "hex")));
  await saveRender(store.db, {
    job,
    epoch: BigInt(epoch),
    tokens: proofs.length,
    root: proofs[0]!.root,
    cid: "-",
    block,
    salt: ZERO,
    renderMs: 1,
    backend: "wasm",
    state: "revealed",
  });
  for (const [id, { node, inputs }] of proofs.entries()) {
    const model = BigInt(inputs.model);
    const kept = { pixels: rasters[id]!, root: node, inputs: { ...inputs, model } };
    await saveRaster(store, job, id, kept);
  }
  const named = Object.entries(contracts).map(([name, { address }]) => [name, address] as const);
  // Of the chain it asks for nothing but scenes.
  const context = { rpc: { client }, contracts: Object.fromEntries(named) } as never;
  const drawnOf = (at: number, tokenId: number) =>
    readDrawn(context, contracts.Metadata!.address, tokenId, at);
  const metrics = createMetrics();
  const api = createApi({
    store,
    metrics,
    rendering: () => null,
    health: () => ({}),
    cards: openCards({ store, metrics, collection: "Heliotrope", drawnOf }),
    collection: {
      name: "Heliotrope",
      chainId: 31_337,
      address: contracts.Heliotrope!.address as Address,
    },
    sharing: { app, drawnOf },
  });
  const url = await listen(api, "127.0.0.1", 0);
  return {
    url,
    close: async () => {
      await api.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
