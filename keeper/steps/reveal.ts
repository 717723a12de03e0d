import { encodeFunctionData } from "viem";
import { almanacAbi } from "../../contracts/abi.ts";
import { cidBytes } from "../render/cid.ts";
import { closeRender, openRenders, renderOf, setRenderState } from "../store/renders.ts";
import type { Context } from "./context.ts";
import { closesAt, type Survey } from "./survey.ts";

/** Reveals what was committed once commits have closed, and closes the books on renders whose story is over. */
export async function reveal(context: Context, now: Survey): Promise<void> {
  const { contracts, sender, store, log } = context;
  for (const view of now.epochs) {
    const render = await renderOf(store.db, view.job);
    if (render !== null && now.now >= closesAt(view)) await closeRender(store.db, view.job);
    if (render === null || render.state === "revealed" || render.state === "missed") continue;
    if (view.revealed !== null) {
      await setRenderState(store.db, view.job, "revealed");
      log.info({ epoch: Number(view.epoch), root: view.revealed }, "revealed");
      if (view.revealed !== render.root) {
        log.error(
          { epoch: Number(view.epoch), revealed: view.revealed, painted: render.root },
          "this key revealed another root than the one painted here; is it used by a second keeper?",
        );
      }
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
        args: [view.epoch, render.root, cidBytes(render.cid), render.salt],
      }),
      expiresAt: view.revealEnds,
    });
  }
  await closeVanished(context, now);
}

/** A render whose job is gone from the chain (its epoch was undone by a reorganisation) has nothing to wait for. */
async function closeVanished({ store }: Context, now: Survey): Promise<void> {
  const jobs = new Set(now.epochs.map(({ job }) => job));
  for (const { job, epoch, state } of await openRenders(store.db)) {
    if (jobs.has(job) || epoch >= now.epoch) continue;
    if (state !== "revealed") await setRenderState(store.db, job, "missed");
    await closeRender(store.db, job);
  }
}
