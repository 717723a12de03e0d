import { formatEther } from "viem";
import { RetryableError } from "../errors.ts";
import type { Context } from "../steps/context.ts";
import type { Survey } from "../steps/survey.ts";
import { underWay } from "../store/intents.ts";
import { hasFallen } from "./game.ts";
import { propose } from "./propose.ts";
import type { Table } from "./table.ts";

/**
 * Whether one of our own roots fell lately. Then something here paints wrong, or was away for hours, and the next
 * bond would go the way of the last: commits wait until that game is out of sight.
 */
export function isInDoubt({ games }: Table): boolean {
  return games.some(hasFallen);
}

/** Tops the account up where a commit is to come and its bond is short, as far as the setting lets it. */
export async function bond(context: Context, now: Survey, table: Table): Promise<void> {
  const { store, sender, bondLimit } = context;
  const { rules, balance, locked } = table;
  const open = now.epochs.filter(
    (view) => view.supply > 0 && view.commitment === null && view.revealed === null,
  );
  const wanted = open.filter((view) => now.next < view.commitEnds);
  const missing = BigInt(wanted.length) * rules.bond - balance;
  if (missing <= 0n || isInDoubt(table)) return;
  // One at a time: what is on its way is not in the balance yet.
  if ((await underWay(store.db, sender.address, ["deposit"])).count > 0) return;
  const lies = balance + BigInt(locked) * rules.bond;
  if (lies + missing > bondLimit) {
    throw new RetryableError(
      `Epoch ${wanted[0]!.epoch} will not be committed to: its bond lacks ${formatEther(missing)} ether, ${formatEther(lies)} lie in the almanac, and BOND_LIMIT_ETHER is ${formatEther(bondLimit)}. Raise it, or wait until bonds come home.`,
    );
  }
  await propose(context, {
    kind: "deposit",
    // The same shortage is made good once: afterwards the balance, or what is locked, is another.
    subject: `epoch ${wanted[0]!.epoch}, balance ${balance}, locked ${locked}`,
    functionName: "deposit",
    args: [sender.address],
    value: missing,
    expiresAt: wanted[0]!.commitEnds,
  });
}
