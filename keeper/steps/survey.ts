/** Reads from contract views, at a believed block, what is pending and what is due. Decisions come from here. */
import type { Hex } from "viem";
import { almanacAbi, climateAbi, genomesAbi, heliotropeAbi } from "../../contracts/abi.ts";
import { readEpoch } from "../chain/epochs.ts";
import type { Head } from "../chain/rpc.ts";
import { closedEpochs, openRenders } from "../store/renders.ts";
import type { Context } from "./context.ts";

const ZERO_WORD = `0x${"00".repeat(32)}`;
/** `Outcome.Open` in contracts/interfaces/IAlmanac.sol. */
const OPEN = 0;
/** Later than any block. */
const NEVER = 2n ** 64n;

export interface EpochView {
  readonly epoch: bigint;
  readonly job: Hex;
  readonly acceptedAt: bigint;
  readonly commitEnds: bigint;
  readonly revealEnds: bigint;
  readonly challengeEnds: bigint;
  /** What the almanac said about the epoch: 0 open, 1 decided, 2 void. */
  readonly outcome: number;
  /** Demands against roots that stand. */
  readonly openDemands: number;
  /** When the last follow-up to an answer ends. */
  readonly waitUntil: bigint;
  /** Tokens born by then: those with an id below. */
  readonly supply: number;
  /** Our commitment that is not revealed yet. */
  readonly commitment: Hex | null;
  /** The root that we revealed. */
  readonly revealed: Hex | null;
  /** Our bond was settled. */
  readonly settled: boolean;
}

export interface Survey {
  /** The believed block, and its timestamp: "now" for every decision. */
  readonly blockNumber: bigint;
  readonly now: bigint;
  /** What the next block's timestamp will be if it takes as long as this one did. */
  readonly next: bigint;
  readonly epochSeconds: number;
  /** The grid's present epoch: the only one whose weather can be submitted. */
  readonly epoch: bigint;
  readonly epochAccepted: boolean;
  readonly minted: bigint;
  readonly germinated: bigint;
  readonly pending: {
    readonly first: number;
    readonly count: number;
    readonly target: bigint;
    readonly ripe: boolean;
    readonly proven: boolean;
  };
  /** Our account at the almanac: wei that are free, and commits whose bonds are locked. */
  readonly account: { readonly balance: bigint; readonly locked: number };
  /** What the almanac is set up with. */
  readonly rules: { readonly bond: bigint };
  /**
   * The last accepted epoch, those before it that may still be challenged, and older ones that we have a render of
   * and that are not closed; newest first.
   */
  readonly epochs: readonly EpochView[];
}

export async function survey(context: Context, head: Head): Promise<Survey> {
  const { rpc, contracts, confirmations, store } = context;
  const blockNumber = head.number > confirmations ? head.number - confirmations : 0n;
  const { client } = rpc;
  const climate = { address: contracts.Climate, abi: climateAbi, blockNumber } as const;
  const genomes = { address: contracts.Genomes, abi: genomesAbi, blockNumber } as const;
  const almanac = { address: contracts.Almanac, abi: almanacAbi, blockNumber } as const;
  const now =
    confirmations === 0n ? head.timestamp : (await client.getBlock({ blockNumber })).timestamp;
  const [epochSeconds, epoch, lastEpoch, minted, germinated, pendingBatch, previous] =
    await Promise.all([
      client.readContract({ ...climate, functionName: "EPOCH_SECONDS" }),
      client.readContract({ ...climate, functionName: "epochAt", args: [now] }),
      client.readContract({ ...climate, functionName: "lastEpoch" }),
      client.readContract({
        address: contracts.Heliotrope,
        abi: heliotropeAbi,
        blockNumber,
        functionName: "totalMinted",
      }),
      client.readContract({ ...genomes, functionName: "germinated" }),
      client.readContract({ ...genomes, functionName: "pendingBatch" }),
      client.getBlock({ blockNumber: blockNumber > 0n ? blockNumber - 1n : 0n }),
    ]);
  const [account, rules, open, closed] = await Promise.all([
    client.readContract({ ...almanac, functionName: "accountOf", args: [context.sender.address] }),
    client.readContract({ ...almanac, functionName: "rules" }),
    openRenders(store.db),
    closedEpochs(store.db),
  ]);
  const [batch, target, ripe, proven] = pendingBatch;
  const wanted = new Set(open.map((render) => render.epoch));
  const { commitSeconds, revealSeconds, challengeSeconds } = rules;
  const openSeconds = commitSeconds + revealSeconds + challengeSeconds;
  const span = BigInt(Math.ceil(openSeconds / Number(epochSeconds)));
  for (let one = lastEpoch; one > 0n && one >= lastEpoch - span; one--) {
    if (one === lastEpoch || !closed.has(one)) wanted.add(one);
  }
  const newestFirst = [...wanted].sort((a, b) => (a > b ? -1 : 1));
  const views = await Promise.all(newestFirst.map((one) => epochView(context, one, blockNumber)));
  return {
    blockNumber,
    now,
    next: now + now - previous.timestamp,
    epochSeconds: Number(epochSeconds),
    epoch,
    epochAccepted: lastEpoch >= epoch,
    minted,
    germinated,
    pending: { first: batch.first, count: batch.count, target, ripe, proven },
    account: { balance: account.balance, locked: account.locked },
    rules: { bond: rules.bond },
    epochs: views.filter((view) => view !== null),
  };
}

/**
 * Chain time from which nobody can ask for the epoch's rasters: it is judged, or demands have closed and none waits
 * (where nothing of anybody's is at stake, it may never be judged).
 */
export function closesAt({ outcome, openDemands, challengeEnds, waitUntil }: EpochView): bigint {
  if (outcome !== OPEN) return 0n;
  if (openDemands > 0) return NEVER;
  return challengeEnds > waitUntil ? challengeEnds : waitUntil;
}

/** With what this keeper said of it. Null when the epoch is not accepted. */
async function epochView(
  context: Context,
  epoch: bigint,
  blockNumber: bigint,
): Promise<EpochView | null> {
  const { rpc, contracts, sender } = context;
  const [facts, word] = await Promise.all([
    readEpoch(context, epoch, blockNumber),
    rpc.client.readContract({
      address: contracts.Almanac,
      abi: almanacAbi,
      blockNumber,
      functionName: "wordOf",
      args: [epoch, sender.address],
    }),
  ]);
  if (facts === null) return null;
  return {
    ...facts,
    commitment: word.commitment === ZERO_WORD ? null : word.commitment,
    revealed: word.root === ZERO_WORD ? null : word.root,
    settled: word.settled,
  };
}
