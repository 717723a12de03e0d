/** Draws the cards of the newest revealed epoch before anybody asks, beside everything that matters more. */
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import { oneLine } from "../errors.ts";
import { Unstated } from "../render/stated.ts";
import type { Store } from "../store/open.ts";
import { newestRevealed } from "../store/renders.ts";
import type { CardRender, Cards } from "./shelf.ts";

const LOOK_MS = 2_000;
/** After a failure; each in a row doubles it. */
const LONGEST_MS = 120_000;

export interface AheadOptions {
  readonly cards: Cards;
  readonly store: Store;
  /** Whether an epoch is being painted: cards wait then. */
  readonly isBusy: () => boolean;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Resolves when the signal has ended it. Never throws: cards are a courtesy. */
export async function drawAhead({ cards, store, isBusy, log, signal }: AheadOptions) {
  let done = "";
  let failures = 0;
  const rest = (ms: number) => pause(ms, undefined, { signal, ref: false }).catch(() => {});

  /** Whether all of it is drawn; false when something else has to be done first. */
  async function drawAll(render: CardRender): Promise<boolean> {
    await cards.keepOnly(render);
    for (let next = -1; next < render.tokens; next++) {
      if (signal.aborted || isBusy()) return false;
      const began = performance.now();
      await cards.keep(render, next < 0 ? "epoch" : next).catch((error: unknown) => {
        if (!(error instanceof Unstated)) throw error;
      });
      // As long again for everybody else; what was on the disk already took no time.
      await rest(performance.now() - began);
      if (next % 64 === 63 && (await newestRevealed(store.db))?.job !== render.job) return false;
    }
    return true;
  }

  while (!signal.aborted) {
    try {
      const render = await newestRevealed(store.db);
      if (render !== null && render.job !== done && (await drawAll(render))) done = render.job;
      failures = 0;
    } catch (error) {
      failures++;
      // Once: what lasts is not worth a line each time.
      if (failures === 1) log.warn({ why: oneLine(error) }, "sharing cards are not drawn ahead");
    }
    await rest(Math.min(LONGEST_MS, LOOK_MS * 2 ** Math.min(failures, 10)));
  }
}
