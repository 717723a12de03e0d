/** One epoch's game, as contract views and the epoch's logs have it at a believed block. */
import type { Address, Hex } from "viem";
import { almanacAbi } from "../../contracts/abi.ts";
import { readEpoch } from "../chain/epochs.ts";
import type { Chronicle, Demanded, Story } from "../chain/logs.ts";
import type { Context } from "../steps/context.ts";
import type { Survey } from "../steps/survey.ts";

/** The lists of keepers that one view answers. */
const WORDS_AT_ONCE = 200n;
const ZERO = "0x0000000000000000000000000000000000000000";
const ZERO_WORD = `0x${"00".repeat(32)}`;

export interface Word {
  readonly keeper: Address;
  /** Null once it is revealed. */
  readonly commitment: Hex | null;
  /** Null until it is revealed. */
  readonly root: Hex | null;
  readonly settled: boolean;
}

/** One revealed root. */
export interface Stand {
  readonly root: Hex;
  /** Whoever revealed it, in the order of their accounts; a root is named by any of them. */
  readonly keepers: readonly [Address, ...Address[]];
  readonly fallen: boolean;
  /** Null while it stands. */
  readonly felledBy: Address | null;
  readonly fellAt: bigint;
  readonly intended: boolean;
  readonly claimed: boolean;
}

/** A demand, open or not. */
export interface Demand extends Demanded {
  readonly bond: bigint;
  readonly deadline: bigint;
  /** Null while nobody has answered. */
  readonly answerer: Address | null;
  readonly settled: boolean;
}

export interface Game {
  readonly epoch: bigint;
  readonly job: Hex;
  readonly supply: number;
  readonly acceptedAt: bigint;
  readonly commitEnds: bigint;
  readonly revealEnds: bigint;
  readonly challengeEnds: bigint;
  readonly finalized: boolean;
  readonly standing: number;
  readonly openDemands: number;
  readonly waitUntil: bigint;
  readonly words: readonly Word[];
  readonly stands: readonly Stand[];
  readonly mine: Word | null;
  readonly demands: readonly Demand[];
  readonly story: Story;
}

/** Whether our own root fell. */
export function hasFallen({ mine, stands }: Game): boolean {
  return mine !== null && stands.some(({ root, fallen }) => fallen && root === mine.root);
}

/** Null when the epoch was not accepted. */
export async function readGame(
  context: Pick<Context, "rpc" | "contracts"> & {
    readonly sender: Pick<Context["sender"], "address">;
  },
  chronicle: Chronicle,
  now: Pick<Survey, "blockNumber" | "now">,
  epoch: bigint,
  accounts: bigint,
): Promise<Game | null> {
  const { rpc, contracts, sender } = context;
  const { client } = rpc;
  const { blockNumber } = now;
  const almanac = { address: contracts.Almanac, abi: almanacAbi, blockNumber } as const;
  const facts = await readEpoch(context, epoch, blockNumber);
  if (facts === null) return null;
  const { outcome, ...dates } = facts;
  const isPlayed = now.now >= dates.revealEnds;
  const words = isPlayed ? await readWords() : [];
  const mine = words.find(({ keeper }) => keeper === sender.address) ?? null;
  const story = isPlayed
    ? await chronicle.storyOf(epoch, dates.acceptedAt, blockNumber)
    : { revealed: [], demanded: [], answered: [] };
  return {
    ...dates,
    finalized: outcome !== 0,
    words,
    stands: await Promise.all(sidesOf(words).map(readStand)),
    mine,
    demands: await Promise.all(story.demanded.map(readDemand)),
    story,
  };

  async function readWords(): Promise<Word[]> {
    const pages: Promise<
      readonly { keeper: Address; commitment: Hex; root: Hex; settled: boolean }[]
    >[] = [];
    for (let first = 1n; first <= accounts; first += WORDS_AT_ONCE) {
      const args = [epoch, first, WORDS_AT_ONCE] as const;
      pages.push(client.readContract({ ...almanac, functionName: "wordsOf", args }));
    }
    return (await Promise.all(pages)).flat().map(({ keeper, commitment, root, settled }) => ({
      keeper,
      commitment: commitment === ZERO_WORD ? null : commitment,
      root: root === ZERO_WORD ? null : root,
      settled,
    }));
  }

  async function readStand({ root, keepers }: Side): Promise<Stand> {
    const args = [epoch, keepers[0]] as const;
    const stand = await client.readContract({ ...almanac, functionName: "standOf", args });
    return {
      root,
      keepers,
      fallen: stand.fallen,
      felledBy: stand.felledBy === ZERO ? null : stand.felledBy,
      fellAt: BigInt(stand.fellAt),
      intended: stand.intended,
      claimed: stand.claimed,
    };
  }

  async function readDemand(demanded: Demanded): Promise<Demand> {
    const { root, height, index, hash } = demanded;
    const args = [epoch, root, BigInt(height), BigInt(index), hash] as const;
    const demand = await client.readContract({ ...almanac, functionName: "demandOf", args });
    return {
      ...demanded,
      bond: demand.bond,
      deadline: BigInt(demand.deadline),
      answerer: demand.answeredAt === 0 ? null : demand.answerer,
      settled: demand.settled,
    };
  }
}

interface Side {
  readonly root: Hex;
  readonly keepers: [Address, ...Address[]];
}

/** Who stands behind which root. */
function sidesOf(words: readonly Word[]): Side[] {
  const sides = new Map<Hex, Side>();
  for (const { keeper, root } of words) {
    if (root === null) continue;
    const side = sides.get(root);
    if (side === undefined) sides.set(root, { root, keepers: [keeper] });
    else side.keepers.push(keeper);
  }
  return [...sides.values()];
}
