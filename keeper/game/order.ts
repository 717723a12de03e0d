/** Whose turn it is, where several honest keepers would do the same thing at once and pay for it more than once. */
import type { Context } from "../steps/context.ts";
import type { Survey } from "../steps/survey.ts";
import type { Game } from "./game.ts";
import type { Table } from "./table.ts";

/** Blocks from an intent to its challenge, with one to spare: the next in line must be able to see both. */
const BLOCKS_EACH = 3n;

/**
 * Chain time from which it is our turn to walk against a root, of all who stand behind the root that we paint. The
 * order differs from node to node, so that costs and rewards go round; whoever comes later finds it done. Everybody has
 * had a turn by half of a follow-up, so a first in line who sleeps, or who is the liar's friend, only delays it.
 */
export function walkTurn(
  { sender }: Pick<Context, "sender">,
  { now, next }: Pick<Survey, "now" | "next">,
  { rules }: Pick<Table, "rules">,
  game: Game,
  ownRoot: string,
  place: number,
): bigint {
  const keepers = game.stands.find(({ root }) => root === ownRoot)?.keepers ?? [];
  const rank = BigInt(rankOf(keepers, sender.address, place));
  const followUp = BigInt(rules.followUpSeconds);
  const blocks = BLOCKS_EACH * (next - now);
  const each = blocks > followUp / 16n ? blocks : followUp / 16n;
  const wait = rank * each < followUp / 2n ? rank * each : followUp / 2n;
  // Each answer begins a follow-up: that is when the next step became possible.
  const answered = game.waitUntil - followUp;
  return (answered > game.revealEnds ? answered : game.revealEnds) + wait;
}

/** Place in the order that begins with a different one of the keepers for each `place`; strangers come last. */
export function rankOf(keepers: readonly string[], me: string, place: number): number {
  const at = keepers.indexOf(me);
  return at < 0 ? keepers.length : (at + place) % keepers.length;
}
