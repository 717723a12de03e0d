/** The end in good order: no new work, and what is in flight is seen through. */
import { FatalError, oneLine } from "./errors.ts";
import { pause } from "./pause.ts";
import type { Context } from "./steps/context.ts";
import type { Survey } from "./steps/survey.ts";

export interface DrainOptions {
  /** For at most as long. What is left is pursued by the next start: its signed bytes are stored. */
  readonly drainMs: number;
  readonly pollMs: number;
  /** Ends it at once. */
  readonly lost: AbortSignal | undefined;
  /** What the last turn acted on. */
  readonly latest: Survey | null;
}

export async function drain(
  { rpc, sender, log }: Pick<Context, "rpc" | "sender" | "log">,
  { drainMs, pollMs, lost, latest }: DrainOptions,
): Promise<void> {
  const until = performance.now() + drainMs;
  let left = -1;
  do {
    try {
      const before = left;
      left = await sender.inFlight();
      if (left === 0) break;
      if (before < 0) log.info({ transactions: left }, "seeing through what is in flight");
      await sender.drain(await rpc.head());
    } catch (error) {
      if (error instanceof FatalError) throw error;
      log.debug({ why: oneLine(error) }, "the drain is held up");
    }
    await pause(Math.max(1, Math.min(pollMs, until - performance.now())), lost);
  } while (performance.now() < until && !lost?.aborted);
  if (left > 0) log.warn({ transactions: left }, "left in flight; the next start pursues them");
  // Whoever ends a keeper for maintenance should know by when it must be back.
  for (const { epoch, commitment, revealed, commitEnds, revealEnds } of latest?.epochs ?? []) {
    if (commitment === null || revealed !== null || latest!.now >= revealEnds) continue;
    log.warn(
      { epoch: Number(epoch), from: timeOf(commitEnds), until: timeOf(revealEnds) },
      "committed and not revealed: start again in time, or part of the bond is lost",
    );
  }
}

function timeOf(seconds: bigint): string {
  return new Date(Number(seconds) * 1_000).toISOString();
}
