import { RetryableError } from "../errors.ts";
import type { Context } from "../steps/context.ts";
import type { Survey } from "../steps/survey.ts";
import { roomForDemands } from "./budget.ts";
import type { Demand, Game, Stand } from "./game.ts";
import { propose } from "./propose.ts";
import type { Table } from "./table.ts";

/**
 * Fells roots whose demands nobody answered. Our own demands at once; those of others when they let them lie, since
 * the epoch, and with it our bond, waits for every one. Never our own root.
 */
export async function silence(
  context: Context,
  now: Survey,
  table: Table,
  game: Game,
  ownRoot: string | null,
): Promise<void> {
  const me = context.sender.address;
  for (const demand of game.demands) {
    const { root, demander, answerer, deadline } = demand;
    const stand = game.stands.find((each) => each.root === root);
    if (stand === undefined || stand.fallen || answerer !== null || root === ownRoot) continue;
    const grace = demander === me ? 0n : BigInt(table.rules.followUpSeconds);
    if (now.next < deadline + grace) continue;
    await callSilence(context, now, table, game, stand, demand);
  }
}

async function callSilence(
  context: Context,
  now: Survey,
  table: Table,
  game: Game,
  stand: Stand,
  demand: Demand,
): Promise<void> {
  const { log } = context;
  const { root, height, index, hash } = demand;
  const node = `epoch ${game.epoch}, root ${root}, height ${height}, index ${index}, hash ${hash}`;
  const args = [game.epoch, stand.keepers[0], BigInt(height), BigInt(index), hash] as const;
  const expiresAt = now.now + BigInt(now.epochSeconds);
  const refusal = await propose(context, {
    kind: "silence",
    subject: node,
    functionName: "silence",
    args,
    expiresAt,
  });
  if (refusal === null) {
    log.warn(
      { epoch: Number(game.epoch), root, by: stand.keepers, height, index },
      "nobody shows what lies under a root; felling it",
    );
    return;
  }
  if (refusal.name !== "DemandBelowGas") return;
  // The base fee has risen since. A quarter more than is asked for now outlasts two full blocks.
  const [sent, wanted] = refusal.args as readonly [bigint, bigint];
  const value = (wanted * 5n) / 4n - sent;
  const room = await roomForDemands(context, table);
  if (value > room) {
    throw new RetryableError(
      `A demand against root ${root} of epoch ${game.epoch} pays less than an answer costs now, and DEMAND_LIMIT_ETHER leaves no room to raise it. Raise the limit, or wait for a calmer market.`,
    );
  }
  await propose(context, {
    kind: "raise",
    subject: `${node}, from ${sent}`,
    functionName: "raise",
    args,
    value,
    expiresAt,
  });
}
