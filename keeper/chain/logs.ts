/** An epoch's story in logs: what was revealed, demanded and answered. Views say what is so now, logs what was said. */
import {
  type Address,
  encodeEventTopics,
  type Hex,
  type Log,
  numberToHex,
  type PublicClient,
  parseEventLogs,
} from "viem";
import { almanacAbi } from "../../contracts/abi.ts";
import { firstBlockSince } from "./blocks.ts";

/** Blocks in one question to a node; one that takes fewer is asked again for half of them. */
const MOST_BLOCKS = 5_000n;

const NAMES = ["Revealed", "Demanded", "Answered"] as const;
const SIGNATURES = NAMES.map((eventName) => encodeEventTopics({ abi: almanacAbi, eventName })[0]!);

/** A node that somebody demanded to look under. */
export interface Demanded {
  readonly root: Hex;
  readonly height: number;
  readonly index: number;
  readonly hash: Hex;
  readonly demander: Address;
}

/** What was shown: it hashes to the node, or the almanac would not have taken it. */
export interface Answered {
  readonly root: Hex;
  readonly height: number;
  readonly index: number;
  readonly hash: Hex;
  readonly data: Hex;
}

export interface Revealed {
  readonly keeper: Address;
  readonly root: Hex;
  /** Binary CIDv1. */
  readonly cid: Hex;
}

export interface Story {
  readonly revealed: readonly Revealed[];
  readonly demanded: readonly Demanded[];
  readonly answered: readonly Answered[];
}

export interface Chronicle {
  /** The story of an epoch that was accepted at `since`, up to and with block `to`. */
  storyOf(epoch: bigint, since: bigint, to: bigint): Promise<Story>;
  /** Drops what is kept of epochs that nobody asks about any more. */
  forget(before: bigint): void;
}

interface Kept {
  /** The first block of the epoch's logs. */
  readonly from: bigint;
  /** The last block that is read, and its hash: a reorganised chain is read anew. */
  upTo: bigint;
  upToHash: Hex;
  readonly story: {
    readonly revealed: Revealed[];
    readonly demanded: Demanded[];
    readonly answered: Answered[];
  };
}

/** Reads each block of an epoch once. `startBlock` is where the contracts begin. */
export function openChronicle(
  client: PublicClient,
  almanac: Address,
  startBlock: bigint,
): Chronicle {
  const kept = new Map<bigint, Kept>();

  async function keptOf(epoch: bigint, since: bigint, to: bigint): Promise<Kept> {
    const old = kept.get(epoch);
    if (old !== undefined && old.upTo <= to) {
      // Nothing was read yet where the first block lies ahead.
      if (old.upTo < old.from) return old;
      const { hash } = await client.getBlock({ blockNumber: old.upTo });
      if (hash === old.upToHash) return old;
    }
    const from = await firstBlockSince(client, since, startBlock, to);
    const story = { revealed: [], demanded: [], answered: [] };
    const fresh: Kept = { from, upTo: from - 1n, upToHash: "0x", story };
    kept.set(epoch, fresh);
    return fresh;
  }

  return {
    storyOf: async (epoch, since, to) => {
      const epochKept = await keptOf(epoch, since, to);
      if (epochKept.upTo < to) {
        const [{ hash }, logs] = await Promise.all([
          client.getBlock({ blockNumber: to }),
          readLogs(client, almanac, epoch, epochKept.upTo + 1n, to),
        ]);
        for (const { eventName, args } of logs) {
          const { story } = epochKept;
          if (eventName === "Revealed") {
            story.revealed.push({ keeper: args.keeper, root: args.root, cid: args.cid });
            continue;
          }
          const node = {
            root: args.root,
            height: Number(args.height),
            index: Number(args.index),
            hash: args.hash,
          };
          if (eventName === "Demanded") story.demanded.push({ ...node, demander: args.demander });
          else story.answered.push({ ...node, data: args.data });
        }
        epochKept.upTo = to;
        epochKept.upToHash = hash;
      }
      return epochKept.story;
    },
    forget: (before) => {
      for (const epoch of kept.keys()) if (epoch < before) kept.delete(epoch);
    },
  };
}

/** The epoch's logs in a range of blocks, in pages that the node takes. */
async function readLogs(
  client: PublicClient,
  address: Address,
  epoch: bigint,
  fromBlock: bigint,
  toBlock: bigint,
) {
  const found: Awaited<ReturnType<typeof page>>[] = [];
  let size = MOST_BLOCKS;
  for (let from = fromBlock; from <= toBlock; ) {
    const last = from + size - 1n < toBlock ? from + size - 1n : toBlock;
    try {
      found.push(await page(from, last));
      from = last + 1n;
    } catch (error) {
      // Nodes word their caps in as many ways as there are nodes, so any refusal is met with less.
      if (last === from) throw error;
      size = (last - from + 1n) / 2n;
    }
  }
  return found.flat();

  async function page(from: bigint, to: bigint) {
    const logs = await client.request({
      method: "eth_getLogs",
      params: [
        {
          address,
          // Every one of these events has the epoch as its first indexed argument.
          topics: [SIGNATURES, numberToHex(epoch, { size: 32 })],
          fromBlock: numberToHex(from),
          toBlock: numberToHex(to),
        },
      ],
    });
    return parseEventLogs({ abi: almanacAbi, eventName: [...NAMES], logs: logs as Log[] });
  }
}
