/** Starts the keeper again whenever it has ended by itself, as systemd or a container does. */
import type { KeeperProcess } from "../process.ts";
import type { Place } from "./arena.ts";
import { pause } from "./pace.ts";

export interface Supervisor {
  readonly current: () => KeeperProcess;
  /** Last lines of keepers that ended by themselves. */
  readonly endings: readonly string[];
  /** Ends it with SIGKILL; the next one is started after so long. */
  kill(downMs: number): Promise<void>;
  /** Leaves the keeper that runs to whoever called, and starts no more. */
  leave(): Promise<KeeperProcess>;
}

const AGAIN_MS = 500;

/** `onEnd` hears of every keeper that has ended, however it did. */
export function supervise(
  place: Place,
  extra: Readonly<Record<string, string>> = {},
  onEnd: (one: KeeperProcess) => void = () => {},
): Supervisor {
  const endings: string[] = [];
  const state = { one: place.launch(extra), isLeft: false, downMs: 0, wasKilled: false };
  const ended = (async () => {
    while (!state.isLeft) {
      const { one } = state;
      await Promise.race([one.exited, until(() => state.isLeft)]);
      if (state.isLeft) return;
      onEnd(one);
      if (!state.wasKilled) endings.push(one.log().trimEnd().split("\n").at(-1) ?? "");
      await pause(state.wasKilled ? state.downMs : AGAIN_MS);
      state.wasKilled = false;
      state.one = place.launch(extra);
    }
  })();
  return {
    current: () => state.one,
    endings,
    kill: async (downMs) => {
      const { one } = state;
      Object.assign(state, { downMs, wasKilled: true });
      one.child.kill("SIGKILL");
      await until(() => state.one !== one);
    },
    leave: async () => {
      await state.one.up;
      state.isLeft = true;
      await ended;
      return state.one;
    },
  };
}

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await pause(50);
}
