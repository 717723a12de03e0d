import { bytesToHex } from "viem";
import type { OwnTree } from "../../renderer/demands.ts";
import type { Context } from "../steps/context.ts";
import type { Survey } from "../steps/survey.ts";
import { subjectsUnderWay } from "../store/intents.ts";
import type { Demand, Game } from "./game.ts";
import { rankOf } from "./order.ts";
import { propose } from "./propose.ts";
import type { Table } from "./table.ts";

/** What the almanac counts an answer at. */
const ANSWER_GAS = 220_000n;
/**
 * Asked for and not believed yet: enough for the sender to fill its lane in every block while the answers of three
 * blocks wait to be believed, and few enough that a flood does not hold the turn up.
 */
const MOST_UNDER_WAY = 48;

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
  const { rpc, sender, store } = context;
  const open = game.demands.filter(({ root, answerer }) => root === own.root && answerer === null);
  if (open.length === 0) return;
  const { baseFeePerGas } = await rpc.client.getBlock();
  // Silence counts only while the bond pays for the answer, and from one block to the next the base fee falls by an
  // eighth at most: until then there is time, and waiting is free.
  const least = (ANSWER_GAS * (baseFeePerGas ?? 0n) * 7n) / 8n;
  const due = open
    .filter(({ bond }) => bond >= least)
    .filter((one) => now.next >= turnOf(one, stand.keepers, sender.address, rules.answerSeconds))
    .sort((a, b) => Number(a.deadline - b.deadline));
  const underWay = await subjectsUnderWay(store.db, sender.address, "answer");
  let room = MOST_UNDER_WAY - underWay.size;
  for (const { height, index, hash, deadline } of due) {
    const subject = `epoch ${game.epoch}, root ${own.root}, height ${height}, index ${index}, hash ${hash}`;
    if (underWay.has(subject) || room-- <= 0) continue;
    const data = bytesToHex(await own.answer(height, index));
    await propose(context, {
      kind: "answer",
      subject,
      functionName: "answer",
      args: [game.epoch, stand.keepers[0], BigInt(height), BigInt(index), data],
      // Answers count until somebody calls `silence`.
      expiresAt: deadline + BigInt(rules.answerSeconds),
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
  const rank = rankOf(keepers, me, height + index);
  const wait = Math.floor((rank * answerSeconds) / (2 * (keepers.length + 1)));
  return deadline - BigInt(answerSeconds) + BigInt(wait);
}
