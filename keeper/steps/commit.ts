import { encodeFunctionData } from "viem";
import { almanacAbi } from "../../contracts/abi.ts";
import { hashCommitment } from "../chain/commitment.ts";
import { cidOf } from "../render/cid.ts";
import { renderOf, setRenderState } from "../store/renders.ts";
import type { Context } from "./context.ts";
import type { Survey } from "./survey.ts";

/** Commits to every stored render whose window is open. Root, CID and salt are in the store before this sends. */
export async function commit(context: Context, now: Survey): Promise<void> {
  const { rpc, contracts, sender, store, log } = context;
  for (const view of now.epochs) {
    if (view.revealed !== null) continue;
    const render = await renderOf(store.db, view.job);
    if (render === null) continue;
    const commitment = hashCommitment({
      chainId: rpc.chainId,
      almanac: contracts.Almanac,
      job: view.job,
      root: render.root,
      cid: cidOf(render.block).bytes,
      salt: render.salt,
      keeper: sender.address,
    });
    if (view.commitment === null) {
      if (now.now >= view.commitEnds) continue;
      await sender.enqueue({
        kind: "commit",
        subject: `epoch ${view.epoch}, job ${view.job}`,
        target: contracts.Almanac,
        data: encodeFunctionData({
          abi: almanacAbi,
          functionName: "commit",
          args: [view.epoch, commitment],
        }),
        expiresAt: view.commitEnds,
      });
    } else if (render.state === "rendered" && view.commitment === commitment) {
      await setRenderState(store.db, view.job, "committed");
    } else if (view.commitment !== commitment) {
      log.error(
        { epoch: Number(view.epoch) },
        "this key is committed to another root for the epoch; is it used by a second keeper, or was the data folder replaced?",
      );
    }
  }
}
