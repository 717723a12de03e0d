import { encodeFunctionData } from "viem";
import { almanacAbi } from "../../contracts/abi.ts";
import { commitmentHash } from "../../renderer/merkle.ts";
import { RetryableError } from "../errors.ts";
import { cidBytes } from "../render/cid.ts";
import { underWay } from "../store/intents.ts";
import { renderOf, setRenderState } from "../store/renders.ts";
import type { Context } from "./context.ts";
import type { Survey } from "./survey.ts";

/**
 * Commits to every stored render whose window is open, if a bond is free for it. Root, CID and salt are in the
 * store before this sends.
 */
export async function commit(context: Context, now: Survey): Promise<void> {
  const { rpc, contracts, sender, store, log } = context;
  const unbonded: bigint[] = [];
  for (const view of now.epochs) {
    if (view.revealed !== null) continue;
    const render = await renderOf(store.db, view.job);
    if (render === null) continue;
    const commitment = commitmentHash({
      chainId: rpc.chainId,
      almanac: contracts.Almanac,
      job: view.job,
      root: render.root,
      cid: cidBytes(render.cid),
      salt: render.salt,
      keeper: sender.address,
    });
    if (view.commitment === null) {
      if (now.now >= view.commitEnds) continue;
      if (now.account.balance < now.rules.bond) {
        unbonded.push(view.epoch);
        continue;
      }
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
  // What is deposited and not mined yet is on no account, and no reason to wake anybody.
  const isOnItsWay = async () => (await underWay(store.db, sender.address, ["deposit"])).count > 0;
  if (unbonded.length > 0 && !(await isOnItsWay())) {
    throw new RetryableError(
      `Epoch ${unbonded.join(", ")} is painted, and cannot be committed to: a commit locks ${now.rules.bond} wei, and ${sender.address} has ${now.account.balance} wei free at the almanac. Deposit more for it.`,
    );
  }
}
