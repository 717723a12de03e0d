/** Composes every picture of revealed epochs before anybody asks, and never while an epoch is being painted. */
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { Hex } from "viem";
import { oneLine } from "../errors.ts";
import type { Store } from "../store/open.ts";
import { type ListedRender, latestRenders, newestRevealed } from "../store/renders.ts";
import { COMPOSED_FORMATS, encodeComposed } from "./compose.ts";
import type { ComposedShelf } from "./composed.ts";

const LOOK_MS = 2_000;
/** After a failure; each in a row doubles it. */
const LONGEST_MS = 120_000;
/** Pictures that are made at once. */
const LANES = 2;

export interface ComposingOptions {
  readonly shelf: ComposedShelf;
  readonly store: Store;
  readonly keepEpochs: number;
  /** The composed file, or null where it cannot be made: no raster here, or another art version. */
  readonly svgOf: (
    render: { job: Hex; epoch: bigint },
    tokenId: number,
  ) => Promise<Uint8Array | null>;
  /** Whether an epoch is being painted. */
  readonly isBusy: () => boolean;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly lookMs?: number;
}

/** Resolves when the signal has ended it. Never throws: pictures wait, and are tried again. */
export async function composeAhead(options: ComposingOptions): Promise<void> {
  const { shelf, store, keepEpochs, svgOf, isBusy, log, signal, lookMs = LOOK_MS } = options;
  const done = new Set<Hex>();
  let failures = 0;

  /** Whether all of it is made; false when something else has to be done first. */
  async function composeAll({ job, epoch, tokens }: ListedRender): Promise<boolean> {
    const made = new Set(
      (await shelf.list(job)).map(({ tokenId, format }) => `${tokenId} ${format}`),
    );
    const newest = (await newestRevealed(store.db))?.job;
    let next = 0;
    let isHeld = false;
    const lane = async () => {
      for (let tokenId = next++; tokenId < tokens && !isHeld; tokenId = next++) {
        const missing = COMPOSED_FORMATS.filter((format) => !made.has(`${tokenId} ${format}`));
        if (missing.length === 0) continue;
        // People look at the newest epoch: it comes before what is left of others.
        if (tokenId % 64 === 63 && (await newestRevealed(store.db))?.job !== newest) isHeld = true;
        const svg = isHeld || isBusy() ? null : await svgOf({ job, epoch }, tokenId);
        for (const format of missing) {
          if (signal.aborted || isBusy()) isHeld = true;
          if (isHeld || svg === null) break;
          await shelf.save(job, tokenId, format, await encodeComposed(svg, format));
        }
      }
    };
    const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
    const failed = lanes.find((one) => one.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    return !isHeld;
  }

  while (!signal.aborted) {
    try {
      if (!isBusy()) {
        const renders = await latestRenders(store.db, keepEpochs);
        const render = renders.find(({ state, job }) => state === "revealed" && !done.has(job));
        if (render !== undefined && (await composeAll(render))) {
          done.add(render.job);
          log.info({ epoch: Number(render.epoch), tokens: render.tokens }, "composed");
        }
      }
      failures = 0;
    } catch (error) {
      failures++;
      // Once: what lasts is not worth a line each time.
      if (failures === 1) log.warn({ why: oneLine(error) }, "pictures are not composed ahead");
    }
    const ms = Math.min(LONGEST_MS, lookMs * 2 ** Math.min(failures, 10));
    await pause(ms, undefined, { signal, ref: false }).catch(() => {});
  }
}
