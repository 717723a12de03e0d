import type { Context } from "../steps/context.ts";
import type { Survey } from "../steps/survey.ts";
import type { Game } from "./game.ts";
import { propose } from "./propose.ts";
import type { Table } from "./table.ts";

/** Gas of `expire`, generously: nobody else's word is worth more than it brings. */
const EXPIRE_GAS = 100_000n;

/**
 * Takes the penalty of commits that were never revealed. Ours first: whoever is quick about it keeps half of the
 * penalty, and the rest of the bond comes home.
 */
export async function expire(
  context: Context,
  now: Survey,
  { rules }: Table,
  game: Game,
): Promise<void> {
  if (now.next < game.revealEnds) return;
  const { rpc, sender } = context;
  const unrevealed = game.words.filter(({ root }) => root === null).map(({ keeper }) => keeper);
  if (unrevealed.length === 0) return;
  const { baseFeePerGas } = await rpc.client.getBlock();
  const isWorthIt = rules.bond / 8n > EXPIRE_GAS * (baseFeePerGas ?? 0n);
  const ours = unrevealed.filter((keeper) => keeper === sender.address);
  const others = unrevealed.filter((keeper) => keeper !== sender.address);
  for (const keeper of [...ours, ...(isWorthIt ? others : [])]) {
    await propose(context, {
      kind: "expire",
      subject: `epoch ${game.epoch}, job ${game.job}, keeper ${keeper}`,
      functionName: "expire",
      args: [game.epoch, keeper],
      expiresAt: now.now + BigInt(now.epochSeconds),
    });
  }
}
