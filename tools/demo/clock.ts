// The demonstration's clock. A block follows the one before when its time has come and the keepers have acted
// on that one, so that a loaded machine makes the days longer and closes no window on a keeper at work.
import { type Address, createTestClient, http, publicActions } from "viem";
import { foundry } from "viem/chains";
import { almanacAbi, climateAbi } from "../../contracts/abi.ts";

export interface ClockOptions {
  rpcUrl: string;
  climate: Address;
  almanac: Address;
  /** Chain seconds from one block to the next, as the chain is set to. */
  blockSeconds: number;
  /** Milliseconds of ours that a block takes at least. */
  paceMs: number;
  /** Where the keepers answer that are waited for: those that still run. */
  keepers: () => readonly string[];
  /** How long one block waits at most; whoever is later than that is no longer waited for until it has caught up. */
  patienceMs?: number;
}

export interface Clock {
  stop(): Promise<void>;
}

/** Painting 500 skies on two busy cores takes about a minute. */
const PATIENCE_MS = 120_000;
const LOOK_MS = 40;

/** What has to be done in the very next block, or not at all. */
export type Due = "commit" | "reveal" | null;

/** What a keeper tells of itself at /healthz, and of an epoch at /api/epochs. */
export interface Told {
  block: number;
  epoch: { state: string } | null;
  /** Something of its own waits in the node for the next block. */
  hasSent: boolean;
}

/**
 * What the next block is the last chance for, when each is `step` seconds later than the one before.
 * @param windows the ends of the commits and of the reveals of the epoch that was accepted last.
 */
export function dueBy(now: bigint, step: bigint, windows: readonly bigint[]): Due {
  const closes = (end: bigint) => now + step < end && end <= now + 2n * step;
  const [commitEnds = 0n, revealEnds = 0n] = windows;
  if (closes(commitEnds)) return "commit";
  return closes(revealEnds) ? "reveal" : null;
}

/** Whether the next block would come too early for a keeper. */
export function isAtWork(told: Told, head: number, due: Due): boolean {
  if (told.block < head) return true;
  if (due === null || told.epoch === null || told.hasSent) return false;
  // A keeper calls an epoch "rendering" until its commitment is on chain.
  return told.epoch.state === (due === "commit" ? "rendering" : "committed");
}

/** Takes over the mining of an anvil chain. */
export async function startClock(options: ClockOptions): Promise<Clock> {
  const { rpcUrl, climate, almanac, blockSeconds, paceMs, keepers } = options;
  const patienceMs = options.patienceMs ?? PATIENCE_MS;
  const chain = createTestClient({
    mode: "anvil",
    chain: foundry,
    transport: http(rpcUrl),
    cacheTime: 0,
  }).extend(publicActions);
  /** Keepers that were later than a block waits. */
  const late = new Set<string>();
  let isStopped = false;

  async function dueNow(now: bigint): Promise<{ epoch: bigint; due: Due }> {
    const epoch = await chain.readContract({
      address: climate,
      abi: climateAbi,
      functionName: "lastEpoch",
    });
    if (epoch === 0n) return { epoch, due: null };
    const windows = await chain.readContract({
      address: almanac,
      abi: almanacAbi,
      functionName: "windowsOf",
      args: [epoch],
    });
    return { epoch, due: dueBy(now, BigInt(blockSeconds), windows) };
  }

  async function ask(url: string, epoch: bigint, due: Due): Promise<Told> {
    const health = await read<{ block: number; keeper: Address }>(`${url}/healthz`);
    if (due === null) return { block: health.block, epoch: null, hasSent: false };
    // In this order: what it sends after it was asked is waited for once more.
    const [mined, sent] = await Promise.all(
      (["latest", "pending"] as const).map((blockTag) =>
        chain.getTransactionCount({ address: health.keeper, blockTag }),
      ),
    );
    const epochs = await read<{ epoch: number; state: string }[]>(`${url}/api/epochs`);
    const row = epochs.find((one) => one.epoch === Number(epoch)) ?? null;
    return { block: health.block, epoch: row, hasSent: sent! > mined! };
  }

  /** Returns once no keeper is at work on this block, or the patience is spent. */
  async function waitForKeepers(head: number, now: bigint): Promise<void> {
    const { epoch, due } = await dueNow(now);
    const until = performance.now() + patienceMs;
    const wait = async (url: string) => {
      while (!isStopped && keepers().includes(url)) {
        const told = await ask(url, epoch, due).catch(() => null);
        if (told !== null && !isAtWork(told, head, due)) {
          late.delete(url);
          return;
        }
        if (late.has(url)) return;
        if (performance.now() > until) late.add(url);
        await pause(LOOK_MS);
      }
    };
    await Promise.all(keepers().map(wait));
  }

  async function run(): Promise<void> {
    while (!isStopped) {
      const turn = pause(paceMs);
      try {
        const { number, timestamp } = await chain.getBlock();
        await waitForKeepers(Number(number), timestamp);
        await turn;
        if (!isStopped) await chain.mine({ blocks: 1 });
      } catch {
        // A chain that has gone is its process's to tell of.
        await turn;
      }
    }
  }

  await chain.setAutomine(false);
  const ended = run();
  return {
    stop: async () => {
      isStopped = true;
      await ended;
    },
  };
}

async function read<T>(url: string): Promise<T> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}.`);
  return (await answer.json()) as T;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
