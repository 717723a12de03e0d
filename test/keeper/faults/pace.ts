/**
 * A chain's clock for tests that kill: a block is mined when the keeper that is followed has acted on the one before
 * and is not painting, and it writes down which blocks that was. So what a keeper was there for can be told from
 * what passed while nobody was, and a busy machine makes a test slow and never wrong.
 */
import type { KeeperProcess } from "../process.ts";

export interface Pace {
  /** From now on blocks wait for this keeper; with null, none is mined. */
  follow(keeper: KeeperProcess | null): void;
  /** By block, which keeper had acted on it, all being well, before the next was mined. A life is one process. */
  readonly witnessed: ReadonlyMap<bigint, number>;
  /** Between two blocks: nothing is mined meanwhile, and what it says of the chain stays true. */
  between<T>(act: (head: bigint) => Promise<T>): Promise<T>;
  /** The newest `depth` blocks give way to empty ones. What was in them is gone from the pool, too. */
  reorganise(depth: number): Promise<void>;
  /** Blocks that the keeper's node may be behind; while it is, nobody is witness to anything. */
  slack: bigint;
  /** Resolves when the head is at the block, or the followed keeper has ended. */
  reached(block: bigint): Promise<void>;
  /** Resolves when the head is at the block, whoever has ended. */
  passed(block: bigint): Promise<void>;
  stop(): Promise<void>;
}

export interface PaceOptions {
  /** How long a block takes while the followed keeper is dead; without it the chain waits for the next one. */
  readonly aloneMs?: number;
}

const PAUSE_MS = 15;
/** Looks at a keeper that is up before the chain goes on without it: one in trouble, and one that never acts. */
const PATIENCE = { troubled: 100, idle: 4_000 };

export async function startPace(rpcUrl: string, options: PaceOptions = {}): Promise<Pace> {
  const witnessed = new Map<bigint, number>();
  // In an object, because it changes while the loop below awaits.
  const state = { keeper: null as KeeperProcess | null, life: 0, isStopped: false, patience: 0 };
  let turn: Promise<unknown> = Promise.resolve();
  const between = <T>(act: (head: bigint) => Promise<T>): Promise<T> => {
    const mine = turn.then(async () => act(await headOf(rpcUrl)));
    turn = mine.catch(() => {});
    return mine;
  };

  async function step(head: bigint): Promise<void> {
    const { keeper, life } = state;
    if (keeper === null) return pause(PAUSE_MS);
    if (hasEnded(keeper)) {
      if (options.aloneMs === undefined) return pause(PAUSE_MS);
      await pause(options.aloneMs);
    } else {
      const seen = await look(keeper.url());
      if (seen === null || seen.painting) return pause(PAUSE_MS);
      const isDone = seen.block + pace.slack >= head;
      if (isDone && seen.isWell) {
        if (pace.slack === 0n) witnessed.set(head, life);
      } else if (++state.patience < PATIENCE[isDone ? "troubled" : "idle"]) return pause(PAUSE_MS);
    }
    // It may have been told to follow another in the meantime.
    if (state.keeper !== keeper) return;
    state.patience = 0;
    await ask(rpcUrl, "evm_mine", []);
  }

  const pace: Pace = {
    slack: 0n,
    witnessed,
    between,
    follow: (keeper) => {
      state.keeper = keeper;
      state.life++;
    },
    reorganise: (depth) =>
      between(async (head) => {
        await ask(rpcUrl, "anvil_reorg", [depth, []]);
        for (let i = 0n; i < BigInt(depth); i++) witnessed.delete(head - i);
        // As high as before, its health would say that it has acted on a block that it never saw.
        await ask(rpcUrl, "evm_mine", []);
      }),
    reached: async (block) => {
      while ((await headOf(rpcUrl)) < block) {
        if (state.keeper !== null && hasEnded(state.keeper)) return;
        await pause(PAUSE_MS);
      }
    },
    passed: async (block) => {
      while ((await headOf(rpcUrl)) < block) await pause(PAUSE_MS);
    },
    stop: async () => {
      state.isStopped = true;
      await running;
    },
  };
  const running = (async () => {
    while (!state.isStopped) await between(step);
  })();
  return pace;
}

/** What a keeper's own API says of it; null where it does not answer. */
async function look(
  url: string | null,
): Promise<{ block: bigint; painting: boolean; isWell: boolean } | null> {
  if (url === null) return null;
  try {
    const health = (await (await fetch(`${url}/healthz`)).json()) as Health;
    const epochs = (await (await fetch(`${url}/api/epochs`)).json()) as {
      renderMs: number | null;
    }[];
    return {
      block: BigInt(health.block),
      painting: epochs.some(({ renderMs }) => renderMs === null),
      isWell: health.trouble.length === 0,
    };
  } catch {
    return null;
  }
}

interface Health {
  readonly block: number;
  readonly trouble: readonly string[];
}

export function hasEnded({ child }: KeeperProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function headOf(rpcUrl: string): Promise<bigint> {
  return BigInt((await ask(rpcUrl, "eth_blockNumber", [])) as string);
}

async function ask(url: string, method: string, params: unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const headers = { "content-type": "application/json" };
  const reply = (await (await fetch(url, { method: "POST", headers, body })).json()) as Reply;
  if (reply.error !== undefined) throw new Error(`${method}: ${reply.error.message}`);
  return reply.result;
}

interface Reply {
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
