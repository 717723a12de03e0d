/** What a turn saw, as figures: read off the survey, so that a restarted keeper shows the same. */
import type { Hex } from "viem";
import type { Head } from "./chain/rpc.ts";
import type { Game } from "./game/game.ts";
import { etherOf, type Metrics } from "./metrics.ts";
import type { Context } from "./steps/context.ts";
import type { EpochView, Survey } from "./steps/survey.ts";

/** What became of an epoch for this keeper; `open` while that is not known. */
type Fate = "open" | "committed" | "revealed" | "missed" | "empty";

const FATES = ["committed", "revealed", "missed"] as const;

/** Heads that are remembered: more than any chain here is rewritten by. */
const HEADS = 64n;

/** Returns what is to be told of every turn. */
export function openGauges({
  metrics,
  sender,
  store,
  pool,
  rpc,
  bondLimit,
}: Context): (now: Survey, head: Head) => Promise<void> {
  /** Fates that are counted, or were there before this process: a restart misses nothing anew. */
  const counted = new Map<Hex, Fate>();
  /** Hashes of heads that were seen, by height. */
  const heads = new Map<bigint, Hex>();
  let newest = -1n;
  let isFirst = true;
  for (const outcome of FATES) metrics.epochs.inc({ outcome }, 0);
  metrics.bondLimit.set(etherOf(bondLimit));

  /** A head that does not stand on what was seen below it, or where another stood. */
  function countReorganisations({ number, hash, parentHash }: Head): void {
    const [here, below] = [heads.get(number), heads.get(number - 1n)];
    const isOther = here !== undefined && here !== hash;
    if (isOther || (below !== undefined && below !== parentHash)) metrics.reorganisations.inc();
    for (const height of heads.keys()) {
      if (height >= number || height + HEADS < number) heads.delete(height);
    }
    heads.set(number, hash).set(number - 1n, parentHash);
  }

  async function pendingRows(): Promise<{ status: string; count: number | bigint }[]> {
    try {
      const { rows } = await store.db.query<{ status: string; count: number | bigint }>(
        `SELECT status, count(*) AS count FROM intents
         WHERE sender = $1 AND status IN ('queued', 'sent') GROUP BY status`,
        [sender.address.toLowerCase()],
      );
      metrics.databaseUp.set(1);
      return rows;
    } catch (error) {
      metrics.databaseUp.set(0);
      metrics.databaseErrors.inc();
      throw error;
    }
  }

  return async (now, head) => {
    countReorganisations(head);
    metrics.info.reset();
    const who = { keeper: sender.address, chain_id: String(rpc.chainId) };
    metrics.info.set({ ...who, backend: pool.backend() }, 1);
    metrics.block.set(Number(now.blockNumber));
    metrics.blockTime.set(Number(now.now));
    metrics.baseFee.set(etherOf(head.baseFeePerGas));
    metrics.gridEpoch.set(Number(now.epoch));
    metrics.bond.set(etherOf(now.rules.bond));
    metrics.free.set(etherOf(now.account.balance));
    metrics.locked.set(now.account.locked);
    metrics.openDemands.set(now.epochs.reduce((sum, { openDemands }) => sum + openDemands, 0));

    const [last] = now.epochs;
    if (last !== undefined) {
      metrics.lastEpoch.set(Number(last.epoch));
      metrics.supply.set(last.supply);
    }
    const recent = { open: 0, committed: 0, revealed: 0, missed: 0, empty: 0 };
    for (const view of now.epochs) {
      const fate = fateOf(view, now.now);
      recent[fate]++;
      if (fate === "revealed" && view.epoch > newest) newest = view.epoch;
      if (counted.get(view.job) === fate) continue;
      counted.set(view.job, fate);
      if (!isFirst && isOne(fate)) metrics.epochs.inc({ outcome: fate });
    }
    isFirst = false;
    if (newest >= 0n) metrics.revealedEpoch.set(Number(newest));
    for (const outcome of FATES) metrics.recentEpochs.set({ outcome }, recent[outcome]);

    const rows = await pendingRows();
    for (const status of ["queued", "sent"]) {
      const count = rows.find((row) => row.status === status)?.count ?? 0;
      metrics.pending.set({ status }, Number(count));
    }
    metrics.balance.set(etherOf(await rpc.client.getBalance({ address: sender.address })));
  };
}

/** Counts roots as they fall: those that lay there at the start are known, and not counted. */
export function openFallen({ fallen }: Pick<Metrics, "fallen">): (games: readonly Game[]) => void {
  const known = new Set<string>();
  let isFirst = true;
  for (const whose of ["own", "others"]) fallen.inc({ whose }, 0);
  return (games) => {
    for (const { job, stands, mine } of games) {
      for (const stand of stands) {
        const key = `${job} ${stand.root}`;
        if (!stand.fallen || known.has(key)) continue;
        known.add(key);
        if (!isFirst) fallen.inc({ whose: mine?.root === stand.root ? "own" : "others" });
      }
    }
    isFirst = false;
  };
}

/** `now` in chain time. */
export function fateOf(view: EpochView, now: bigint): Fate {
  if (view.revealed !== null) return "revealed";
  if (view.supply === 0) return "empty";
  if (view.commitment !== null) return now < view.revealEnds ? "committed" : "missed";
  return now < view.commitEnds ? "open" : "missed";
}

const isOne = (fate: Fate): fate is (typeof FATES)[number] => FATES.some((one) => one === fate);
