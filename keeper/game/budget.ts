import type { Context } from "../steps/context.ts";
import { underWay } from "../store/intents.ts";
import type { Table } from "./table.ts";

/**
 * Wei that may still be put into demands: the setting, less what lies in demands of ours that are not settled and
 * less what is on its way. What is mined but not believed yet counts twice for a moment, which errs on the safe side.
 */
export async function roomForDemands(
  { store, sender, demandLimit }: Context,
  { games }: Table,
): Promise<bigint> {
  const { value } = await underWay(store.db, sender.address, ["demand", "raise"]);
  const out = games
    .flatMap(({ demands }) => demands)
    .filter(({ demander, settled }) => demander === sender.address && !settled)
    .reduce((sum, { bond }) => sum + bond, 0n);
  return demandLimit - out - value;
}
