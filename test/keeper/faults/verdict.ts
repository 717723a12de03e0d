/**
 * The verdict on a keeper after its misfortunes, from what chain and store say: each intent had at most one effect,
 * no nonce is missing or unaccounted for, every commitment can be opened, and no epoch was missed that could have
 * been made. It knows nothing of what was done to the keeper but the blocks that it was there for.
 */
import type { EpochFacts, Facts, Mined } from "./facts.ts";

export interface Verdict {
  /** One sentence each; none when all is well. */
  readonly faults: readonly string[];
  readonly counts: Counts;
}

export interface Counts {
  readonly epochs: number;
  readonly made: number;
  /** Not made, and could not have been: the keeper was not there for long enough. */
  readonly excused: number;
  readonly missed: number;
  readonly transactions: number;
  readonly reverted: number;
  readonly noops: number;
  /** Intents that had more than one effect, nonces not accounted for, commitments that nothing opens. */
  readonly doubles: number;
  readonly holes: number;
  readonly lostSalts: number;
}

export interface Presence {
  /** The first block from which the keeper is judged. */
  readonly since: bigint;
  /** See Pace. */
  readonly witnessed: ReadonlyMap<bigint, number>;
  /** Whether blocks came only while a keeper was there: then nothing is excused. */
  readonly isStrict: boolean;
  /** Whether it reports the weather, too. */
  readonly reports: boolean;
}

/**
 * Blocks in a row that one life needs: to see an epoch and paint it, to put up the bond, to commit, and one for a
 * transaction that the pool forgot; to see that commits have closed, and to reveal, and one again.
 */
const TO_COMMIT = 4;
const TO_REVEAL = 3;
const TO_OBSERVE = 3;

export function judge(facts: Facts, presence: Presence): Verdict {
  const doubles = doublesOf(facts);
  const holes = holesOf(facts);
  const lostSalts = saltsOf(facts);
  const { missed, made, excused } = epochsOf(facts, presence);
  const noops = new Set(facts.store.attempts.filter(({ noop }) => noop).map(({ hash }) => hash));
  return {
    faults: [...doubles, ...holes, ...lostSalts, ...missed],
    counts: {
      epochs: made + excused + missed.length,
      made,
      excused,
      missed: missed.length,
      transactions: facts.mined.length,
      reverted: facts.mined.filter(({ succeeded }) => !succeeded).length,
      noops: facts.mined.filter(({ hash }) => noops.has(hash)).length,
      doubles: doubles.length,
      holes: holes.length,
      lostSalts: lostSalts.length,
    },
  };
}

function doublesOf({ mined, store }: Facts): string[] {
  const faults: string[] = [];
  const attempts = new Map(store.attempts.map((attempt) => [attempt.hash, attempt]));
  const byIntent = new Map<string, Mined[]>();
  const byEffect = new Map<string, Mined>();
  for (const one of mined) {
    const attempt = attempts.get(one.hash);
    if (attempt === undefined) {
      faults.push(`transaction ${one.hash} (nonce ${one.nonce}) is on the chain, not in the store`);
    }
    if (!one.succeeded || attempt?.noop) continue;
    const others = byIntent.get(attempt?.intent ?? one.hash) ?? [];
    byIntent.set(attempt?.intent ?? one.hash, [...others, one]);
    // Deposits may be alike, and germination goes on where it stopped.
    const isOnce = !/^(deposit|germinate|0x)/.test(one.effect);
    const before = byEffect.get(one.effect);
    if (isOnce && before !== undefined) {
      faults.push(`"${one.effect}" took effect twice: ${before.hash}, ${one.hash}`);
    }
    byEffect.set(one.effect, one);
  }
  for (const [intent, effects] of byIntent) {
    if (effects.length > 1) {
      faults.push(`intent ${intent} took effect ${effects.length} times`);
    }
  }
  for (const { id, kind, status } of store.intents) {
    if (status === "done" && !byIntent.has(id)) {
      faults.push(`intent ${id} (${kind}) is done in the store, and nothing of it is on the chain`);
    }
  }
  return faults;
}

