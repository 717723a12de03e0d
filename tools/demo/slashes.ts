// What becomes of a villain's roots, read from the almanac's events.
import { type Address, createPublicClient, type Hex, http } from "viem";
import { foundry } from "viem/chains";
import { almanacAbi } from "../../contracts/abi.ts";

/** As `Ground` in contracts/interfaces/IAlmanac.sol. */
const GROUNDS = ["Run", "Inputs", "Padding", "Silence"] as const;

/** A root that fell. Amounts are in wei, as decimal digits, for JSON has no numbers so large. */
export interface Slashed {
  keeper: Address;
  epoch: number;
  root: Hex;
  by: Address;
  ground: (typeof GROUNDS)[number];
  reward: string;
  burned: string;
}

export type Fallen = Omit<Slashed, "reward" | "burned">;

const LOOK_MS = 250;
/** Six epochs; from its commits to its end an epoch takes a little more than two. */
const MOST_BLOCKS = 180n;

interface Where {
  rpcUrl: string;
  almanac: Address;
  villain: Address;
  /** The block after which it begins. */
  since: bigint;
}

/** The first root of the villain's whose bonds are gone. Rejects when that takes too long. */
export function firstSlash(
  where: Where,
  onFelled: (root: Fallen) => void,
  signal: AbortSignal,
): Promise<Slashed> {
  return new Promise((resolve, reject) => {
    const ending = new AbortController();
    const ended = AbortSignal.any([signal, ending.signal]);
    const onBlock = (block: bigint) => {
      if (block <= where.since + MOST_BLOCKS) return;
      ending.abort();
      reject(
        new Error(
          `No lie of the villain's was paid for within ${MOST_BLOCKS} blocks. The logs of the keepers say what they saw.`,
        ),
      );
    };
    const onSlashed = (root: Slashed) => {
      ending.abort();
      resolve(root);
    };
    followSlashes(where, { onFelled, onSlashed, onBlock }, ended).catch(reject);
  });
}

/**
 * Follows what happens to the roots that `villain` reveals after block `since`. `onFelled` hears of each once, and
 * `onSlashed` once its bonds are gone; ends when the signal does.
 */
export async function followSlashes(
  where: Where,
  tell: {
    onFelled: (root: Fallen) => void;
    onSlashed: (root: Slashed) => void;
    onBlock?: (block: bigint) => void;
  },
  signal: AbortSignal,
): Promise<void> {
  const client = createPublicClient({
    chain: foundry,
    transport: http(where.rpcUrl),
    cacheTime: 0,
  });
  const fallen = new Map<Hex, Fallen>();
  const roots = new Set<Hex>();
  let from = where.since + 1n;
  while (!signal.aborted) {
    try {
      const to = await client.getBlockNumber();
      if (to >= from) {
        const logs = await client.getContractEvents({
          address: where.almanac,
          abi: almanacAbi,
          fromBlock: from,
          toBlock: to,
          strict: true,
        });
        for (const log of logs) {
          if (log.eventName === "Revealed" && log.args.keeper === where.villain) {
            roots.add(log.args.root);
          } else if (log.eventName === "Felled" && roots.has(log.args.root)) {
            const { epoch, root, by, ground } = log.args;
            const isNew = !fallen.has(root);
            const { villain: keeper } = where;
            // Told again where an intended challenge took a bare one's place.
            fallen.set(root, { keeper, epoch: Number(epoch), root, by, ground: GROUNDS[ground]! });
            if (isNew) tell.onFelled(fallen.get(root)!);
          } else if (log.eventName === "Claimed" && fallen.has(log.args.root)) {
            const { root, reward, burned } = log.args;
            tell.onSlashed({
              ...fallen.get(root)!,
              reward: String(reward),
              burned: String(burned),
            });
          }
        }
        from = to + 1n;
        tell.onBlock?.(to);
      }
    } catch {
      // A chain that has gone is its process's to tell of.
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
