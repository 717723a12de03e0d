// Whether a node is on the right chain and at its newest block, as far as this page can tell.
import { BaseError } from "viem";
import type { World } from "../world.ts";

/** Nodes behind one address are seldom at the same block; so many apart is nothing to speak of. */
const APART = 3n;
/** The chain itself is asked about at first, after each failure, and once in so many times. */
const CHECK_EVERY = 10;
const REMEMBERED = 256;

interface Head {
  number: bigint;
  hash: `0x${string}`;
}

interface Watch {
  untilCheck: number;
  heads: Head[];
}

/** The node is on another chain than the contracts. */
export class WrongChainError extends BaseError {
  override name = "WrongChainError";
  readonly chainId: number;
  constructor(chainId: number) {
    super(`The node is on chain ${chainId}.`);
    this.chainId = chainId;
  }
}

/** The node knows less than this page has seen already. */
export class BehindError extends BaseError {
  override name = "BehindError";
  readonly block: bigint;
  readonly seen: bigint;
  constructor(block: bigint, seen: bigint) {
    super(`The node is at block ${block}, ${seen - block} behind.`);
    this.block = block;
    this.seen = seen;
  }
}

const watches = new WeakMap<World, Watch>();

/**
 * The newest block.
 * @throws WrongChainError, BehindError, or what the client throws when the node does not answer.
 */
export async function readHead(world: World) {
  const watch = watches.get(world) ?? { untilCheck: 0, heads: [] };
  watches.set(world, watch);
  try {
    if (watch.untilCheck-- <= 0) {
      const chainId = Number(await world.client.request({ method: "eth_chainId" }));
      if (chainId !== world.deployment.chainId) throw new WrongChainError(chainId);
      watch.untilCheck = CHECK_EVERY - 1;
    }
    const block = await world.client.getBlock();
    await refuseOlder(world, watch, block);
    remember(watch, block);
    return block;
  } catch (error) {
    watch.untilCheck = 0;
    throw error;
  }
}

async function refuseOlder(world: World, watch: Watch, block: Head): Promise<void> {
  const seen = watch.heads.at(-1)?.number ?? 0n;
  if (block.number + APART >= seen) return;
  // Both a node that lags and a chain that was rewritten end earlier; only the second has another past.
  const known = watch.heads.findLast(({ number }) => number <= block.number);
  if (known) {
    const now = await world.client.getBlock({ blockNumber: known.number });
    if (now.hash !== known.hash) {
      watch.heads = [];
      return;
    }
  }
  throw new BehindError(block.number, seen);
}

function remember({ heads }: Watch, { number, hash }: Head): void {
  while (heads.length > 0 && heads.at(-1)!.number >= number) heads.pop();
  heads.push({ number, hash });
  if (heads.length > REMEMBERED) heads.splice(1, 1);
}
