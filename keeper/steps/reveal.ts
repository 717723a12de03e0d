import { encodeFunctionData } from "viem";
import { almanacAbi } from "../../contracts/abi.ts";
import { cidOf } from "../render/cid.ts";
import { openRenders, renderOf, setRenderState } from "../store/renders.ts";
import type { Context } from "./context.ts";
import type { Survey } from "./survey.ts";

/** Reveals what was committed once commits have closed, and closes the books on renders whose story is over. */
export async function reveal(context: Context, now: Survey): Promise<void> {
  const { contracts, sender, store, log } = context;
  for (const view of now.epochs) {
    const render = await renderOf(store.db, view.job);
    if (render === null || render.state === "revealed" || render.state === "missed") continue;
    if (view.revealed !== null) {
      await setRenderState(store.db, view.job, "revealed");
      log.info({ epoch: Number(view.epoch), root: view.revealed }, "revealed");
      continue;
    }
    if (now.now >= view.revealEnds || (now.now >= view.commitEnds && view.commitment === null)) {
      await setRenderState(store.db, view.job, "missed");
      log.error(
        { epoch: Number(view.epoch), tokens: render.tokens },
        "missed the almanac's windows",
      );
      continue;
    }
    // In time for the first block in which commits are closed; earlier would only show salt and root to a node.
    if (view.commitment === null || now.next < view.commitEnds) continue;
    await sender.enqueue({
      kind: "reveal",
      subject: `epoch ${view.epoch}, job ${view.job}`,
      target: contracts.Almanac,
      data: encodeFunctionData({
        abi: almanacAbi,
        functionName: "reveal",
        args: [view.epoch, render.root, cidOf(render.block).bytes, render.salt],
      }),
      expiresAt: view.revealEnds,
    });
  }
  await closeVanished(context, now);
}

/** A render whose job is gone from the chain (its epoch was undone by a reorganisation) has nothing to wait for. */
async function closeVanished({ store }: Context, now: Survey): Promise<void> {
  const jobs = new Set(now.epochs.map(({ job }) => job));
  for (const render of await openRenders(store.db)) {
    if (!jobs.has(render.job) && render.epoch < now.epoch) {
      await setRenderState(store.db, render.job, "missed");
    }
  }
}
