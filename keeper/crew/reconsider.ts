/** What of earlier epochs rests on a worker that was sent away: painted again here, while they can still be disputed. */
import type { Hex } from "viem";
import { paintToken } from "../render/tree.ts";
import type { Context } from "../steps/context.ts";
import { saveRaster } from "../store/rasters.ts";
import { type ListedRender, openRenders, undoRender } from "../store/renders.ts";

type Tools = Pick<Context, "store" | "pool" | "models" | "log">;

interface Row {
  token_id: number;
  root: Hex;
  model: string;
  latent: Hex;
  condition: Hex;
}

/**
 * Paints again what these workers have painted of epochs that are finished and not closed. Where that makes another
 * root, an epoch that was not committed to is made anew, and a commitment is not revealed: that loses a part of the
 * bond, and a wrong root all of it. What is right counts as painted here, so that nothing is done twice.
 */
export async function reconsider(tools: Tools, workers: readonly string[]): Promise<void> {
  for (const render of await openRenders(tools.store.db)) {
    const { rows } = await tools.store.db.query<Row>(
      `SELECT token_id, root, model, latent, condition FROM rasters
       WHERE job = $1 AND worker = ANY ($2::text[]) ORDER BY token_id`,
      [render.job, workers],
    );
    const wrong: number[] = [];
    for (const { token_id: tokenId, root, model, latent, condition } of rows) {
      const inputs = { model: BigInt(model), latent, condition };
      const painted = await paintToken(tools, render.job, tokenId, inputs);
      if (painted.root !== root) {
        wrong.push(tokenId);
        // Before the raster is mended: whoever is interrupted here finds it still to be done.
        if (wrong.length === 1) await retract(tools, render);
      }
      await saveRaster(tools.store, render.job, tokenId, { ...painted, inputs });
    }
    if (rows.length === 0) continue;
    const { epoch, state } = render;
    const facts = { epoch: Number(epoch), state, tokens: rows.length, wrong };
    if (wrong.length === 0) {
      tools.log.info(
        facts,
        "painted again what a worker had painted that is not trusted: all is right",
      );
    } else tools.log.error(facts, CONSEQUENCES[state]);
  }
}

const CONSEQUENCES: Record<ListedRender["state"], string> = {
  rendered:
    "a worker had painted tokens of a finished epoch wrong; it is made anew, and not committed to as it was",
  committed:
    "a worker had painted tokens wrong of an epoch that is committed to; it is not revealed, which costs a part of the bond, where a wrong root costs all of it",
  revealed:
    "a worker had painted tokens wrong of an epoch that is revealed; its root may fall, and the bond with it",
  missed: "a worker had painted tokens wrong of an epoch that was missed",
};

async function retract({ store }: Tools, { job, state }: ListedRender): Promise<void> {
  if (state === "rendered" || state === "committed") await undoRender(store.db, job, state);
}
