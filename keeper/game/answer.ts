import { bytesToHex } from "viem";
import type { OwnTree } from "../../renderer/demands.ts";
import type { Context } from "../steps/context.ts";
import type { Survey } from "../steps/survey.ts";
import { propose } from "./propose.ts";
import type { Demand, Game, Table } from "./table.ts";

/**
 * Answers what is demanded of the root that our own tree has: the bond pays for it, and silence would fell us. Whoever
 * stands behind the root answers, one after the other, so that they do not pay for the same answer at once.
 */
export async function answer(
  context: Context,
  now: Survey,
  { rules }: Table,
  game: Game,
  own: OwnTree,
): Promise<void> {
  const stand = game.stands.find(({ root }) => root === own.root);
  if (stand === undefined || stand.fallen) return;
  const open = game.demands.filter(({ root, answerer }) => root === own.root && answerer === null);
  for (const demand of open) {
    const { height, index } = demand;
    if (now.next < turnOf(demand, stand.keepers, context.sender.address, rules.answerSeconds))
      continue;
    const data = bytesToHex(await own.answer(height, index));
    await propose(context, {
      kind: "answer",
      subject: `epoch ${game.epoch}, root ${own.root}, height ${height}, index ${index}, hash ${demand.hash}`,
      functionName: "answer",
      args: [game.epoch, stand.keepers[0], BigInt(height), BigInt(index), data],
      // Answers count until somebody calls `silence`.
      expiresAt: demand.deadline + BigInt(rules.answerSeconds),
    });
  }
}

/** When our turn comes: the order differs from node to node, and all have had theirs by half of the time. */
function turnOf(
  { deadline, height, index }: Demand,
  keepers: readonly string[],
  me: string,
  answerSeconds: number,
): bigint {
  const place = keepers.indexOf(me);
  const rank = place < 0 ? keepers.length : (place + height + index) % keepers.length;
  const wait = Math.floor((rank * answerSeconds) / (2 * (keepers.length + 1)));
  return deadline - BigInt(answerSeconds) + BigInt(wait);
}
