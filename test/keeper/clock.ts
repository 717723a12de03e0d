import type { KeeperProcess } from "./process.ts";

/** A chain clock that waits for the keeper, so that a busy machine makes a test slow and never wrong. */
export interface Clock {
  /** From now on a block is mined whenever this keeper has acted on the last one and is not painting. */
  follow(keeper: KeeperProcess): void;
  /** No blocks until the next `follow`. */
  hold(): void;
  stop(): Promise<void>;
}

const PAUSE_MS = 40;
/** A keeper that does not answer is dead or starting: the chain goes on without it, at this pace. */
const ALONE_MS = 400;

/** Takes over the mining of an anvil chain, which holds still at first. */
export async function startClock(rpcUrl: string): Promise<Clock> {
  // In an object, because it changes while the loop below awaits.
  const followed: { keeper: KeeperProcess | null } = { keeper: null };
  let isStopped = false;
  await call(rpcUrl, "evm_setAutomine", [false]);
  const ended = (async () => {
    while (!isStopped) {
      const { keeper } = followed;
      if (keeper === null) {
        await pause(PAUSE_MS);
        continue;
      }
      const head = Number(await call(rpcUrl, "eth_blockNumber", []));
      const state = await stateOf(keeper.url());
      if (state === "alone") await pause(ALONE_MS);
      else if (state.painting || state.block < head) {
        await pause(PAUSE_MS);
        continue;
      }
      // It may have been told to hold, or to follow another, in the meantime.
      if (followed.keeper === keeper) await call(rpcUrl, "evm_mine", []);
    }
  })();
  return {
    follow: (one) => {
      followed.keeper = one;
    },
    hold: () => {
      followed.keeper = null;
    },
    stop: async () => {
      isStopped = true;
      await ended;
    },
  };
}

async function stateOf(
  url: string | null,
): Promise<"alone" | { block: number; painting: boolean }> {
  if (url === null) return "alone";
  try {
    const health = (await (await fetch(`${url}/healthz`)).json()) as { block: number };
    const epochs = (await (await fetch(`${url}/api/epochs`)).json()) as {
      state: string;
      renderMs: number | null;
    }[];
    const painting = epochs.some(({ renderMs }) => renderMs === null);
    return { block: health.block, painting };
  } catch {
    return "alone";
  }
}

async function call(url: string, method: string, params: unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const headers = { "content-type": "application/json" };
  const reply = await fetch(url, { method: "POST", headers, body });
  return ((await reply.json()) as { result: unknown }).result;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