function holesOf({ mined, nonce, store }: Facts): string[] {
  const faults: string[] = [];
  const used = mined.map((one) => one.nonce).sort((a, b) => a - b);
  for (const [index, value] of used.entries()) {
    if (value !== index) {
      faults.push(`nonce ${index} is missing on the chain, where ${value} was used`);
      break;
    }
  }
  if (used.length !== nonce) {
    faults.push(`the chain counts ${nonce} transactions of the key, and has ${used.length}`);
  }
  if (store.nextNonce < nonce) {
    faults.push(
      `the store would give out nonce ${store.nextNonce} again; the chain is at ${nonce}`,
    );
  }
  const signed = new Set(store.attempts.map((attempt) => attempt.nonce));
  const held = new Set(
    store.intents.filter(({ status }) => status === "sent").map((intent) => intent.nonce),
  );
  for (let one = nonce; one < store.nextNonce; one++) {
    if (!signed.has(one) || !held.has(one)) {
      faults.push(`nonce ${one} was given out, and nothing signed uses it`);
    }
  }
  return faults;
}

function saltsOf({ epochs, store }: Facts): string[] {
  const faults: string[] = [];
  const renders = new Map(store.renders.map((render) => [render.job, render]));
  for (const { epoch, job, commitment, root } of epochs) {
    if (commitment === null) continue;
    const render = renders.get(job);
    if (render === undefined || render.opens !== commitment) {
      faults.push(`what was committed for epoch ${epoch} is opened by nothing in the store`);
    } else if (render.root !== render.blockRoot) {
      faults.push(`the nodes kept of epoch ${epoch} are not those of its root`);
    } else if (root !== null && root !== render.root) {
      faults.push(`epoch ${epoch} was revealed with another root than the one that is kept`);
    }
  }
  return faults;
}

function epochsOf(facts: Facts, presence: Presence) {
  const { times, head, epochSeconds } = facts;
  const missed: string[] = [];
  let [made, excused] = [0, 0];
  const known = new Map(facts.epochs.map((one) => [one.epoch, one]));
  const first = times[Number(presence.since)]! / epochSeconds;
  const last = times[Number(head)]! / epochSeconds;
  /** The longest run of blocks after which a transaction still lands within the window, in one life. */
  const chance = (from: bigint, to: bigint) => longestRun(facts, presence, from, to);
  const weigh = (sentence: string, couldBe: boolean) => {
    if (couldBe || presence.isStrict) missed.push(sentence);
    else excused++;
  };
  // The first was under way when the keeper came, and the last is not over.
  for (let epoch = first + 1n; epoch < last; epoch++) {
    const one = known.get(epoch);
    if (one === undefined) {
      if (!presence.reports) continue;
      const couldBe = chance(epoch * epochSeconds, (epoch + 1n) * epochSeconds) >= TO_OBSERVE;
      weigh(`epoch ${epoch} has no weather`, couldBe);
    } else if (one.supply === 0 || times[Number(head)]! < one.revealEnds) {
    } else if (one.root !== null) made++;
    else if (one.commitment === null) {
      const couldBe = chance(one.acceptedAt, one.commitEnds) >= TO_COMMIT;
      weigh(`epoch ${epoch} was never committed to`, couldBe);
    } else weigh(`epoch ${epoch} was committed to, and never revealed`, couldReveal(one, chance));
  }
  return { missed, made, excused };
}

function couldReveal(
  { commitEnds, revealEnds }: EpochFacts,
  chance: (from: bigint, to: bigint) => number,
): boolean {
  return chance(commitEnds, revealEnds) >= TO_REVEAL;
}

/** Of blocks whose successor lies in [from, to). */
function longestRun({ times, head }: Facts, { witnessed }: Presence, from: bigint, to: bigint) {
  let [longest, run] = [0, 0];
  let life: number | undefined;
  for (let block = 0n; block < head; block++) {
    const next = times[Number(block) + 1]!;
    if (next < from || next >= to) continue;
    const now = witnessed.get(block);
    run = now === undefined ? 0 : now === life ? run + 1 : 1;
    life = now;
    longest = Math.max(longest, run);
  }
  return longest;
}
