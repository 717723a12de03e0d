import type { Context } from "../steps/context.ts";
import type { Survey } from "../steps/survey.ts";
import type { Game } from "./game.ts";
import { propose } from "./propose.ts";

/** Has an epoch judged in which something of ours waits, once nothing else does. Anyone may be faster. */
export async function finalize(context: Context, now: Survey, game: Game): Promise<void> {
  const { epoch, stands, mine } = game;
  if (game.finalized || game.openDemands > 0) return;
  if (now.next < game.challengeEnds || now.next < game.waitUntil) return;
  const me = context.sender.address;
  const hasBond = mine !== null && mine.root !== null;
  const hasReward = stands.some(({ felledBy }) => felledBy === me);
  const hasDemand = game.demands.some(
    ({ demander, answerer }) => demander === me || answerer === me,
  );
  if (!hasBond && !hasReward && !hasDemand) return;
  // Any keeper behind the root that stands; nobody is looked at where none or several do.
  const standing = stands.find(({ fallen }) => !fallen);
  await propose(context, {
    kind: "finalize",
    subject: `epoch ${epoch}, job ${game.job}`,
    functionName: "finalize",
    args: [epoch, standing?.keepers[0] ?? me],
    expiresAt: now.now + BigInt(now.epochSeconds),
  });
}
